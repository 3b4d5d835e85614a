// A page whose purpose is its form: starts loading the engine while the page itself is still loading.

import { stateToCome } from "../asked.js";
import * as runtime from "./runtime.js";

const box = /** @type {HTMLElement | null} */ (document.querySelector(".pt-calculator"));
const form = box?.querySelector("form");
// If the form is not parsed yet, its own script starts the engine.
if (box && form && !runtime.savesData) runtime.start(box, form.dataset.calculator, stateToCome(form));
