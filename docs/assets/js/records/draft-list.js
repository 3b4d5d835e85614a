// The drafts on this phone, each with links to open or discard it. On the page of letters, only drafts of letters.

import { button } from "../button.js";
import { onReturn } from "../form/fresh.js";
import * as store from "./store.js";

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
}

/** @param {store.Draft} draft @param {{id: string, name: string}[]} kids @param {HTMLElement} place */
function item(draft, kids, place) {
  const made = document.createElement("li");
  const link = document.createElement("a");
  const name = kids.length > 1 ? `, for ${kids.find(({ id }) => id === draft.child)?.name || `child ${draft.child}`}` : "";
  const changed = new Date(draft.changed).toLocaleString("en-US", { dateStyle: "long", timeStyle: "short" });
  link.href = new URL(draft.page, root).href;
  link.textContent = draft.title;
  link.addEventListener("click", async (event) => {
    if (!kids.some(({ id }) => id === draft.child)) return;
    event.preventDefault();
    await store.choose(draft.child); // the URL does not identify the child
    location.href = link.href;
  });
  const about = document.createElement("p");
  about.className = "pt-help";
  about.textContent = `${name ? `${name[2].toUpperCase()}${name.slice(3)}. ` : ""}Last changed ${changed}.`;
  made.append(link, about, button("Throw away", async () => {
    const gone = await store.deleteDrafts([draft.id]);
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    words.append(`“${draft.title}” is thrown away. `, button("Put it back", async () => {
      await store.bringDraftsBack(gone);
      await list(place);
    }));
    await list(place, words);
    words.querySelector("button")?.focus();
  }, `Throw away the draft: ${draft.title}${name}`));
  return made;
}
