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

/** What a link's answers would change in a draft. `asks`: the link's fields that conflict with the draft or are in a row to add;
 * `fields` and `rows`: the content to apply if the parent agrees; `isNew`: fields that apply without asking, because the draft lacks
 * them, or because all that it has is what an earlier link brought.
 * @param {Filled & {handed?: Object<string, string>}} kept @param {Filled} stood the form with the link's answers @param {string[]} linked their fields
 * @returns {{asks: string[], isNew: string[], fields: Object<string, string>, rows: Object<string, string[]>}} */
export function ofLink(kept, stood, linked) {
  /** @type {ReturnType<typeof ofLink>} */ const found = { asks: [], isNew: [], fields: {}, rows: {} };
  const single = linked.filter((field) => !field.includes("."));
  const others = single.filter((field) => kept.fields[field] !== undefined && kept.fields[field] !== stood.fields[field]);
  const areOnlyCarried = Object.entries(kept.fields).every(([field, value]) => field === "state" || kept.handed?.[field] !== undefined || value === (stood.fields[field] ?? ""));
  found.isNew.push(...single.filter((field) => kept.fields[field] === undefined), ...(areOnlyCarried ? others : []));
  for (const field of areOnlyCarried ? [] : others) {
    found.asks.push(field);
    found.fields[field] = stood.fields[field];
  }
  for (const group of new Set(linked.filter((one) => one.includes(".")).map((one) => one.split(".")[0]))) {
    const own = linked.filter((one) => one.startsWith(`${group}.`)), numbers = kept.rows[group] ?? [];
    const inRow = (/** @type {string} */ field, /** @type {string} */ number) => `${group}.${number}.${field.split(".")[2]}`;
    if (!numbers.some((number) => Object.entries(kept.fields).some(([name, value]) => name.startsWith(`${group}.${number}.`) && value))) found.isNew.push(...own);
    else if (!numbers.some((number) => own.every((field) => kept.fields[inRow(field, number)] === stood.fields[field]))) {
      const next = String(Math.max(...numbers.map(Number)) + 1);
      found.asks.push(...own);
      for (const field of own) found.fields[inRow(field, next)] = stood.fields[field];
      found.rows[group] = [...numbers, next];
    }
  }
  return found;
}
