// Chapters and transcript of an episode: a click plays from there, and what is heard is marked.

const QUIET = 4000; // milliseconds after the reader has scrolled during which we do not

export default class Follower {
  constructor(scope, playFrom) {
    this.words = scope.querySelector("[data-transcript]");
    this.tracks = [
      this.track(scope, "cue"),
      this.track(scope, "chapter"),
    ];
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.scrolledAt = 0;
    for (const name of ["wheel", "touchmove", "keydown"]) {
      this.words?.addEventListener(name, () => (this.scrolledAt = Date.now()), { passive: true });
    }
    scope.addEventListener("click", (event) => {
      const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      const target = event.target.closest("[data-seek], .cue[data-cue]");
      // Who marks words to copy them does not want to jump.
      if (target && plain && String(getSelection()) === "") {
        event.preventDefault();
        playFrom(Number(target.dataset.seek ?? target.dataset.cue));
      }
    });
  }

  track(scope, name) {
    const elements = [...scope.querySelectorAll(`[data-${name}]`)];
    return { elements, starts: elements.map((one) => Number(one.dataset[name])), now: null };
  }

  show(seconds, isPlaying) {
    for (const track of this.tracks) {
      this.mark(track, seconds, isPlaying);
    }
  }

  mark(track, seconds, isPlaying) {
    let index = -1;
    for (let low = 0, high = track.starts.length - 1; low <= high; ) {
      const middle = (low + high) >> 1;
      if (track.starts[middle] <= seconds + 0.05) {
        index = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    const begun = isPlaying || seconds > 0;
    const current = begun && index >= 0 ? track.elements[index] : null;
    if (current === track.now) {
      return;
    }
    track.now?.classList.remove("is-current");
    track.now?.removeAttribute("aria-current");
    track.now = current;
    current?.classList.add("is-current");
    current?.setAttribute("aria-current", "true");
    if (current && isPlaying && this.words?.contains(current)) {
      this.bringIntoView(current);
    }
  }

  // Only within the transcript's own box; the page stays where the reader put it.
  bringIntoView(cue) {
    if (this.still.matches || Date.now() - this.scrolledAt < QUIET) {
      return;
    }
    const box = this.words.getBoundingClientRect();
    const line = cue.getBoundingClientRect();
    if (line.top < box.top || line.bottom > box.bottom) {
      const top = this.words.scrollTop + line.top - box.top - box.height / 4;
      this.words.scrollTo({ top, behavior: "smooth" });
    }
  }
}
