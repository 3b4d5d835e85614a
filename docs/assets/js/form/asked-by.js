// Questions worded by another answer: an event, and the day on which it happened. The words come from Python.

/** Make each such question follow its answer. @param {HTMLFormElement} form
 * @param {() => void} withdraw removes the answer to the previous question */
export function askByAnswer(form, withdraw) {
  form.querySelectorAll("[data-asked-by]").forEach((part) => follow(form, /** @type {HTMLElement} */ (part), withdraw));
}

/** A day belongs to its event: it is hidden and restored with it, and never used for another one.
 * @param {HTMLFormElement} form @param {HTMLElement} part @param {() => void} withdraw */
function follow(form, part, withdraw) {
  const answer = /** @type {HTMLSelectElement} */ (form.elements.namedItem(part.dataset.askedBy ?? ""));
  const field = /** @type {HTMLInputElement} */ (part.querySelector("[name]"));
  const note = document.createElement("p");
  note.className = "pt-help pt-goes-with";
  note.setAttribute("role", "status");
  part.append(note);
  /** @type {Map<string, string>} */ const typed = new Map();
  let before = answer.selectedOptions[0];
  const changed = () => {
    const now = answer.selectedOptions[0];
    if (now === before) return;
    if (before?.value && before.dataset.question === now.dataset.question && before.dataset.help === now.dataset.help) {
      before = now; // another answer with the same question: the day stays
      return;
    }
    const day = before?.value ? field.value.trim() : "";
    if (before?.value) {
      typed.set(before.value, field.value);
      field.value = typed.get(now.value) ?? "";
    }
    note.textContent = day ? `${day} stays with “${before.text}”. Now give the day for “${now.text}”.` : "";
    if (field.value) note.textContent = "";
    before = now;
    say(part, now);
    withdraw();
  };
  answer.addEventListener("input", changed);
  answer.addEventListener("change", changed);
  field.addEventListener("input", () => (note.textContent = ""));
  const begin = () => {
    before = answer.selectedOptions[0];
    note.textContent = "";
    say(part, before);
  };
  form.addEventListener("pt:filled", begin);
  form.addEventListener("pt:emptied", () => {
    typed.clear(); // deleted, or another child's
    begin();
  });
  if (before) say(part, before);
}

/** @param {HTMLElement} part @param {HTMLOptionElement} chosen */
function say(part, { dataset: { question, help } }) {
  if (!question) return;
  const label = part.querySelector("label"), own = part.querySelector(".pt-help:not(.pt-goes-with)");
  if (label?.firstChild) label.firstChild.textContent = question;
  if (own) own.textContent = help ?? "";
  part.querySelector(".pt-pick")?.setAttribute("aria-label", `Pick: ${question}`);
}
