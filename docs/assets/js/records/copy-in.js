// "Bring a copy in": reads the file, shows what it would change, and applies it on confirmation. Nothing changes before that.

import { button } from "../button.js";
import { childChoice, childName } from "./child-name.js";
import { NotTaken, read } from "./copy-file.js";
import { element, field, form, line } from "./copy-fields.js";
import { children, kidsOf, merged, withIds } from "./copy-merge.js";
import { canLock, isKnown, unlock } from "./lock.js";
import { notKept } from "./not-kept.js";
import * as store from "./store.js";

/** @typedef {import("./copy-file.js").Kept} Kept */
/** @typedef {import("./copy-merge.js").Clash} Clash */

const WHY = {
  foreign: "This is no copy from this site. Choose the file that “Save the copy” made. Its name begins with “papers”.",
  broken: "A part of this file is missing or was changed, so nothing was brought in. Choose another copy, or make a new one where your case is.",
  newer: "This copy is from a newer version of this site. Load this page again with a connection, then choose the file once more.",
};
const NO_FILE = "Choose the file first.";
const NOT_READ = "This browser could not read the file. Choose it once more.";
const NO_UNLOCK = "This copy is locked, and this browser cannot open it here. Use another browser.";
const WRONG = "That passphrase does not open this copy. Look at each letter and at capitals. If it is right, the file was changed on its way: take another copy.";
const NOT_KEPT = notKept({
  kept: "dates",
  refused: "Nothing was brought in.",
  full: "So not all was brought in. Make room, then bring the copy in again.",
  newer: "Nothing was brought in.",
  deleted: "What this site kept was deleted in another tab while this page was open. Load this page again, then bring the copy in.",
});
/** Larger than any backup: another kind of file. */
const LARGEST = 50_000_000;
/** Labels of what is on no form of Python's. @type {Object<string, string>} */
const WORDS = {
  "children state": "State",
  "children received": "On what day did they get it?",
  "children answered": "Did an answer come? On what day?",
  parent: "Your name, address and how to reach you",
  "notes paper-trail.state": "The state that was chosen",
};
/** What is shown of a person. */
const PERSON = ["name", "role_words", "phone", "email", "contact", "address"];
/** Parts of a place that say nothing to a parent. */
const UNSAID = ["events", "school", "fields", "answers"];
/** The labels of the forms' questions and of their options, from the page (macros/pages/copy_words.py).
 * @type {{words: Object<string, string>, options: Object<string, Object<string, string>>}} */
const asked = JSON.parse(/** @type {HTMLElement | null} */ (document.querySelector(".pt-copy-in"))?.dataset.words ?? '{"words":{},"options":{}}');

class CopyIn {
  #chosen = field("The file of your copy", "You see what it would do before anything is changed.", { type: "file" });
  #passphrase = field("The passphrase of this copy", "", { type: "password" });
  #plan = element("div", { className: "pt-copy-plan" });
  #said = line();
  #place;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  show() {
    const { part, input } = this.#chosen;
    this.#passphrase.part.hidden = true;
    input.addEventListener("click", () => (input.value = "")); // lets the same file be selected again
    input.addEventListener("change", () => this.#change());
    this.#place.replaceChildren(form("Look into the copy", () => this.#open(), part, this.#passphrase.part), this.#plan, this.#said);
  }

