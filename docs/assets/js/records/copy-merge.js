// Merges a backup into this phone's records: what is new, identical, or conflicting. Nothing here is deleted or overwritten except
// where the parent chose so.

import { about, emptyChild, NAMES } from "./tables.js";

/** @typedef {import("./copy-file.js").Kept} Kept */
/** A conflict: `id` identifies its place, `place` is the path in words, starting with the table; `here` and `copy` are the values.
 * @typedef {{id: string, child: string, place: string[], here: any, copy: any}} Clash */
/** The child here that a child of the copy is imported as. @typedef {{child: string, as: string}} As */
/** @typedef {{added: number, same: number, clashes: Clash[]}} Tally */

/** Identifiers, which are not compared. */
const NAMING = ["id", "child", "calendar"];

/** The children, including those without a case, who have only "About us" answers or a draft and no row of their own.
 * @param {import("./tables.js").Rows} rows @returns {{id: string, name: string, calendar: string}[]} */
export function kidsOf(rows) {
  const kids = new Map(rows.children);
  for (const name of NAMES) {
    for (const row of rows[name].values()) {
      const id = whoseRow(name, row);
      if (/^\d{1,9}$/.test(id) && !kids.has(id)) kids.set(id, { id, name: "", calendar: "" });
    }
  }
  return [...kids.values()];
}

/** For each child of the copy: the child here with the same calendar id (`sure`), or a possible match by nickname or as the only
 * child (`maybe`). @param {Kept} here @param {Kept} copy
 * @returns {{child: string, name: string, sure: string, maybe: string}[]} */
export function children(here, copy) {
  const there = kidsOf(here.rows), all = kidsOf(copy.rows);
  return all.map(({ id, name, calendar }) => {
    const sure = there.find((one) => calendar && one.calendar === calendar)?.id ?? "";
    const twin = there.find((one) => name && one.name.toLowerCase() === name.toLowerCase());
    const only = there.length === 1 && all.length === 1 && !(name && there[0].name) ? there[0] : null;
    return { child: id, name, sure, maybe: sure || (twin ?? only)?.id || "" };
  });
}

/** Give each new child an unused id. @param {Kept} here @param {As[]} all `as` is "" for a new one @returns {As[]} */
export function withIds(here, all) {
  const used = new Set([...kidsOf(here.rows).map(({ id }) => id), ...all.map((one) => one.as)].filter(Boolean));
  return all.map(({ child, as }) => {
    const id = as || (used.has(child) ? String(Math.max(0, ...[...used].map(Number)) + 1) : child);
    used.add(id);
    return { child, as: id };
  });
}

/** The merged records, and a tally of new, identical and conflicting values for each child (by its id in the copy) and, under "",
 * for shared records. @param {Kept} here @param {Kept} copy @param {As[]} as from `withIds`
 * @param {Set<string>} [chosen] conflicts resolved in favour of the copy @returns {{kept: Kept, tallies: Object<string, Tally>}} */
export function merged(here, copy, as, chosen = new Set()) {
  const tallies = Object.fromEntries(["", ...as.map(({ child }) => child)].map((child) => [child, /** @type {Tally} */ ({ added: 0, same: 0, clashes: [] })]));
  const rows = /** @type {import("./tables.js").Rows} */ ({});
  for (const name of NAMES) {
    rows[name] = new Map(here.rows[name]);
    for (const [id, row] of copy.rows[name]) {
      const child = whoseRow(name, row), own = as.find((one) => one.child === child);
      const moved = own ? asOf(name, row, own) : row;
      const to = own ? moved.id : id;
      if (name === "chosen") {
        const shown = as.find((one) => one.child === row)?.as;
        if (!rows.chosen.has(id) && shown) rows.chosen.set(id, shown);
        continue;
      }
      const place = new Place(tallies[own ? child : ""], chosen, child, name);
      const there = rows[name].get(to), words = about(name).whose === "child" ? [wordsOf(moved)] : [];
      const areTwo = about(name).person && areOthers(there, moved);
      rows[name].set(to, about(name).whole ? place.whole(there, moved) : areTwo ? place.either(there, moved, [to], words) : place.merge(there, moved, [to], words));
    }
  }
  const kids = kidsOf(rows); // with several children, each needs a row to be selectable
  if (kids.length > 1) for (const { id } of kids) if (!rows.children.has(id)) rows.children.set(id, emptyChild(id));
  const place = new Place(tallies[""], chosen, "", "notes");
  return { kept: { rows, notes: place.notes(here.notes, copy.notes) }, tallies };
}

/** @param {string} name @param {any} row */
function whoseRow(name, row) {
  const { whose } = about(name);
  return whose ? row[whose] : "";
}

/** True for two people. @param {{name?: string} | undefined} here @param {{name?: string}} copy */
function areOthers(here, copy) {
  const [one, other] = [here, copy].map((row) => (row?.name ?? "").trim().toLowerCase());
  return Boolean(one && other) && one !== other;
}

