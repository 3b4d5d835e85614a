// A person of a case, as shown on pages: name and role, and contact links.

/** @typedef {import("./store.js").Person} Person */

/** Name and role, as in notes: "Ms. Lee, Speech therapist". @param {Person} person */
export const called = ({ name, role_words }) => [name, role_words].filter(Boolean).join(", ");

/** A phone number or e-mail address as a link; other text unchanged. @param {string} words @returns {HTMLAnchorElement | string} */
function reached(words) {
  const number = words.split(/\s*(?:x|ext)/i)[0].replace(/[^\d+]/g, "");
  const isEmail = /^[^\s<>()",;]+@[^\s<>()",;]+\.[a-z]{2,}$/i.test(words);
  if (!isEmail && !(/^[+(\d][-.\s()\d]{5,}(?:(?:x|ext\.?)\s*\d+)?$/i.test(words) && number.length > 6)) return words;
  const link = document.createElement("a");
  link.href = isEmail ? `mailto:${words}` : `tel:${number}`;
  link.textContent = words;
  return link;
}

/** Phone number and e-mail address, as links where valid. @param {string[]} all */
export const waysTo = (...all) => all.filter((one) => one.trim()).flatMap((one) => [reached(one.trim()), " "]);

/** Turn elements that contain a phone number or e-mail address into links. @param {Iterable<Element>} places */
export function linkWays(places) {
  for (const place of places) place.replaceChildren(...[...place.childNodes].map((part) => (part.nodeType === Node.TEXT_NODE ? reached(part.textContent ?? "") : part)));
}
