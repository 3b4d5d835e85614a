// "Bring a copy in": reads the file, shows what it would change, and applies it on confirmation. Nothing changes before that.

import { button } from "../button.js";
import { NotTaken, read } from "./copy-file.js";
import { element, field, form, line } from "./copy-fields.js";
import { children, kidsOf, merged, withIds } from "./copy-merge.js";
import { canLock, isKnown, unlock } from "./lock.js";
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
const NOT_KEPT = {
  refused: "This browser does not let a site keep anything, maybe because the window is private. Nothing was brought in.",
  full: "There is no room left on this phone, so not all was brought in. Make room, then bring the copy in again.",
  newer: "This page is older than the one that kept your dates. Close all tabs of this site and open it again. Nothing was brought in.",
  deleted: "What this site kept was deleted in another tab while this page was open. Load this page again, then bring the copy in.",
};
/** Larger than any backup: another kind of file. */
const LARGEST = 50_000_000;
/** Field labels where they differ from the name. @type {Object<string, string>} */
const WORDS = {
  "children name": "Nickname",
  "children closed": "Days when school is closed",
  "children discreet": "Words of the calendar file",
  "people role": "Role",
  "people role_words": "Role in words",
  "people email": "E-mail",
  "notes paper-trail.state": "The state that was chosen",
};

for (const place of document.querySelectorAll(".pt-copy-in")) build(/** @type {HTMLElement} */ (place));

/** @param {HTMLElement} place */
function build(place) {
  const chosen = field("The file of your copy", "You see what it would do before anything is changed.", { type: "file" });
  const passphrase = field("The passphrase of this copy", "", { type: "password" });
  const said = line();
  const plan = element("div", { className: "pt-copy-plan" });
  passphrase.part.hidden = true;
  const start = () => {
    plan.replaceChildren();
    said.textContent = "";
  };
  chosen.input.addEventListener("click", () => (chosen.input.value = "")); // lets the same file be selected again
  chosen.input.addEventListener("change", () => {
    start();
    chosen.tell("");
    passphrase.tell("");
    passphrase.part.hidden = true;
    passphrase.input.value = "";
    open();
  });
  place.replaceChildren(form("Look into the copy", open, chosen.part, passphrase.part), plan, said);

  async function open() {
    start();
    const file = chosen.input.files?.[0];
    if (!file) return chosen.tell(NO_FILE);
    try {
      if (file.size > LARGEST) throw new NotTaken("foreign");
      let copy = read(await file.text());
      if ("locked" in copy) {
        const text = await opened(copy);
        if (text === null) return;
        copy = read(text);
        if ("locked" in copy) throw new NotTaken("broken");
      }
      await showPlan(copy);
    } catch (failure) {
      chosen.tell(failure instanceof NotTaken ? WHY[failure.why] : NOT_READ);
    }
  }

  /** @param {import("./copy-file.js").Locked} locked */
  async function opened(locked) {
    if (!isKnown(locked.lock)) throw new NotTaken("broken");
    if (!canLock()) {
      chosen.tell(NO_UNLOCK);
      return null;
    }
    const isAsked = !passphrase.part.hidden;
    passphrase.part.hidden = false;
    if (!passphrase.input.value) {
      if (isAsked) passphrase.tell("This copy is locked. Type its passphrase.");
      else passphrase.input.focus();
      return null;
    }
    said.textContent = "One moment. The file is being opened.";
    const text = await unlock(locked, passphrase.input.value);
    said.textContent = "";
    if (text === null) passphrase.tell(WRONG);
    return text;
  }

  /** @param {Kept} copy */
  async function showPlan(copy) {
    const here = await store.everything();
    const kids = children(here, copy);
    /** The child that each is imported as; "" for a new one. */
    const as = new Map(kids.map(({ child, maybe }) => [child, maybe]));
    /** The conflicts resolved in favour of the copy. @type {Set<string>} */ const taken = new Set();
    const title = element("h3", { tabIndex: -1 }, "What this copy would do");
    const parts = element("div", {});
    const ids = () => withIds(here, [...as].map(([child, id]) => ({ child, as: id })));
    const show = () => {
      taken.clear();
      const { tallies } = merged(here, copy, ids());
      parts.replaceChildren(
        ...kids.map((kid) => childPart(kid, here, as, tallies[kid.child], taken, show)),
        ...(kids.length && isNothing(tallies[""]) ? [] : [part("Of no child: chosen state, ticks in lists", tallies[""], taken)]),
      );
    };
    show();
    plan.replaceChildren(title, parts, button("Bring it in", async () => {
      const isTwice = new Set([...as.values()].filter(Boolean)).size < [...as.values()].filter(Boolean).length;
      if (isTwice) return void (said.textContent = "Two children of the copy cannot be the same child here. Choose again.");
      const isKept = await store.bringIn(copy, ids(), taken);
      const why = store.whyNotKept();
      plan.replaceChildren();
      said.textContent = isKept ? "Brought in. What was here before is still here." : NOT_KEPT[why || "refused"];
      said.focus();
    }), " ", button("Leave it", () => {
      plan.replaceChildren();
      said.textContent = "Nothing was changed.";
      said.focus();
    }));
    for (const each of plan.querySelectorAll(":scope > button")) each.className = "pt-cancel";
    plan.querySelector("button:last-of-type")?.previousElementSibling?.classList.add("pt-sure");
    title.focus();
  }
}

/** @param {{child: string, name: string, sure: string}} kid @param {Kept} here @param {Map<string, string>} as
 * @param {import("./copy-merge.js").Tally} tally @param {Set<string>} taken @param {() => void} again */
function childPart({ child, name, sure }, here, as, tally, taken, again) {
  const there = kidsOf(here.rows);
  const made = part(name || `Child ${child}, no nickname`, tally, taken);
  if (sure) made.querySelector("legend")?.after(element("p", {}, "This child is here already."));
  else if (there.length) made.querySelector("legend")?.after(whichChild(child, there, as, again));
  return made;
}

/** Asks whether it is one of the children here.
 * @param {string} child @param {{id: string, name: string}[]} there @param {Map<string, string>} as @param {() => void} again */
function whichChild(child, there, as, again) {
  const id = `pt-copy-child-${child}`;
  const choice = element("select", { id }, new Option("Another child: add it", "", false, !as.get(child)),
    ...there.map((one) => new Option(`The same as ${one.name || `child ${one.id}`}`, one.id, false, one.id === as.get(child))));
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
    radio(`Keep what is here: ${shown(clash.here)}`, true), radio(`Take the copy’s: ${shown(clash.copy)}`, false));
}

/** The conflict's place, in words. @param {Clash} clash */
function placeOf({ place: [table, ...parts] }) {
  const said = parts.filter((one) => one && one !== "events" && one !== "school" && one !== "fields").map((one) => WORDS[`${table} ${one}`] ?? one.replaceAll("_", " "));
  const all = said.join(": ") || "An entry";
  return all[0].toUpperCase() + all.slice(1);
}

/** @param {any} value */
function shown(value) {
  if (typeof value === "string") return value.replaceAll("\n", ", ").slice(0, 200);
  if (value?.changed) return `as of ${new Date(value.changed).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" })}`;
  return JSON.stringify(value).slice(0, 200);
}
