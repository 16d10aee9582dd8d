// The side panel: a provision with its place, dates and references, the quoted span marked; focus goes in and comes back.
import { call, pictureAt, reasonOf } from "/static/server.js";
import { day, element, held } from "/static/wording.js";

export async function openProvision(root, panel, citation, opener) {
  panel.replaceChildren(element("p", "", "Abriendo el precepto…"));
  panel.hidden = false;
  root.classList.add("open");
  panel.focus();
  const response = await call(`/api/v1/provisions/${encodeURIComponent(rootOf(citation.id))}`).catch(() => null);
  if (!response?.ok) {
    const reason = await reasonOf(response, "No se pudo abrir el precepto: revise la red e intente de nuevo.");
    panel.replaceChildren(element("p", "", reason), closeButton(root, panel, opener));
    return;
  }
  const provision = await response.json();
  const heading = element("h2", "", held(provision.citation[0].toUpperCase() + provision.citation.slice(1)));
  const header = document.createElement("header");
  header.append(heading, closeButton(root, panel, opener));
  panel.replaceChildren(header, element("p", "place", provision.hierarchy.join(" › ")), body(provision, citation), dates(provision), reforms(provision), official(citation), links(provision), actions(citation));
  panel.querySelector("mark")?.scrollIntoView({ block: "center" });
}

export function rootOf(id) {
  const [instrument, path] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  const parts = path.split("/");
  const depth = parts[0] === "T" ? 3 : /^\d+(\.\d+)+$/.test(parts[0]) ? 2 : 1;
  return `${instrument}:${parts.slice(0, depth).join("/")}`;
}

function body(provision, citation) {
  const block = document.createElement("div");
  block.className = "provision";
  const found = provision.text.slice(citation.start, citation.end) === citation.quote;
  const [start, end] = found ? [citation.start, citation.end] : [0, 0];
  let at = 0;
  for (const line of provision.text.split("\n")) {
    const [first, last] = [start, end].map((place) => Math.min(Math.max(place - at, 0), line.length));
    const paragraph = element("p", "", line.slice(0, first));
    if (last > first) paragraph.append(element("mark", "", line.slice(first, last)));
    paragraph.append(line.slice(last));
    if (line.trim()) block.append(paragraph);
    at += line.length + 1;
  }
  return block;
}

function dates(provision) {
  const since = provision.valid_from ? `Redacción desde el ${day(provision.valid_from)}. ` : "";
  const version = /^\d{4}-\d\d-\d\d$/.test(provision.version) ? `Texto al ${day(provision.version)}; ` : "";
  return element("p", "stamp", `${since}${version}página\u00a0${provision.pages[0]} del documento oficial; ${provision.status}.`);
}

function reforms({ notes }) {
  const block = element("details", "reforms");
  if (!notes.length) return "";
  block.append(element("summary", "", `Reformas (${notes.length})`), ...notes.map((note) => element("p", "stamp", note.text)));
  return block;
}

// The picture comes only when it is asked for.
function official(citation) {
  const block = element("details", "official");
  block.append(element("summary", "", `Ver la página\u00a0${citation.page} del documento oficial`));
  block.addEventListener("toggle", () => {
    if (block.querySelector("img, .notice")) return;
    const picture = document.createElement("img");
    const absent = () => picture.replaceWith(element("p", "notice", "No hay imagen: el documento no es PDF o ya no se conserva."));
    picture.alt = `Imagen de la página ${citation.page} del documento oficial`;
    picture.addEventListener("error", absent);
    block.append(picture);
    const path = `/api/v1/pages/${encodeURIComponent(citation.instrument)}/${citation.page}.png?version=${encodeURIComponent(citation.version)}`;
    pictureAt(path).then((address) => (picture.src = address), absent);
  });
  return block;
}

function links(provision) {
  const named = new Map(provision.references.filter((reference) => reference.id).map((reference) => [reference.id, reference.label]));
  const line = document.createElement("p");
  [...named].slice(0, 12).forEach(([id, label], index) => {
    const link = element("a", "", label);
    link.href = `/corpus/${encodeURIComponent(id)}`;
    line.append(index ? "; " : "Remite a: ", link);
  });
  return line;
}

function actions(citation) {
  const line = element("p", "actions");
  const page = element("a", "", "Abrir en página completa");
  page.href = `/corpus/${encodeURIComponent(citation.id)}?inicio=${citation.start}&fin=${citation.end}`;
  line.append(copy("Copiar la cita", citation.label), copy("Copiar la cita con su texto", `${citation.label}: «${citation.quote}»`), page);
  return line;
}

function copy(name, words) {
  const button = element("button", "secondary", name);
  button.type = "button";
  button.addEventListener("click", async () => {
    button.textContent = (await toClipboard(words, button)) ? "Copiada" : "No se pudo copiar";
    setTimeout(() => (button.textContent = name), 2500);
  });
  return button;
}

async function toClipboard(words, button) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(words).then(() => true, () => false);
  }
  // An intranet over plain HTTP has no clipboard object.
  const box = element("textarea", "visually-hidden", words);
  button.after(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  button.focus();
  return done;
}

function closeButton(root, panel, opener) {
  const button = element("button", "secondary", "Cerrar");
  button.type = "button";
  const close = () => {
    panel.hidden = true;
    root.classList.remove("open");
    // A mark of an answer that was not whole yet has given its place to that of the answer.
    const same = `[data-citation="${CSS.escape(opener.dataset.citation)}"]`;
    (opener.isConnected ? opener : root.querySelector(same))?.focus();
  };
  button.addEventListener("click", close);
  panel.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return button;
}
