// [data-embed="address of the frame"]: plays a video or sound from elsewhere once the reader has
// asked for it. Until then nobody is contacted.

export default class Embed {
  constructor(figure) {
    this.figure = figure;
    figure
      .querySelector("[data-embed-play]")
      .addEventListener("click", () => this.play(), { once: true });
  }

  play() {
    const frame = document.createElement("iframe");
    frame.className = `embed__frame embed__frame--${this.figure.dataset.embedKind}`;
    frame.title = this.figure.dataset.embedTitle;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.src = this.figure.dataset.embed;
    this.figure.querySelector("[data-embed-pane]").replaceWith(frame);
    frame.focus();
  }
}
