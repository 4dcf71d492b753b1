// Keeps the figures of a sending fresh while it is going. Without it the page is reloaded by hand.
const EVERY = 3000;

async function refresh(figures) {
  const answer = await fetch(`${location.pathname}?progress`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok || answer.redirected) return figures;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const fresh = template.content.querySelector("[data-sending]");
  if (!fresh) return figures;
  const stillMoving = "moving" in fresh.dataset;
  figures.replaceWith(fresh);
  // Other buttons are offered now.
  if (!stillMoving) location.reload();
  return fresh;
}

let figures = document.querySelector("[data-sending][data-moving]");
if (figures) {
  setInterval(async () => {
    // Nor while somebody stands on a link in it: the keyboard would lose its place.
    if (document.hidden || figures.contains(document.activeElement)) return;
    try {
      figures = await refresh(figures);
    } catch {
      // The connection is gone for a moment: the next round asks again.
    }
  }, EVERY);
}
