// My case: under "Delete everything", the child shown can be deleted alone, if there are several.

import { button } from "../button.js";
import { nameAmong } from "../records/child-name.js";
import { isSure } from "../records/is-sure.js";
import * as store from "../records/store.js";

/** The child shown is the one chosen here. What this page has in its first view is not imported: it would be cut into more files. */
const shown = /** @type {HTMLSelectElement} */ (document.getElementById("case-child"));
const NOT_GONE = "This could not be deleted on this phone just now. Load this page again and look whether it is still here.";

const place = document.createElement("div"), said = document.createElement("p"), press = button("", remove);
place.className = "pt-keep pt-delete-one"; // not on paper
place.hidden = true;
press.className = "pt-cancel";
said.setAttribute("role", "status");
said.tabIndex = -1;
place.append(press, said);
document.querySelector(".pt-delete")?.after(place);

/** Name the child shown on the button, or take the button away: an only child goes with everything. */
async function offer() {
  const kids = await store.children();
  press.hidden = kids.length < 2 || store.whyNotKept() === "deleted";
  place.hidden = press.hidden && !said.textContent;
  press.textContent = `Delete only ${nameAmong(kids, shown.value)}`;
}

async function remove() {
  const id = shown.value, name = nameAmong(await store.children(), id);
  said.textContent = "";
  const isMeant = await isSure({
    title: `Delete ${name}?`,
    words: `This deletes all that is kept on this phone for ${name} alone: dates, closed days, letters marked as sent, drafts, the service log, notes, days out of school, and the child’s part and people in About us. Your other children stay, and so does what About us says of you. It cannot be undone. Calendar files, letters and copies that you saved yourself stay.`,
    sure: `Delete ${name}`,
  });
  if (!isMeant) return;
  document.dispatchEvent(new CustomEvent("pt:deleting"));
  await store.removeChild(id);
  document.dispatchEvent(new CustomEvent("pt:deleted"));
  said.textContent = store.whyNotKept() ? NOT_GONE : `Done. ${name} is deleted on this phone.`;
  place.hidden = false;
  said.focus();
}

document.addEventListener("pt:child-shown", offer);
store.onChangeElsewhere(offer);
await offer();
