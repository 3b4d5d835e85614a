// A form's initial values: from the address, from the previous page, and the remembered state.

import { note, recall, STARTING } from "./records/keys.js";
import { isOver } from "./records/over.js";

const STATE = "paper-trail.state";
/** Session storage key for days that a link passes to the form it leads to. Browser history keeps every address that was
 * opened, fragment included, even if the page replaces it at once: so days never go into an address. */
const HANDED = "paper-trail.handed";

/** A link's parameters besides answers: the title of its page, and the child they are about. */
const PAGE = "pt-page", CHILD = "pt-child";

/** What an answer's link passed to this page: "tools/letters/missed-deadline/#due=..." without the page. */
function handed() {
  const [path, fields] = (recall(HANDED) ?? "").split("#");
  note(HANDED, null);
  return path && location.pathname.endsWith(`/${path}`) ? fields : "";
}

const passed = new URLSearchParams(handed()), linked = new URLSearchParams(location.hash.slice(1));
const given = new URLSearchParams([...new URLSearchParams(location.search), ...linked, ...passed]);
/** What was carried over to this page's form: the answers' fields, their page and their child; "" if unknown. */
export const carriedOver = { fields: [...linked.keys(), ...passed.keys()], page: passed.get(PAGE) ?? "", child: passed.get(CHILD) ?? "" };
// An address from elsewhere, such as an old bookmark.
if (location.hash.includes("=")) history.replaceState(history.state, "", location.pathname + location.search);

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("a[data-path*='=']"));
  if (!link || event.defaultPrevented) return;
  const child = link.closest(".pt-calculator")?.querySelector("form")?.dataset.child ?? "";
  const page = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? "";
  note(HANDED, `${link.dataset.path}&${new URLSearchParams({ [PAGE]: page, [CHILD]: child })}`); // without storage the days have to be typed again
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
  const starting = recall(STARTING);
  note(STARTING, null); // of this tab alone
  if (open(link.href)) event.preventDefault(); // a tab opened by a script begins with a copy of this one's session storage
  note(STARTING, starting);
  note(HANDED, null);
});

/** Carried answers are filled in once, for one child: another child's form begins without them. */
export function useUp() {
  for (const field of carriedOver.fields) given.delete(field);
}

/** The initial values: from the query (state=MS&event=...), the fragment, and the link that led here. */
export const asked = () => given;

/** The form's state: its own, or the selected one; "" if none. @param {HTMLFormElement} form */
export function stateOf(form) {
  return form.dataset.state || /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("state"))?.value || "";
}

/** The state that the form will have once it is filled in: also from the address, or the remembered one.
 * @param {HTMLFormElement} form */
export function stateToCome(form) {
  return stateOf(form) || asked().get("state") || rememberedState(form) || "";
}

/** The remembered state, which is stored by its slug. @param {HTMLFormElement} form */
export function rememberedState(form) {
  const option = form.querySelector(`option[data-slug="${CSS.escape(recall(STATE) ?? "")}"]`);
  return /** @type {HTMLOptionElement | null} */ (option)?.value ?? null;
}

/** Remember the selected state for other pages and visits. Not when an answer arrives: everything may have been deleted since
 * the question. @param {HTMLFormElement} form */
export function rememberState(form) {
  const select = form.elements.namedItem("state");
  const slug = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset.slug;
  if (slug && !isOver()) note(STATE, slug); // without storage the choice lasts for this page only
}
