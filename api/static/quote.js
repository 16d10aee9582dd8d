// The quoted words beside their mark, on hover and on focus: it stays while pointed at and goes away with Escape.
import { element } from "/static/wording.js";

const LONGEST = 280;
let shown = null;

export function quoteOn(mark, citation) {
  const show = () => reveal(mark, citation);
  mark.addEventListener("mouseenter", show);
  mark.addEventListener("focus", show);
  mark.addEventListener("mouseleave", () => setTimeout(leave, 200, mark));
  mark.addEventListener("blur", hideQuote);
  mark.addEventListener("click", hideQuote);
  mark.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    event.stopPropagation();
    hideQuote();
  });
}

function reveal(mark, citation) {
  hideQuote();
  const tip = element("div", "tip");
  tip.id = "cita-textual";
  tip.setAttribute("role", "tooltip");
  tip.append(element("strong", "", citation.label), element("q", "", brief(citation.quote)));
  mark.closest("main").append(tip); // inside a landmark, so that a reader finds it with the rest
  const at = mark.getBoundingClientRect();
  const below = at.bottom + tip.offsetHeight + 8 < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8)) + scrollX}px`;
  tip.style.top = `${(below ? at.bottom + 4 : at.top - tip.offsetHeight - 4) + scrollY}px`;
  tip.addEventListener("mouseleave", () => setTimeout(leave, 200, mark));
  mark.setAttribute("aria-describedby", tip.id);
  shown = { tip, mark };
}

// Cut between words.
function brief(quote) {
  return quote.length > LONGEST ? `${quote.slice(0, quote.lastIndexOf(" ", LONGEST))}…` : quote;
}

function leave(mark) {
  if (shown?.mark === mark && !mark.matches(":hover, :focus") && !shown.tip.matches(":hover")) hideQuote();
}

export function hideQuote() {
  shown?.tip.remove();
  shown?.mark.removeAttribute("aria-describedby");
  shown = null;
}
