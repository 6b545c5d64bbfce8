// Reads the article aloud, one sentence after the other, and marks the one that is read.

import { byId, el } from "../shared/dom.js";
import { sentencesOf } from "./sentences.js";
import { toast } from "./toast.js";

const RATES = [0.7, 0.85, 1, 1.15, 1.3, 1.5, 1.75, 2];

export class Speaker {
  /** @param {import("./frame.js").ArticleFrame} frame @param {import("./session.js").Session} session */
  constructor(frame, session) {
    this.frame = frame;
    this.session = session;
    this.holder = byId("listening", HTMLElement);
    this.button = byId("listen-button", HTMLButtonElement);
    /** @type {ReturnType<typeof sentencesOf>} */
    this.sentences = [];
    this.at = 0;
    this.rate = Number(localStorage.getItem("rate")) || 1;
    this.on = false;
    this.paused = false;
    /** Tells the utterance that is spoken from one that was cancelled. */
    this.turn = 0;
    addEventListener("pagehide", () => speechSynthesis.cancel());
  }

  get language() {
    return this.session.cleaned?.article.language ?? (this.session.capture.language || "en");
  }

  toggle() {
    if (!this.on) return this.start();
    this.paused = !this.paused;
    // engines differ in what pause() does between sentences: stop, and begin the sentence anew
    if (this.paused) this.hush();
    else this.speak();
    this.draw();
  }

  start() {
    this.sentences = sentencesOf(this.frame.main, this.language);
    if (!this.sentences.length) return;
    const visible = this.sentences.findIndex(({ range }) => range.getBoundingClientRect().bottom > 60);
    this.at = this.frame.window.scrollY < 40 ? 0 : Math.max(0, visible);
    this.on = true;
    this.paused = false;
    this.draw();
    this.speak();
  }

  stop() {
    if (!this.on) return;
    this.on = false;
    this.hush();
    this.frame.window.CSS.highlights.delete("spoken");
    this.draw();
  }

  /** @param {number} step */
  step(step) {
    if (!this.on) return;
    this.hush();
    this.at = Math.max(0, Math.min(this.sentences.length - 1, this.at + step));
    this.paused = false;
    this.draw();
    this.speak();
  }

  hush() {
    this.turn++;
    speechSynthesis.cancel();
  }

  speak() {
    const sentence = this.sentences[this.at];
    if (!sentence) return this.stop();
    this.mark(sentence);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.lang = this.language;
    utterance.rate = this.rate;
    const voice = this.voice();
    if (voice) utterance.voice = voice;
    const turn = ++this.turn;
    utterance.onend = () => {
      if (turn !== this.turn || !this.on || this.paused) return;
      this.at++;
      this.speak();
    };
    utterance.onerror = (event) => {
      if (turn !== this.turn || event.error === "canceled" || event.error === "interrupted") return;
      this.stop();
      toast(`This browser has no voice for the language “${this.language}”. Voices come with the operating system.`);
    };
    speechSynthesis.speak(utterance);
  }

  /** A voice for the article's language, best one that speaks on this computer. */
  voice() {
    const base = this.language.toLowerCase().split("-")[0];
    const fitting = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === base);
    return fitting.find((voice) => voice.localService) ?? fitting[0];
  }

  /** @param {{range: Range}} sentence */
  mark({ range }) {
    const { CSS, Highlight, innerHeight } = this.frame.window;
    CSS.highlights.set("spoken", new Highlight(range));
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 60 || bottom > innerHeight - 120) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.frame.window.scrollBy({ top: top - innerHeight / 3, behavior: still ? "instant" : "smooth" });
    }
  }

  draw() {
    this.button.setAttribute("aria-pressed", String(this.on && !this.paused));
    this.holder.hidden = !this.on;
    if (!this.on) return;
    const control = (/** @type {string} */ text, /** @type {string} */ name, /** @type {() => void} */ act) => el("button", { text, title: name, "aria-label": name, onclick: act });
    const rate = el("select", { "aria-label": "Speed" }, ...RATES.map((value) => el("option", { value, text: `${value}×`, selected: value === this.rate })));
    rate.addEventListener("change", () => {
      this.rate = Number(rate.value);
      localStorage.setItem("rate", rate.value);
      this.step(0);
    });
    this.holder.replaceChildren(
      control("‹", "Sentence before (,)", () => this.step(-1)),
      control(this.paused ? "Go on" : "Pause", this.paused ? "Go on (p)" : "Pause (p)", () => this.toggle()),
      control("›", "Next sentence (.)", () => this.step(1)),
      rate,
      control("Stop", "Stop (Escape)", () => this.stop()),
    );
  }
}
