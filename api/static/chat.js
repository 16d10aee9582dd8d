// The chat page: asks, follows the turn, and opens each citation at its quoted words.
// Everything is built with DOM calls and textContent: nothing that arrives can become markup.
import { renderAnswer } from "/static/answer.js";
import { feedback, readConversation, startConversation } from "/static/conversation.js";
import { showFailure } from "/static/failure.js";
import { forget, remember, remembered } from "/static/memory.js";
import { hideQuote } from "/static/quote.js";
import { separate } from "/static/several.js";
import { follow, stopTurn, turnName } from "/static/turn.js";
import { element } from "/static/wording.js";

const WAITING = {
  offline: "Sin conexión. La respuesta se retomará al volver la red; no hace falta enviar de nuevo",
  retrying: "Se perdió la conexión con Criterio; reintentando",
};
const root = document.querySelector("[data-chat]");
const messages = root.querySelector("[data-messages]");
const form = root.querySelector("[data-form]");
const input = root.querySelector("[data-input]");
const send = root.querySelector("[data-send]");
const stop = root.querySelector("[data-stop]");
const several = root.querySelector("[data-several]");
const together = several.querySelector("input");
const fresh = root.querySelector("[data-new]");
const live = root.querySelector("[data-live]");
const trouble = root.querySelector("[data-trouble]");
const panel = root.querySelector("[data-panel]");
let controller = null;

function message(kind, hiddenTitle) {
  const item = element("li", `message ${kind}`);
  item.append(element("h2", "visually-hidden", hiddenTitle));
  messages.append(item);
  return item;
}

function showQuestion(text) {
  root.querySelector("[data-welcome]")?.remove();
  message("asked", "Usted preguntó").append(element("p", "", text));
  const reply = message("answered", "Criterio responde");
  reply.tabIndex = -1;
  return reply;
}

function showAnswer(reply, question, answer) {
  if (answer.citations.length) provisions().catch(() => null); // before it is asked for, and not before the page is there
  renderAnswer(reply, question, answer, open, (text) => send.disabled || ask(text));
  const { conversation } = remembered();
  if (conversation && answer.citations.length + answer.tools.length) reply.append(feedback(conversation, question));
}

function provisions() {
  return import("/static/panel.js");
}

async function open(citation, opener) {
  try {
    (await provisions()).openProvision(root, panel, citation, opener);
  } catch {
    trouble.textContent = "No se pudo abrir el precepto: revise la red y recargue la página.";
  }
}

async function ask(text, name = turnName()) {
  remember({ pending: { name, text }, draft: input.value });
  trouble.textContent = "";
  const reply = showQuestion(text);
  const working = element("p", "working", "Leyendo la pregunta");
  reply.append(working);
  reply.scrollIntoView({ block: "nearest" });
  busy(name);
  const early = drawing(reply, working);
  try {
    for await (const event of follow(await request(name, text), controller.signal, (state) => waiting(state, working))) {
      if (event.kind === "status") working.textContent = event.text;
      if (event.kind === "citation" || event.kind === "sentence") early(event);
      if (event.kind === "error") throw new Error(event.message);
      if (event.kind === "done") answered(reply, working, text, event.answer);
    }
  } catch (error) {
    failed(error, reply, working, text);
  } finally {
    remember({ pending: null });
    busy(null);
  }
  next();
}

// What is verified is drawn before the answer is whole, at most every 120 ms; an answer that is whole by then, only once.
function drawing(reply, working) {
  const events = [];
  let timer = null;
  const draw = async () => {
    const { drawEarly } = await import("/static/early.js");
    timer = null;
    drawEarly(reply, working, events, open, live);
  };
  return (event) => {
    events.push(event);
    if (timer === null) timer = setTimeout(() => working.isConnected && draw().catch(() => null), 120);
  };
}

// Several questions sent together are turns one after the other; a reload goes on with those that wait.
function next() {
  const [text, ...queue] = remembered().queue;
  if (!text) return;
  remember({ queue });
  ask(text);
}

async function request(name, text) {
  const { turns } = remembered();
  const earlier = turns.map((turn) => turn.question).slice(-6);
  // Inside another site's frame the browser keeps no cookie of ours, and so no conversation.
  if (!("keep" in root.dataset)) return { turn: name, question: text, earlier };
  const conversation = remembered().conversation ?? (await startConversation());
  remember({ conversation });
  return { turn: name, question: text, earlier, conversation };
}

