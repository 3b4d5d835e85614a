// Text without halves of characters, which no address and no file can hold.

/** With a sign in the place of each half. Phones before 2023 have no toWellFormed. @param {string} words */
export const wellFormed = (words) => words.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) => (found.length > 1 ? found : "\uFFFD"));
