// [data-questions]: the box of questions for a meeting gets its two buttons.

import { copyText } from "./copy.js";

export default class Questions {
  constructor(box) {
    this.box = box;
    this.status = box.querySelector("[data-status]");
    const button = box.querySelector("[data-copy-questions]");
    button.addEventListener("click", () => copyText(button, this.text(), this.status));
    box.querySelector("[data-questions-tools]").hidden = false;
  }

  text() {
    const title = this.box.querySelector("[data-questions-title]").textContent.trim();
    const questions = [...this.box.querySelectorAll("[data-question]")].map(
      (item, index) => `${index + 1}. ${item.textContent.trim()}`,
    );
    return [title, "", ...questions, "", location.href.split("#")[0]].join("\n");
  }
}
