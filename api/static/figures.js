// A calculation: one table with each step, its operands and its basis, its calendar if it has one, and its workbook. The
// sentences that tell the same steps are left out, so that each figure stands once.
import { reasonOf, send } from "/static/server.js";
import { day, element, measured, money, month } from "/static/wording.js";

const COLUMNS = ["Paso", "Cómo", "Valor", "Fundamento"];

export function calculations(answer) {
  return answer.tools.filter((tool) => tool.result?.steps?.length);
}

export function toldByTable(sentence, tools) {
  // The composer writes «name of the step: value. …» for each step, and «Fundamento: …» for their basis.
  if (sentence.role !== "figure") return false;
  return tools.some(({ result }) => result.steps.some((step) => sentence.text.startsWith(`${step.name}: `)) || sentence.text.startsWith("Fundamento: "));
}

export function calculation(tool, marksOf) {
  const { result } = tool;
  const block = element("div", "calculation");
  const steps = table(result.title, COLUMNS, result.steps.map((step) => row(step, marksOf)));
  steps.classList.add("steps");
  block.append(steps);
  if (result.schedule?.length) block.append(calendar(result));
  block.append(workbook(tool));
  return block;
}

export function table(title, columns, rows) {
  const wrap = element("div", "table");
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", title);
  const made = document.createElement("table");
  made.append(element("caption", "", title));
  const head = made.createTHead().insertRow();
  for (const name of columns) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  made.createTBody().append(...rows);
  columns.forEach((_, index) => head.cells[index].classList.toggle("number", rows.every((line) => line.cells[index].className === "number")));
  wrap.append(made);
  return wrap;
}

function row(step, marksOf) {
  const how = element("td", "", step.formula);
  for (const [operand, value] of Object.entries(step.operands)) how.append(element("small", "operand", `${inWords(operand)}: ${written(value)}`));
  const basis = document.createElement("td");
  for (const mark of marksOf(step.basis)) basis.append(mark, " ");
  const line = document.createElement("tr");
  line.append(rowHeader(step.name), how, element("td", "number", measured(step.value, step.unit)), basis);
  return line;
}

function calendar(result) {
  const columns = Object.keys(result.schedule[0]);
  const rows = result.schedule.map((entry) => {
    const line = document.createElement("tr");
    const [first, ...others] = columns.map((name) => written(entry[name]));
    line.append(rowHeader(first), ...others.map((text) => element("td", "number", text)));
    return line;
  });
  const block = element("details", "calendar");
  const capital = columns.map((name) => name[0].toUpperCase() + name.slice(1));
  block.append(element("summary", "", `Calendario (${rows.length} renglones)`), table(`Calendario: ${result.title}`, capital, rows));
  return block;
}

function rowHeader(text) {
  const name = element("th", "", text);
  name.scope = "row";
  return name;
}

// The server computes again from the same arguments: the workbook is never made of what a page says.
function workbook(tool) {
  const line = element("p", "actions");
  const said = element("span", "notice");
  said.setAttribute("role", "status");
  const button = element("button", "secondary", "Descargar la hoja de cálculo");
  button.type = "button";
  button.addEventListener("click", async () => {
    const response = await send(`/api/v1/tools/${encodeURIComponent(tool.name)}/xlsx`, "POST", tool.arguments).catch(() => null);
    if (response?.ok) save(await response.blob(), `${tool.result.title}.xlsx`);
    said.textContent = response?.ok ? "" : await reasonOf(response, "No se pudo descargar: revise la red e intente de nuevo.");
  });
  line.append(button, said);
  return line;
}

function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.target = "_self"; // inside the widget every link would open a tab
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function written(value) {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return month(value);
  return /^\d+\.\d\d$/.test(value) ? money(value).slice(1) : value; // without the sign: it may be a rate
}

// «INPC 2026-02» is the INPC of a month.
function inWords(operand) {
  return operand.replace(/\b\d{4}-(0[1-9]|1[0-2])\b/, (found) => `de ${month(found)}`);
}
