// Says beside a field where its answer was carried over from, until it is changed here.

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
const fieldsOf = (form) => [...form.querySelectorAll("[data-from]")].map((field) => /** @type {HTMLInputElement} */ (field));

/** The carried answers that stand unchanged: by field, the page that each is from. @param {HTMLFormElement} form
 * @returns {Object<string, string>} */
export const handedTo = (form) => Object.fromEntries(fieldsOf(form).map(({ name, dataset }) => [name, dataset.from ?? ""]));

/** Mark exactly these answers as carried over. @param {HTMLFormElement} form @param {Object<string, string>} from by field */
export function markHanded(form, from) {
  for (const field of fieldsOf(form)) if (from[field.name] === undefined) takeMark(field);
  for (const [name, page] of Object.entries(from)) {
    const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
    const error = field && document.getElementById(`${field.id}-error`);
    if (!field || !error || field.dataset.from !== undefined) continue;
    const words = document.createElement("p");
    words.className = "pt-help pt-handed";
    words.id = `${field.id}-from`;
    words.textContent = `From ${page ? `“${page}”` : "the link that you opened"}. Change it if it is not right here.`;
    error.before(words);
    field.dataset.from = page;
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${words.id}`.trim());
  }
  if (form.dataset.marksHanded) return;
  form.dataset.marksHanded = "1";
  for (const kind of ["input", "change"]) form.addEventListener(kind, ({ target }) => takeMark(/** @type {HTMLElement} */ (target)));
  form.addEventListener("pt:emptied", () => fieldsOf(form).forEach(takeMark));
}

/** @param {HTMLElement} field */
function takeMark(field) {
  if (field.dataset.from === undefined) return;
  delete field.dataset.from;
  document.getElementById(`${field.id}-from`)?.remove();
  field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") ?? "").replace(` ${field.id}-from`, ""));
}
