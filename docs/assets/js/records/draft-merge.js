// Merges the drafts of two tabs: for a field that both changed, the later change wins.

/** @typedef {import("../form/filled.js").Filled} Filled */

/** @param {Filled} what @returns {string[]} its rows, such as "facts.1" */
export function rowNames({ rows }) {
  return Object.entries(rows).flatMap(([group, numbers]) => numbers.map((number) => `${group}.${number}`));
}

/** The stored draft with this tab's changes.
 * @param {Filled | undefined} kept @param {Filled} now @param {Set<string>} changed @param {Set<string>} removed rows, such as "facts.1"
 * @param {string[]} touched @returns {Filled} */
export function merged(kept, now, changed, removed, touched) {
  const fields = { ...kept?.fields };
  for (const name of [...changed, ...(kept ? [] : [...touched, "state"])]) if (now.fields[name] !== undefined) fields[name] = now.fields[name];
  /** @type {Object<string, string[]>} */ const rows = {};
  for (const [group, numbers] of Object.entries(now.rows)) {
    const all = new Set([...(kept?.rows[group] ?? []), ...numbers]);
    rows[group] = [...all].filter((number) => !removed.has(`${group}.${number}`)).sort((one, other) => Number(one) - Number(other));
  }
  for (const name of Object.keys(fields)) {
    const [group, number] = name.split(".");
    if (number !== undefined && rows[group] && !rows[group].includes(number)) delete fields[name];
  }
  return { fields, rows, open: now.open };
}
