// The chat page: asks, streams verified events, and opens each citation at its quoted words.
// Everything is built with DOM calls and textContent: nothing that arrives can become markup.
import { openProvision } from "/static/panel.js";
import { renderAnswer } from "/static/answer.js";
import { readEvents } from "/static/sse.js";

const root = document.querySelector("[data-chat]");
const messages = root.querySelector("[data-messages]");
const form = root.querySelector("[data-form]");
const input = root.querySelector("[data-input]");
const send = root.querySelector("[data-send]");
const stop = root.querySelector("[data-stop]");
const live = root.querySelector("[data-live]");
const panel = root.querySelector("[data-panel]");
const earlier = [];
let controller = null;

function message(kind, hiddenTitle) {
  const item = document.createElement("li");
  item.className = `message ${kind}`;
  const title = document.createElement("h2");
  title.className = "visually-hidden";
  title.textContent = hiddenTitle;
  item.append(title);
  messages.append(item);
  return item;
}

async function ask(text) {
  const asked = message("asked", "Usted preguntó");
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  asked.append(paragraph);
  const reply = message("answered", "Criterio responde");
  reply.tabIndex = -1;
  const working = document.createElement("p");
  working.className = "working";
  working.textContent = "Leyendo la pregunta";
  reply.append(working);
  reply.scrollIntoView({ block: "nearest" });
  busy(true);
  controller = new AbortController();
  try {
    const response = await fetch("/api/v1/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question: text, stream: true, earlier: earlier.slice(-6) }),
      signal: controller.signal,
    });
    if (!response.ok) throw new Error((await response.json()).error.message);
    for await (const event of readEvents(response.body)) show(event, working, reply);
    earlier.push(text);
  } catch (error) {
    failed(error, working, text);
  } finally {
    busy(false);
  }
}

function show(event, working, reply) {
  if (event.kind === "status") working.textContent = event.text;
  if (event.kind === "error") throw new Error(event.message);
  if (event.kind !== "done") return;
  working.remove();
  renderAnswer(reply, event.answer, (citation, opener) => openProvision(root, panel, citation, opener));
  live.textContent = `Respuesta lista. ${reply.querySelector(".verdict").textContent}`;
  reply.focus({ preventScroll: false });
}

function failed(error, working, text) {
  const stopped = error.name === "AbortError";
  working.className = "verdict error";
  working.textContent = stopped ? "Detenido." : `No se pudo responder. ${offline(error)}`;
  live.textContent = working.textContent;
  if (!input.value) input.value = text;
}

function offline(error) {
  return error instanceof TypeError
    ? "No hay conexión con Criterio: revise la red y vuelva a enviar; su pregunta sigue en el cuadro."
    : error.message;
}

function busy(on) {
  send.disabled = on;
  stop.hidden = !on;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || send.disabled) return;
  input.value = "";
  ask(text);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
stop.addEventListener("click", () => controller?.abort());
messages.addEventListener("click", (event) => {
  const link = event.target.closest("[data-suggestion]");
  if (!link) return;
  event.preventDefault();
  ask(link.textContent);
});