function answered(reply, working, question, answer) {
  const reading = reply.lastElementChild !== working; // what is there stays where it is, and so does the person
  hideQuote();
  reply.replaceChildren(reply.firstElementChild);
  showAnswer(reply, question, answer);
  remember({ turns: [...remembered().turns, { question, answer }] });
  live.textContent = `Respuesta lista. ${reply.querySelector(".verdict").textContent}`;
  // With its question in sight, when both are short enough.
  if (!panel.contains(document.activeElement)) reply.focus({ preventScroll: true });
  if (!reading) reply.scrollIntoView();
}

function waiting(state, working) {
  if (state === "working" || working.textContent === WAITING[state]) return;
  working.textContent = WAITING[state];
  live.textContent = WAITING[state];
}

function failed(error, reply, working, text) {
  // A conversation deleted meanwhile is left: the next question begins another.
  if (error.code === "CONVERSACION_DESCONOCIDA") remember({ conversation: null });
  reply.replaceChildren(reply.firstElementChild, working); // a part of an answer is no answer
  showFailure(reply, working, error, controller.signal.aborted, () => again(text));
  live.textContent = working.textContent;
  const { queue } = remembered();
  // What the person is typing stays; the question alone has its own button.
  if (!input.value || queue.length) input.value = [text, ...queue, input.value].filter(Boolean).join("\n");
  remember({ draft: input.value, queue: [] });
  announceSeveral();
}

function again(text) {
  if (send.disabled) return;
  if (input.value === text) input.value = "";
  ask(text);
}

function busy(name) {
  if (name) controller = new AbortController();
  stop.dataset.turn = name ?? "";
  send.disabled = name !== null;
  // One takes the place of the other, and its focus: nothing moves.
  const [shown, gone] = name === null ? [send, stop] : [stop, send];
  const held = document.activeElement === gone;
  shown.hidden = false;
  gone.hidden = true;
  if (held) shown.focus();
  fresh.hidden = name !== null || !remembered().turns.length;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || send.disabled) return;
  const questions = together.checked ? [text] : separate(text);
  input.value = "";
  announceSeveral();
  remember({ queue: questions });
  next();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
input.addEventListener("input", () => {
  remember({ draft: input.value });
  announceSeveral();
});
// Before sending, the person sees that what was pasted are several questions, and may send them as one.
function announceSeveral() {
  input.rows = Math.min(Math.max(2, input.value.split("\n").length), 6);
  const many = separate(input.value).length;
  several.hidden = many < 2;
  if (many < 2) together.checked = false;
  several.querySelector("span").textContent = many < 2 ? "" : `Son ${many} preguntas: se responderán una por una, en orden.`;
}
stop.addEventListener("click", () => {
  stopTurn(stop.dataset.turn);
  controller.abort();
  input.focus();
});
fresh.addEventListener("click", () => {
  forget();
  location.assign(location.pathname);
});
messages.addEventListener("click", (event) => {
  const link = event.target.closest("[data-suggestion]");
  if (!link || send.disabled) return;
  event.preventDefault();
  ask(link.textContent);
});

// «Seguir en el chat»: the conversation named in the address takes the place of this tab's.
async function takeUp(conversation) {
  history.replaceState(null, "", location.pathname);
  const turns = await readConversation(conversation);
  if (turns) remember({ conversation, turns, pending: null });
  trouble.textContent = turns ? "" : "No se pudo abrir esa conversación. Vuelva al historial y ábrala de nuevo.";
}

// A reload shows what there was, and joins the turn that was being answered.
async function begin() {
  const named = new URLSearchParams(location.search).get("conversacion");
  if (named) await takeUp(named);
  const { draft, pending, turns } = remembered();
  for (const turn of turns) showAnswer(showQuestion(turn.question), turn.question, turn.answer);
  if (named) messages.lastElementChild.scrollIntoView();
  if (!input.value) input.value = draft;
  announceSeveral();
  busy(null);
  if (pending) ask(pending.text, pending.name);
  else next();
}

begin();
