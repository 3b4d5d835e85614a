// An answer takes the place of the one before it. What says the same stays as it is: what a parent opened stays open, the
// eye and a screen reader find what changed, and a phone draws little again.

import morphdom from "../../vendor/morphdom.js";

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

/** What is the same in two answers: a time limit of the same rule, and in it what has the same class or the same summary; of
 * several like that the first, and so on. @param {HTMLElement} part @returns {[Node, string][]} */
function namesIn(part) {
  /** @type {[Node, string][]} */ const names = [];
  /** @type {Map<string, number>} */ const seen = new Map();
  const name = (/** @type {Element} */ element, /** @type {string} */ like) => {
    const before = seen.get(like) ?? 0;
    seen.set(like, before + 1);
    names.push([element, `${like} ${before}`]);
    return `${like} ${before}`;
  };
  for (const keyed of part.querySelectorAll("[data-key]")) name(keyed, `key ${keyed.getAttribute("data-key")}`); // what it asks must stay its own
  for (const clock of part.querySelectorAll("[data-rule]")) {
    const own = name(clock, clock.getAttribute("data-rule") ?? "");
    for (const child of clock.children) name(child, `${own} ${child.className || child.querySelector("summary")?.textContent || child.tagName}`);
  }
  return names;
}
