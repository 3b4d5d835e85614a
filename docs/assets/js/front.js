/** Remember the state a parent chose on the front page, the one in Spanish, or a question. The pages work without this. */

import { leader } from "./guides.js";
import { note, recall } from "./records/keys.js";

const KEY = "paper-trail.state";
const select = /** @type {HTMLSelectElement} */ (document.getElementById("state"));

// Who came from "Change state" goes on with the same page, in the state that is chosen here.
const same = /^#go=([a-z0-9-]+\/)$/.exec(location.hash)?.[1];
const on = /** @type {HTMLElement | null} */ (document.querySelector(".pt-same"));
const lead = () => (/** @type {HTMLAnchorElement} */ (on?.querySelector("a")).href = `${select.value}/${same}`);
if (on && same) {
  on.hidden = false;
  select.addEventListener("change", lead);
}

// In Spanish the steps, and on a question all links, lead to the guides of the state that is chosen.
const leadSteps = leader(document.querySelectorAll(".today a, .pt-led a"));
select.addEventListener("change", () => leadSteps(select.value));

const remembered = recall(KEY);
if (remembered && [...select.options].some((option) => option.value === remembered)) select.value = remembered;
select.addEventListener("change", () => note(KEY, select.value)); // where storage is switched off it holds for this visit only
if (on && same) lead();
leadSteps(select.value);
