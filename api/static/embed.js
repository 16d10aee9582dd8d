// The chat inside a frame: takes the focus when the host opens it and asks the host to close it on Escape.
// Only an allowed origin is listened to, and only the one that opened the frame is answered.
const embedders = document.getElementById("embed").dataset.embedders.split(" ").filter(Boolean);
const allowed = new Set([location.origin, ...embedders]);
let host = null;

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !allowed.has(event.origin)) return;
  if (event.data?.type !== "criterio:open") return;
  host = event.origin;
  document.querySelector("[data-input]").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && host) window.parent.postMessage({ type: "criterio:close" }, host);
});
