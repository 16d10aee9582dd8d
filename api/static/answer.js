// One answer as elements: verdict in words and icon, sentences with numbered citations, tables, sources, stamp.
import { credits, portfolio, portfolios, timeline, toldByList } from "/static/credits.js";
import { calculation, calculations, toldByTable } from "/static/figures.js";
import { remembered } from "/static/memory.js";
import { quotation, quotationBlock } from "/static/quotation.js";
import { quoteOn } from "/static/quote.js";
import { day, element, held, marked } from "/static/wording.js";

const TITLES = {
  answered: ["✔", "Respuesta fundada"],
  partial: ["◐", "Respuesta parcialmente fundada"],
  information: ["ℹ", "Información"],
  no_criterion: ["○", "Sin criterio"],
  not_found: ["○", "No se encontró"],
  needs_input: ["?", "Falta un dato"],
  refused: ["–", "Fuera de alcance"],
};
const CONTEXT = "Lo más cercano, como contexto";

// `open(citation, opener)` shows a provision; `ask(text)` sends another question.
export function renderAnswer(item, question, answer, open, ask) {
  const marks = new Marks(answer.citations, open);
  const results = calculations(answer);
  const lists = portfolios(answer);
  item.append(verdict(answer));
  for (const sentence of answer.sentences) {
    if (answer.missing?.question === sentence.text || toldApart(sentence, answer.status)) continue;
    if (toldByTable(sentence, results) || toldByList(sentence, lists)) continue;
    item.append(...told(sentence, marks));
  }
  if (answer.missing) item.append(asked(answer.missing, question, ask));
  for (const list of lists) item.append(portfolio(list));
  for (const credit of credits(answer)) item.append(timeline(credit));
  for (const tool of results) item.append(calculation(tool, (ids) => marks.ofAll(ids)));
  if (answer.citations.length) {
    const title = answer.status === "no_criterion" ? CONTEXT : "Fuentes";
    item.append(element("h3", "", title), sources(answer.citations, open));
  }
  if (answer.consultation_offer) item.append(offer(answer));
  item.append(element("p", "stamp", stamp(answer)));
}

// The form comes when it is needed; where it cannot come, the question stays and may be answered in the box below.
function asked(missing, question, ask) {
  const place = element("p", "missing", missing.question);
  import("/static/missing.js").then(({ missingForm }) => place.replaceWith(missingForm(missing, question, ask)), () => null);
  return place;
}

export class Marks {
  constructor(citations, open) {
    this.citations = citations;
    this.open = open;
  }

  // The citations of some provisions, each once: their own, and those of their pieces.
  citationsOf(ids) {
    return this.citations.filter(({ id: cited }) => ids.some((id) => cited === id || cited.startsWith(`${id}/`)));
  }

  ofAll(ids) {
    return this.citationsOf(ids).map((citation) => this.mark(citation, this.citations.indexOf(citation) + 1));
  }

  mark(citation, number) {
    const mark = element("button", "cite", String(number));
    mark.type = "button";
    mark.setAttribute("aria-label", `Cita ${number}: abrir ${citation.label}`);
    mark.dataset.citation = citation.id;
    mark.addEventListener("click", () => this.open(citation, mark));
    quoteOn(mark, citation);
    return mark;
  }
}

function verdict(answer) {
  const kind = standing(answer);
  const [icon, words] = TITLES[kind];
  const heading = element("h2", `verdict ${kind}`);
  const mark = element("span", "", icon);
  mark.setAttribute("aria-hidden", "true");
  heading.append(mark, ` ${words}`);
  return heading;
}

function standing(answer) {
  // A tool that finds nothing is no lack of a criterion: there is nobody to consult.
  if (answer.status === "no_criterion" && answer.tools.length && !answer.consultation_offer) return "not_found";
  if (answer.status !== "answered") return answer.status;
  if (!answer.citations.length && !answer.tools.length) return "information";
  const doubtful = answer.sentences.some((s) => !s.supported) || answer.citations.some((c) => !c.verified);
  return doubtful ? "partial" : "answered";
}

// What has no criterion names its context in a sentence; here it stands below, where each can be opened.
function toldApart(sentence, status) {
  return status === "no_criterion" && sentence.text.startsWith(`${CONTEXT}: `);
}

// A sentence as elements; one that states a rule in other words has beside it those that it rests on.
export function told(sentence, marks) {
  const parts = quotation(sentence, marks.citations);
  if (parts) return [quotationBlock(parts, marks)];
  const quotes = sentence.role === "rule" ? marks.citationsOf(sentence.citations) : [];
  return [paragraph(sentence, marks), ...quotes.map(({ quote }) => element("q", "", quote))];
}

function paragraph(sentence, marks) {
  const line = element("p", sentence.role);
  marked(line, sentence.text, marks.ofAll(sentence.citations));
  if (!sentence.supported) line.append(" ", element("small", "unverified", "(sin verificar)"));
  return line;
}

function sources(citations, open) {
  const list = element("ol", "sources");
  for (const citation of citations) {
    const entry = document.createElement("li");
    const link = element("a", "", held(citation.label));
    link.href = `/corpus/${encodeURIComponent(citation.id)}?inicio=${citation.start}&fin=${citation.end}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(citation, link);
    });
    const dated = /^\d{4}-\d\d-\d\d$/.test(citation.version) ? `, texto al ${day(citation.version)}` : "";
    entry.append(link, ` (página\u00a0${citation.page}${dated}${citation.verified ? "" : ", no verificada"})`);
    list.append(entry);
  }
  return list;
}

function stamp(answer) {
  const facts = [];
  if (answer.as_of) facts.push(`Al ${day(answer.as_of)}`);
  if (answer.corpus_version) facts.push(`acervo ${answer.corpus_version}`);
  facts.push(answer.composer === "extractive" ? "sin modelo" : `modelo ${answer.composer}`);
  const checked = answer.citations.filter((citation) => citation.verified).length;
  if (answer.citations.length) facts.push(`citas verificadas: ${checked} de ${answer.citations.length}`);
  const line = facts.join("; ");
  return `${line[0].toUpperCase()}${line.slice(1)}.`;
}

function offer(answer) {
  const line = document.createElement("p");
  const link = element("a", "button", "Redactar consulta");
  const asked = new URLSearchParams({ pregunta: answer.consultation_offer.subject });
  const { conversation } = remembered();
  // The draft takes up what was found and computed in it; without an account it is nobody's who could draft.
  if (conversation && document.querySelector("[data-known]")) asked.set("conversacion", conversation);
  link.href = `/consultas/nueva?${asked}`;
  line.append(link);
  return line;
}
