// [data-copy="text"]: a button that copies a text and says so.

export async function copyText(button, text, status) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = button.dataset.done;
  } catch {
    // No permission, or no secure address: the reader must mark the text.
    status.textContent = button.dataset.failed;
  }
}

export default class Copy {
  constructor(button) {
    this.button = button;
    this.status = document.createElement("span");
    this.status.className = "tool-status";
    this.status.setAttribute("role", "status");
    button.after(this.status);
    button.addEventListener("click", () => copyText(button, button.dataset.copy, this.status));
  }
}
