// A notice under a page's title: the browser lost data, a backup is due, or a home screen app has separate storage.

import { button } from "../button.js";
import { isAbsent, isThere } from "./database.js";
import { areNotesLost, changedOn, isLost, isRead, MANY_DAYS } from "./loss.js";
import * as store from "./store.js";

const COPIES = new URL("tools/keep-a-copy/", new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href)).href;
const LOST = "This browser lost what was kept here. It was not deleted with the button of this site: some browsers clear a site after a while, or when the phone is full. If you have a copy, ";
const NOTES_LOST = "This browser lost a part of what was kept here: the boxes that you ticked in lists, the state you chose, and whether drafts are kept. What was kept of your children is still here. The ticks come back if you have a copy and ";
const DUE = `You changed something on ${MANY_DAYS} days since your last copy. `;
const OWN_STORE = "What you typed in Safari is not here: this site on the home screen keeps its own. Save a copy there, and ";

const said = document.createElement("p");
said.className = "pt-loss";
said.setAttribute("role", "status");
said.hidden = true;
document.querySelector("h1")?.after(said);
store.onChangeElsewhere(show);
addEventListener("storage", show); // another tab's note may arrive after its message
for (const event of ["pt:deleted", "pt:copied"]) document.addEventListener(event, show);
let shows = 0;
show();

async function show() {
  const mine = ++shows;
  const absent = await isAbsent(), there = !absent && (await isThere());
  if (mine !== shows) return; // a newer check is under way
  const isOnHomeScreen = /** @type {any} */ (navigator).standalone === true;
  if (isLost(absent)) tell(LOST, link("bring it in", "#bring-in"), ". ", read());
  else if (areNotesLost(there)) tell(NOTES_LOST, link("bring it in", "#bring-in"), ". ", read());
  else if ((changedOn() ?? []).length >= MANY_DAYS) tell(DUE, link("Keep a copy", "#save"), ".");
  else if (isOnHomeScreen && absent) tell(OWN_STORE, link("bring it in here", "#bring-in"), ".");
  else tell();
}

/** An unchanged notice stays in place: its button may be under a finger. @param {(string | Node)[]} words */
function tell(...words) {
  const made = document.createElement("p");
  made.append(...words);
  if (made.textContent === said.textContent) return;
  said.replaceChildren(...made.childNodes);
  said.hidden = !said.hasChildNodes();
}

const read = () => button("I have read this", async () => {
  isRead(await isAbsent());
  await show();
  if (said.hidden) focusTitle();
});

/** The button is gone: without this, the focus would be on no element. */
function focusTitle() {
  const title = document.querySelector("h1");
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

/** @param {string} words @param {string} part */
function link(words, part) {
  const made = document.createElement("a");
  made.href = COPIES + part;
  made.textContent = words;
  return made;
}
