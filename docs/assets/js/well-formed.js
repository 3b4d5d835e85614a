// Removes lone surrogates, which no URL and no file can hold.

/** Replaces each lone surrogate. Phones before 2023 have no toWellFormed. @param {string} words */
export const wellFormed = (words) => words.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) => (found.length > 1 ? found : "\uFFFD"));
