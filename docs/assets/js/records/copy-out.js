// "Keep a copy": everything stored on this phone as one file, optionally encrypted with a passphrase.

import { give } from "../letter/give.js";
import { written, writtenLocked } from "./copy-file.js";
import { field, form, line } from "./copy-fields.js";
import { asTyped, canLock, lock, SHORTEST } from "./lock.js";
import { ask, changedOn, isCopied } from "./loss.js";
import * as store from "./store.js";

const HELP = "Without one, anyone who has the file can read it. With one, nobody can open it without these words. We cannot either, so write them down. Four words that do not belong together are good.";
const NO_LOCK = "This browser cannot lock a file here, so leave this empty.";
const LOCKING = "One moment. The file is being locked.";
const NOTHING = "Nothing is kept on this phone yet, so there is nothing to copy.";

for (const place of document.querySelectorAll(".pt-copy-out")) build(/** @type {HTMLElement} */ (place));

/** @param {HTMLElement} place */
function build(place) {
  const passphrase = field("Passphrase (optional)", canLock() ? HELP : NO_LOCK, { type: "password", disabled: !canLock() });
  const again = field("The same passphrase again", "So that a slip of the finger does not lock you out.", { type: "password" });
  const said = line();
  /** A finished file that needs another tap to be shared. @type {File | null} */ let ready = null;
  again.part.hidden = true;
  passphrase.input.addEventListener("input", () => (again.part.hidden = !passphrase.input.value));
  const ours = form("Save the copy", save, passphrase.part, again.part);
  ours.addEventListener("input", () => (ready = null));
  place.replaceChildren(ours, said);

  async function save() {
    said.textContent = "";
    const words = asTyped(passphrase.input.value);
    const wrong = passphrase.input.value && words.length < SHORTEST ? `Use ${SHORTEST} letters or more, or leave it empty.` : "";
    passphrase.tell(wrong);
    if (wrong) return;
    if (words && words !== asTyped(again.input.value)) return again.tell("This is not the same as above. Type both once more.");
    const file = ready ?? (await fileOf(words));
    if (!file) return;
    ready = (await give(file)) === "tap again" ? file : null;
    if (!ready && changedOn()) {
      isCopied();
      ask();
      document.dispatchEvent(new CustomEvent("pt:copied"));
    }
    said.textContent = ready ? "The file is ready. Tap “Save the copy” once more."
      : `The copy is made: ${file.name}. Put it where you find it again, not on this phone alone.${words ? " Write the passphrase down on paper." : ""}`;
  }

  /** @param {string} words */
  async function fileOf(words) {
    const kept = await store.everything();
    if (!Object.values(kept.rows).some((table) => table.size) && !Object.keys(kept.notes).length) said.textContent = NOTHING;
    else if (words) said.textContent = LOCKING;
    if (said.textContent === NOTHING) return null;
    const text = written(kept);
    return new File([words ? writtenLocked(await lock(text, words)) : text], nameOf(), { type: "application/json" });
  }
}

/** Visible to others: contains neither the child's name nor the subject. */
const nameOf = () => `papers-${new Date().toLocaleDateString("en-CA")}.json`;
