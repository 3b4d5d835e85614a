// My case: one question to Python about one child. One wrong date does not invalidate the others.

import * as runtime from "../engine/runtime.js";

/** Ask; leave out what cannot be read, and return its problems.
 * @param {string} state @param {Object<string, string>} given field values @param {object} besides other records @param {string} [made]
 * @returns {Promise<{message: any, answered: {said: any, engine: runtime.Name} | null, problems: Object<string, string>}>} */
export async function ask(state, given, besides, made) {
  /** @type {Object<string, string>} */ const problems = {};
  let left = given;
  for (;;) {
    const message = { calculator: "case", state, inputs: { ...left, ...besides }, ...(made ? { made } : {}) };
    const answered = await runtime.ask(message);
    const found = answered.said.problems;
    if (!found) return { message, answered, problems };
    const wrong = Object.keys(found).filter((field) => field in left);
    if (!wrong.length) return { message, answered: null, problems: Object.keys(problems).length ? problems : found };
    Object.assign(problems, found);
    left = Object.fromEntries(Object.entries(left).filter(([field]) => !wrong.includes(field)));
  }
}