/** A row reassigned to the child it is imported for. @param {string} name @param {any} row @param {As} own */
function asOf(name, row, { child, as }) {
  if (about(name).whose === "id") return { ...row, id: as };
  return { ...row, child: as, id: row.id.startsWith(`${child} `) ? `${as}${row.id.slice(child.length)}` : row.id };
}

/** Merges one table's values and keeps the tally. */
class Place {
  /** @param {Tally} tally @param {Set<string>} chosen @param {string} child @param {string} table */
  constructor(tally, chosen, child, table) {
    this.tally = tally;
    this.chosen = chosen;
    this.child = child;
    this.table = table;
  }

  /** @param {any} here @param {any} copy @param {string[]} path @param {string[]} [words] the same in words @returns {any} */
  merge(here, copy, path, words = []) {
    if (isEmpty(copy)) return here === undefined ? copy : here;
    if (Array.isArray(copy) && (Array.isArray(here) || isEmpty(here))) return this.lists(here ?? [], copy, path, words);
    if (isObject(copy) && (isObject(here) || isEmpty(here))) {
      const names = [...new Set([...Object.keys(here ?? {}), ...Object.keys(copy)])];
      return Object.fromEntries(names.map((name) => [name, NAMING.includes(name) ? (here ?? copy)[name] : this.merge(here?.[name], copy[name], [...path, name], [...words, name])]));
    }
    if (isEmpty(here)) return this.added(copy);
    return this.either(here, copy, path, words);
  }

  /** Merge lists: entries with the same name are one; those without a name must be identical. @param {any[]} here @param {any[]} copy
   * @param {string[]} path @param {string[]} words */
  lists(here, copy, path, words) {
    const names = new Map(copy.map((entry) => [nameOf(entry), entry]));
    const both = here.map((entry) => {
      const name = nameOf(entry), other = names.get(name);
      names.delete(name);
      return other === undefined ? entry : this.asOne(() => this.merge(entry, other, [...path, name], [...words, wordsOf(entry)]));
    });
    return [...both, ...[...names.values()].map((entry) => this.added(entry))];
  }

  /** Merge an entry of a list, and count it once, as one that is added; only what is different in it counts by itself.
   * @template T @param {() => T} merge @returns {T} */
  asOne(merge) {
    const { tally } = this, { added, same } = tally, clashes = tally.clashes.length;
    const made = merge(), isMore = tally.added > added, isDifferent = tally.clashes.length > clashes;
    tally.added = added + (isMore && !isDifferent ? 1 : 0);
    tally.same = same + (isMore || isDifferent ? 0 : 1);
    return made;
  }

  /** @param {any} here @param {any} copy an indivisible row */
  whole(here, copy) {
    return here === undefined ? this.added(copy) : this.either(here, copy, [copy.id], [copy.title ?? ""]);
  }

  /** @param {any} copy */
  added(copy) {
    this.tally.added += 1;
    return copy;
  }

  /** @param {any} here @param {any} copy @param {string[]} path @param {string[]} words */
  either(here, copy, path, words) {
    if (text(here) === text(copy)) {
      this.tally.same += 1;
      return here;
    }
    const id = [this.table, ...path].join(" ");
    this.tally.clashes.push({ id, child: this.child, place: [this.table, ...words], here, copy });
    return this.chosen.has(id) ? copy : here;
  }

  /** Ticks are merged; other notes conflict. @param {Object<string, string>} here @param {Object<string, string>} copy */
  notes(here, copy) {
    const notes = { ...here };
    for (const [key, value] of Object.entries(copy)) {
      const own = ticksOf(key, here[key] ?? "[]"), others = ticksOf(key, value);
      const ticks = own && others && this.lists(own, others, [key], []);
      notes[key] = ticks ? (here[key] === undefined ? value : JSON.stringify(ticks)) : this.merge(here[key], value, [key], [key]);
    }
    return notes;
  }
}

/** The ticks in a list; null for another note. @param {string} key @param {string} value @returns {any[] | null} */
function ticksOf(key, value) {
  if (!key.startsWith("paper-trail.ticks.")) return null;
  try {
    const ticks = JSON.parse(value);
    return Array.isArray(ticks) ? ticks : null;
  } catch {
    return null; // not of this site's making
  }
}

/** The identity of a list entry. A sent letter is the same even if its answer was noted on one phone only.
 * @param {any} entry @returns {string} */
function nameOf(entry) {
  if (!isObject(entry)) return text(entry);
  return entry.id ?? (entry.letter ? `${entry.letter} ${entry.day} ${entry.arrives ?? ""}` : text(entry));
}

/** @param {any} entry its label */
const wordsOf = (entry) => [entry?.title, entry?.name, entry?.day].filter(Boolean).join(", ");

/** Deterministic text for comparison; modification times are ignored. @param {any} value */
function text(value) {
  return JSON.stringify(value, (name, part) => {
    if (name === "changed") return undefined;
    return isObject(part) ? Object.fromEntries(Object.keys(part).sort().map((each) => [each, part[each]])) : part;
  });
}

/** @param {any} value */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {any} value */
const isEmpty = (value) => value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);
