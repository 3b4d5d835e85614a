// The school's calendar in a form: taken from a child's case, kept with it, and what is pressed under an answer about it.

/** The fields besides `closed`, as calculators/school_calendar.py calls them. */
export const FIELDS = ["first_day", "last_day", "next_first_day", "next_last_day", "whole"];

/** What stands in the fields. @param {HTMLFormElement} form @returns {Object<string, string>} */
export function schoolOf(form) {
  return Object.fromEntries(FIELDS.map((name) => [name, fieldOf(form, name)?.value ?? ""]).filter(([, value]) => value));
}

/** Put into the fields what is kept, and empty the others. @param {HTMLFormElement} form @param {Object<string, string>} kept */
export function showSchool(form, kept) {
  for (const name of FIELDS) {
    const field = fieldOf(form, name);
    if (field) field.value = kept[name] ?? "";
  }
}

/** A press under an answer fills in a field of the form, as typing would. @param {HTMLElement} place @param {HTMLFormElement} form */
export function whenSaid(place, form) {
  place.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-fills]"));
    const field = pressed && fieldOf(form, pressed.dataset.fills ?? "");
    if (!field) return;
    field.value = pressed.dataset.value ?? "";
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  });
}

/** Fill in what the case of the child shown last says of its school, if nothing stands there yet, and say so. @param {HTMLFormElement} form */
export async function fillFromCase(form) {
  const closed = fieldOf(form, "closed");
  if (!closed) return;
  const store = await import("./store.js");
  const id = await store.current();
  const [kept, kids] = [await store.read(id), await store.children()];
  if (closed.value || Object.keys(schoolOf(form)).length || !(kept.closed || Object.keys(kept.school).length)) return;
  closed.value = kept.closed;
  showSchool(form, kept.school);
  const name = kids.length > 1 ? kids.find((kid) => kid.id === id)?.name || `Child ${id}` : "";
  const note = document.createElement("p");
  note.className = "pt-kept";
  note.setAttribute("role", "status");
  note.textContent = `Filled in from My case${name && `, for ${name}`}: the days when school is closed. Look at them here.`;
  closed.closest("details")?.before(note);
}

/** @param {HTMLFormElement} form @param {string} name */
function fieldOf(form, name) {
  return /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
}
