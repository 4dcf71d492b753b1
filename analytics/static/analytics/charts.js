// Charts that nobody has looked at before come after the page: the numbers do not wait for them.
// Without JavaScript a link leads to each.
for (const place of document.querySelectorAll("[data-chart]")) {
  try {
    const answer = await fetch(place.dataset.chart, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) continue;
    place.innerHTML = await answer.text();
    delete place.dataset.chart;
  } catch {
    // The connection is gone for a moment: the link stays.
  }
}
