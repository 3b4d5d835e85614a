// A form on a page: sends its content to Python and shows the answer. Contains no law and no dates.

import { askByAnswer } from "./asked-by.js";
import { asked, carriedOver, rememberState, rememberedState, stateOf } from "../asked.js";
import { isSaidBeside, pickers, readBack } from "./dates.js";
import { say, sayFailure } from "../failures.js";
import { current, isGone, isShown, lifted, onReturn, stays } from "./fresh.js";
import { handedTo, markHanded } from "./handed.js";
import { reveal } from "./reveal.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import * as runtime from "../engine/runtime.js";
import { growing, ownQuestions } from "./rows.js";
import { followCase, whenSaid } from "./school-calendar.js";
import { strike, summary } from "./summary.js";

// "My case" stores and answers in its own way (case.js).
document.querySelectorAll(".pt-calculator:not(.pt-mine)").forEach((box) => enhance(/** @type {HTMLElement} */ (box)));

const DIFFERS = "Two ways of counting did not agree here. Check these dates with the office before you rely on them, and please tell us.";

const NO_STATE = "Choose your state.";

/** What triggered an answer. aloud: a button, so report errors and scroll to the answer. quiet: a field was changed. typing: a
 * field is being changed, and incomplete input is no error yet.
 * @typedef {"aloud" | "quiet" | "typing"} How */

/** Make a form answer on its page. @param {HTMLElement} box with the form and the places for progress and result */
export function enhance(box) {
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  growing(form, pickers);
  prefill(form);
  pickers(form);
  readBack(form, box, (field, { kept }) => kept !== field.value && field.dispatchEvent(new CustomEvent("pt:read", { bubbles: true })));
  askByAnswer(form, () => withdraw(box, form));
  ownQuestions(form);
  const begin = () => {
    runtime.start(box, form.dataset.calculator, stateOf(form));
    expectResult().catch(() => {}); // requested again later, and then reported
  };
  if (form.querySelector(".pt-parts")) import("./parts.js").then((parts) => parts.inParts(form, () => look(box, form)));
  if (!runtime.savesData) {
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      begin();
    }).observe(form);
  }
  const type = oneAfterTheOther(() => answer(box, form, "typing"));
  const closedDays = () => form.elements.namedItem("closed") && import("./closed-days.js").then((part) => part.showInForm(
    box, form, () => answer(box, form, "quiet"), (sentence) => showProblems(form, { closed: sentence }, "quiet")));
  form.addEventListener("focusin", begin, { once: true });
  /** @type {Promise<void> | undefined} */ let onPaper; // only a form with answers needs it
  for (const kind of ["input", "pt:filled"]) form.addEventListener(kind, () => (onPaper ??= import("./on-paper.js").then((part) => part.onPaper(box, form))));
  const fill = followCase(form);
  whenSaid(/** @type {HTMLElement} */ (box.querySelector(".pt-result")), form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
    fill().then(() => {
      answer(box, form, "aloud");
      closedDays();
    });
  });
  form.addEventListener("input", (event) => {
    clearProblem(/** @type {HTMLElement} */ (event.target));
    if (!box.dataset.answered) return;
    current(box, keyOf(form));
    if (runtime.isLive(form.dataset.calculator)) type();
  });
  form.addEventListener("change", (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest(".pt-read-back")) return;
    if (/** @type {HTMLInputElement} */ (event.target).name === "closed") closedDays();
    if (/** @type {HTMLInputElement} */ (event.target).name === "state" && !runtime.savesData) begin();
    renewed(box, form);
  });
  form.addEventListener("pt:filled", () => renewed(box, form));
  onReturn(() => renewed(box, form));
}

/** Load what shows an answer: no page needs it before there is one, so it loads beside the engine, which is larger.
 * Throws RuntimeFailure "lost". */
export async function expectResult() {
  try {
    return await import("./result.js");
  } catch {
    throw new runtime.RuntimeFailure("lost");
  }
}

/** The question that a form asks. @param {HTMLFormElement} form */
function messageOf(form) {
  const data = new FormData(form);
  data.delete("state");
  const preset = form.dataset.letter ? { letter: form.dataset.letter } : {};
  return { calculator: form.dataset.calculator, state: stateOf(form), inputs: Object.fromEntries(data), preset };
}

