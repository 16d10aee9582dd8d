// The conversation kept on the server: begun with the first question, found again in /historial, judged answer by answer.
import { call, send } from "/static/server.js";
import { element } from "/static/wording.js";

const REASONS = [
  ["util", "Me sirvió"],
  ["cita_erronea", "Cita errónea"],
  ["incompleta", "Incompleta"],
  ["desactualizada", "Desactualizada"],
];

export async function startConversation() {
  // Without it the question is answered all the same, and is not kept.
  const response = await call("/api/v1/conversations", { method: "POST" }).catch(() => null);
  return response?.ok ? (await response.json()).id : null;
}

// Its questions with their answers; null when it cannot be read.
export async function readConversation(conversation) {
  const response = await call(`/api/v1/conversations/${encodeURIComponent(conversation)}`).catch(() => null);
  if (!response?.ok) return null;
  const { exchanges } = await response.json();
  return exchanges.map(({ asked, answer }) => ({ question: asked, answer }));
}

export function feedback(conversation, question) {
  const group = element("div", "feedback");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "¿Le sirvió esta respuesta?");
  const said = element("p", "hint");
  said.setAttribute("role", "status");
  const comment = commentForm((words) => give(group.dataset.reason, words));
  const give = async (reason, words) => {
    group.dataset.reason = reason;
    said.textContent = (await deliver(conversation, question, reason, words)) ? "Gracias; lo revisará quien evalúa." : "No se pudo guardar su opinión. Intente de nuevo.";
    for (const button of group.querySelectorAll("[data-value]")) button.setAttribute("aria-pressed", String(button.dataset.value === reason));
    comment.hidden = reason === "util";
  };
  for (const [value, name] of REASONS) {
    const button = element("button", "secondary", name);
    button.type = "button";
    button.dataset.value = value;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => give(value, ""));
    group.append(button);
  }
  group.append(comment, said);
  return group;
}

function commentForm(give) {
  const form = element("form", "row");
  form.hidden = true;
  const box = document.createElement("input");
  box.maxLength = 1000;
  box.setAttribute("aria-label", "Qué debería decir");
  box.placeholder = "Qué debería decir (opcional)";
  form.append(box, element("button", "secondary", "Enviar"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    give(box.value.trim());
  });
  return form;
}

async function deliver(conversation, question, reason, comment) {
  try {
    const address = `/api/v1/conversations/${conversation}`;
    const { exchanges } = await (await call(address)).json();
    const { id } = exchanges.findLast((exchange) => exchange.asked === question);
    return (await send(`${address}/exchanges/${id}/feedback`, "PUT", { reason, comment })).ok;
  } catch {
    return false; // no network, or the conversation was deleted: the person is told that it was not kept
  }
}
