// [data-print]: prints the page, or only the box of questions the button stands in.

export default class Print {
  constructor(button) {
    this.part = button.closest("[data-questions]");
    button.addEventListener("click", () => this.print());
  }

  print() {
    if (!this.part) {
      window.print();
      return;
    }
    const root = document.documentElement;
    root.toggleAttribute("data-print-part", true);
    this.part.toggleAttribute("data-printing", true);
    window.addEventListener(
      "afterprint",
      () => {
        root.removeAttribute("data-print-part");
        this.part.removeAttribute("data-printing");
      },
      { once: true },
    );
    window.print();
  }
}
