// Replaces an answer by morphing: what is unchanged stays in place, so that opened folds stay open, changes are noticed by eye and
// screen reader, and little is repainted.

import morphdom from "../../vendor/morphdom.js";

/** Elements that came with answers, as opposed to those added on the page. @type {WeakSet<Element>} */ const came = new WeakSet();

/** @param {HTMLElement} place of the answer @param {HTMLElement} fresh the new answer, which is consumed */
export function renew(place, fresh) {
  // Buttons added to the old answer refer to its words.
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

/** Match keys in an answer: a time limit by its rule, and within it elements by class or summary, numbered if repeated.
 * @param {HTMLElement} part @returns {[Node, string][]} */
function namesIn(part) {
  /** @type {[Node, string][]} */ const names = [];
  /** @type {Map<string, number>} */ const seen = new Map();
  const name = (/** @type {Element} */ element, /** @type {string} */ like) => {
    const before = seen.get(like) ?? 0;
    seen.set(like, before + 1);
    names.push([element, `${like} ${before}`]);
    return `${like} ${before}`;
  };
  for (const keyed of part.querySelectorAll("[data-key]")) name(keyed, `key ${keyed.getAttribute("data-key")}`); // each question keeps its own element
  for (const clock of part.querySelectorAll("[data-rule]")) {
    const own = name(clock, clock.getAttribute("data-rule") ?? "");
    for (const child of clock.children) name(child, `${own} ${child.className || child.querySelector("summary")?.textContent || child.tagName}`);
  }
  return names;
}
