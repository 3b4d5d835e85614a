/** True if two entries are the same letter, sent once: another tab may have changed what came of it.
 * @param {import("./store.js").Sent} one @param {import("./store.js").Sent} other */
export const isSameLetter = (one, other) => one.letter === other.letter && one.day === other.day && one.arrives === other.arrives;
