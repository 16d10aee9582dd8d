// What happened to a turn that was not answered, and the way out. What was typed is never lost.
import { element } from "/static/wording.js";

export function showFailure(reply, working, error, stopped, again) {
  working.className = "verdict error";
  working.textContent = stopped ? "Detenida. Su pregunta sigue en el cuadro." : sentence(error);
  const ways = element("p", "actions");
  if (error.code === "SESION_REQUERIDA" || error.code === "TOKEN_RECHAZADO") ways.append(entrance());
  const retry = element("button", "secondary", "Volver a preguntar");
  retry.type = "button";
  retry.addEventListener("click", again);
  ways.append(retry);
  reply.append(ways);
}

function sentence(error) {
  if (error.code === "SESION_REQUERIDA") return "Su sesión terminó. Entre de nuevo: su pregunta sigue en el cuadro.";
  return `No se pudo responder. ${error.message}`;
}

function entrance() {
  const link = element("a", "button", "Entrar");
  link.href = "/entrar?siguiente=%2F";
  return link;
}
