// [data-player]: our own controls around <audio>. The place in an episode is kept in memory while
// the page is open and nowhere else: nothing is stored on the reader's device.

const places = new Map();
let playing = null;

// Playing time the Danish way: 1.15 and 1.02.05.
function clock(seconds) {
  const whole = Math.floor(seconds || 0);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0
    ? `${hours}.${two(minutes)}.${two(whole % 60)}`
    : `${minutes}.${two(whole % 60)}`;
}

export default class Player {
  constructor(root) {
    this.root = root;
    this.audio = root.querySelector("audio");
    this.source = this.audio.querySelector("source").src;
    this.toggle = this.part("play");
    this.seek = this.part("seek");
    this.status = root.querySelector("[data-status]");
    this.seeking = false;

    this.audio.controls = false;
    this.audio.hidden = true;
    this.part("controls").hidden = false;

    this.toggle.addEventListener("click", () => this.playOrPause());
    this.seek.addEventListener("input", () => this.showWhileSeeking());
    this.seek.addEventListener("change", () => this.goTo(Number(this.seek.value)));
    for (const button of root.querySelectorAll("[data-player-skip]")) {
      button.addEventListener("click", () =>
        this.goTo(this.position() + Number(button.dataset.playerSkip)),
      );
    }
    this.part("speed").addEventListener("change", (event) => {
      this.audio.defaultPlaybackRate = Number(event.target.value);
      this.audio.playbackRate = Number(event.target.value);
    });
    for (const name of ["play", "pause", "ended"]) {
      this.audio.addEventListener(name, () => this.showState());
    }
    for (const name of ["timeupdate", "durationchange", "loadedmetadata"]) {
      this.audio.addEventListener(name, () => this.showPlace());
    }
    this.audio.addEventListener("loadedmetadata", () => this.resume());
    this.audio.addEventListener("ended", () => places.delete(this.source));
    this.audio.querySelector("source").addEventListener("error", () => this.fail());
    this.audio.addEventListener("error", () => this.fail());
    this.showState();
    this.showPlace();
  }

  part(name) {
    return this.root.querySelector(`[data-player-${name}]`);
  }

  // Before the file is asked for, the length is what the page says it is.
  duration() {
    return Number.isFinite(this.audio.duration)
      ? this.audio.duration
      : Number(this.root.dataset.duration) || 0;
  }

  position() {
    return this.audio.readyState > 0 ? this.audio.currentTime : places.get(this.source) || 0;
  }

  async playOrPause() {
    if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    if (playing && playing !== this) {
      playing.audio.pause();
    }
    playing = this;
    this.status.textContent = "";
    try {
      await this.audio.play();
    } catch (error) {
      // A pause before the sound came is no failure.
      if (error.name !== "AbortError") {
        this.fail();
      }
    }
  }

  goTo(seconds) {
    this.seeking = false;
    const place = Math.min(Math.max(0, seconds), this.duration() || seconds);
    places.set(this.source, place);
    if (this.audio.readyState > 0) {
      this.audio.currentTime = place;
    }
    this.showPlace();
  }

  resume() {
    const place = places.get(this.source);
    if (place) {
      this.audio.currentTime = place;
    }
  }

  fail() {
    this.status.textContent = this.root.dataset.failed;
    // Try from the start of the file next time, from the same place in the sound.
    this.audio.load();
    this.showState();
  }

  showWhileSeeking() {
    this.seeking = true;
    this.showNumbers(Number(this.seek.value));
  }

  showPlace() {
    const position = this.position();
    if (this.audio.readyState > 0 && !this.audio.ended && position > 0) {
      places.set(this.source, position);
    }
    if (this.seeking) {
      return;
    }
    this.seek.max = Math.floor(this.duration());
    this.seek.value = Math.floor(position);
    this.showNumbers(position);
  }

  showNumbers(position) {
    const duration = this.duration();
    const heard = duration > 0 ? (100 * position) / duration : 0;
    this.part("position").textContent = clock(position);
    this.part("duration").textContent = clock(duration);
    this.seek.style.setProperty("--heard", `${heard.toFixed(2)}%`);
    this.seek.setAttribute(
      "aria-valuetext",
      this.root.dataset.place
        .replace("{position}", clock(position))
        .replace("{duration}", clock(duration)),
    );
  }

  showState() {
    const isPlaying = !this.audio.paused && !this.audio.ended;
    this.root.classList.toggle("is-playing", isPlaying);
    this.part("play-text").textContent = isPlaying
      ? this.root.dataset.pause
      : this.root.dataset.play;
  }
}
