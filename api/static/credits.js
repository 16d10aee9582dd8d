// Credits as a person follows them: the history of one, each fact with its day, and the list of a portfolio.
import { table } from "/static/figures.js";
import { day, element, money } from "/static/wording.js";

export function credits(answer) {
  return answer.tools.flatMap((tool) => (tool.name === "credit_status" ? (tool.result?.credits ?? []) : []));
}

export function timeline(credit) {
  const block = element("details", "timeline");
  block.open = true;
  const many = credit.timeline.length;
  block.append(element("summary", "", `Crédito ${credit.number}: qué ha pasado (${many} ${many === 1 ? "hecho" : "hechos"})`));
  const facts = element("p", "stamp", `${credit.employer}; ${credit.kind}, periodo ${credit.period}; saldo histórico ${money(credit.balance)}.`);
  const list = document.createElement("ol");
  for (const happened of credit.timeline) {
    const line = document.createElement("li");
    const when = element("time", "", day(happened.day));
    when.dateTime = happened.day;
    const document_ = happened.document ? ` (documento ${happened.document})` : "";
    line.append(when, ` ${happened.what}${document_}`);
    list.append(line);
  }
  block.append(facts, list);
  return block;
}

export function portfolios(answer) {
  return answer.tools.flatMap((tool) => (tool.result?.which && tool.result.rows?.length ? [tool.result] : []));
}

// The composer writes a sentence for each row, and «Fundamento: …», which the summary's marks say.
export function toldByList(sentence, lists) {
  const told = (row) => sentence.text.startsWith(opening(row));
  return sentence.role === "figure" && lists.some(({ rows }) => sentence.text.startsWith("Fundamento: ") || rows.some(told));
}

function opening(row) {
  if (row.number) return `Crédito ${row.number},`;
  return row.registro_patronal ? `Patrón ${row.registro_patronal},` : `${row.ooad}/${row.subdelegacion}: `;
}

export function portfolio({ title, rows }) {
  const columns = COLUMNS.filter(([, value]) => rows.some(value));
  const body = rows.map((row) => {
    const line = document.createElement("tr");
    for (const [name, value] of columns) line.append(element("td", name === "Saldo histórico" ? "number" : "", value(row)));
    return line;
  });
  return table(title, columns.map(([name]) => name), body);
}

const COLUMNS = [
  ["Crédito", (row) => row.number],
  ["Registro patronal", (row) => (row.number ? "" : row.registro_patronal)],
  ["Patrón", (row) => row.employer],
  ["OOAD", (row) => row.ooad || "varios"],
  ["Subdelegación", (row) => row.subdelegacion || "varias"],
  ["Incidencia", (row) => row.incidencia],
  ["Créditos", (row) => (row.number ? "" : String(row.credits))],
  ["Vence la garantía", (row) => (row.expires ? day(row.expires) : "")],
  ["Saldo histórico", (row) => money(row.balance)],
];
