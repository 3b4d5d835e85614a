// "Save Mississippi for offline": the box with its button, and without a box: downloads go on, and follow new versions.

import { button } from "../button.js";
import { note, recall } from "../records/keys.js";
import { alone, at, Changed, Login, newestList, noteStopped, onThisPhone, removeState, save, savedSlugs } from "./saved.js";

/** Milliseconds until a retry; a phone also reports when it is online again. */
const AGAIN = 10_000;
const PARTS_TOLD = 10;
const LOOKED = "paper-trail.looked-for-newer";

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1);

// The box with the button

class SaveBox {
  #box;
  #slug;
  #offer;
  #status;
  #bar = document.createElement("progress");
  #first = button("", () => this.#start());
  #second = button("", () => (this.#running ? this.#stop() : this.#remove()));
  /** The download under way. @type {AbortController | null} */ #running = null;
  #done = 0;
  #size;
  /** The step that was announced last. */
  #spoken = -1;
  #atTheStart;

  /** @param {HTMLElement} box */
  constructor(box) {
    const name = box.dataset.name ?? "";
    this.#box = box;
    this.#slug = box.dataset.state ?? "";
    this.#size = Number(box.dataset.megabytes) * 1_000_000;
    this.#atTheStart = name.charAt(0).toUpperCase() + name.slice(1);
    this.#offer = /** @type {HTMLElement} */ (box.querySelector("p"));
    this.#status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
    this.#first.className = "pt-go";
    this.#second.className = "pt-cancel";
    this.#bar.setAttribute("aria-label", `Saving ${name}`);
    this.#bar.hidden = true;
    box.append(this.#bar, this.#first, this.#second);
    addEventListener("online", () => this.#goOn());
    this.#rest();
  }

  get #soFar() {
    return `${megabytes(this.#done)} of ${megabytes(this.#size)} MB`;
  }

  /** @param {string} words @param {string} first @param {string} [other] */
  #show(words, first, other = "") {
    this.#status.textContent = words;
    this.#offer.hidden = !first && !this.#running; // nothing left to offer
    this.#first.textContent = first;
    this.#first.hidden = !first;
    this.#second.textContent = other;
    this.#second.hidden = !other;
    this.#bar.hidden = !this.#running;
    this.#box.hidden = false; // not before its buttons are labelled
  }

  async #start() {
    if (this.#running) return;
    const mine = (this.#running = new AbortController());
    const pressed = document.activeElement === this.#first;
    this.#spoken = -1;
    this.#show(`Saving: ${this.#soFar}`, "", "Stop");
    if (pressed) this.#second.focus(); // the focused button is gone
    try {
      navigator.storage?.persist?.().catch(() => false); // not awaited: Firefox asks the parent, who may not answer
      await alone(this.#slug, () => save(this.#slug, (now, whole) => this.#running === mine && this.#progress(now, whole), mine.signal));
      this.#running = null;
      await this.#rest();
    } catch (trouble) {
      this.#running = null;
      this.#failed(/** @type {Error} */ (trouble), mine.signal.aborted);
    }
  }

  /** @param {number} now @param {number} whole */
  #progress(now, whole) {
    this.#done = now;
    this.#size = this.#bar.max = whole;
    this.#bar.value = now;
    const part = Math.floor((now / whole) * PARTS_TOLD);
    if (part !== this.#spoken) this.#status.textContent = `Saving: ${this.#soFar}`; // screen readers announce ten steps, not a thousand
    this.#spoken = part;
  }

  /** @param {Error} trouble @param {boolean} stopped */
  #failed(trouble, stopped) {
    const soFar = this.#soFar, it = this.#atTheStart;
    if (stopped) return this.#show(`Stopped. ${soFar} are saved.`, "Go on", "Remove it");
    if (trouble.name === "QuotaExceededError") return this.#show(`There is not enough room on this phone. ${it} needs ${megabytes(this.#size)} MB.`, "Try again", "Remove it");
    if (trouble instanceof Login) return this.#show(`Another page came in place of a part of ${this.#box.dataset.name}. A Wi-Fi that wants you to log in does this. ${soFar} are saved. Log in to the Wi-Fi, or turn it off, then go on.`, "Go on", "Remove it");
    if (trouble instanceof Changed) return this.#show("The site is being renewed right now. Try again in a few minutes.", "Try again");
    this.#show(`The connection broke. ${soFar} are saved. It goes on by itself when there is a connection.`, "Go on now", "Remove it");
    setTimeout(() => this.#goOn(), AGAIN);
  }

  async #goOn() {
    const { have, stopped } = await onThisPhone(this.#slug);
    if (have === "part" && !stopped) this.#start();
  }

  /** The state while idle. */
  async #rest() {
    const { have, list, stopped } = await onThisPhone(this.#slug);
    if (list) this.#size = list.size;
    const folded = this.#box.closest("details"), it = this.#atTheStart;
    if (folded && have !== "none") folded.open = true;
    if (have === "whole") return this.#show(`${it} is saved on this phone (${megabytes(this.#size)} MB). Guides, search, deadlines, letters and checklists work with no connection.`, "", "Remove it from this phone");
    if (have === "part" && stopped) return this.#show(`Part of ${this.#box.dataset.name} is saved.`, "Go on", "Remove it");
    if (have === "part") return this.#start();
    this.#show("", `Save ${this.#box.dataset.name} for offline`);
  }

  async #stop() {
    await noteStopped(this.#slug);
    this.#running?.abort();
  }

  async #remove() {
    await removeState(this.#slug);
    this.#done = 0;
    await this.#rest();
    this.#first.focus();
  }
}

// Without the box: resume downloads, follow new versions, list saved states

/** @param {string} slug @param {boolean} looked true if this tab already checked for a newer version */
async function follow(slug, looked) {
  const { have, list, stopped } = await onThisPhone(slug);
  if (stopped || (have === "whole" && looked) || /** @type {any} */ (navigator).connection?.saveData) return;
  if (have === "whole" && (await newestList(slug)).version === list?.version) return;
  await alone(slug, () => save(slug, () => {}, new AbortController().signal));
}

/** @param {boolean} [anyway] */
async function followAll(anyway = false) {
  const looked = !anyway && hasLooked();
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".pt-offline")]);
  for (const slug of await savedSlugs()) {
    const shown = boxes.some((box) => box.dataset.state === slug) && (await onThisPhone(slug)).have !== "whole";
    if (!shown) await follow(slug, looked).catch(() => setTimeout(followAll, AGAIN)); // no connection
  }
}

/** True from the second call on, in this tab. */
function hasLooked() {
  const looked = recall(LOOKED) !== null; // without storage it checks each time
  note(LOOKED, "1");
  return looked;
}

/** Links to the states on this phone. @param {HTMLElement} place */
async function listSaved(place) {
  const links = await Promise.all((await savedSlugs()).map(async (slug) => {
    const { list } = await onThisPhone(slug);
    const item = document.createElement("li");
    const link = document.createElement("a");
    if (!list) return item;
    link.href = at(list.home);
    link.textContent = list.name;
    item.append(link);
    return item;
  }));
  place.querySelector("ul")?.replaceChildren(...links);
  place.hidden = !links.length;
}

document.querySelectorAll(".pt-offline").forEach((box) => new SaveBox(/** @type {HTMLElement} */ (box)));
document.querySelectorAll(".pt-saved").forEach((place) => listSaved(/** @type {HTMLElement} */ (place)));
navigator.serviceWorker.addEventListener("message", ({ data }) => data.kind === "newer" && followAll(true));
window.addEventListener("online", () => followAll(true));
followAll();
