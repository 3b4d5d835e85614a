// Somebody of a case, as pages show them: what they are called, and how to reach them with a tap.

/** @typedef {import("./store.js").Person} Person */

/** Name and role, as a note says who it was: "Ms. Lee, Speech therapist". @param {Person} person */
export const called = ({ name, role_words }) => [name, role_words].filter(Boolean).join(", ");

/** The words of a phone number or an e-mail address as a link; other words as they are. @param {string} words @returns {HTMLAnchorElement | string} */
function reached(words) {
  const number = words.split(/\s*(?:x|ext)/i)[0].replace(/[^\d+]/g, "");
  const isEmail = /^[^\s<>()",;]+@[^\s<>()",;]+\.[a-z]{2,}$/i.test(words);
  if (!isEmail && !(/^[+(\d][-.\s()\d]{5,}(?:(?:x|ext\.?)\s*\d+)?$/i.test(words) && number.length > 6)) return words;
  const link = document.createElement("a");
  link.href = isEmail ? `mailto:${words}` : `tel:${number}`;
  link.textContent = words;
  return link;
}

/** Phone number and e-mail address, each a link if it is one. @param {string[]} all */
export const waysTo = (...all) => all.filter((one) => one.trim()).flatMap((one) => [reached(one.trim()), " "]);

/** Make links of the lines that are a phone number or an e-mail address. @param {Iterable<Element>} places */
export function linkWays(places) {
  for (const place of places) place.replaceChildren(...[...place.childNodes].map((part) => (part.nodeType === Node.TEXT_NODE ? reached(part.textContent ?? "") : part)));
}
