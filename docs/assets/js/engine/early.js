// A page that is there for its form: what answers is fetched while the page itself is still on its way, and not after it.

import { stateToCome } from "../asked.js";
import * as runtime from "./runtime.js";

const box = /** @type {HTMLElement | null} */ (document.querySelector(".pt-calculator"));
const form = box?.querySelector("form");
// Where the form is not there yet, its own script begins.
if (box && form && !runtime.savesData) runtime.start(box, form.dataset.calculator, stateToCome(form));
