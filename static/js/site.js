// One small script for every page. What a page does not have, it does not load; what the script
// does not reach, works without it.

const parts = [
  ["[data-player]", () => import("./player.js")],
  ["[data-questions]", () => import("./questions.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-print]", () => import("./print.js")],
  ["[data-embed]", () => import("./embed.js")],
  ["[data-readers-word]", () => import("./readers-word.js")],
  ["[data-focus]", () => import("./focus.js")],
];

// A button that needs its part is shown when that has come: on a slow line it would be dead till then.
function show(element) {
  const within = element.querySelectorAll("[data-needs-script]");
  for (const one of [element.closest("[data-needs-script]"), ...within]) {
    one?.toggleAttribute("hidden", false);
  }
}

async function start([hook, load]) {
  const elements = document.querySelectorAll(hook);
  if (elements.length > 0) {
    const { default: Part } = await load();
    for (const element of elements) {
      new Part(element);
      show(element);
    }
  }
}

// Kept for whoever must know that all of the page works now.
export const ready = Promise.all(parts.map(start));
