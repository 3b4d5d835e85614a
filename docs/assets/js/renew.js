// An answer takes the place of the one before it. What says the same stays as it is: what a parent opened stays open, the
// eye and a screen reader find what changed, and a phone draws little again.

import morphdom from "../vendor/morphdom.js";

/** What stands in answers as they came, and was not added on the page. @type {WeakSet<Element>} */ const came = new WeakSet();

/** @param {HTMLElement} place where an answer may stand @param {HTMLElement} fresh what is to stand there, and is taken apart */
export function renew(place, fresh) {
  // Buttons that were added to the old answer know its words.
  for (const element of place.querySelectorAll("*")) if (!came.has(element)) element.remove();
  const names = new Map([...namesIn(place), ...namesIn(fresh)]);
  morphdom(place, fresh, {
    childrenOnly: true,
    getNodeKey: (node) => names.get(node),
    onBeforeElUpdated(old, other) {
      if (old instanceof HTMLDetailsElement && old.open) other.setAttribute("open", "");
      return !old.isEqualNode(other);
    },
  });
  for (const element of place.querySelectorAll("*")) came.add(element);
}

/** A time limit is the same one if its rule is, and how often that stood there before: what was opened is its own.
 * @param {HTMLElement} part @returns {[Node, string][]} */
function namesIn(part) {
  /** @type {Map<string, number>} */ const seen = new Map();
  return [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll("[data-rule]"))].map((clock) => {
    const rule = clock.dataset.rule ?? "";
    const before = seen.get(rule) ?? 0;
    seen.set(rule, before + 1);
    return [clock, `${rule} ${before}`];
  });
}
