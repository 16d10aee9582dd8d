// A calculation: one table with each step, its operands and its basis. The sentences that tell the same steps are left
// out, so that each figure stands once.
import { day, element, measured } from "/static/wording.js";

const COLUMNS = ["Paso", "Cómo", "Valor", "Fundamento"];

export function calculations(answer) {
  return answer.tools.map((tool) => tool.result).filter((result) => result?.steps?.length);
}

export function toldByTable(sentence, results) {
  // The composer writes «name of the step: value. …» for each step, and «Fundamento: …» for their basis.
  if (sentence.role !== "figure") return false;
  return results.some((result) => result.steps.some((step) => sentence.text.startsWith(`${step.name}: `)) || sentence.text.startsWith("Fundamento: "));
}

export function table(result, marksOf) {
  const wrap = element("div", "table");
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", result.title);
  const made = document.createElement("table");
  made.append(element("caption", "", result.title));
  const head = made.createTHead().insertRow();
  for (const name of COLUMNS) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const step of result.steps) body.append(row(step, marksOf));
  wrap.append(made);
  return wrap;
}

function row(step, marksOf) {
  const line = document.createElement("tr");
  const name = element("th", "", step.name);
  name.scope = "row";
  const how = element("td", "", step.formula);
  for (const [operand, value] of Object.entries(step.operands)) how.append(element("small", "operand", `${operand}: ${written(value)}`));
  const basis = document.createElement("td");
  for (const mark of marksOf(step.basis)) basis.append(mark, " ");
  line.append(name, how, element("td", "number", measured(step.value, step.unit)), basis);
  return line;
}

function written(operand) {
  return /^\d{4}-\d\d-\d\d$/.test(operand) ? day(operand) : operand;
}
