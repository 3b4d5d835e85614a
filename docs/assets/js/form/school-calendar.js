// The school calendar in a form: filled in from a child's case and stored with it; buttons of an answer that set it.

/** The fields besides `closed`, named as in calculators/tools/school_calendar.py. */
export const FIELDS = ["first_day", "last_day", "next_first_day", "next_last_day", "whole"];

/** The fields' values. @param {HTMLFormElement} form @returns {Object<string, string>} */
export function schoolOf(form) {
  return Object.fromEntries(FIELDS.map((name) => [name, fieldOf(form, name)?.value ?? ""]).filter(([, value]) => value));
}

/** Fill in stored values, and empty the other fields. @param {HTMLFormElement} form @param {Object<string, string>} kept */
export function showSchool(form, kept) {
  for (const name of FIELDS) {
    const field = fieldOf(form, name);
    if (field) field.value = kept[name] ?? "";
  }
}

/** Buttons of an answer set a field of the form, like typing. @param {HTMLElement} place @param {HTMLFormElement} form */
export function whenSaid(place, form) {
  place.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-fills]"));
    const field = pressed && fieldOf(form, pressed.dataset.fills ?? "");
    if (!field) return;
    field.value = pressed.dataset.value ?? "";
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  });
}

/** What was filled in from a case, and from whose.
 * @type {WeakMap<HTMLFormElement, {id: string, fields: Object<string, string>}>} */
const filledIn = new WeakMap();

/** What was filled in from a child's case, by field.
 * @param {HTMLFormElement} form @param {string} id @returns {Object<string, string>} */
export function fromCase(form, id) {
  const from = filledIn.get(form);
  return from?.id === id ? from.fields : {};
}

/** Record that fields are now stored in a child's case.
 * @param {HTMLFormElement} form @param {string} id @param {Object<string, string>} fields */
export function isInCase(form, id, fields) {
  filledIn.set(form, { id, fields: { ...fromCase(form, id), ...fields } });
}

/** Values filled in from a case, and unchanged here, follow that case when another tab changes it.
 * @param {HTMLFormElement} form */
export async function followAgain(form) {
  const { id = "", fields = {} } = filledIn.get(form) ?? {};
  if (!id) return;
  const store = await import("../records/store.js");
  const { closed, school } = await store.read(id), there = /** @type {Object<string, string>} */ ({ ...school, closed });
  if (store.whyNotKept() || filledIn.get(form)?.fields !== fields) return;
  let changes = false;
  for (const name of ofTheCase(form)) {
    const field = /** @type {HTMLInputElement} */ (fieldOf(form, name)), value = there[name] ?? "";
    if (value === fields[name] || field === document.activeElement) continue;
    field.value = fields[name] = value;
    changes = true;
  }
  if (!changes) return;
  const note = form.querySelector(".pt-from-case");
  if (note) note.textContent = "My case was changed in another tab of this site, and so was what is filled in from it: the school year and its closed days. Look at them here.";
  form.dispatchEvent(new CustomEvent("pt:filled"));
}

/** Fields that still have a case's values: they belong to that child, not to a draft.
 * @param {HTMLFormElement} form @returns {string[]} */
export function ofTheCase(form) {
  return Object.entries(filledIn.get(form)?.fields ?? {}).filter(([name, value]) => fieldOf(form, name)?.value === value).map(([name]) => name);
}

/** Fill empty fields from the case of the form's child, and say so; again for another child.
 * @param {HTMLFormElement} form @returns {() => Promise<void>} for a submit before the first field has the focus */
export function followCase(form) {
  /** @type {Promise<void>} */ let last = Promise.resolve();
  const fill = () => (last = last.then(() => fillFromCase(form)).catch(() => {})); // nothing can be stored here
  /** @param {FocusEvent} event */
  const atFirstField = (event) => {
    // The note above a button would move it from under a mouse that is pressed; its own action fills in.
    if (event.target instanceof HTMLButtonElement) return;
    form.removeEventListener("focusin", atFirstField);
    fill();
  };
  form.addEventListener("focusin", atFirstField);
  form.addEventListener("pt:child", fill);
  form.addEventListener("pt:emptied", () => {
    filledIn.delete(form);
    form.querySelector(".pt-from-case")?.remove();
  });
  return fill;
}

/** @param {HTMLFormElement} form */
async function fillFromCase(form) {
  const closed = fieldOf(form, "closed");
  if (!closed || filledIn.has(form)) return;
  const store = await import("../records/store.js");
  const { id, kept, kids } = await store.readShown(form.dataset.child);
  if (id !== (form.dataset.child || id) || filledIn.has(form)) return; // another child was selected meanwhile
  const days = FIELDS.filter((name) => name !== "whole");
  const wanted = [
    ...(closed.value ? [] : ["closed"]),
    ...(days.some((name) => fieldOf(form, name)?.value) ? [] : days),
    ...((!closed.value || closed.value === kept.closed) && !fieldOf(form, "whole")?.value ? ["whole"] : []), // it refers to that list
  ];
  const there = /** @type {Object<string, string>} */ ({ ...kept.school, closed: kept.closed });
  const fields = Object.fromEntries(wanted.filter((name) => there[name] && fieldOf(form, name)).map((name) => [name, there[name]]));
  if (!Object.keys(fields).length) return;
  for (const [name, value] of Object.entries(fields)) /** @type {HTMLInputElement} */ (fieldOf(form, name)).value = value;
  filledIn.set(form, { id, fields });
  const name = kids.length > 1 ? store.nameAmong(kids, id) : "";
  const note = document.createElement("p");
  note.className = "pt-kept pt-from-case";
  note.setAttribute("role", "status");
  note.textContent = `Filled in from My case${name && `, for ${name}`}: ${fields.closed ? "the days when school is closed" : "the school year"}. Look at them here.`;
  closed.closest("details")?.before(note);
}

/** @param {HTMLFormElement} form @param {string} name */
function fieldOf(form, name) {
  return /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
}
