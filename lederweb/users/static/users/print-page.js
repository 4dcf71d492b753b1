// A button that prints the page; it stays hidden where there is no script to make it work.
for (const button of document.querySelectorAll("[data-print-page]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
