// The drafts on this phone, each with links to open or discard it. On the page of letters, only drafts of letters.

import { button } from "../button.js";
import { onReturn } from "../form/fresh.js";
import { nameAmong } from "./child-name.js";
import * as store from "./store.js";

/** @typedef {{id: string, name: string}} Kid */

/** So many are named on top of My case. */
const MOST_BEGUN = 3;

/** Only on My case. */
const begun = /** @type {HTMLElement | null} */ (document.querySelector(".pt-begun"));
const root = new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href);

for (const place of document.querySelectorAll(".pt-drafts")) {
  const part = /** @type {HTMLElement} */ (place);
  const again = () => list(part);
  again();
  store.onChangeElsewhere(again);
  document.addEventListener("pt:deleted", again);
  onReturn(again);
}

/** @param {HTMLElement} place @param {Node[]} said what just happened */
async function list(place, ...said) {
  const kids = await store.children();
  const drafts = (await store.drafts()).filter(({ form }) => place.dataset.of !== "letters" || form.startsWith("letter "));
  place.hidden = !drafts.length && !said.length;
  const title = document.createElement("h2");
  title.id = "drafts";
  title.textContent = "Kept as you typed it";
  const items = document.createElement("ul");
  items.append(...drafts.map((draft) => item(draft, kids, place)));
  place.replaceChildren(title, ...said, items);
  if (begun) sayBegun(begun, drafts.filter(({ form }) => form.startsWith("letter ")), kids);
}

/** The letters begun, in one line on top of My case. @param {HTMLElement} line @param {store.Draft[]} drafts @param {Kid[]} kids */
function sayBegun(line, drafts, kids) {
  line.hidden = !drafts.length;
  line.replaceChildren("Begun and kept: ", ...drafts.slice(0, MOST_BEGUN).flatMap((draft, at) => [at ? ", " : "", linkTo(draft, kids), ` ${whose(draft, kids)}`.trimEnd()]));
  if (drafts.length <= MOST_BEGUN) return;
  const all = document.createElement("a");
  all.href = "#drafts";
  all.textContent = `all ${drafts.length}`;
  line.append(", ", all);
}

/** "for Sam", if there are several children. @param {store.Draft} draft @param {Kid[]} kids */
const whose = (draft, kids) => (kids.length > 1 ? `for ${nameAmong(kids, draft.child)}` : "");

/** @param {store.Draft} draft @param {Kid[]} kids */
function linkTo(draft, kids) {
  const link = document.createElement("a");
  link.href = new URL(draft.page, root).href;
  link.textContent = draft.title;
  link.addEventListener("click", async (event) => {
    if (!kids.some(({ id }) => id === draft.child)) return;
    event.preventDefault();
    await store.choose(draft.child); // the URL does not identify the child
    location.href = link.href;
  });
  return link;
}

/** @param {store.Draft} draft @param {Kid[]} kids @param {HTMLElement} place */
function item(draft, kids, place) {
  const made = document.createElement("li");
  const name = whose(draft, kids);
  const changed = new Date(draft.changed).toLocaleString("en-US", { dateStyle: "long", timeStyle: "short" });
  const about = document.createElement("p");
  about.className = "pt-help";
  about.textContent = `${name && `${name.replace("for", "For")}. `}Last changed ${changed}.`;
  made.append(linkTo(draft, kids), about, button("Throw away", async () => {
    const gone = await store.deleteDrafts([draft.id]);
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    words.append(`“${draft.title}” is thrown away. `, button("Put it back", async () => {
      await store.bringDraftsBack(gone);
      await list(place);
    }));
    await list(place, words);
    words.querySelector("button")?.focus();
  }, `Throw away the draft: ${draft.title}${name && `, ${name}`}`));
  return made;
}
