// Migration of people from before there was a list of them: fields of "About us", and rows of the case file. Like every migration
// (tables.js), it must never change.

/** @typedef {import("./store.js").Person} Person */

/** The former fields of "About us", and their roles. */
const LINES = { director: "Special education director", principal: "Principal", case_manager: "Case manager" };
const EMAIL = /[^\s<>()",;]+@[^\s<>()",;]+\.[A-Za-z]{2,}/;
const PHONE = /(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])?\d{3}[-. ]\d{4}(?: ?(?:x|ext\.?) ?\d+)?/;

/** @param {import("./tables.js").Rows} rows */
export function peopleTypedBefore({ aboutUs, drafts, people }) {
  for (const [child, row] of aboutUs) {
    const { director, director_address: where = "", principal, case_manager, ...answers } = row.answers ?? {};
    const typed = { director, principal, case_manager };
    for (const [role, words] of Object.entries(LINES)) {
      const line = typed[/** @type {keyof typeof LINES} */ (role)] ?? "", isDirector = role === "director";
      if (!line && !(isDirector && where)) continue;
      const found = isDirector ? { name: line, ...placeOf(where) } : partsOf(line);
      people.set(`${child} ${role}`, { ...nobody(child, role), role, role_words: words, ...found });
    }
    aboutUs.set(child, { ...row, answers });
  }
  for (const [id, draft] of drafts) if (draft.form?.startsWith("case_file ")) drafts.set(id, withoutPeople(draft, people));
}

/** Remove the people from a case file's draft, and add them to the list. @param {any} draft @param {Map<string, Person>} people */
function withoutPeople(draft, people) {
  const fields = { ...draft.fields }, { people: order = [], ...rows } = draft.rows ?? {};
  const numbers = new Set([...order, ...Object.keys(fields).filter((name) => name.startsWith("people.")).map((name) => name.split(".")[1])]);
  for (const number of numbers) {
    /** @param {string} part */
    const taken = (part) => {
      const name = `people.${number}.${part}`, value = fields[name] ?? "";
      delete fields[name];
      return value.trim();
    };
    add(people, draft.child, number, taken("name"), taken("role"), taken("contact"));
  }
  return { ...draft, fields, rows };
}

/** Add a row of the case file, merging it with an existing person.
 * @param {Map<string, Person>} people @param {string} child @param {string} number @param {string} name @param {string} role @param {string} contact */
function add(people, child, number, name, role, contact) {
  if (!name && !role && !contact) return;
  const same = [...people.values()].find((one) => one.child === child && name && one.name.toLowerCase() === name.toLowerCase());
  const { name: rest, ...reached } = partsOf(contact);
  const known = Object.entries(LINES).find(([, words]) => words.toLowerCase() === role.toLowerCase());
  const made = { ...nobody(child, `row ${number}`), name, role: known?.[0] ?? (role ? "other" : ""), role_words: known?.[1] ?? role, ...reached };
  made.note = made.note || rest;
  while (!same && people.has(made.id)) made.id += " too"; // a child can have two drafts
  if (!same) return people.set(made.id, made);
  const isOther = same.role_words && role && same.role_words.toLowerCase() !== role.toLowerCase();
  const more = [isOther ? role : "", ...["phone", "email"].map((part) => (same[/** @type {"phone"} */ (part)] === made[/** @type {"phone"} */ (part)] || !same[/** @type {"phone"} */ (part)] ? "" : made[/** @type {"phone"} */ (part)])), made.note];
  people.set(same.id, {
    ...same,
    ...(same.role ? {} : { role: made.role, role_words: made.role_words }),
    phone: same.phone || made.phone,
    email: same.email || made.email,
    note: [...new Set([same.note, ...more])].filter(Boolean).join("\n"),
  });
}

/** @param {string} child @param {string} called @returns {Person} */
const nobody = (child, called) => ({ id: `${child} ${called}`, child, name: "", role: "", role_words: "", phone: "", email: "", address: "", note: "" });

/** Parse an address, or an e-mail address. @param {string} words */
const placeOf = (words) => (EMAIL.exec(words)?.[0] === words.trim() ? { email: words.trim() } : { address: words });

/** Split a name from a phone number and an e-mail address. If anything else is left, the whole line is kept as a note. @param {string} line */
function partsOf(line) {
  const email = EMAIL.exec(line)?.[0] ?? "", phone = PHONE.exec(line.replace(email, ""))?.[0] ?? "";
  const rest = line.replace(email, "").replace(phone, "").replace(/\(\s*\)|<\s*>/g, "").replace(/^[\s,;:]+|[\s,;:]+$/g, "").replace(/\s*([,;])[\s,;]*/g, "$1 ");
  const isMore = /@|\d{3}/.test(rest);
  return isMore ? { name: line.split(/[,;]/)[0].trim(), phone, email, note: line } : { name: rest, phone, email, note: "" };
}
