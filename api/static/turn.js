// One turn that survives the network: the server works on by itself, and the same request with Last-Event-ID takes the
// stream up where it broke. `say` is told «working», «offline» or «retrying».
import { call, send } from "/static/server.js";
import { readEvents } from "/static/sse.js";

const SILENCE = 30_000; // the server speaks every 10 s: longer silence is a dead connection
const LONGEST_WAIT = 15_000;

export function turnName() {
  // Not randomUUID: an intranet served over plain HTTP is not a secure context.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function* follow(request, signal, say) {
  let last = "";
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted(); // stopped before the request left
    try {
      for await (const event of attempt(request, last, signal)) {
        failures = 0;
        say("working");
        if (event === null) continue;
        last = event.id;
        yield event.data;
        if (["done", "error"].includes(event.data.kind)) return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof Refusal) throw error;
    }
    say(navigator.onLine ? "retrying" : "offline");
    await pause(Math.min(500 * 2 ** failures, LONGEST_WAIT), signal);
  }
}

export function stopTurn(name) {
  // Best effort: a turn that is not stopped ends by itself and is forgotten.
  return call(`/api/v1/chat/${name}`, { method: "DELETE", keepalive: true }).catch(() => null);
}

export class Refusal extends Error {
  constructor({ code, message, hint }) {
    super(`${message} ${hint}`.trim());
    this.code = code;
  }
}

async function* attempt(request, last, signal) {
  const quiet = new AbortController();
  const stop = () => quiet.abort();
  let watch = setTimeout(stop, SILENCE);
  signal.addEventListener("abort", stop);
  try {
    const headers = last ? { "Last-Event-ID": last } : {};
    const response = await send("/api/v1/chat", "POST", request, { headers, signal: quiet.signal });
    if (!response.ok) throw await refusal(response);
    for await (const event of readEvents(response.body)) {
      clearTimeout(watch);
      watch = setTimeout(stop, SILENCE);
      yield event;
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", stop);
  }
}

async function refusal(response) {
  // A refusal of Criterio is JSON and final; a 502 of a proxy is not, and is worth another attempt.
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return new Error(response.statusText);
  return new Refusal((await response.json()).error);
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const done = (settle, value) => {
      clearTimeout(timer);
      window.removeEventListener("online", online);
      signal.removeEventListener("abort", stopped);
      settle(value);
    };
    const online = () => done(resolve);
    const stopped = () => done(reject, signal.reason);
    const timer = setTimeout(online, milliseconds);
    window.addEventListener("online", online);
    signal.addEventListener("abort", stopped);
  });
}
