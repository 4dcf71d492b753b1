// [data-readers-word]: sends the answer without leaving the page.

export default class ReadersWord {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-status]");
    form.addEventListener("submit", (event) => this.send(event));
  }

  async send(event) {
    event.preventDefault();
    const button = this.form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const { told } = await answer.json();
      if (answer.ok) {
        this.form.replaceChildren(this.status);
      }
      this.status.textContent = told;
    } catch {
      // No connection, or an answer that is a page: too many answers, or Redis away.
      this.status.textContent = this.form.dataset.failed;
    }
    button.disabled = false;
  }
}
