// Says under the title of a page that the browser lost what was kept, that a copy is due, or that a home screen keeps its own.

import { button } from "../button.js";
import { isAbsent } from "./database.js";
import { changedOn, isLost, isRead, MANY_DAYS } from "./loss.js";
import * as store from "./store.js";

const COPIES = new URL("tools/keep-a-copy/", new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href)).href;
const LOST = "This browser lost what was kept here. It was not deleted with the button of this site: some browsers clear a site after a while, or when the phone is full. If you have a copy, ";
const DUE = `You changed something on ${MANY_DAYS} days since your last copy. `;
const OWN_STORE = "What you typed in Safari is not here: this site on the home screen keeps its own. Save a copy there, and ";

const said = document.createElement("p");
said.className = "pt-loss";
said.setAttribute("role", "status");
said.hidden = true;
document.querySelector("h1")?.after(said);
store.onChangeElsewhere(show);
for (const event of ["pt:deleted", "pt:copied"]) document.addEventListener(event, show);
show();

async function show() {
  const absent = await isAbsent();
  const isOnHomeScreen = /** @type {any} */ (navigator).standalone === true;
  if (isLost(absent)) {
    said.replaceChildren(LOST, link("bring it in", "#bring-in"), ". ", button("I have read this", () => {
      isRead(absent);
      show();
    }));
  } else if ((changedOn() ?? []).length >= MANY_DAYS) said.replaceChildren(DUE, link("Keep a copy", "#save"), ".");
  else if (isOnHomeScreen && absent) said.replaceChildren(OWN_STORE, link("bring it in here", "#bring-in"), ".");
  else said.replaceChildren();
  said.hidden = !said.hasChildNodes();
}

/** @param {string} words @param {string} part */
function link(words, part) {
  const made = document.createElement("a");
  made.href = COPIES + part;
  made.textContent = words;
  return made;
}
