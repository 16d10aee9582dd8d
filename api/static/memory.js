// The conversation of this tab, until it is closed: a reload loses nothing and two tabs do not mix.
// Where storage is denied (a third-party frame of some browsers) or full, it lasts until the reload.
const KEY = `criterio:${location.pathname}`;
const MOST = 20;
let kept = { ...empty(), ...stored() };

export function remembered() {
  return kept;
}

export function remember(change) {
  kept = { ...kept, ...change };
  kept.turns = kept.turns.slice(-MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full or denied: the page works without it.
  }
}

export function forget() {
  kept = empty();
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Denied: there was nothing.
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // denied, or it holds something else
  }
}

function empty() {
  return { conversation: null, draft: "", pending: null, queue: [], turns: [] };
}
