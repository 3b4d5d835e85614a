// Three-way merge of a text by lines: this tab's insertions and deletions, applied to the stored text.

/** No line is lost: if both tabs changed one, both versions stay. A line that both inserted appears once.
 * @param {string} kept the stored text @param {string} was what this tab had read @param {string} now what it became here
 * @returns {string} */
export function mergedLines(kept, was, now) {
  if (kept === was || kept === now) return now;
  const lines = linesOf(kept), before = linesOf(was), after = linesOf(now);
  let same = 0, end = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  while (end < Math.min(before.length, after.length) - same && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const old = before.slice(same, before.length - end), own = after.slice(same, after.length - end);
  const gone = without(old, own), others = without(lines, before);
  const added = without(without(own, old).filter((line) => line.trim()), others);
  let at = placeAfter(lines, before.slice(0, same));
  for (const line of gone) {
    const found = nearest(lines, line, at);
    if (found < 0) continue; // the other tab deleted or changed it
    lines.splice(found, 1);
    at = found;
  }
  lines.splice(at, 0, ...added);
  return lines.join("\n");
}

/** @param {string} text */
const linesOf = (text) => (text ? text.split("\n") : []);

/** Multiset difference of lines. @param {string[]} lines @param {string[]} others */
function without(lines, others) {
  /** @type {Map<string, number>} */ const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const times = left.get(line) ?? 0;
    if (times) left.set(line, times - 1);
    return !times;
  });
}

/** The index after the last of some lines that still exists. @param {string[]} lines @param {string[]} above */
function placeAfter(lines, above) {
  for (let number = above.length - 1; number >= 0; number -= 1) {
    const found = nearest(lines, above[number], number);
    if (found >= 0) return found + 1;
  }
  return above.length ? lines.length : 0;
}

/** The equal line nearest to an index; -1 if there is none. @param {string[]} lines @param {string} line @param {number} at */
function nearest(lines, line, at) {
  const before = lines.lastIndexOf(line, at), after = lines.indexOf(line, at);
  if (before < 0 || after < 0) return Math.max(before, after);
  return at - before <= after - at ? before : after;
}
