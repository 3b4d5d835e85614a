// Puts rows of the service log into a letter's draft: after the rows there, replacing its own earlier ones.

import * as store from "../records/store.js";

/** Rows for one letter. An existing row is the same one if its field `key` is one of `is`, or starts with `starts`.
 * @typedef {{title: string, page: string, group: string, key: string, rows: {is: string[], starts: string, fields: Object<string, string>}[]}} Rows */

/** @param {string} child @param {string} letter @param {Rows} of */
export function putInto(child, letter, { title, page, group, key, rows }) {
  return store.keepDraft(child, `letter ${letter}`, (kept) => {
    const fields = { ...kept?.fields };
    const isEmpty = (/** @type {string} */ number) => !Object.entries(fields).some(([name, value]) => name.startsWith(`${group}.${number}.`) && value);
    const numbers = (kept?.rows[group] ?? []).filter((number) => !isEmpty(number));
    for (const { is, starts, fields: given } of rows) {
      const same = numbers.find((number) => {
        const named = fields[`${group}.${number}.${key}`] ?? "";
        return is.includes(named) || named.startsWith(starts);
      });
      const number = same ?? String(Math.max(-1, ...numbers.map(Number)) + 1);
      if (same === undefined) numbers.push(number);
      for (const [name, value] of Object.entries(given)) fields[`${group}.${number}.${name}`] = value;
    }
    return { fields, rows: { ...kept?.rows, [group]: numbers }, open: kept?.open ?? [], handed: kept?.handed ?? {}, title, page, changed: Math.max(Date.now(), (kept?.changed ?? 0) + 1) };
  });
}
