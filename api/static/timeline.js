// A credit as a person follows it: what happened, each with its day, in order.
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
