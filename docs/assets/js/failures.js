// What a page says if a form cannot answer, and what works without it (data-instead, which Python provides).

import { button } from "./button.js";

/** @typedef {"cancelled" | "offline" | "slow" | "failed" | "lost" | "killed" | import("./engine/arrived.js").Why} Kind */

const TYPED = "What you typed is still here.";
const ROOM = "Close other tabs and apps, then try again.";
/** @type {Record<Kind, string>} */
const WORDS = {
  cancelled: `Stopped. ${TYPED} Press the button to try again.`,
  offline: `You are offline and the calculator is not on this phone yet. ${TYPED} Try again with a connection.`,
  slow: `The calculator did not load in time. ${TYPED} Try again.`,
  failed: `The calculator could not start in this browser. ${TYPED} Try again.`,
  broken: `A part of the calculator did not come, or not whole. The connection broke off, or something blocks it. ${TYPED} Try again, or use another connection.`,
  gone: `This site does not give out a part of the calculator right now. Your phone is not at fault. ${TYPED} Wait a few minutes, then load this page again.`,
  login: `Another page came in place of a part of the calculator. A Wi-Fi that wants you to log in does this. ${TYPED} Log in to the Wi-Fi, or turn it off. Then load this page again.`,
  off: `This browser does not run the calculator, because WebAssembly is switched off in it. Lockdown Mode on an iPhone does this. ${TYPED} Switch it on for this site, or open this page in another browser.`,
  memory: `This phone has too little memory free to start the calculator. ${TYPED} ${ROOM}`,
  lost: `A part of this page did not arrive, so this form cannot answer. ${TYPED} If the Wi-Fi wants you to log in, do that first. Then load the page again with a connection.`,
  killed: `The last time, this phone stopped the calculator before it had started. It may have too little memory. ${TYPED} ${ROOM}`,
};

/** Show it at the form. @param {HTMLElement} box around the form @param {Kind} kind */
export function sayFailure(box, kind) {
  say(box, [WORDS[kind], kind === "cancelled" ? "" : box.dataset.instead ?? ""].filter(Boolean).join(" "));
  if (kind !== "killed") return;
  const again = button("Try again", () => /** @type {HTMLElement} */ (box.querySelector(".pt-go")).click());
  again.className = "pt-cancel";
  box.querySelector(".pt-progress")?.append(again);
}

/** @param {HTMLElement} box @param {string} words */
export function say(box, words) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-progress"));
  const said = document.createElement("p");
  said.className = "pt-failure";
  said.textContent = words;
  place.replaceChildren(said);
  place.hidden = false;
}
