// Keeps the progress of a report fresh while it is worked on. Without it the page is reloaded by hand.
const EVERY = 1000;

async function refresh(work) {
  const answer = await fetch(`${location.pathname}?progress`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok || answer.redirected) return work;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const fresh = template.content.querySelector("[data-work]");
  if (!fresh) return work;
  const stillMoving = "moving" in fresh.dataset;
  work.replaceWith(fresh);
  // What the checks find, and what can be done, is known now.
  if (!stillMoving) location.reload();
  return fresh;
}

let work = document.querySelector("[data-work][data-moving]");
if (work) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      work = await refresh(work);
    } catch {
      // The connection is gone for a moment: the next round asks again.
    }
  }, EVERY);
}