  #clear() {
    this.#plan.replaceChildren();
    this.#said.textContent = "";
  }

  /** Another file was chosen. */
  #change() {
    this.#chosen.tell("");
    this.#passphrase.tell("");
    this.#passphrase.part.hidden = true;
    this.#passphrase.input.value = "";
    this.#open();
  }

  async #open() {
    this.#clear();
    const file = this.#chosen.input.files?.[0];
    if (!file) return this.#chosen.tell(NO_FILE);
    try {
      const copy = await this.#read(file);
      if (copy) await this.#showPlan(copy);
    } catch (failure) {
      this.#chosen.tell(failure instanceof NotTaken ? WHY[failure.why] : NOT_READ);
    }
  }

  /** @param {File} file @returns {Promise<Kept | null>} null while it is locked */
  async #read(file) {
    if (file.size > LARGEST) throw new NotTaken("foreign");
    const copy = read(await file.text());
    if (!("locked" in copy)) return copy;
    const text = await this.#unlocked(copy);
    if (text === null) return null;
    const inside = read(text);
    if ("locked" in inside) throw new NotTaken("broken");
    return inside;
  }

  /** @param {import("./copy-file.js").Locked} locked @returns {Promise<string | null>} null without the right passphrase */
  async #unlocked(locked) {
    if (!isKnown(locked.lock)) throw new NotTaken("broken");
    if (!canLock()) {
      this.#chosen.tell(NO_UNLOCK);
      return null;
    }
    const { part, input } = this.#passphrase;
    const isAsked = !part.hidden;
    part.hidden = false;
    if (!input.value) {
      if (isAsked) this.#passphrase.tell("This copy is locked. Type its passphrase.");
      else input.focus();
      return null;
    }
    this.#said.textContent = "One moment. The file is being opened.";
    const text = await unlock(locked, input.value);
    this.#said.textContent = "";
    if (text === null) this.#passphrase.tell(WRONG);
    return text;
  }

  /** @param {Kept} copy */
  async #showPlan(copy) {
    const plan = new Plan(await store.everything(), copy);
    const title = element("h3", { tabIndex: -1 }, "What this copy would do");
    const bring = button("Bring it in", () => this.#bringIn(copy, plan)), leave = button("Leave it", () => this.#end("Nothing was changed."));
    bring.className = "pt-cancel pt-sure";
    leave.className = "pt-cancel";
    this.#plan.replaceChildren(title, plan.parts, bring, " ", leave);
    title.focus();
  }

  /** @param {Kept} copy @param {Plan} plan */
  async #bringIn(copy, plan) {
    if (plan.isOneChildTwice()) return void (this.#said.textContent = "Two children of the copy cannot be the same child here. Choose again.");
    const isKept = await store.bringIn(copy, plan.ids(), plan.taken);
    this.#end(isKept ? "Brought in. What was here before is still here." : NOT_KEPT[store.whyNotKept() || "refused"]);
  }

  /** @param {string} outcome */
  #end(outcome) {
    this.#plan.replaceChildren();
    this.#said.textContent = outcome;
    this.#said.focus();
  }
}

/** What a copy would change, and what the parent chose about it. */
class Plan {
  parts = element("div", {});
  /** The conflicts resolved in favour of the copy. @type {Set<string>} */ taken = new Set();
  /** The child that each is imported as; "" for a new one. @type {Map<string, string>} */ #as;
  #kids;
  #here;
  #copy;

  /** @param {Kept} here @param {Kept} copy */
  constructor(here, copy) {
    this.#here = here;
    this.#copy = copy;
    this.#kids = children(here, copy);
    this.#as = new Map(this.#kids.map(({ child, maybe }) => [child, maybe]));
    this.#show();
  }

