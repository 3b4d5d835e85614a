// Export buttons: copy, share, e-mail, print, save as a file.

import { button } from "../button.js";
import { copy, said } from "./copy.js";
import { give } from "./give.js";
import { wellFormed } from "../well-formed.js";

/** @typedef {{name: string, media_type: string, text: string}} TextFile */
/** @typedef {{name: string, title: string, subject: string, to: string, paragraphs: string[], closing: number, leads: number[], sheets: number[], mark: string, text: string}} Letter */

const LABELS = { "text/plain": "Text file", "text/calendar": "Calendar file" };
const WAIT = "You changed something. One moment.";
const OLD = "Nothing was taken along: the answer below is still the old one. Put right what is marked in the form, then press again.";

/** What is shown, or a promise of it while it is updated; null if unavailable. @typedef {() => any} Fresh */

/** The buttons under a result; each letter in it has its own below it.
 * @param {{text: string, files: TextFile[], letters?: Letter[], data?: any}} said @param {HTMLElement} place of the result
 * @param {string} label of the copy button @param {Fresh} fresh what to export when a button is pressed */
export function takeAway(said, place, label, fresh) {
  const shown = place.querySelectorAll(".pt-letter");
  said.letters?.forEach((_, number) => shown[number].after(letterButtons(place, number, fresh)));
  if (said.letters) return document.createDocumentFragment();
  const tell = teller(place, 0);
  if (said.data?.paper) return row(paperButtons(place, { fresh, tell }));
  return row([
    copyButton({ fresh, tell, label, words: (now) => now.text }),
    shareButton({ fresh, tell, what: (now) => ({ text: now.text }) }),
    printButton({ fresh, tell, part: () => place, title: () => document.title }),
    ...said.files.map(({ media_type }, number) => saveButton({ fresh, tell, media_type, file: (now) => now.files[number] })),
  ]);
}

/** @param {HTMLElement} place @param {{fresh: Fresh, tell: Tell}} of */
function paperButtons(place, of) {
  return [
    printButton({ ...of, part: () => /** @type {HTMLElement} */ (place.querySelector(".pt-paper")), title: (now) => now.data.paper.title }),
    wordButton({ ...of, what: (now) => now.data.paper, make: paperFile }),
    copyButton({ ...of, label: "Copy plain text", words: (now) => now.text }),
    shareButton({ ...of, what: (now) => ({ text: now.text }) }),
  ];
}

/** @param {HTMLElement} place of the letters @param {number} number of the letter @param {Fresh} fresh */
function letterButtons(place, number, fresh) {
  /** @param {any} now @returns {Letter} */
  const letter = (now) => now.letters[number];
  const tell = teller(place, number);
  const made = row([
    copyButton({ fresh, tell, label: "Copy the letter", words: (now) => letter(now).text, rich: (now) => inRichText([...(letter(now).mark ? [letter(now).mark] : []), ...letter(now).paragraphs]) }),
    shareButton({ fresh, tell, what: (now) => ({ title: letter(now).subject, text: letter(now).text }) }),
    emailButton({ fresh, tell, letter }),
    printButton({ fresh, tell, part: () => /** @type {HTMLElement} */ (place.querySelectorAll(".pt-letter")[number]), title: (now) => letter(now).title }),
    wordButton({ fresh, tell, what: letter, make: wordFile }),
    saveButton({ fresh, tell, media_type: "text/plain", file: (now) => ({ name: `${letter(now).name}.txt`, media_type: "text/plain", text: letter(now).text }) }),
    copyButton({ fresh, tell, label: "Copy plain text", words: (now) => letter(now).text }),
  ]);
  made.classList.add("pt-of-a-letter");
  return made;
}

/** @typedef {(...words: (string | Node)[]) => void} Tell */

/** Shows a message beside the buttons, which may have been replaced by then.
 * @param {HTMLElement} place @param {number} number @returns {Tell} */
function teller(place, number) {
  return (...words) => place.querySelectorAll(":scope .pt-take-away > .pt-take-away-note")[number]?.replaceChildren(...words);
}

/** A button that waits for what it exports. `act` is told whether it waited: browsers may then refuse what requires a recent tap.
 * @param {string} label @param {{fresh: Fresh, tell: Tell}} of @param {(now: any, pressed: HTMLButtonElement) => unknown} act */
function takingButton(label, { fresh, tell }, act) {
  return button(label, async (pressed) => {
    const now = fresh();
    if (!(now instanceof Promise)) return now && act(now, pressed);
    tell(WAIT);
    const newer = await now;
    tell(newer ? "" : OLD);
    if (newer) await act(newer, pressed);
  });
}

/** @param {(HTMLElement | null)[]} buttons */
function row(buttons) {
  const made = document.createElement("div");
  const note = document.createElement("p");
  made.className = "pt-take-away";
  note.className = "pt-take-away-note";
  note.setAttribute("role", "status");
  made.append(...buttons.filter((each) => each !== null), note);
  return made;
}

/** @param {{fresh: Fresh, tell: Tell, label: string, words: (now: any) => string, rich?: (now: any) => string}} what */
function copyButton({ fresh, tell, label, words, rich }) {
  return button(label, async (pressed) => {
    const now = fresh();
    if (!(now instanceof Promise)) {
      if (!now) return;
      return said(pressed, (await copy(words(now), rich?.(now))) ? "Copied" : "Not copied", label);
    }
    tell(WAIT);
    const copied = copyLater(now, words, rich);
    const newer = await now;
    tell(!newer ? OLD : (await copied) ? "Copied, as it stands here now." : `It is up to date now. Tap “${label}” once more to copy it.`);
  });
}

