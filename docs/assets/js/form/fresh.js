// Whether the answer under a form matches the form's current content. While it does not, the page says so.

/** What was asked, on which day, and the answer; and why there is no answer to the question asked `instead`.
 * @typedef {{asked: string, day: string, said: any, instead?: string, why?: string}} Shown */
/** @type {WeakMap<HTMLElement, Shown>} */ const shown = new WeakMap();

const UPDATING = "You changed something. Updating.";
const NEW_DAY = "A new day began. Updating.";
const KEPT_OLD = {
  wrong: "Below is still the old answer, without what you changed. Put right what is marked above.",
  failed: "Below is still the old answer, without what you changed.",
};
const PRINTED_OLD = "This paper is out of date: something was changed after this answer was made.";

const today = () => new Date().toDateString();

/** Record that an answer was shown. @param {HTMLElement} box @param {string} asked @param {any} said */
export function isShown(box, asked, said) {
  shown.set(box, { asked, day: today(), said });
  say(box, "");
}

/** Record that nothing is shown any more. @param {HTMLElement} box */
export function isGone(box) {
  shown.delete(box);
  say(box, "");
}

/** The answer shown, if it matches the current question; otherwise the page says that it is outdated.
 * @param {HTMLElement} box @param {string} asked */
export function current(box, asked) {
  const now = shown.get(box);
  if (!now) return null;
  const isCurrent = now.asked === asked && now.day === today();
  const why = now.instead === asked ? now.why : "";
  say(box, isCurrent ? "" : why || (now.asked === asked ? NEW_DAY : UPDATING));
  return isCurrent ? now.said : null;
}

/** Say why an outdated answer stays. @param {HTMLElement} box @param {string} asked @param {keyof typeof KEPT_OLD} why */
export function stays(box, asked, why) {
  const now = shown.get(box);
  if (!now) return;
  Object.assign(now, { instead: asked, why: KEPT_OLD[why] });
  current(box, asked);
}

/** @param {HTMLElement} box @param {string} words empty if it is current */
function say(box, words) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
  let line = /** @type {HTMLElement | null} */ (box.querySelector(":scope > .pt-stale"));
  if (!line && !words) return;
  if (!line) {
    line = document.createElement("p");
    line.className = "pt-stale";
    line.setAttribute("role", "status");
    place.before(line);
  }
  if (line.textContent !== words) line.textContent = words;
  place.classList.toggle("pt-old", Boolean(words));
}

addEventListener("beforeprint", () => {
  for (const line of document.querySelectorAll(".pt-stale:not(:empty)")) line.setAttribute("data-printed", PRINTED_OLD);
});

/** Call a listener when the user returns to the page, which may have been open overnight. @param {() => void} listener */
export function onReturn(listener) {
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && listener());
  for (const kind of ["pageshow", "focus"]) addEventListener(kind, listener);
}

/** @type {Promise<void> | null} */ let pressed = null;
/** Milliseconds after which a touch is no longer a press. */
const PRESS = 2000;

addEventListener("pointerdown", () => {
  const mine = new Promise((/** @type {(none: void) => void} */ lifted) => {
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(lifted), { capture: true, once: true });
    setTimeout(lifted, PRESS);
  }).then(() => {
    if (pressed === mine) pressed = null;
  });
  pressed = mine;
}, true);

/** Resolves once no button is being pressed: an answer must not move one under a finger. */
export const lifted = () => pressed ?? Promise.resolve();
