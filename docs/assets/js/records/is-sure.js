// Asks before something is deleted for good.

/** Ask for confirmation in a dialog. @param {{title: string, words: string, sure: string}} what `sure` stands on the button that deletes
 * @returns {Promise<boolean>} */
export function isSure({ title, words, sure }) {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(confirm(`${title} ${words}`));
  const heading = document.createElement("h2"), said = document.createElement("p");
  heading.textContent = title;
  heading.id = "pt-delete-title";
  said.textContent = words;
  dialog.className = "pt-dialog";
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, said, closing("Keep it", ""), closing(sure, "yes"));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

/** @param {string} words @param {"" | "yes"} answer */
function closing(words, answer) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = answer ? "pt-cancel pt-sure" : "pt-cancel";
  made.textContent = words;
  made.addEventListener("click", () => made.closest("dialog")?.close(answer));
  return made;
}
