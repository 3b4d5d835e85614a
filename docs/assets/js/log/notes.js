// Contacts and notes: stores what was said in calls, conversations and e-mails for the child shown, and shows Python's result: what
// is open, and since when.

import { button } from "../button.js";
import { form, openBook, place } from "./book.js";
import * as store from "../records/store.js";

const who = /** @type {HTMLInputElement} */ (form.elements.namedItem("who"));
/** The suggestions of people named in the notes. */
const people = document.createElement("div");
people.className = "pt-log-ways pt-note-people";
people.setAttribute("role", "group");
people.setAttribute("aria-label", "People in your notes");
who.after(people);

/** "all" once every note is to be shown. */
let more = "";

/** Suggest the people, most recent first: a tap is quicker than typing. @param {string[]} names */
function offer(names) {
  people.hidden = !names.length;
  people.replaceChildren(...names.map((name) => button(name, () => {
    who.value = name;
    who.dispatchEvent(new Event("input", { bubbles: true }));
  })));
}

const book = openBook({
  calculator: "notes",
  page: "tools/notes/",
  list: "notes",
  words: { add: "Add a note", change: "Change a note", gone: "The note is removed. " },
  besides: () => ({ more }),
  inputs: async ({ notes }, besides) => ({ entries: notes, ...besides }),
  one: (kept, note, number) => ({ kept: { ...kept, notes: [/** @type {any} */ (note)] }, besides: { want: "kept", changed: number < kept.notes.length ? note.id : "" }, number: 0 }),
  without: (kept, id) => ({ ...kept, notes: kept.notes.filter((one) => one.id !== id) }),
  shown: ({ people: names = [] }) => offer(names),
  afresh: () => (more = ""),
  pressed: {
    more(of) {
      more = of.more ?? "";
      return book.show();
    },
    /** Mark it done or answered today; “Change” sets another day. */
    answered: async ({ entry, day = "" }) => {
      /** @type {store.Note | undefined} */ let before;
      const put = (/** @type {(one: store.Note) => store.Note} */ change) => (/** @type {store.Log} */ kept) => ({ ...kept, notes: kept.notes.map((one) => (one.id === entry ? change(one) : one)) });
      const back = button("Not done after all", () => book.keep(put((one) => before ?? one)).then(() => place.focus({ preventScroll: true })));
      await book.keep(put((one) => ({ ...(before = one), answered: day })), "It counts as done today. Was it on another day? Press “Change” under the note. ", back);
      back.focus();
    },
  },
});

await book.begin();
