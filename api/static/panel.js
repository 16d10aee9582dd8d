// The side panel: a provision with its place, dates and references, the quoted span marked; focus goes in and comes back.
export async function openProvision(root, panel, citation, opener) {
  panel.replaceChildren(text("p", "Abriendo el precepto…"));
  panel.hidden = false;
  root.classList.add("open");
  panel.focus();
  const response = await fetch(`/api/v1/provisions/${encodeURIComponent(rootOf(citation.id))}`);
  if (!response.ok) {
    panel.replaceChildren(text("p", "No se pudo abrir el precepto. Intente de nuevo."), closeButton(root, panel, opener));
    return;
  }
  const provision = await response.json();
  const heading = text("h2", provision.label);
  const header = document.createElement("header");
  header.append(heading, closeButton(root, panel, opener));
  panel.replaceChildren(header, text("p", provision.hierarchy.join(" › ")), body(provision, citation), dates(provision), links(provision), copy(citation));
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
  const { start, end } = citation;
  if (provision.text.slice(start, end) === citation.quote) {
    const mark = text("mark", citation.quote);
    block.append(provision.text.slice(0, start), mark, provision.text.slice(end));
  } else {
    block.append(provision.text);
  }
  return block;
}

function dates(provision) {
  const since = provision.valid_from ? `Redacción desde ${provision.valid_from}. ` : "";
  return text("p", `${since}Texto al ${provision.version}; página ${provision.pages[0]} del documento oficial; ${provision.status}.`, "stamp");
}

function links(provision) {
  const targets = [...new Set(provision.references.map((reference) => reference.id).filter(Boolean))].slice(0, 12);
  const line = document.createElement("p");
  if (!targets.length) return line;
  line.append("Remite a: ");
  targets.forEach((id, index) => {
    const link = text("a", id);
    link.href = `/corpus/${encodeURIComponent(id)}`;
    line.append(index ? ", " : "", link);
  });
  return line;
}

function copy(citation) {
  const button = text("button", "Copiar la cita", "secondary");
  button.type = "button";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`${citation.label}: «${citation.quote}»`);
    button.textContent = "Copiada";
  });
  return button;
}

function closeButton(root, panel, opener) {
  const button = text("button", "Cerrar", "secondary");
  button.type = "button";
  const close = () => {
    panel.hidden = true;
    root.classList.remove("open");
    opener.focus();
  };
  button.addEventListener("click", close);
  panel.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return button;
}

function text(name, content, className) {
  const made = document.createElement(name);
  made.textContent = content;
  if (className) made.className = className;
  return made;
}
