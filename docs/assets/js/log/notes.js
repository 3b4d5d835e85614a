// Contacts and notes: stores notes of calls, conversations and e-mails for the child shown, and shows Python's result: what is
// open, and since when.

import { button } from "../button.js";
import { asked } from "../asked.js";
import { ownQuestions } from "../form/rows.js";
import { Book } from "./book.js";
import { box, form, place, random, tell } from "./parts.js";
import { isOff } from "../records/drafts-off.js";
import { called, linkWays, waysTo } from "../records/person.js";
import * as store from "../records/store.js";

const who = /** @type {HTMLInputElement} */ (form.elements.namedItem("who"));
const how = /** @type {HTMLSelectElement} */ (form.elements.namedItem("how"));
/** The suggestions: the child's people, and others that the notes name. */
const people = document.createElement("div");
people.className = "pt-log-ways pt-note-people";
people.setAttribute("role", "group");
people.setAttribute("aria-label", "People you know");
/** Contact links of the person in the field. */
const ways = document.createElement("p");
ways.className = "pt-reached";
who.after(people, ways);
ownQuestions(form);

/** The people of the child shown. @type {store.Person[]} */ let known = [];

/** "all" once every note is requested. */
let more = "";

/** Maximum number of suggestions. */
const MOST_OFFERED = 12;

/** Suggest people, those of the last notes first. @param {{who: string, person: string}[]} noted */
function offer(noted) {
  const others = known.filter((one) => called(one) && !noted.some(({ person }) => person === one.id)).map(called);
  const names = [...new Set([...noted.map((one) => called(known.find(({ id }) => id === one.person) ?? /** @type {any} */ ({ name: one.who }))), ...others])].slice(0, MOST_OFFERED);
  people.hidden = !names.length;
  if (names.join("\n") === [...people.children].map((one) => one.textContent).join("\n")) return; // keep them: one may have the focus
  people.replaceChildren(...names.map((name) => button(name, () => put(name))));
}

/** @param {string} name */
function put(name) {
  who.value = name;
  who.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Show contact links of the person in the field. */
function sayWays() {
  const person = known.find((one) => called(one) === who.value);
  ways.replaceChildren(...(person ? waysTo(person.phone, person.email) : []));
}
who.addEventListener("input", sayWays);
for (const kind of ["pt:emptied", "pt:filled"]) form.addEventListener(kind, sayWays);

/** Add a person named in a note to the child's people. @param {DOMStringMap} of */
async function keepPerson({ name = "", role = "", words = "" }) {
  await store.addPerson({ child: book.child, name, role, role_words: words, phone: "", email: "", address: "", note: "" }, random());
  const add = document.createElement("a");
  add.href = new URL(`${box.dataset.root ?? ""}tools/case/#people`, document.baseURI).href;
  add.textContent = "Add a phone number";
  tell(`${name} is kept among your people. `, add);
  await book.show();
  add.focus();
}

const book = new Book({
  calculator: "notes",
  page: "tools/notes/",
  list: "notes",
  words: { add: "Add a note", change: "Change a note", gone: "The note is removed. " },
  besides: () => ({ more }),
  async inputs({ notes }, besides) {
    known = (await store.aboutUs(book.child)).people;
    return { entries: notes, ...(isOff() ? {} : { people: known.map(({ note: _own, ...one }) => one) }), ...besides };
  },
  one: (kept, note, number) => ({ kept: { ...kept, notes: [/** @type {any} */ (note)] }, besides: { want: "kept", changed: number < kept.notes.length ? note.id : "" }, number: 0 }),
  without: (kept, id) => ({ ...kept, notes: kept.notes.filter((one) => one.id !== id) }),
  async shown({ people: noted }) {
    if (!noted) known = (await store.aboutUs(book.child)).people; // without a note nobody was asked
    offer(noted ?? []);
    sayWays();
  },
  afresh: () => (more = ""),
  pressed: {
    more(of) {
      more = of.more ?? "";
      return book.show();
    },
    person: keepPerson,
    /** Record that it was done or answered today; "Change" sets another day. */
    answered: async ({ entry, day = "" }) => {
      /** @type {store.Note | undefined} */ let before;
      const put = (/** @type {(one: store.Note) => store.Note} */ change) => (/** @type {store.Log} */ kept) => ({ ...kept, notes: kept.notes.map((one) => (one.id === entry ? change(one) : one)) });
      const back = button("Not done after all", () => book.keep(put((one) => before ?? one)).then(() => place.focus({ preventScroll: true })));
      await book.keep(put((one) => ({ ...(before = one), answered: day })), "It counts as done today. Was it on another day? Press “Change” under the note. ", back);
      back.focus();
    },
  },
});

/** Turn contact details in an answer into links. */
box.addEventListener("pt:answered", () => linkWays(place.querySelectorAll(".pt-reached")));

await book.begin();

/** A link from a person starts a note of a call; an unfinished note stays. */
known = (await store.aboutUs(book.child)).people;
const meant = known.find(({ id }) => id === asked().get("person"));
const isBegun = ["said", "asked", "promised"].some((name) => /** @type {HTMLTextAreaElement} */ (form.elements.namedItem(name)).value.trim()) || who.value && !known.some((one) => called(one) === who.value);
if (meant && (!isBegun || who.value === called(meant))) {
  put(called(meant));
  how.value ||= "call";
  how.dispatchEvent(new Event("input", { bubbles: true }));
  /** @type {HTMLElement} */ (form.elements.namedItem("said")).focus();
} else if (meant) tell(`A note that you began is here. Keep it first, then note the call with ${meant.name || meant.role_words}.`);
