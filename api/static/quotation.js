// A sentence that quotes, one quote a line with its own mark: the same as `assistant/quotation.py`.
import { element, held, marked } from "/static/wording.js";

const LEFT_OUT = " […] ";

// The name of the provision and its quotes; null where the sentence is not made only of a name and quotes.
export function quotation(sentence, citations) {
  const at = sentence.text.indexOf(": «");
  if (sentence.role !== "quote" || at < 0) return null;
  let rest = sentence.text.slice(at + 2);
  const quotes = [];
  let skips = false;
  citations.forEach((citation, index) => {
    const words = `«${citation.quote}»`;
    if (!rest.startsWith(words)) return;
    quotes.push({ citation, number: index + 1, skips });
    rest = rest.slice(words.length);
    skips = rest.startsWith(LEFT_OUT);
    rest = rest.slice(skips ? LEFT_OUT.length : rest.startsWith(" ") ? 1 : 0);
  });
  return quotes.length && !rest ? { name: sentence.text.slice(0, at), quotes } : null;
}

export function quotationBlock({ name, quotes }, marks) {
  const block = element("div", "quotation");
  const words = document.createElement("blockquote");
  for (const { citation, number, skips } of quotes) {
    const line = document.createElement("p");
    marked(line, `${skips ? "[…] " : ""}«${citation.quote}»`, [marks.mark(citation, number)]);
    words.append(line);
  }
  block.append(element("p", "", `${held(name)}:`), words);
  return block;
}
