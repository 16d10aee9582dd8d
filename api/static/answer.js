// One answer as elements: verdict in words and icon, sentences with numbered citations, tool tables, sources, stamp.
const TITLES = {
  answered: ["✔", "Respuesta fundada"],
  no_criterion: ["○", "Sin criterio"],
  needs_input: ["?", "Falta un dato"],
  refused: ["–", "Fuera de alcance"],
};

export function renderAnswer(item, answer, open) {
  const numbers = new Map(answer.citations.map((citation, index) => [citation.id, index + 1]));
  item.append(verdict(answer.status));
  for (const sentence of answer.sentences) item.append(paragraph(sentence, answer.citations, numbers, open));
  for (const tool of answer.tools) if (tool.result?.steps) item.append(toolTable(tool.result));
  if (answer.citations.length) item.append(element("h3", "", "Fuentes"), sources(answer.citations, open));
  if (answer.consultation_offer) item.append(offer(answer));
  const model = answer.composer === "extractive" ? "sin modelo" : answer.composer;
  item.append(element("p", "stamp", `Al ${answer.as_of}; corpus ${answer.corpus_version}; ${model}; citas verificadas: ${answer.citations.length}.`));
}

function verdict(status) {
  const [icon, words] = TITLES[status];
  const heading = element("h2", `verdict ${status}`, "");
  const mark = element("span", "", icon);
  mark.setAttribute("aria-hidden", "true");
  heading.append(mark, ` ${words}`);
  return heading;
}

function paragraph(sentence, citations, numbers, open) {
  const line = element("p", sentence.role, sentence.text);
  const wanted = citations.filter((c) => sentence.citations.some((id) => c.id === id || c.id.startsWith(`${id}/`)));
  for (const citation of wanted) {
    const mark = element("button", "cite", String(numbers.get(citation.id)));
    mark.type = "button";
    mark.title = `${citation.label}: «${citation.quote.slice(0, 280)}»`;
    mark.setAttribute("aria-label", `Cita ${numbers.get(citation.id)}: abrir ${citation.label}`);
    mark.dataset.citation = citation.id;
    mark.addEventListener("click", () => open(citation, mark));
    line.append(" ", mark);
  }
  return line;
}

function sources(citations, open) {
  const list = element("ol", "sources", "");
  for (const citation of citations) {
    const entry = document.createElement("li");
    const link = element("a", "", citation.label);
    link.href = `/corpus/${encodeURIComponent(citation.id)}?inicio=${citation.start}&fin=${citation.end}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(citation, link);
    });
    entry.append(link, ` (página ${citation.page}, texto al ${citation.version}${citation.verified ? "" : ", no verificada"})`);
    list.append(entry);
  }
  return list;
}

function toolTable(result) {
  const wrap = element("div", "table", "");
  const table = document.createElement("table");
  table.append(element("caption", "", result.title));
  const head = table.createTHead().insertRow();
  for (const name of ["Paso", "Cómo", "Valor"]) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const step of result.steps) {
    const row = body.insertRow();
    row.insertCell().textContent = step.name;
    row.insertCell().textContent = step.formula;
    const value = row.insertCell();
    value.className = "number";
    value.textContent = step.unit === "pesos" ? money(step.value) : step.value;
  }
  wrap.append(table);
  return wrap;
}

function money(text) {
  const [whole, cents] = text.split(".");
  return `$${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}.${cents ?? "00"}`;
}

function offer(answer) {
  const line = element("p", "", "");
  const link = element("a", "button", "Redactar consulta");
  link.href = `/consultas/nueva?pregunta=${encodeURIComponent(answer.consultation_offer.subject)}`;
  line.append(link);
  return line;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
