// Where the reader got to in the episodes they have played: in their own browser and nowhere else.
// Only what they began is stored; the cookie policy says so. Twenty episodes, three months.

const KEY = "lederweb-afspilning";
const MOST = 20;
const KEPT = 90 * 24 * 3600 * 1000; // milliseconds

// The address without host, because that changes; the entries are [seconds, when].
const nameOf = (source) => new URL(source).pathname;

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? {};
    const since = Date.now() - KEPT;
    return new Map(
      Object.entries(found).filter(([, entry]) => Array.isArray(entry) && entry[1] > since),
    );
  } catch {
    return new Map(); // storing is turned off, or somebody else wrote there
  }
}

function write(places) {
  try {
    if (places.size === 0) {
      localStorage.removeItem(KEY);
    } else {
      const newest = [...places].sort(([, a], [, b]) => b[1] - a[1]).slice(0, MOST);
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(newest)));
    }
  } catch {
    // Full, or turned off: the reader listens all the same.
  }
}

export function placeIn(source) {
  const seconds = Number(read().get(nameOf(source))?.[0]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

export function remember(source, seconds) {
  const places = read();
  places.set(nameOf(source), [Math.floor(seconds), Date.now()]);
  write(places);
}

export function forget(source) {
  const places = read();
  if (places.delete(nameOf(source))) {
    write(places);
  }
}
