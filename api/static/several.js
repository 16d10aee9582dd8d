// Several questions pasted at once: one a line, each a question or an item of a list. A paragraph is one question.
const MARK = /^\s*(?:[-•*–]|\d{1,2}\s*[.)-]|[a-z]\))\s+/;

export function separate(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const each = lines.length > 1 && lines.every((line) => MARK.test(line) || /\?["»]?$/.test(line));
  return each ? lines.map((line) => line.replace(MARK, "").trim()) : [text.trim()];
}
