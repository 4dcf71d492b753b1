// Says under a field how many characters it has, and when it is more than an inbox shows.
const CALM = 1000; // milliseconds without a key before a screen reader is told

class Count {
  constructor(field) {
    this.field = field;
    this.shown = document.createElement("div");
    this.shown.className = "help";
    this.shown.setAttribute("aria-hidden", "true");
    this.told = document.createElement("div");
    this.told.className = "w-sr-only";
    this.told.setAttribute("role", "status");
    field.after(this.shown, this.told);
    field.addEventListener("input", () => this.count());
    this.count();
  }

  count() {
    const { countMost, countWords, countOver } = this.field.dataset;
    const count = [...this.field.value.trim()].length;
    const over = count > Number(countMost);
    const words = (over ? countOver : countWords).replace("{count}", count).replace("{most}", countMost);
    // Advice: what has the class of an error is counted as one beside the tab.
    const strong = document.createElement("strong");
    strong.textContent = words;
    this.shown.replaceChildren(over ? strong : words);
    clearTimeout(this.calm);
    this.calm = setTimeout(() => {
      // Not while the page opens: only whoever writes wants to hear it.
      if (document.activeElement === this.field) this.told.textContent = words;
    }, CALM);
  }
}

for (const field of document.querySelectorAll("[data-count-most]")) new Count(field);