  ids() {
    return withIds(this.#here, [...this.#as].map(([child, id]) => ({ child, as: id })));
  }

  isOneChildTwice() {
    const known = [...this.#as.values()].filter(Boolean);
    return new Set(known).size < known.length;
  }

  #show() {
    this.taken.clear();
    const { tallies } = merged(this.#here, this.#copy, this.ids());
    this.parts.replaceChildren(
      ...this.#kids.map((kid) => childPart(kid, this.#here, this.#as, tallies[kid.child], this.taken, () => this.#show())),
      ...(this.#kids.length && isNothing(tallies[""]) ? [] : [part("Yours: name and address, chosen state, ticks in lists", tallies[""], this.taken)]),
    );
  }
}

/** @param {{child: string, name: string, sure: string}} kid @param {Kept} here @param {Map<string, string>} as
 * @param {import("./copy-merge.js").Tally} tally @param {Set<string>} taken @param {() => void} again */
function childPart({ child, name, sure }, here, as, tally, taken, again) {
  const there = kidsOf(here.rows);
  const made = part(childChoice({ id: child, name }), tally, taken);
  if (sure) made.querySelector("legend")?.after(element("p", {}, "This child is here already."));
  else if (there.length) made.querySelector("legend")?.after(whichChild(child, there, as, again));
  return made;
}

/** Asks whether it is one of the children here.
 * @param {string} child @param {{id: string, name: string}[]} there @param {Map<string, string>} as @param {() => void} again */
function whichChild(child, there, as, again) {
  const id = `pt-copy-child-${child}`;
  const choice = element("select", { id }, new Option("Another child: add it", "", false, !as.get(child)),
    ...there.map((one) => new Option(`The same as ${childName(one)}`, one.id, false, one.id === as.get(child))));
  choice.addEventListener("change", () => {
    as.set(child, choice.value);
    again();
    document.getElementById(id)?.focus();
  });
  return element("div", { className: "pt-field" }, element("label", { htmlFor: id }, "Which child is it on this phone?"), choice);
}

/** @param {import("./copy-merge.js").Tally} tally */
const isNothing = ({ added, same, clashes }) => !added && !same && !clashes.length;

/** @param {string} title @param {import("./copy-merge.js").Tally} tally @param {Set<string>} taken */
function part(title, { added, same, clashes }, taken) {
  return element("fieldset", {}, element("legend", {}, title),
    element("p", { className: "pt-copy-tally" }, `New: ${entries(added)}. The same: ${entries(same)}. Different here: ${entries(clashes.length)}.`),
    ...(clashes.length ? [element("p", {}, "What is different stays as it is here, unless you choose the copy:")] : []),
    ...clashes.map((clash) => either(clash, taken)));
}

/** @param {number} number */
const entries = (number) => (number ? (number === 1 ? "1 entry" : `${number} entries`) : "nothing");

/** Asks which value to keep. @param {Clash} clash @param {Set<string>} taken */
function either(clash, taken) {
  const radio = (/** @type {string} */ words, /** @type {boolean} */ isHere) => {
    const input = element("input", { type: "radio", name: clash.id, checked: isHere });
    input.addEventListener("change", () => (isHere ? taken.delete(clash.id) : taken.add(clash.id)));
    return element("label", {}, input, element("span", {}, words));
  };
  return element("fieldset", { className: "pt-field" }, element("legend", {}, placeOf(clash)),
    radio(`Keep what is here: ${shown(clash, clash.here)}`, true), radio(`Take the copy’s: ${shown(clash, clash.copy)}`, false));
}

/** A part of a place as a form's question, which can be one of a list. @template T @param {Object<string, T>} all @param {string[]} place @param {string} one
 * @returns {T | undefined} */
const labelled = (all, [table, list], one) => all[`${table} ${list} ${one}`] ?? all[`${table} ${one}`];

/** The conflict's place, in words. @param {Clash} clash */
function placeOf({ place }) {
  const parts = place.slice(1), said = parts.filter((one, at) => one && (at === parts.length - 1 || !UNSAID.includes(one)))
    .map((one) => labelled({ ...asked.words, ...WORDS }, place, one) ?? one.replaceAll("_", " "));
  const all = said.join(": ") || WORDS[place[0]] || "An entry";
  return all[0].toUpperCase() + all.slice(1);
}

/** @param {Clash} clash @param {any} value */
function shown({ place }, value) {
  const options = labelled(asked.options, place, place[place.length - 1]);
  if (typeof value === "string") return (options?.[value] ?? value).replaceAll("\n", ", ").slice(0, 200);
  if (value?.changed) return `as of ${new Date(value.changed).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" })}`;
  if (value?.name) return PERSON.map((part) => value[part]).filter(Boolean).join(", ").replaceAll("\n", ", ").slice(0, 200);
  return JSON.stringify(value).slice(0, 200);
}

for (const place of document.querySelectorAll(".pt-copy-in")) new CopyIn(/** @type {HTMLElement} */ (place)).show();
