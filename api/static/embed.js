// The chat inside a frame: takes the focus when the host opens it and asks the host to close it on Escape.
// Only an allowed origin is listened to. With «key» in the address, the host page brings the key that says who asks.
import { keysFrom } from "/static/server.js";

const PATIENCE = 10_000;
const embedders = document.getElementById("embed").dataset.embedders.split(" ").filter(Boolean);
const allowed = new Set([location.origin, ...embedders]);
let host = null;
let asked = null;

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !allowed.has(event.origin)) return;
  if (event.data?.type === "criterio:key" && typeof event.data.key === "string") asked?.answer(event.data.key);
  if (event.data?.type !== "criterio:open") return;
  host = event.origin;
  document.querySelector("[data-input]").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && host) window.parent.postMessage({ type: "criterio:close" }, host);
});

if (new URLSearchParams(location.search).has("key")) {
  Object.assign(document.querySelector("[data-chat]").dataset, { keep: "", known: "" });
  keysFrom(broughtKey);
}

// One request at a time; an empty key when the host does not answer.
function broughtKey() {
  asked ??= question();
  return asked.promise;
}

function question() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.answer = (key) => {
      asked = null;
      resolve(key);
    };
  });
  setTimeout(() => asked === made && made.answer(""), PATIENCE);
  // The message says nothing: it may go to whoever holds the frame, which the server has allowed.
  window.parent.postMessage({ type: "criterio:key-wanted" }, "*");
  return made;
}