/** Python's answer to the form as it is, without showing it.
 * @param {HTMLElement} box @param {HTMLFormElement} form @returns {Promise<any>} */
async function look(box, form) {
  if (!stateOf(form)) return { problems: { state: NO_STATE } };
  runtime.start(box, form.dataset.calculator, stateOf(form));
  return (await runtime.ask(messageOf(form))).said;
}

/** @param {HTMLFormElement} form */
const keyOf = (form) => JSON.stringify(messageOf(form));

/** Pending answers that buttons wait for. @type {WeakMap<HTMLElement, Promise<any>>} */ const awaited = new WeakMap();

/** The answer shown, once it matches the form: at once if it does already; null if there is no such answer.
 * @param {HTMLElement} box @param {HTMLFormElement} form @returns {any} */
export function renewed(box, form) {
  if (!box.dataset.answered) return null;
  const said = current(box, keyOf(form));
  if (said) return said;
  const waiting = awaited.get(box) ?? askAgain(box, form).finally(() => awaited.delete(box));
  awaited.set(box, waiting);
  return waiting;
}

/** @param {HTMLElement} box @param {HTMLFormElement} form */
async function askAgain(box, form) {
  for (;;) {
    runtime.start(box, form.dataset.calculator, stateOf(form));
    const asked = keyOf(form);
    await answer(box, form, "quiet");
    const said = current(box, keyOf(form));
    if (said || asked === keyOf(form)) return said;
  }
}

/** Numbers each form's requests, so that a late answer does not replace a newer one. @type {WeakMap<HTMLElement, number>} */
const turns = new WeakMap();

/** Ask Python and show its answer. @param {HTMLElement} box @param {HTMLFormElement} form @param {How} how */
async function answer(box, form, how) {
  if (!stateOf(form)) return showProblems(form, { state: NO_STATE }, how);
  rememberState(form);
  const question = messageOf(form);
  const asked = JSON.stringify(question);
  const message = { ...question, made: runtime.moment(question) };
  const begin = () => turns.set(box, (turns.get(box) ?? 0) + 1).get(box);
  let turn = how === "typing" ? turns.get(box) : begin(); // an incomplete date must not displace a pending answer
  const isCurrent = () => turns.get(box) === turn;
  const stopShowing = how === "typing" ? () => {} : showProgress(box, form.dataset.calculator);
  /** @type {typeof import("./result.js").showResult} */ let showResult;
  /** @param {any} said @param {How} as */
  const show = (said, as) => {
    if (said.problems) return showProblems(form, said.problems, as);
    showResult(box, form, said, as, () => renewed(box, form));
    isShown(box, asked, said);
    current(box, keyOf(form));
  };
  try {
    const answered = await runtime.ask(message);
    ({ showResult } = await expectResult());
    stopShowing();
    if (!isCurrent() || (how === "typing" && answered.said.problems)) return;
    await lifted();
    if (!isCurrent()) return;
    if (how === "typing") turn = begin();
    show(answered.said, how);
    if (answered.said.problems) stays(box, asked, "wrong");
    lookOver(box, message, answered, isCurrent, (said) => show(said, "quiet"));
  } catch (failure) {
    stopShowing();
    if (!isCurrent()) return;
    sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
    stays(box, asked, "failed");
  }
}

/** Record the answer's engine, and let Pyodide verify one of the small engine. Nothing moves if they agree.
 * @param {HTMLElement} box @param {runtime.Message} message @param {{said: any, engine: runtime.Name}} answered
 * @param {() => boolean} isCurrent false once a newer answer was requested @param {(said: any) => void} show */
export async function lookOver(box, message, { said, engine }, isCurrent, show) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
  runtime.mark(place, engine);
  if (engine === "pyodide") return;
  const looked = await runtime.check(message, said);
  if (!looked || !isCurrent()) return;
  if (looked.verdict !== "same") show(looked.said);
  if (looked.verdict === "differs") sayDiffers(box, { message, micropython: said, pyodide: looked.said });
  runtime.mark(place, "pyodide");
}

