// A form printed before it has an answer: what was typed so far stands on the paper.

import { answers, fieldsOf, shown } from "./answers.js";
import { paragraph } from "../button.js";
import { touched } from "./filled.js";

/** @param {HTMLElement} box @param {HTMLFormElement} form */
export function onPaper(box, form) {
  const made = document.createElement("section");
  made.className = "pt-on-paper pt-answers";
  addEventListener("beforeprint", () => {
    const names = touched(form), place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
    if (!place.hidden || names.every((name) => name === "state")) return;
    const title = document.createElement("h2");
    title.textContent = "What you typed so far";
    const go = form.querySelector(".pt-go")?.textContent?.trim();
    made.replaceChildren(title, paragraph(`There is no answer to it yet. Press “${go}”, then print again.`),
      answers(fieldsOf(form).filter((field) => field.type !== "hidden" && names.includes(field.name) && shown(field))));
    place.before(made);
  });
  addEventListener("afterprint", () => made.remove());
}