/** Access the clipboard during the tap, for text that comes later.
 * @param {Promise<any>} now @param {(now: any) => string} words
 * @param {((now: any) => string) | undefined} rich @returns {Promise<boolean>} false if another tap is needed */
async function copyLater(now, words, rich) {
  /** @param {string} type @param {(now: any) => string} made */
  const part = (type, made) => {
    const blob = now.then((newer) => new Blob([made(newer)], { type }));
    blob.catch(() => {});
    return { [type]: blob };
  };
  try {
    await navigator.clipboard.write([new ClipboardItem({ ...part("text/plain", words), ...(rich && part("text/html", rich)) })]);
    return true;
  } catch {
    return false;
  }
}

/** Shown only if the phone has a share sheet.
 * @param {{fresh: Fresh, tell: Tell, what: (now: any) => {title?: string, text: string}}} of */
function shareButton({ what, ...of }) {
  if (!navigator.share) return null;
  return takingButton("Share", of, (now) => navigator.share(what(now)).catch((refused) => {
    if (refused.name === "NotAllowedError") of.tell("It is up to date now. Tap “Share” once more.");
  }));
}

/** Opens an e-mail with address and subject, and copies the letter: Gmail on Android drops line breaks in a mailto body, and other
 * apps truncate it. @param {{fresh: Fresh, tell: Tell, letter: (now: any) => Letter}} of */
function emailButton({ letter, ...of }) {
  return takingButton("E-mail", of, async (now) => {
    const { subject, to, text, paragraphs } = letter(now);
    const isCopied = await copy(text, inRichText(paragraphs));
    of.tell(
      isCopied ? "The letter is copied. Open the e-mail and paste the letter into it: some mail apps lose its lines or its end when a page hands it over. "
        : "Press “Copy the letter” once more, then open the e-mail and paste the letter into it. ",
      link(to ? `Open an e-mail to ${to}` : "Open an e-mail with the subject", mailAddress(to, subject)),
    );
  });
}

/** @param {string} to @param {string} subject */
function mailAddress(to, subject) {
  return `mailto:${encodeURIComponent(to).replace("%40", "@")}?subject=${encodeURIComponent(wellFormed(subject))}`;
}

/** `make` makes the file from `what`. @template T
 * @param {{fresh: Fresh, tell: Tell, what: (now: any) => T, make: (what: T) => Promise<File>}} of */
function wordButton({ what, make, ...of }) {
  const label = "Word file";
  /** @type {{of: T, file: File} | null} */ let made = null;
  return takingButton(label, of, async (now, pressed) => {
    try {
      pressed.textContent = "Making it";
      if (made?.of !== what(now)) made = { of: what(now), file: await make(what(now)) };
      of.tell();
      if (await give(made.file) === "tap again") of.tell("The file is ready. Tap “Word file” once more to share it.");
    } catch {
      of.tell(document.querySelector(".pt-newer")
        ? "This page is older than the site by now, and what makes Word files is no longer there. Press “Load it” at the bottom of this page, write the letter again, and then make the file."
        : "The Word file could not be made. Copy the letter instead, or try again with a connection.");
    } finally {
      pressed.textContent = label;
    }
  });
}

/** Loads the library for Word files on demand. @param {Letter} letter */
async function wordFile(letter) {
  const { letterDocx, MEDIA_TYPE } = await import("./letter-docx.js");
  return new File([await letterDocx(letter)], `${letter.name}.docx`, { type: MEDIA_TYPE });
}

/** @param {import("./paper-docx.js").Paper} paper */
async function paperFile(paper) {
  const { paperDocx, MEDIA_TYPE } = await import("./paper-docx.js");
  return new File([await paperDocx(paper)], `${paper.name}.docx`, { type: MEDIA_TYPE });
}

/** @param {{fresh: Fresh, tell: Tell, media_type: string, file: (now: any) => TextFile}} of */
function saveButton({ media_type, file, ...of }) {
  const label = /** @type {Object<string, string>} */ (LABELS)[media_type] ?? "Save as a file";
  return takingButton(label, of, async (now) => {
    const { name, text } = file(now);
    if (await give(new File([text], name, { type: media_type })) === "tap again") of.tell(`The file is ready. Tap “${label}” once more to share it.`);
  });
}

/** Print one part of the page. `title` is the printed file's name and contains no personal name, because browser history keeps page
 * titles. @param {{fresh: Fresh, tell: Tell, part: () => HTMLElement, title: (now: any) => string}} of */
function printButton({ part: partNow, title, ...of }) {
  return takingButton("Print", of, (now) => {
    const before = document.title, part = partNow();
    part.classList.add("pt-print-this");
    document.documentElement.classList.add("pt-printing-part");
    document.title = title(now);
    window.addEventListener("afterprint", () => {
      part.classList.remove("pt-print-this");
      document.documentElement.classList.remove("pt-printing-part");
      document.title = before;
    }, { once: true });
    window.print();
  });
}

/** @param {string} label @param {string} address */
function link(label, address) {
  const made = document.createElement("a");
  made.textContent = label;
  made.href = address;
  return made;
}

/** Paragraphs as HTML for a mail or word processor, line breaks kept. @param {string[]} paragraphs */
function inRichText(paragraphs) {
  const whole = document.createElement("div");
  for (const words of paragraphs) {
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    words.split("\n").forEach((line, number) => paragraph.append(...(number ? [document.createElement("br"), line] : [line])));
    whole.append(paragraph);
  }
  return whole.innerHTML;
}
