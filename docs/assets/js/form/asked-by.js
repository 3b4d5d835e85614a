// A question in the words of another answer: what happened, and the day on which it did. The words are Python's.

/** Let each such question follow its answer. @param {HTMLFormElement} form
 * @param {() => void} withdraw takes away what was answered to the question as it was */
export function askByAnswer(form, withdraw) {
  form.querySelectorAll("[data-asked-by]").forEach((part) => follow(form, /** @type {HTMLElement} */ (part), withdraw));
}

/** A day belongs to what happened on it. So it goes with its event and comes back with it, and is never counted for another.
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
      before = now; // another answer, and the same question: the day stays
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
    typed.clear(); // deleted, or of another child
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
