// What a child is called: by its nickname, else by its number, as calculators/tools/today.py does.

/** @typedef {{id: string, name: string}} Kid */

/** @param {Kid} kid */
export const childName = ({ id, name }) => name || `Child ${id}`;

/** In a list to choose from, where a missing nickname is pointed out. @param {Kid} kid */
export const childChoice = (kid) => (kid.name ? kid.name : `${childName(kid)}, no nickname yet`);

/** @param {Kid[]} kids @param {string} id one of theirs, or one that is not stored yet */
export const nameAmong = (kids, id) => childName(kids.find((kid) => kid.id === id) ?? { id, name: "" });
