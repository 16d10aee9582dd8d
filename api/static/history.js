// The history page: deletes after asking. Everything else works without this script.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-delete]");
  if (!button) return;
  const all = button.dataset.delete === "";
  if (!confirm(all ? "¿Borrar todas sus conversaciones? No se pueden recuperar." : "¿Borrar esta conversación? No se puede recuperar.")) return;
  const address = `/api/v1/conversations${all ? "" : `/${button.dataset.delete}`}`;
  const response = await fetch(address, { method: "DELETE" }).catch(() => null);
  if (response?.ok) location.assign("/historial");
  else document.querySelector("[data-said]").textContent = "No se pudo borrar. Intente de nuevo.";
});
for (const button of document.querySelectorAll("[data-delete]")) button.hidden = false;
