// Every request to Criterio. Inside another site's frame no cookie travels: the key that the host page brought says who asks.
let key = "";

export function identifyWith(token) {
  key = token;
}

export function identified() {
  return key !== "";
}

export function call(path, options = {}) {
  const headers = { ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  return fetch(path, { ...options, headers });
}

export function send(path, method, body, options = {}) {
  const headers = { ...options.headers, "Content-Type": "application/json" };
  return call(path, { ...options, method, headers, body: JSON.stringify(body) });
}

// What a refusal says and what to do; the given words when it is none of ours (a proxy, no network).
export async function reasonOf(response, otherwise) {
  if (!response?.headers.get("Content-Type")?.startsWith("application/json")) return otherwise;
  const { message, hint } = (await response.json()).error;
  return `${message} ${hint}`.trim();
}
