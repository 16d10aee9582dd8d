// What a question lacks, asked for in the conversation with the right control; what is sent is the question completed
// in words, so that the person sees what was asked.
import { day, element, money, month } from "/static/wording.js";

const PHRASES = {
  amount: (value) => `El importe es ${money(value)}.`,
  bimester: (value) => `Es del ${value}.`,
  count: (value) => `Son ${value} parcialidades.`,
  day: (value) => `El aviso fue el ${day(value)}.`,
  fraction: (value) => `Es la fracción ${value}.`,
  kind: (value) => `Es de ${value}.`,
  notified: (value) => `La cédula se notificó el ${day(value)}.`,
  paid: (value) => `Se paga el ${day(value)}.`,
  payment: (value) => `Pagó ${money(value)}.`,
  percentage: (value) => `Se impuso el ${value} por ciento.`,
  period: (value) => `Es de ${month(value)}.`,
};
let made = 0;

export function missingForm(missing, question, ask) {
  const form = element("form", "missing");
  const id = `dato-${(made += 1)}`;
  const label = element("label", "", missing.question);
  label.htmlFor = id;
  const fields = controls(missing, id);
  const send = element("button", "", "Completar");
  const row = element("div", "row");
  row.append(...fields, send);
  form.append(label, row);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = fields.map((field) => field.value.trim()).join(" de ");
    const phrase = PHRASES[missing.name]?.(value) ?? `${value}.`;
    ask(`${question.replace(/[^.?!]$/, "$&.")} ${phrase}`);
  });
  return form;
}

function controls(missing, id) {
  const main = missing.choices.length ? select(missing.choices) : input(missing);
  main.id = id;
  main.required = true;
  if (missing.name !== "bimester") return [main];
  const year = input({ kind: "text" });
  year.setAttribute("aria-label", "Año");
  year.placeholder = "Año";
  year.inputMode = "numeric";
  year.pattern = "20\\d\\d";
  year.required = true;
  return [main, year];
}

function select(choices) {
  const list = document.createElement("select");
  for (const choice of choices) list.append(new Option(choice, choice));
  return list;
}

function input(missing) {
  const field = document.createElement("input");
  if (missing.kind === "date") field.type = "date";
  else if (missing.name === "period") field.type = "month";
  if (missing.kind === "money") {
    field.inputMode = "decimal";
    field.placeholder = "84,321.55";
    field.pattern = "\\$?\\s*[\\d,]+(\\.\\d{1,2})?";
    field.title = "Importe en pesos, con dos decimales";
  }
  return field;
}
