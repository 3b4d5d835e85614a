// Copy text to the clipboard.

import { button } from "../button.js";

/** Copies fixed text from the page. @param {() => string} words @param {string} label */
export function wordsButton(words, label) {
  return button(label, async (pressed) => {
    said(pressed, (await copy(words())) ? "Copied" : "Not copied", label);
  });
}

/** Show the outcome on a button for a moment. @param {HTMLButtonElement} pressed @param {string} words @param {string} before */
export function said(pressed, words, before) {
  pressed.textContent = words;
  pressed.setAttribute("aria-live", "polite");
  setTimeout(() => (pressed.textContent = before), 2500);
}

/** @param {string} words @param {string} [rich] @returns {Promise<boolean>} false if the browser refused */
export async function copy(words, rich) {
  try {
    if (rich && typeof ClipboardItem === "function") await navigator.clipboard.write([clipboardItem(words, rich)]);
    else await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copyTheOldWay(words);
  }
}

/** @param {string} words @param {string} rich */
function clipboardItem(words, rich) {
  return new ClipboardItem({
    "text/plain": new Blob([words], { type: "text/plain" }),
    "text/html": new Blob([rich], { type: "text/html" }),
  });
}

/** Where scripts have no clipboard access (no https, old phones). @param {string} words */
function copyTheOldWay(words) {
  const area = document.createElement("textarea");
  area.value = words;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}
