// Every request to Criterio. Where no cookie travels (a frame in another site) a key says who asks: it is brought by the
// host page, holds a quarter of an hour, and is asked for again when it is refused.
let key = "";
let bring = null;

export function keysFrom(asking) {
  bring = asking;
}

export async function call(path, options = {}) {
  if (bring && !key) key = await bring();
  const response = await request(path, options);
  if (!bring || response.status !== 401) return response;
  key = await bring();
  return key ? request(path, options) : response;
}

// The address of a picture: an element cannot carry the key, so that it is fetched first.
export async function pictureAt(path) {
  if (!bring) return path;
  const response = await call(path);
  if (!response.ok) throw new Error(response.statusText);
  return URL.createObjectURL(await response.blob());
}

function request(path, options) {
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
