/** Remembers the state chosen on the front page, the Spanish one, or a question. The pages work without it. */

import { leader } from "./guides.js";
import { note, recall } from "./records/keys.js";

const KEY = "paper-trail.state";
const select = /** @type {HTMLSelectElement} */ (document.getElementById("state"));

// After "Change state", continue on the same page in the newly chosen state.
const same = /^#go=([a-z0-9-]+\/)$/.exec(location.hash)?.[1];
const on = /** @type {HTMLElement | null} */ (document.querySelector(".pt-same"));
const lead = () => (/** @type {HTMLAnchorElement} */ (on?.querySelector("a")).href = `${select.value}/${same}`);
if (on && same) {
  on.hidden = false;
  select.addEventListener("change", lead);
}

// On the Spanish page the steps, and on a question all links, lead to the chosen state's guides.
const leadSteps = leader(document.querySelectorAll(".today a, .pt-led a"));
select.addEventListener("change", () => leadSteps(select.value));

const remembered = recall(KEY);
if (remembered && [...select.options].some((option) => option.value === remembered)) select.value = remembered;
select.addEventListener("change", () => note(KEY, select.value)); // without storage it lasts for this visit
if (on && same) lead();
leadSteps(select.value);
