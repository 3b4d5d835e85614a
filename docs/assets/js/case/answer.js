// My case: asks Python for the dates that follow from the form, and shows them.

import { rememberState } from "../asked.js";
import { ask } from "./ask.js";
import { besides, whose } from "./besides.js";
import { closed, box, events, form, inputs, mark, openFor, place, sentLetters, state } from "./fields.js";
import { nicknameProblem } from "./children.js";
import { child, keepClosed } from "./kept.js";
import { showClosedDays } from "../form/closed-days.js";
import { sayFailure } from "../failures.js";
import { lookOver, showProblems, showProgress } from "../form/form.js";
import { current, isGone, isShown, lifted, stays } from "../form/fresh.js";
import * as runtime from "../engine/runtime.js";
import { askOthers, dropOthers, lookOverList, withoutState } from "./others.js";
import { forgetToday, readyToShow, showToday } from "./today.js";
import * as store from "../records/store.js";
import { wordsButton } from "../letter/copy.js";

/** Numbers the requests, so that a late answer does not replace a newer one. */
let asked = 0;

/** @param {Object<string, string>} given */
const keyOf = (given) => JSON.stringify([child, state.value, given]);
export const isAnswered = () => !place.hidden && place.hasChildNodes();

/** Whether the answer shown belongs to the form's current content; the page says so if not. */
export const isCurrent = () => current(box, keyOf(inputs()));

/** Remove the answer, and the to-do list above. */
export function clear() {
  showToday(null);
  clearAnswer();
}

/** Remove the answer. */
export function clearAnswer() {
  place.hidden = true;
  place.replaceChildren();
  isGone(box);
}

/** What is shown, once it matches the form. */
function renewed() {
  const said = isAnswered() && isCurrent();
  return said || recompute("quiet").then(() => (isAnswered() ? isCurrent() : null));
}

/** Discard a pending answer: its data was deleted. */
export function drop() {
  asked += 1;
  dropOthers();
  forgetToday();
  runtime.cancel();
}

/** Ask about the child shown, then about the others, for whom nobody is waiting. @param {import("../form/form.js").How} how */
export async function recompute(how) {
  await count(how);
  if (how !== "typing" && (runtime.isReady("case") || !runtime.savesData)) askOthers(inputs().as_of ?? "");
}

/** @param {import("../form/form.js").How} how */
async function count(how) {
  let turn = how === "typing" ? asked : ++asked; // an incomplete date must not displace a pending answer
  const given = inputs();
  const dated = events.some((part) => (part.dataset.event ?? "") in given) || sentLetters().some((line) => line.dataset.awaits) || Object.keys(besides()).length > 0;
  const saving = !runtime.isReady("case") && runtime.savesData;
  if (how !== "typing" && (!saving || how === "aloud")) showBack();
  if (how !== "aloud" && !dated) return clear();
  if (isAnswered()) current(box, keyOf(given));
  if (how !== "aloud" && saving) return;
  if (!state.value) {
    if (how === "typing") return;
    showProblems(form, { state: "Choose your state." }, how);
    return listWithoutState(turn, given);
  }
  rememberState(form);
  runtime.start(box, "case", state.value);
  readyToShow().catch(() => {}); // requested again later, and then reported
  const stopShowing = how === "typing" ? () => {} : showProgress(box, "case");
  try {
    const { message, answered, problems } = await answer(state.value, given);
    const { showResult } = await readyToShow();
    stopShowing();
    if (turn !== asked || (how === "typing" && Object.keys(problems).length)) return;
    await lifted();
    if (turn !== asked) return;
    if (how === "typing") turn = ++asked;
    if (answered) {
      showAnswer(answered.said, problems, how, showResult);
      isShown(box, keyOf(given), answered.said);
      lookOver(box, message, answered, () => turn === asked, (said) => {
        if (!said.html) return;
        showAnswer(said, problems, "quiet", showResult);
        isShown(box, keyOf(given), said);
      });
    } else clear();
    openFor(problems);
    showProblems(form, nicknameProblem ? { nickname: nicknameProblem, ...problems } : problems, how);
  } catch (failure) {
    stopShowing();
    if (turn !== asked) return;
    sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
    stays(box, keyOf(given), "failed");
  }
}

/** What needs no state's law is listed before one is chosen. @param {number} turn @param {Object<string, string>} given */
async function listWithoutState(turn, given) {
  if (!Object.keys(besides()).length) return;
  const { list, failed, asked: question } = await withoutState({ id: child, name: "" }, given, besides(), given.as_of ?? "");
  if (turn !== asked) return;
  if (failed) return sayFailure(box, "failed");
  showToday(list);
  if (question) lookOverList(child, question, () => turn === asked);
}

/** @param {string} code of the state @param {Object<string, string>} given */
async function answer(code, given) {
  const { calendar } = await store.read(child);
  const along = { ...besides(), ...whose(child), calendar };
  return ask(code, given, along, runtime.moment({ calculator: "case", state: code, inputs: { ...given, ...along } }));
}

/** @param {any} said @param {Object<string, string>} problems @param {import("../form/form.js").How} how
 * @param {typeof import("../form/result.js").showResult} showResult */
function showAnswer(said, problems, how, showResult) {
  if (showResult(box, form, said, Object.keys(problems).length ? "quiet" : how, renewed)) {
    for (const words of place.querySelectorAll(".pt-copy-this")) words.after(" ", wordsButton(() => words.textContent ?? "", "Copy this sentence"));
  }
  if (said.data) showToday(said.data.today);
  place.querySelector(".pt-not-counted")?.remove();
  const labels = Object.keys(problems).map((field) => form.querySelector(`label[for="case-${CSS.escape(field)}"]`)).filter(Boolean)
    .map((label) => `“${label?.firstChild?.textContent?.trim()}”`);
  if (!labels.length) return;
  const note = document.createElement("p");
  note.className = "pt-warning pt-not-counted";
  note.textContent = `Not counted here, until it is put right above: ${labels.join(", ")}`;
  place.prepend(note);
}

/** Show how the closed days were understood. */
function showBack() {
  showClosedDays({
    box,
    form,
    changed: async (text) => {
      if (text === closed.value) return;
      closed.value = text;
      await keepClosed(text);
    },
    corrected: () => recompute("quiet"),
    wrong: (sentence) => mark(closed, sentence),
  });
}
