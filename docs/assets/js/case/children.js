// My case: the children whose cases are stored on this phone, and their nicknames.

import { children, form, mark, nickname } from "./fields.js";
import { child, keeping } from "./kept.js";
import { childChoice } from "../records/child-name.js";
import * as store from "../records/store.js";

/** The summary of the nickname's fold without a nickname. */
const unnamed = [.../** @type {HTMLElement} */ (nickname.closest("details")?.querySelector("summary > span")).childNodes].map((one) => one.cloneNode(true));

/** The problem with the nickname, included in every answer until it changes. */
export let nicknameProblem = "";

/** As JSON. */ let shown = "";
/** @param {{id: string, name: string}[]} kids */
export const areShown = (kids) => shown === JSON.stringify(kids);

/** @param {{id: string, name: string}[]} kids @param {string} id the child that is shown */
export function showChildren(kids, id) {
  shown = JSON.stringify(kids);
  children.replaceChildren(...kids.map((kid) => new Option(childChoice(kid), kid.id, false, kid.id === id)));
  /** @type {HTMLElement} */ (children.parentElement).hidden = kids.length === 0 && !document.querySelector(".pt-begin[hidden]"); // a letter can be all there is
  children.hidden = kids.length < 2;
  if (kids.length > 1) import("./delete-child.js").catch(() => {}); // "Delete everything" is there
  /** @type {HTMLElement} */ (form.querySelector("label[for=case-child]")).hidden = kids.length < 2;
  nameInFold(kids.find((kid) => kid.id === id)?.name ?? "");
  nickname.value = kids.find((kid) => kid.id === id)?.name ?? "";
  nicknameProblem = "";
}

/** @param {string} name */
function nameInFold(name) {
  const words = /** @type {HTMLElement} */ (nickname.closest("details")?.querySelector("summary > span"));
  if (name) words.textContent = `Nickname: ${name}`;
  else words.replaceChildren(...unnamed.map((one) => one.cloneNode(true)));
}

/** Store the nickname, and warn if another child has it too. */
export async function renamed() {
  const name = nickname.value.trim();
  nameInFold(name);
  await keeping(store.rename(child, name));
  const twin = name && (await store.children()).some((kid) => kid.id !== child && kid.name.toLowerCase() === name.toLowerCase());
  const option = [...children.options].find((one) => one.value === child);
  if (option) option.text = childChoice({ id: child, name });
  /** @type {HTMLElement} */ (children.parentElement).hidden = false;
  if (nickname.value.trim() !== name) return; // changed again meanwhile
  nicknameProblem = twin ? `There is another child called “${name}” here. Use another nickname, so that their dates are not mixed up.` : "";
  mark(nickname, nicknameProblem);
}
