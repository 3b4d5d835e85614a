// A form on a page: carries what was typed to Python and shows what comes back. Knows no law and no dates.

import * as runtime from "./runtime.js";
import { growing, ownQuestions } from "./rows.js";
import { takeAway } from "./take-away.js";

export const FAILURES = {
  cancelled: "Stopped. What you typed is still here. Press the button to try again.",
  offline: "You are offline and the calculator is not on this phone yet. What you typed is still here. Count by hand below, or try again with a connection.",
  slow: "The calculator did not load in time. What you typed is still here. Try again, or count by hand below.",
  failed: "The calculator could not start in this browser. What you typed is still here. Try again, or count by hand below.",
};

// "My case" keeps what is typed and answers in its own way (case.js).
document.querySelectorAll(".pt-calculator:not(:has(.pt-case))").forEach((box) => enhance(/** @type {HTMLElement} */ (box)));

/** Let a form answer on its page. @param {HTMLElement} box with the form and the places for progress and result */
export function enhance(box) {
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  growing(form, pickers);
  prefill(form);
  pickers(form);
  ownQuestions(form);
  const begin = () => runtime.start(box.dataset.runtime ?? "", state(form) || "US");
  if (!(/** @type {any} */ (navigator).connection?.saveData)) {
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      begin();
    }).observe(form);
  }
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
    answer(box, form);
  });
  form.addEventListener("input", (event) => clearProblem(/** @type {HTMLElement} */ (event.target)));
  form.addEventListener("change", () => {
    if (box.dataset.answered && runtime.isReady()) answer(box, form, true);
  });
}

/** @param {HTMLFormElement} form */
function state(form) {
  return form.dataset.state ?? new FormData(form).get("state")?.toString() ?? "";
}

/** Ask Python and show its answer. @param {HTMLElement} box @param {HTMLFormElement} form @param {boolean} quiet */
async function answer(box, form, quiet = false) {
  const data = new FormData(form);
  data.delete("state");
  if (!state(form)) return showProblems(form, { state: "Choose your state." }, quiet);
  const preset = form.dataset.letter ? { letter: form.dataset.letter } : {};
  const message = { calculator: form.dataset.calculator, state: state(form), inputs: Object.fromEntries(data), preset };
  const stopShowing = showProgress(box);
  try {
    const said = await runtime.ask(message);
    stopShowing();
    if (said.problems) showProblems(form, said.problems, quiet);
    else showResult(box, form, said, quiet);
  } catch (failure) {
    stopShowing();
    showFailure(box, failure instanceof runtime.RuntimeFailure ? FAILURES[failure.kind] : FAILURES.failed);
  }
}

/** A bar in megabytes with Cancel, if it takes longer than a moment. @param {HTMLElement} box */
export function showProgress(box) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-progress"));
  if (runtime.isReady()) return () => {};
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

/** @param {HTMLElement} box @param {HTMLFormElement} form @param {any} said @param {boolean} quiet */
export function showResult(box, form, said, quiet) {
  form.querySelectorAll(".pt-error").forEach((error) => hideError(/** @type {HTMLElement} */ (error)));
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
  place.innerHTML = said.html;
  place.querySelectorAll("a[data-path]").forEach((link) => point(/** @type {HTMLAnchorElement} */ (link), box, form));
  place.append(takeAway(said, place, "Copy these dates"));
  place.hidden = false;
  box.dispatchEvent(new CustomEvent("pt:answered", { detail: { said, place, form } }));
  box.dataset.answered = "1";
  if (quiet) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

/** @param {HTMLAnchorElement} link @param {HTMLElement} box @param {HTMLFormElement} form */
function point(link, box, form) {
  const url = new URL((box.dataset.root ?? "") + link.dataset.path, document.baseURI);
  url.searchParams.set("state", state(form));
  link.href = url.href;
}

/** @param {HTMLElement} box @param {string} words */
export function showFailure(box, words) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-progress"));
  const said = document.createElement("p");
  said.className = "pt-failure";
  said.textContent = words;
  place.replaceChildren(said);
  place.hidden = false;
}

/** @param {HTMLFormElement} form @param {Object<string, string>} problems @param {boolean} quiet */
export function showProblems(form, problems, quiet) {
  /** @type {HTMLElement | null} */ let first = null;
  for (const control of form.elements) {
    if (!(control instanceof HTMLElement) || !("name" in control)) continue;
    const error = control.id && document.getElementById(`${control.id}-error`);
    if (!error) continue;
    const problem = problems[/** @type {HTMLInputElement} */ (control).name];
    error.textContent = problem ?? "";
    error.hidden = !problem;
    if (problem) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (problem && !first) first = control;
  }
  if (!quiet) first?.focus();
}

/** @param {HTMLElement} control */
export function clearProblem(control) {
  const error = control.id && document.getElementById(`${control.id}-error`);
  if (error) hideError(error);
  control.removeAttribute("aria-invalid");
}

/** @param {HTMLElement} error */
function hideError(error) {
  error.hidden = true;
  error.textContent = "";
}

/** What the address asks for (?state=MS&event=..., and days behind the #, which no server sees) and the state chosen before. @param {HTMLFormElement} form */
export function prefill(form) {
  const asked = new URLSearchParams([...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))]);
  for (const control of form.elements) {
    const field = /** @type {HTMLInputElement} */ (control);
    const value = asked.get(field.name) ?? (field.name === "state" ? rememberedState(form) : null);
    if (value && !field.value && "value" in field) field.value = value;
  }
}

/** The state chosen on the first page, which keeps it by its slug. @param {HTMLFormElement} form */
function rememberedState(form) {
  try {
    const slug = localStorage.getItem("paper-trail.state");
    const option = form.querySelector(`option[data-slug="${CSS.escape(slug ?? "")}"]`);
    return /** @type {HTMLOptionElement | null} */ (option)?.value ?? null;
  } catch {
    return null; // storage is switched off
  }
}

/** A date is typed, or picked: the picker fills in the text. @param {HTMLElement} part of a form */
export function pickers(part) {
  part.querySelectorAll(".pt-date").forEach((both) => {
    const [typed, picked] = /** @type {HTMLInputElement[]} */ ([...both.querySelectorAll("input")]);
    picked.hidden = false;
    picked.addEventListener("change", () => {
      if (!picked.value) return;
      typed.value = picked.value;
      typed.dispatchEvent(new Event("input", { bubbles: true }));
      typed.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}
