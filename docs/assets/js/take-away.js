// Buttons that take words away from the page: copy, save as a file, print.

/** The buttons under a result.
 * @param {{text: string, files: {name: string, media_type: string, text: string}[]}} said
 * @param {HTMLElement} place where the result stands @param {string} label of the copy button */
export function takeAway(said, place, label) {
  const buttons = document.createElement("div");
  buttons.className = "pt-take-away";
  buttons.append(copyButton(() => said.text, label), printButton(place), ...said.files.map(saveButton));
  return buttons;
}

/** @param {() => string} words @param {string} label */
export function copyButton(words, label) {
  return button(label, async (pressed) => {
    await copyWords(words());
    said(pressed, "Copied", label);
  });
}

/** @param {string} words */
export async function copyWords(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    copyTheOldWay(words);
  }
}

/** @param {{name: string, media_type: string, text: string}} file */
function saveButton(file) {
  return button("Save as a file", async () => {
    const made = new File([file.text], file.name, { type: file.media_type });
    if (inAnApp() && navigator.canShare?.({ files: [made] })) {
      await navigator.share({ files: [made] }).catch(() => {});
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(made);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

/** Print one part of the page alone. @param {HTMLElement} part */
function printButton(part) {
  return button("Print", () => {
    part.classList.add("pt-print-this");
    document.documentElement.classList.add("pt-printing-part");
    window.addEventListener("afterprint", () => {
      part.classList.remove("pt-print-this");
      document.documentElement.classList.remove("pt-printing-part");
    }, { once: true });
    window.print();
  });
}

/** @param {string} label @param {(pressed: HTMLButtonElement) => void} act */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => act(made));
  return made;
}

/** @param {HTMLButtonElement} pressed @param {string} words @param {string} before */
function said(pressed, words, before) {
  pressed.textContent = words;
  pressed.setAttribute("aria-live", "polite");
  setTimeout(() => (pressed.textContent = before), 2500);
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

/** True on a home screen, where a download link does not work on iPhones. */
function inAnApp() {
  return matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
}
