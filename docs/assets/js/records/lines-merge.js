// A text of lines that two tabs changed: what one of them put in and took out since it read it, done to what is kept by now.

/** No line is lost: of one that both changed, both stand. A line that both put in stands once.
 * @param {string} kept what is kept by now @param {string} was what this tab had read @param {string} now what it has made of that
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
    if (found < 0) continue; // the other tab took it out, or changed it
    lines.splice(found, 1);
    at = found;
  }
  lines.splice(at, 0, ...added);
  return lines.join("\n");
}

/** @param {string} text */
const linesOf = (text) => (text ? text.split("\n") : []);

/** Lines but for others, each as often as it stands there. @param {string[]} lines @param {string[]} others */
function without(lines, others) {
  /** @type {Map<string, number>} */ const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const times = left.get(line) ?? 0;
    if (times) left.set(line, times - 1);
    return !times;
  });
}

/** Where to go on after the last of some lines that is still there. @param {string[]} lines @param {string[]} above */
function placeAfter(lines, above) {
  for (let number = above.length - 1; number >= 0; number -= 1) {
    const found = nearest(lines, above[number], number);
    if (found >= 0) return found + 1;
  }
  return above.length ? lines.length : 0;
}

/** Of lines that say the same the one that is nearest to a place; -1 if none does. @param {string[]} lines @param {string} line @param {number} at */
function nearest(lines, line, at) {
  const before = lines.lastIndexOf(line, at), after = lines.indexOf(line, at);
  if (before < 0 || after < 0) return Math.max(before, after);
  return at - before <= after - at ? before : after;
}