/** Report that the engines differ. @param {HTMLElement} box @param {object} what was asked, and each engine's answer */
export function sayDiffers(box, what) {
  console.error("The two engines do not agree:", what);
  say(box, DIFFERS);
}

/** A progress bar in megabytes with Cancel, if loading takes longer than a moment.
 * @param {HTMLElement} box @param {string | undefined} calculator */
export function showProgress(box, calculator) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-progress"));
  place.hidden = true;
  if (runtime.isReady(calculator)) return () => {};
  const words = document.createElement("p");
  const bar = document.createElement("progress");
  const cancel = document.createElement("button");
  words.textContent = "Getting the calculator ready";
  cancel.type = "button";
  cancel.className = "pt-cancel";
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", runtime.cancel);
  place.replaceChildren(words, bar, cancel);
  const soon = setTimeout(() => (place.hidden = false), 400);
  let told = 0;
  const unwatch = runtime.watch(({ loaded, total }) => {
    bar.max = total;
    bar.value = loaded;
    const share = Math.floor((loaded / total) * 4);
    if (share === told && !place.hidden && words.dataset.said) return;
    told = share;
    words.dataset.said = "1";
    words.textContent = loaded < total
      ? `Getting the calculator: ${megabytes(loaded)} of ${megabytes(total)} MB`
      : "Starting the calculator";
  });
  return () => {
    clearTimeout(soon);
    unwatch();
    place.hidden = true;
    place.replaceChildren();
  };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1_000_000).toFixed(1);
}

/** Remove an answer, or discard a pending one: its question is no longer asked.
 * @param {HTMLElement} box @param {HTMLFormElement} form */
export function withdraw(box, form) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
  turns.set(box, (turns.get(box) ?? 0) + 1);
  place.replaceChildren();
  place.hidden = true;
  isGone(box);
  delete box.dataset.answered;
  showProblems(form, {}, "quiet");
}

/** @param {HTMLFormElement} form @param {Object<string, string>} problems @param {How} how */
export function showProblems(form, problems, how) {
  /** @type {{control: HTMLElement, problem: string}[]} */ const wrong = [];
  for (const control of form.elements) {
    if (!(control instanceof HTMLElement) || !("name" in control)) continue;
    const error = control.id && document.getElementById(`${control.id}-error`);
    if (!error) continue;
    const problem = problems[/** @type {HTMLInputElement} */ (control).name];
    error.textContent = problem ?? "";
    error.hidden = !problem;
    if (problem) isSaidBeside(control);
    if (problem) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (problem) control.closest("details")?.setAttribute("open", "");
    if (problem) wrong.push({ control, problem });
  }
  // An existing summary is updated; leaving a field does not create one.
  const above = how !== "aloud" && !form.querySelector(":scope > .pt-summary") ? null : summary(form, wrong);
  if (how !== "aloud") return;
  if (!above && wrong[0]) reveal(wrong[0].control);
  (above ?? wrong[0]?.control)?.focus({ preventScroll: Boolean(above) });
  above?.scrollIntoView({ block: "start" });
}

/** @param {HTMLElement} control */
export function clearProblem(control) {
  const error = control.id && document.getElementById(`${control.id}-error`);
  if (error) hideError(error);
  strike(control);
  control.removeAttribute("aria-invalid");
}

/** @param {HTMLElement} error */
export function hideError(error) {
  if (error.hidden) return; // a redundant change would invalidate every style that depends on it
  error.hidden = true;
  error.textContent = "";
}

/** Fill in what a link may fill in, and the remembered state. Folds of filled fields open. @param {HTMLFormElement} form */
export function prefill(form) {
  const given = asked();
  /** @type {Object<string, string>} */ const from = {};
  for (const name of (form.dataset.linked ?? "").split(" ")) {
    const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
    const value = given.get(name) ?? (name === "state" ? rememberedState(form) : null);
    if (!field || !value || (field.type === "checkbox" ? field.checked : field.value)) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
    field.closest("details")?.setAttribute("open", "");
    if (carriedOver.fields.includes(name) && given.has(name)) from[name] = carriedOver.page;
  }
  if (Object.keys(from).length) markHanded(form, { ...handedTo(form), ...from });
}
