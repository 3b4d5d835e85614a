// Finds the sections of the site in which words stand, or words that mean the same. No page, no network: values in,
// values out. What is searched comes from macros/search_words.py.

import MiniSearch from "../vendor/minisearch.js";

/** @typedef {{anchor: string, title: string, text?: string, said?: string[]}} Section */
/** @typedef {{url: string, place: string, sections: Section[]}} Page */
/** @typedef {{pages: Page[], same?: string[][]}} Words */
/** @typedef {{page: Page, score: number, sections: Section[]}} Hit */

/** Words that stand in every question and say nothing about it. */
const LITTLE = new Set("a about after all am an and any are as at be been but by can could did do does for from get had has have he her him his how i if im in is it its just me my of on or our she should so that the their them then there they theyre this to up us was we were what when where which who why will with would you your child childs kid kids son daughter school".split(" "));
/** How much a word counts by where it stands. What parents say leads; a title says more than a text. */
const BOOST = { said: 5, title: 3, page: 2, text: 1 };
/** How much a word with the same meaning counts beside the word that was typed. */
const SAME = 0.4;
/** A page of the parent's own state comes before a shared one that fits as well. */
const OWN = 1.5;

/** A page that fits less well than this beside the best one is not shown. */
const LEAST = 0.2;

/** @param {string} text */
const plain = (text) => text.toLowerCase().replace(/['’]/g, "");
/** @param {string} text */
const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** A word without its ending, so that "tested", "tests" and "testing" are one. @param {string} word */
function stem(word) {
  if (LITTLE.has(word)) return "";
  if (word.length < 5) return word.replace(/([^s])s$/, "$1");
  return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1").replace(/(ing|ed)$/, "").replace(/e$/, "").replace(/y$/, "i");
}

/** @param {string} text */
const stems = (text) => words(text).map(stem).filter(Boolean);

/** Makes a finder for one state: its own words and the shared ones. Takes turns with the page while it reads them.
 * @param {Words} own @param {Words} shared */
export async function finder(own, shared) {
  const index = new MiniSearch({ fields: Object.keys(BOOST), tokenize: words, processTerm: stem });
  const places = [own, shared].flatMap(({ pages }) => pages.flatMap((page) => page.sections.flatMap((section) => placesOf(page, section, pages === own.pages))));
  await index.addAllAsync(places.map(({ words: fields }, id) => ({ id, ...fields })));
  const same = (shared.same ?? []).map((group) => group.map((one) => ` ${stems(one).join(" ")} `));

  /** @param {string} typed @returns {Hit[]} best first */
  return (typed) => {
    const asked = ` ${stems(typed).join(" ")} `;
    const others = same.filter((group) => group.some((one) => asked.includes(one))).flat().filter((one) => !asked.includes(one));
    const found = index.search({
      combineWith: "OR",
      queries: [
        { queries: [typed], prefix: (term, at, all) => at === all.length - 1 && term.length > 2, fuzzy: (term) => (term.length > 5 ? 0.2 : false) },
        { queries: [others.join(" ")], boostTerm: () => SAME, processTerm: (term) => term },
      ],
    }, { boost: BOOST, boostDocument: (id) => (places[id].own ? OWN : 1) });
    const exactly = found.filter(({ id }) => places[id].said === asked);
    /** @type {Map<Page, Hit>} */
    const hits = new Map();
    for (const { id, score } of [...exactly, ...found]) {
      const { page, section } = places[id];
      const hit = hits.get(page);
      if (!hit) hits.set(page, { page, score, sections: [section] });
      else if (!hit.sections.includes(section)) hit.sections.push(section);
    }
    const [best] = hits.values();
    return [...hits.values()].filter(({ score }) => score >= best.score * LEAST);
  };
}

/** A section, and each thing that parents say who look for it: a saying is short, and counts as a whole.
 * @param {Page} page @param {Section} section @param {boolean} own */
function placesOf(page, section, own) {
  const [whole] = page.sections;
  const fields = { title: section.title, page: section === whole ? "" : whole.title, text: section.text ?? "" };
  const sayings = (section.said ?? []).map((said) => ({ page, section, own, said: ` ${stems(said).join(" ")} `, words: { said } }));
  return [{ page, section, own, said: "", words: fields }, ...sayings];
}

/** Where in a text the first of the typed words begins; 0 if none stands there. @param {string} text @param {string} typed */
export function firstWord(text, typed) {
  const at = stems(typed).map((one) => beginOf(one, plain(text))).filter((place) => place >= 0);
  return Math.min(...at, text.length) % text.length || 0;
}

/** Where a word begins that begins so; -1 if none does. Phones before 2023 cannot look behind in a pattern.
 * @param {string} stemmed @param {string} text */
function beginOf(stemmed, text) {
  const found = new RegExp(`(^|[^\\p{L}\\p{N}])${stemmed}`, "u").exec(text);
  return found ? found.index + found[1].length : -1;
}
