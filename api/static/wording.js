// How figures and days are written in Mexico, from the strings of the JSON (a float would lose cents).
const MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" ");

export function money(text) {
  const [whole, cents = ""] = text.replace(/[$,\s]/g, "").split(".");
  return `$${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}.${cents.padEnd(2, "0")}`;
}

export function day(iso) {
  const [year, month, number] = iso.split("-").map(Number);
  return `${number} de ${monthOf(month)} de ${year}`;
}

export function month(iso) {
  const [year, number] = iso.split("-").map(Number);
  return `${monthOf(number)} de ${year}`;
}

export function measured(value, unit) {
  if (unit === "pesos") return money(value);
  if (unit === "fecha") return day(value);
  if (unit === "por ciento") return `${value}\u00a0%`;
  return unit && unit !== "factor" ? `${value}\u00a0${unit}` : value;
}

// A citation whose numbers stay on the line of their words.
export function held(label) {
  return label.replace(/(artículo|fracción|numeral|inciso) (?=\S)/gi, "$1\u00a0");
}

// A text and its marks: the first stays on the line of the last word.
export function marked(line, text, [first, ...others]) {
  const last = first ? text.lastIndexOf(" ") + 1 : text.length;
  const together = element("span", "held", text.slice(last));
  if (first) together.append(" ", first);
  line.append(text.slice(0, last), together);
  for (const mark of others) line.append(" ", mark);
}

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function monthOf(number) {
  return MONTHS[number - 1];
}
