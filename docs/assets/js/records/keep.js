// Under an answer of the deadline calculator: a button that adds the date to the case on this phone.

import { keptOf } from "../form/dates.js";
import { renewed } from "../form/form.js";
import { fromCase, isInCase, schoolOf } from "../form/school-calendar.js";
import { notKept } from "./not-kept.js";
import * as store from "./store.js";

const NOT_KEPT = notKept({
  kept: "dates",
  refused: "So the date was not kept. Write it down.",
  full: "So the date was not kept. Write it down, or make room and try again.",
  newer: "The date was not kept.",
});

/** The child whose button was pressed while the answer was being updated. @type {WeakMap<HTMLElement, string>} */
const pressed = new WeakMap();

/** Add the button under an answer; with several children one for each.
 * @param {HTMLElement} place of the answer @param {HTMLFormElement} form @param {HTMLElement} box around both */
export async function offer(place, form, box) {
  const kids = await store.children();
  const all = kids.length > 1 ? kids : [{ id: await store.current(), name: "" }];
  if (!countedIn(form).event) return;
  const part = document.createElement("div");
  part.className = "pt-keep";
  const buttons = all.map((child) => keepButton(child, form, part, box));
  part.append(...buttons);
  place.querySelector(".pt-keep")?.remove();
  place.querySelector(".pt-take-away")?.after(part);
  buttons[all.findIndex(({ id }) => id === pressed.get(box))]?.click();
  pressed.delete(box);
}

/** The form's values used in the count. @param {HTMLFormElement} form */
function countedIn(form) {
  const { state = "", closed = "", event = "" } = /** @type {Object<string, string>} */ (Object.fromEntries(new FormData(form)));
  return { state: form.dataset.state ?? state, closed, school: schoolOf(form), event: event || form.dataset.event || "", day: dayOf(form) };
}

/** @param {{id: string, name: string}} child @param {HTMLFormElement} form @param {HTMLElement} part @param {HTMLElement} box */
function keepButton(child, form, part, box) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = child.name ? `Keep this date for ${child.name}` : "Keep this date in my case";
  let asked = "";
  made.addEventListener("click", async () => {
    const answer = renewed(box, form);
    if (answer instanceof Promise) {
      pressed.set(box, child.id); // a new answer has new buttons
      const isCounted = await answer;
      if (isCounted && !part.isConnected) return;
      pressed.delete(box);
      if (isCounted) made.click();
      return;
    }
    const counted = countedIn(form);
    const kept = await store.read(child.id);
    const before = kept.events[counted.event] ?? "";
    const days = before.split("\n");
    if (before && !days.includes(counted.day) && asked !== before) {
      asked = before;
      made.textContent = `${days.join(", ")} is kept there. Press again to put ${counted.day} in its place`;
      return;
    }
    const isOther = Boolean(form.dataset.child) && form.dataset.child !== child.id; // perhaps at another school
    const from = fromCase(form, child.id), school = isOther ? {} : schoolToKeep(kept, counted, from);
    const now = await store.save(child.id, { ...school, events: days.includes(counted.day) ? {} : { [counted.event]: counted.day } },
      { state: counted.state, closed: from.closed });
    if (school.closed !== undefined) isInCase(form, child.id, { closed: school.closed });
    const more = [
      now.state !== counted.state ? " Your case is in another state. Check the state there." : "",
      isOther && counted.closed ? ` The closed days are not kept for ${child.name || "this child"}. Add those of that school in My case.` : "",
      !isOther && counted.closed && now.closed !== counted.closed ? ` Other closed days ${school.closed === undefined ? "were kept there before, and stay" : "are kept there, too"}. Look at them there.` : "",
    ];
    part.replaceChildren(told(more.join(""), box));
  });
  return made;
}

/** The changes to a school calendar: edits of what was filled in from there, or values that are missing there.
 * @param {store.Case} kept @param {ReturnType<typeof countedIn>} counted @param {Object<string, string>} from values filled in from there
 * @returns {Partial<store.Case>} */
function schoolToKeep(kept, counted, from) {
  const isTheirs = Boolean(from.closed) || !kept.closed || kept.closed === counted.closed;
  const school = Object.fromEntries(Object.entries(counted.school).filter(([name, text]) => (isTheirs ? text !== from[name] : !kept.school[name])));
  return isTheirs ? { school, closed: counted.closed } : { school };
}

/** The result, and a link to the case. @param {string} more @param {Element} box */
function told(more, box) {
  const why = store.whyNotKept(), words = document.createElement("p");
  words.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = new URL(`${/** @type {HTMLElement} */ (box).dataset.root ?? ""}tools/case/`, document.baseURI).href;
  link.textContent = "Open my case";
  words.append(`${why ? NOT_KEPT[why] : `Kept on this phone.${more}`} `, link);
  return words;
}

/** The day as stored: with its year, as Python read it. @param {HTMLFormElement} form */
function dayOf(form) {
  return keptOf(/** @type {HTMLInputElement | null} */ (form.elements.namedItem("date")));
}
