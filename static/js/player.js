// [data-player]: our own controls around <audio>. Within [data-listen] chapters and transcript go
// with it. The place in an episode is stored in the reader's browser once they have pressed play.

import { forget, placeIn, remember } from "./places.js";
import Follower from "./transcript.js";

const SAVE_EVERY = 5; // seconds of sound
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
    this.place = placeIn(this.source); // where it goes on when the sound is there
    this.saved = this.place;
    this.begun = false; // nothing is stored before the reader has pressed play

    // On a slow line the reader may have begun with the browser's own controls.
    const hadFocus = this.audio.matches(":focus, :focus-within");
    this.audio.controls = false;
    this.audio.hidden = true;
    this.part("controls").hidden = false;
    if (hadFocus) {
      this.toggle.focus();
    }

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
    // Before the place is shown, or it would be 0 for a moment.
    this.audio.addEventListener("loadedmetadata", () => this.resume());
    for (const name of ["timeupdate", "durationchange", "loadedmetadata"]) {
      this.audio.addEventListener(name, () => this.showPlace());
    }
    this.audio.addEventListener("play", () => this.begin());
    this.audio.addEventListener("pause", () => this.save());
    this.audio.addEventListener("ended", () => this.forget());
    window.addEventListener("pagehide", () => this.save());
    this.part("restart").addEventListener("click", () => this.restart());
    this.audio.querySelector("source").addEventListener("error", () => this.fail());
    this.audio.addEventListener("error", () => this.fail());
    const scope = root.closest("[data-listen]");
    this.follower = scope ? new Follower(scope, (seconds) => this.playFrom(seconds)) : null;
    if (this.audio.readyState > 0) {
      this.resume();
    }
    this.showState();
    this.showPlace();
    this.offerToResume();
    if (!this.audio.paused) {
      this.pauseOther();
      this.begin();
    }
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
    return this.audio.readyState > 0 ? this.audio.currentTime : this.place;
  }

  async playOrPause() {
    if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    await this.play();
  }

  pauseOther() {
    if (playing !== this) {
      playing?.audio.pause();
    }
    playing = this;
  }

  async play() {
    this.pauseOther();
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
    this.place = place;
    if (this.audio.readyState > 0) {
      this.audio.currentTime = place;
    }
    this.showPlace();
  }

  playFrom(seconds) {
    this.goTo(seconds);
    if (this.audio.paused) {
      this.play();
    }
  }

  resume() {
    if (this.place) {
      this.audio.currentTime = this.place;
    }
  }

  // --- The place, from visit to visit ---------------------------------------------------------
  begin() {
    this.begun = true;
    this.part("resume").hidden = true;
  }

  save() {
    if (this.begun && !this.audio.ended && this.place > 0) {
      this.saved = this.place;
      remember(this.source, this.place);
    }
  }

  forget() {
    this.place = 0;
    this.saved = 0;
    this.begun = false;
    forget(this.source);
  }

  restart() {
    this.forget();
    this.goTo(0);
    this.part("resume").hidden = true;
    this.toggle.focus();
  }

  offerToResume() {
    if (this.place > 0) {
      this.part("resume-text").textContent = this.root.dataset.resumes.replace(
        "{position}",
        clock(this.place),
      );
      this.part("resume").hidden = false;
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
      this.place = position;
      if (Math.abs(position - this.saved) >= SAVE_EVERY) {
        this.save();
      }
    }
    this.follower?.show(position, !this.audio.paused);
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
