// "Delete everything": confirms once, deletes what this site stores on this phone, and reports what is left.

import { deleteEverything } from "./store.js";

const LEFT = "Some of it could not be deleted. Close the other tabs of this site and press the button again, or clear this site's data in the settings of the browser.";

document.querySelectorAll(".pt-delete").forEach((place) => {
  const open = button("Delete everything", "pt-cancel");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.tabIndex = -1;
  open.addEventListener("click", async () => {
    said.textContent = "";
    if (!(await isSure())) return;
    document.dispatchEvent(new CustomEvent("pt:deleting"));
    const left = await deleteEverything();
    document.dispatchEvent(new CustomEvent("pt:deleted"));
    said.textContent = left.length ? LEFT : "Done. Nothing is left on this phone of what you typed, ticked or chose. Pages kept for reading without a connection are still here. Another window of this site that is in view keeps nothing more, but what stood in its fields is still on its screen. Close it.";
    said.focus();
  });
  place.replaceChildren(open, said);
});

/** Ask for confirmation in a dialog. @returns {Promise<boolean>} */
function isSure() {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(confirm("Delete all that you typed, ticked or chose on this phone? This cannot be undone."));
  const title = document.createElement("h2");
  title.textContent = "Delete everything?";
  title.id = "pt-delete-title";
  const words = document.createElement("p");
  words.textContent = "This deletes all that you typed, ticked or chose on this phone: every child, every date, About us, closed days, service logs, notes, letters marked as sent, drafts, ticks in lists, your state and whether you want drafts kept. It cannot be undone. Calendar files and letters that you saved yourself stay, and so do pages kept for reading without a connection.";
  const no = button("Keep it", "pt-cancel");
  const yes = button("Delete everything", "pt-cancel pt-sure");
  dialog.className = "pt-dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, words, no, yes);
  document.body.append(dialog);
  return new Promise((resolve) => {
    no.addEventListener("click", () => dialog.close(""));
    yes.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

/** @param {string} label @param {string} look */
function button(label, look) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = label;
  return made;
}
