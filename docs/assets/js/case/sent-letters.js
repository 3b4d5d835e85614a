// My case: the letters marked as sent, each with the day on which it arrived and a way to take it out.

import { button } from "../button.js";
import { recompute } from "./answer.js";
import { arrange, dateOf, form, partOf } from "./fields.js";
import { child, keep, keeping } from "./kept.js";
import * as store from "../records/store.js";

/** @param {store.Sent[]} sent */
export function showSent(sent) {
  const part = /** @type {HTMLElement} */ (form.querySelector(".pt-sent-list"));
  part.hidden = !sent.length;
  const title = document.createElement("h3");
  title.textContent = "Letters you sent";
  const list = document.createElement("ul");
  list.append(...sent.map((one, index) => {
    const line = document.createElement("li");
    const expected = one.arrives !== one.day ? `, expected there on ${one.arrives}` : "";
    line.append(`${one.title}: ${one.day}${expected} `, ...(one.event ? [received(one, index)] : []), button("Remove", async () => {
      const left = (await store.read(child)).sent.filter((_, other) => other !== index);
      await keep({ sent: left });
      showSent(left);
    }, `Remove: ${one.title}, ${one.day}`));
    return line;
  }));
  part.replaceChildren(title, list);
}

/** On what day did they get it? The letter's clock counts from that day, so it takes the place of the expected one.
 * @param {store.Sent} one @param {number} index */
function received(one, index) {
  const asked = document.createElement("label");
  const typed = document.createElement("input");
  asked.className = "pt-received";
  Object.assign(typed, { type: "text", autocomplete: "off", value: one.received });
  asked.append("On what day did they get it? ", typed);
  let day = one.received || one.arrives || one.day;
  typed.addEventListener("change", async (event) => {
    event.stopPropagation(); // the date's own field below says what is wrong with it
    const sent = (await store.read(child)).sent.map((other, at) => (at === index ? { ...other, received: typed.value.trim() } : other));
    await keep({ sent });
    const now = typed.value.trim() || one.arrives || one.day;
    if (one.event) {
      await keeping(store.replaceDay(child, one.event, day, now));
      const part = partOf(one.event);
      if (part) dateOf(part).value = (await store.read(child)).events[one.event] ?? "";
      arrange(child);
      recompute("quiet");
    }
    day = now;
  });
  return asked;
}
