// Imports backups outside a browser: node copies.mjs < INPUT (JSON: {here: a backup of the existing data, copies: [backup]}).
// Prints a JSON list with, for each: {refused: why}, {fault} for any other error or {locked}; {changed} tells whether the
// existing data were modified in place, {same} whether an export after an import into empty storage can be imported and
// exported again without a difference.

import { text } from "node:stream/consumers";

import { NotTaken, read, written } from "../../docs/assets/js/records/copy-file.js";
import { children, merged, withIds } from "../../docs/assets/js/records/copy-merge.js";
import { NAMES } from "../../docs/assets/js/records/tables.js";

const { here, copies } = JSON.parse(await text(process.stdin));
const nothing = () => ({ rows: Object.fromEntries(NAMES.map((name) => [name, new Map()])), notes: {} });

/** @param {any} kept @param {any} copy */
function broughtIn(kept, copy) {
  const all = withIds(kept, children(kept, copy).map(({ child, sure }) => ({ child, as: sure })));
  return merged(kept, copy, all, new Set()).kept;
}

/** @param {string} file */
function tried(file) {
  const kept = read(here);
  const before = written(kept);
  try {
    const copy = read(file);
    if (copy.lock) return { locked: true };
    const taken = written(copy);
    broughtIn(kept, copy);
    const once = written(broughtIn(nothing(), read(taken)));
    return { changed: written(kept) !== before, same: once === written(broughtIn(nothing(), read(once))) };
  } catch (fault) {
    if (fault instanceof NotTaken) return { refused: fault.why, changed: written(kept) !== before };
    return { fault: `${fault.name}: ${fault.message}`, changed: written(kept) !== before };
  }
}

process.stdout.write(JSON.stringify(copies.map(tried)));
