// The verified sentences of an answer that is not whole yet, below the line that says what is being done, where the
// answer will have them: what is being read does not move.
import { Marks, told } from "/static/answer.js";

const drawn = new WeakMap();

export function drawEarly(reply, working, events, open, live) {
  if (!working.isConnected || working.className !== "working") return; // the answer came meanwhile, or never will
  const citations = [];
  const sentences = [];
  for (const event of events) {
    if (event.kind === "citation") citations[event.number - 1] = event.citation;
    else sentences[event.position] = event.sentence;
  }
  const shown = drawn.get(working) || [];
  const same = shown.filter(({ sentence }, position) => sentence === sentences[position]).length;
  for (const { nodes } of shown.splice(same)) for (const node of nodes) node.remove();
  const marks = new Marks(citations, open);
  const fresh = sentences.slice(same).map((sentence) => ({ sentence, nodes: told(sentence, marks) }));
  if (!fresh.length) return;
  reply.append(...fresh.flatMap(({ nodes }) => nodes));
  live.textContent = fresh.map(({ sentence }) => sentence.text).join(" ");
  drawn.set(working, [...shown, ...fresh]);
}
