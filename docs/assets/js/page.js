// Every page: text to copy, section links to share, checkboxes that persist. Forms load their own modules.

import { sayFailure } from "./failures.js";
import { expectPaper } from "./paper.js";
import { forgetTab, note, recall } from "./records/keys.js";
import { copy, wordsButton } from "./letter/copy.js";

document.querySelectorAll(".admonition.say").forEach((slip) => {
  const words = () => [...slip.querySelectorAll(":scope > :not(.admonition-title):not(button)")].map((part) => /** @type {HTMLElement} */ (part).innerText).join("\n\n");
  slip.append(wordsButton(words, "Copy these words"));
});

// A popover closes when a link in it leads to another part of the page, which it would cover.
document.addEventListener("click", ({ target }) => {
  const link = /** @type {HTMLElement} */ (target).closest('.pt-pop a[href^="#"]');
  /** @type {HTMLElement | null | undefined} */ (link?.closest("[popover]"))?.hidePopover?.();
});

// A link's target may be folded, and older browsers do not open it. One that opens its target itself has done so before.
function unfold() {
  const part = document.getElementById(location.hash.slice(1));
  for (let fold = part?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  if (part?.closest("details")) part.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (location.hash) unfold();

// A search is stored in its own tab only; "Delete everything" in another tab must delete it too.
if (recall("paper-trail.searched") && typeof BroadcastChannel === "function") {
  new BroadcastChannel("paper-trail").addEventListener("message", ({ data }) => data === "deleted" && forgetTab());
}

const copied = document.createElement("p");
copied.className = "pt-copied";
copied.setAttribute("role", "status");
document.body.append(copied);
/** @type {ReturnType<typeof setTimeout> | undefined} */ let copiedFor;

document.querySelectorAll("a.headerlink").forEach((link) => {
  const heading = /** @type {HTMLElement} */ (link.parentElement);
  const name = document.createElement("span"); // the heading's name without the link's
  name.id = `${heading.id}-name`;
  name.append(...[...heading.childNodes].filter((node) => node !== link));
  heading.prepend(name);
  heading.setAttribute("aria-labelledby", name.id);
  const title = name.textContent?.trim() ?? "";
  link.setAttribute("aria-label", `Share a link to: ${title}`);
  link.addEventListener("click", async (event) => {
    const url = /** @type {HTMLAnchorElement} */ (link).href;
    const words = `${title} - ${document.title}`;
    event.preventDefault();
    history.replaceState(null, "", url);
    expectPaper();
    if (navigator.share) return navigator.share({ title: words, url }).catch(() => {});
    await copy(`${words}\n${url}`);
    copied.textContent = `Copied: the link to “${title}”`;
    clearTimeout(copiedFor);
    copiedFor = setTimeout(() => (copied.textContent = ""), 4000);
  });
});

document.querySelectorAll(".pt-checklist").forEach((list) => {
  const key = `paper-trail.ticks.${/** @type {HTMLElement} */ (list).dataset.checklist}`;
  const boxes = /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input[type=checkbox]")]);
  const kept = () => new Set(/** @type {string[]} */ (JSON.parse(recall(key) ?? "[]")));
  const show = () => {
    const ticked = kept();
    boxes.forEach((box) => (box.checked = ticked.has(box.name)));
  };
  show();
  addEventListener("storage", ({ key: changed }) => (changed === key || changed === null) && show()); // from another tab
  list.addEventListener("change", ({ target }) => {
    const ticked = kept(), { name, checked } = /** @type {HTMLInputElement} */ (target); // another tab may have ticked others
    if (checked) ticked.add(name);
    else ticked.delete(name);
    note(key, JSON.stringify(boxes.map((box) => box.name).filter((one) => ticked.has(one)))); // without storage they last for this visit
  });
});

// Only a built site has marked pages, and only https or localhost has service workers; a file:// page has neither.
if (document.documentElement.dataset.page && "serviceWorker" in navigator && location.protocol.startsWith("http")) {
  import("./offline/offline.js").catch(() => {}); // the page works without it
}

const calculators = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".pt-calculator"));

const NO_SENT = "This page cannot ask when you sent the letter: a part of it did not arrive. Write the day on your copy of the letter.";
const NO_DRAFTS = "What you type here is not kept: a part of this page did not arrive. Load the page again with a connection.";

/** @param {HTMLElement} box */
function cannotAskWhenSent(box) {
  box.addEventListener("pt:answered", (event) => {
    const words = document.createElement("p");
    words.className = "pt-kept";
    words.textContent = NO_SENT;
    /** @type {CustomEvent} */ (event).detail.place.append(words);
  });
}

/** Load what answers the forms of this page. */
async function whatAnswers() {
  if (document.querySelector(".pt-case")) await import("./case/case.js");
  else if (document.querySelector(".pt-book[data-calculator=notes]")) await import("./log/notes.js");
  else if (document.querySelector(".pt-book")) await import("./log/log.js");
  else if (calculators.length) await import("./form/form.js");
  if (document.querySelector("form[data-letter]")) await import("./records/sent.js").catch(() => calculators.forEach(cannotAskWhenSent));
  const drafts = document.querySelectorAll(".pt-draft");
  if (drafts.length) import("./records/drafts.js").catch(() => drafts.forEach((place) => (place.textContent = NO_DRAFTS)));
}

try {
  await whatAnswers();
  calculators.forEach((box) => box.classList.add("pt-alive"));
  // Repeat a press on a button that came before its script (macros/theme/partials/pressed.html).
  for (const form of document.querySelectorAll(".pt-pressed > form")) /** @type {HTMLElement} */ (form.querySelector(".pt-go")).click();
} catch {
  calculators.forEach((box) => {
    box.classList.add("pt-lost");
    sayFailure(box, "lost");
  });
}
const guides = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-guide]"));
if (guides.length) import("./guides.js").then(({ leadBack }) => leadBack(guides), () => {}); // unchanged they lead to the federal guides
calculators.forEach((box) => box.addEventListener("pt:answered", async (event) => {
  expectPaper();
  const { said, place, form } = /** @type {CustomEvent} */ (event).detail;
  if (form.dataset.calculator === "deadlines") (await import("./records/keep.js")).offer(place, form, box);
  if (said.letters || !place.querySelector(".pt-take-away")) return;
  place.querySelector(".pt-known")?.remove();
  const about = { state: form.elements.namedItem("state")?.value ?? "", root: box.dataset.root ?? "", name: "", child: form.dataset.child ?? "" };
  if (said.known) (await import("./records/known.js")).showKnown(place.querySelector(".pt-take-away"), said.known, about);
}));
