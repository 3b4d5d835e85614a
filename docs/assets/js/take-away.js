// Buttons that take words away from the page: copy, share, e-mail, print, save as a file.

import { button } from "./button.js";
import { wellFormed } from "./well-formed.js";

/** @typedef {{name: string, media_type: string, text: string}} TextFile */
/** @typedef {{name: string, title: string, subject: string, paragraphs: string[], closing: number, leads: number[], text: string}} Letter */

/** Mail apps cut longer addresses than this, some without a word. */
const LONGEST_ADDRESS = 1800;
/** @type {Object<string, string>} */
const LABELS = { "text/plain": "Text file", "text/calendar": "Calendar file" };

/** The buttons under a result; each letter in it has its own, right under it.
 * @param {{text: string, files: TextFile[], letters?: Letter[]}} said
 * @param {HTMLElement} place where the result stands @param {string} label of the copy button */
export function takeAway(said, place, label) {
  const shown = place.querySelectorAll(".pt-letter");
  said.letters?.forEach((letter, number) => shown[number].after(letterButtons(letter, /** @type {HTMLElement} */ (shown[number]))));
  if (said.letters) return document.createDocumentFragment();
  return row(copyButton(() => said.text, label), shareButton({ text: said.text }), printButton(place, document.title), ...said.files.map(saveButton));
}

/** @param {Letter} letter @param {HTMLElement} article where it stands on the page */
function letterButtons(letter, article) {
  const note = document.createElement("p");
  note.className = "pt-take-away-note";
  note.setAttribute("role", "status");
  /** @param {(string | Node)[]} words */
  const tell = (...words) => note.replaceChildren(...words);
  const made = row(
    copyButton(() => letter.text, "Copy the letter", () => inRichText(letter.paragraphs)),
    shareButton({ title: letter.subject, text: letter.text }),
    emailButton(letter, tell),
    printButton(article, letter.subject),
    wordButton(letter, tell),
    saveButton({ name: `${letter.name}.txt`, media_type: "text/plain", text: letter.text }),
    copyButton(() => letter.text, "Copy plain text"),
  );
  made.classList.add("pt-of-a-letter");
  made.append(note);
  return made;
}

/** @param {(HTMLElement | null)[]} buttons */
function row(...buttons) {
  const made = document.createElement("div");
  made.className = "pt-take-away";
  made.append(...buttons.filter((each) => each !== null));
  return made;
}

/** @param {() => string} words @param {string} label @param {() => string} [rich] the same words as HTML */
export function copyButton(words, label, rich) {
  return button(label, async (pressed) => {
    await copy(words(), rich?.());
    said(pressed, "Copied", label);
  });
}

/** Only where the phone has a share sheet. @param {{title?: string, text: string}} what */
function shareButton(what) {
  if (!navigator.share) return null;
  return button("Share", () => navigator.share(what).catch(() => {}));
}

/** A letter that fits goes to the mail app whole; one that could be cut is copied, and the app opens with its subject.
 * @param {Letter} letter @param {(...words: (string | Node)[]) => void} tell */
function emailButton(letter, tell) {
  const whole = mailAddress(letter.subject, letter.text);
  if (whole.length <= LONGEST_ADDRESS) return link("E-mail", whole);
  return button("E-mail", async () => {
    await copy(letter.text, inRichText(letter.paragraphs));
    tell(
      "Many mail apps would cut a letter of this length. So it is copied: open your mail app and paste it in. ",
      link("Open an e-mail with the subject", mailAddress(letter.subject)),
    );
  });
}

/** @param {string} subject @param {string} [body] */
function mailAddress(subject, body) {
  const part = (/** @type {string} */ words) => encodeURIComponent(wellFormed(words).replace(/\r?\n/g, "\r\n"));
  return `mailto:?subject=${part(subject)}${body ? `&body=${part(body)}` : ""}`;
}

/** @param {Letter} letter @param {(...words: (string | Node)[]) => void} tell */
function wordButton(letter, tell) {
  const label = "Word file";
  /** @type {File | null} */ let made = null;
  return button(label, async (pressed) => {
    try {
      pressed.textContent = "Making it";
      made ??= await wordFile(letter);
      tell();
      if (await give(made) === "tap again") tell("The file is ready. Tap “Word file” once more to share it.");
    } catch {
      tell("The Word file could not be made. Copy the letter instead, or try again with a connection.");
    } finally {
      pressed.textContent = label;
    }
  });
}

/** Loads the library for Word files, now that one is wanted. @param {Letter} letter */
async function wordFile(letter) {
  const { letterDocx, MEDIA_TYPE } = await import("./letter-docx.js");
  return new File([await letterDocx(letter)], `${letter.name}.docx`, { type: MEDIA_TYPE });
}

/** @param {TextFile} file */
function saveButton(file) {
  return button(LABELS[file.media_type] ?? "Save as a file", () => {
    give(new File([file.text], file.name, { type: file.media_type }));
  });
}

/** Hand a file over: by the share sheet on a home screen, where a download link does not work on iPhones.
 * @param {File} file @returns {Promise<"given" | "tap again">} the share sheet opens only right after a tap */
async function give(file) {
  if (inAnApp() && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
    } catch (refused) {
      if (/** @type {Error} */ (refused).name === "NotAllowedError") return "tap again";
    }
    return "given";
  }
  const address = URL.createObjectURL(file);
  const download = link("", address);
  download.download = file.name;
  download.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return "given";
}

/** Print one part of the page alone. @param {HTMLElement} part @param {string} title which a printed file is called */
function printButton(part, title) {
  return button("Print", () => {
    const before = document.title;
    part.classList.add("pt-print-this");
    document.documentElement.classList.add("pt-printing-part");
    document.title = title;
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

/** @param {HTMLButtonElement} pressed @param {string} words @param {string} before */
function said(pressed, words, before) {
  pressed.textContent = words;
  pressed.setAttribute("aria-live", "polite");
  setTimeout(() => (pressed.textContent = before), 2500);
}

/** Paragraphs for a mail or word program, their line breaks kept. @param {string[]} paragraphs */
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

/** @param {string} words @param {string} [rich] */
export async function copy(words, rich) {
  try {
    if (rich && typeof ClipboardItem === "function") await navigator.clipboard.write([clipboardItem(words, rich)]);
    else await navigator.clipboard.writeText(words);
  } catch {
    copyTheOldWay(words);
  }
}

/** @param {string} words @param {string} rich */
function clipboardItem(words, rich) {
  return new ClipboardItem({
    "text/plain": new Blob([words], { type: "text/plain" }),
    "text/html": new Blob([rich], { type: "text/html" }),
  });
}

/** Where the clipboard is not given to scripts (no https, old phones). @param {string} words */
function copyTheOldWay(words) {
  const area = document.createElement("textarea");
  area.value = words;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** True on a home screen. */
function inAnApp() {
  return matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
}
