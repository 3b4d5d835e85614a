// "Delete everything": confirms once, deletes what this site stores on this phone, and reports what is left.

import { button } from "../button.js";
import { deleteEverything } from "./store.js";

const LEFT = "Some of it could not be deleted. Close the other tabs of this site and press the button again, or clear this site's data in the settings of the browser.";
const QUESTION = {
  title: "Delete everything?",
  words: "This deletes all that you typed, ticked or chose on this phone: every child, every date, About us, closed days, service logs, notes, letters marked as sent, drafts, ticks in lists, your state and whether you want drafts kept. It cannot be undone. Calendar files and letters that you saved yourself stay, and so do pages kept for reading without a connection.",
  sure: "Delete everything",
};

/** @type {typeof import("./is-sure.js").isSure | undefined} */ let ask;
/** The dialog of the page comes when it is needed, else the browser's own. Once it is there, a press opens it at once: who uses
 * the keyboard goes on typing. */
const fetched = () => import("./is-sure.js").then((part) => (ask = part.isSure), () => async () => confirm(`${QUESTION.title} ${QUESTION.words}`));

document.querySelectorAll(".pt-delete").forEach((place) => {
  const open = button("Delete everything", async () => {
    said.textContent = "";
    if (!(await (ask ?? (await fetched()))(QUESTION))) return;
    document.dispatchEvent(new CustomEvent("pt:deleting"));
    const left = await deleteEverything();
    document.dispatchEvent(new CustomEvent("pt:deleted"));
    said.textContent = left.length ? LEFT : "Done. Nothing is left on this phone of what you typed, ticked or chose. Pages kept for reading without a connection are still here. Another window of this site that is in view keeps nothing more, but what stood in its fields is still on its screen. Close it.";
    said.focus();
  });
  const said = document.createElement("p");
  open.addEventListener("focus", fetched, { once: true });
  open.className = "pt-cancel";
  said.setAttribute("role", "status");
  said.tabIndex = -1;
  place.replaceChildren(open, said);
});
