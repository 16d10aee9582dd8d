// What the window shows, as a list of marks to draw: boxes, edges and runs of text, from the back to the front.
// Evaluated in a page by `pictures.py`; it draws what Criterio's pages are made of and no more of CSS than that.
() => {
  const pen = document.createElement("canvas").getContext("2d");
  const marks = [];

  function walk(node, layer, clip) {
    if (node.nodeType === Node.TEXT_NODE) return runs(node, layer, clip);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const style = getComputedStyle(node);
    if (style.display === "none" || style.visibility !== "visible" || style.clipPath !== "none") return;
    const front = style.position === "static" ? layer : layer + 1 + (Number(style.zIndex) || 0);
    const rects = [...node.getClientRects()];
    if (!rects.length && style.display !== "contents") return;
    for (const rect of rects) box(rect, style, front, clip);
    if (style.display === "list-item") marker(node, style, rects[0], front, clip);
    if (node.placeholder && !node.value) placeholder(node, style, rects[0], front, clip);
    const cuts = style.overflowX !== "visible" && rects[0];
    const closed = node.tagName === "DETAILS" && !node.open; // what it hides still has a place
    for (const child of closed ? [node.querySelector("summary")] : node.childNodes) walk(child, front, cuts ? narrowed(clip, rects[0]) : clip);
  }

  function narrowed(clip, rect) {
    const [left, top] = [Math.max(clip.left, rect.left), Math.max(clip.top, rect.top)];
    return { left, top, right: Math.min(clip.right, rect.right), bottom: Math.min(clip.bottom, rect.bottom) };
  }

  function add(layer, clip, rect, mark) {
    const seen = rect.left < clip.right && rect.right > clip.left && rect.top < clip.bottom && rect.bottom > clip.top;
    const whole = rect.left >= clip.left && rect.right <= clip.right && rect.top >= clip.top && rect.bottom <= clip.bottom;
    const window = clip.left <= 0 && clip.top <= 0 && clip.right >= innerWidth && clip.bottom >= innerHeight;
    const cut = whole || window ? null : [clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top];
    if (seen) marks.push({ layer, cut, ...mark });
  }

  function box(rect, style, layer, clip) {
    const sides = ["Top", "Right", "Bottom", "Left"].map((side) => ({
      width: style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]),
      color: style[`border${side}Color`],
    }));
    const even = sides.every((side) => side.width === sides[0].width && side.color === sides[0].color);
    const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, rect.height / 2);
    const shape = { kind: "box", x: rect.left, y: rect.top, width: rect.width, height: rect.height, radius };
    const fill = / 0\)$/.test(style.backgroundColor) ? "none" : style.backgroundColor;
    const stroke = even && sides[0].width ? sides[0] : null;
    if (fill !== "none" || stroke) add(layer, clip, rect, { ...shape, fill, stroke });
    if (even) return;
    sides.forEach((side, turn) => side.width && add(layer, clip, rect, { ...shape, kind: "edge", turn, thick: side.width, fill: side.color }));
  }

  function runs(node, layer, clip) {
    if (!node.data.trim()) return;
    const style = getComputedStyle(node.parentElement);
    let run = null;
    for (const { text, rect } of words(node)) {
      if (run && Math.abs(run.rect.top - rect.top) < 2) {
        run = { text: `${run.text}${run.joint}${text}`, rect: joined(run.rect, rect), joint: " " };
        continue;
      }
      if (run) written(run, style, layer, clip);
      run = { text, rect, joint: " " };
    }
    if (run) written(run, style, layer, clip);
  }

  function words(node) {
    const range = document.createRange();
    return [...node.data.matchAll(/\S+/g)].flatMap(({ 0: text, index }) => {
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      const [rect] = range.getClientRects();
      return rect ? [{ text, rect }] : [];
    });
  }

  function joined(one, other) {
    return { left: one.left, top: one.top, right: other.right, bottom: one.bottom };
  }

  function written({ text, rect }, style, layer, clip, anchor = "start") {
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText("x");
    const y = rect.top + ((rect.bottom - rect.top) * above) / (above + below);
    const look = {
      size: parseFloat(style.fontSize), weight: style.fontWeight, color: style.color, italic: style.fontStyle === "italic",
      underline: style.textDecorationLine === "underline", mono: style.fontFamily.includes("monospace"),
    };
    add(layer, clip, rect, { kind: "text", text, x: anchor === "end" ? rect.right : rect.left, y, width: rect.right - rect.left, anchor, ...look });
  }

  function marker(node, style, rect, layer, clip) {
    if (node.tagName === "SUMMARY") {
      const size = parseFloat(style.fontSize) * 0.6;
      const [x, y] = [rect.left, rect.top + (rect.height - size) / 2];
      add(layer, clip, rect, { kind: "arrow", x, y, size, open: node.parentElement.open, fill: style.color });
    } else if (style.listStyleType === "decimal") {
      const range = document.createRange();
      range.selectNodeContents(node);
      const first = range.getClientRects()[0];
      const text = `${[...node.parentElement.children].indexOf(node) + 1}.`;
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      const right = rect.left - parseFloat(style.fontSize) * 0.27; // a blank
      written({ text, rect: { left: right - pen.measureText(text).width, right, top: first.top, bottom: first.bottom } }, style, layer, clip, "end");
    }
  }

  function placeholder(node, style, rect, layer, clip) {
    const left = rect.left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
    const top = rect.top + parseFloat(style.paddingTop) + parseFloat(style.borderTopWidth);
    const size = parseFloat(style.fontSize);
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    const { width, fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText(node.placeholder);
    const lead = ((parseFloat(style.lineHeight) || size * 1.2) - above - below) / 2;
    const place = { left, right: left + width, top: top + lead, bottom: top + lead + above + below };
    const faint = { ...plain(style), color: getComputedStyle(node, "::placeholder").color };
    written({ text: node.placeholder, rect: place }, faint, layer, clip);
  }

  function plain({ fontStyle, fontWeight, fontSize, fontFamily, textDecorationLine }) {
    return { fontStyle, fontWeight, fontSize, fontFamily, textDecorationLine };
  }

  document.activeElement.blur();
  walk(document.body, 0, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  marks.sort((one, other) => one.layer - other.layer);
  return { width: innerWidth, height: innerHeight, page: getComputedStyle(document.documentElement).backgroundColor, marks };
}
