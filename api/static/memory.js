// The conversation of this tab, until it is closed: a reload loses nothing and two tabs do not mix.
const KEY = `criterio:${location.pathname}`;
const MOST = 20;

export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? empty();
  } catch {
    return empty(); // storage is denied in a third-party frame of some browsers, or holds something else
  }
}

export function remember(change) {
  const kept = { ...remembered(), ...change };
  kept.turns = kept.turns.slice(-MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full or denied: the page works without it.
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Denied: there was nothing.
  }
}

function empty() {
  return { conversation: null, draft: "", pending: null, turns: [] };
}
