// Finds the sections of the site in which words stand, or words that mean the same. No page, no network: values in,
// values out. What is searched comes from macros/site/search_files.py.

import MiniSearch from "../../vendor/minisearch.js";

/** @typedef {{anchor: string, title: string, text?: string, said?: string[]}} Section */
/** @typedef {{url: string, place: string, last?: boolean, sections: Section[]}} Page */
/** @typedef {{topic: string, words: string[], urgent?: boolean, near?: string[]}} Topic what no page answers yet */
/** @typedef {{name: string, phone?: string, url: string}} Helper an office, and where it stands on the site or the web */
/** @typedef {{pages: Page[], same: string[][], topics: Topic[]}} Shared what stands once for all states */
/** @typedef {{pages: Page[], slug: string, call: Helper, urgent: Helper}} Own what stands for one state */
/** @typedef {{page: Page, score: number, sections: Section[]}} Hit */
/** @typedef {{hits: Hit[], topics: Topic[], missing: string[], instead: [string, string][], help: Helper}} Found
 * `help`: whom to call. `missing`: what was typed and stands on no page. `instead`: what was typed, and the word nearest to it that was taken. */
/** @typedef {{page: Page, section: Section, own: boolean, said: string, words: Record<string, string>}} Place */

/** Words that stand in every question and say nothing about it. */
const LITTLE = new Set("a about after all allow allowed always am an and any are as at be been but by can cant could did do does doesnt dont enough for from get gets getting go going got had has hasnt have havent he her him his how i if im in is isnt it its just keep keeps like me my need needs of on or our she should so than that the their theirs them then there they theyre theyve this to up us was wasnt we were weve what when where which who whos why will with wont would you your child childs kid kids son sons daughter daughters school schools".split(" "));
/** How much a word counts by where it stands. What parents say leads; a title says more than a text. */
const BOOST = { said: 5, title: 3, page: 2, text: 1 };
/** How much a word with the same meaning counts beside the word that was typed. */
const SAME = 0.4;
/** A page of the parent's own state comes before a shared one that fits as well; what explains words or this site, last. */
const OWN = 1.5, LAST = 0.2;
/** A page that fits less well than this beside the best one is not shown. */
const LEAST = 0.2;
/** Letters from which on a word that stands nowhere is taken for a beginning, or for misspelled. A shorter one has too
 * many neighbours that mean something else. */
const BEGINNING = 4, MISSPELLED = 6;
/** A misspelled word is right in its first letters. */
const RIGHT = 2;

/** @param {string} text */
const plain = (text) => text.toLowerCase().replace(/['’]/g, "");
/** @param {string} text */
const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
/** Words with a space around each, to look for some of them in a row. @param {string[]} list */
const row = (list) => ` ${list.join(" ")} `;

/** A word without its ending, so that "tested", "tests" and "testing" are one. @param {string} word */
function stem(word) {
  if (LITTLE.has(word)) return "";
  if (word === "records") return word; // what a school keeps; to record is to make sound or pictures
  if (word.length < 5) return word.replace(/([^s])s$/, "$1");
  return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1").replace(/^(.{3,})(ing|ed)$/, "$1").replace(/e$/, "").replace(/y$/, "i");
}

/** The words of a text that say something, without their endings. @param {string} text */
export const stems = (text) => words(text).map(stem).filter(Boolean);

/** A question in three forms, each looser than the one before: "can I record" is not "records", but it is "recording".
 * @param {string} text */
const forms = (text) => [row(words(text)), row(words(text).filter((word) => !LITTLE.has(word))), row(stems(text))];

/** Makes a finder for one state: its own words and the shared ones. Takes turns with the page while it reads them.
 * @param {Own} own @param {Shared} shared */
export async function finder(own, shared) {
  const index = new MiniSearch({ fields: Object.keys(BOOST), tokenize: words, processTerm: stem });
  const places = [own, shared].flatMap(({ pages }) => pages.flatMap((page) => page.sections.flatMap((section) => placesOf(page, section, pages === own.pages))));
  await index.addAllAsync(places.map(({ words: fields }, id) => ({ id, ...fields })));
  const same = shared.same.map((group) => group.map((one) => row(stems(one))));
  const topics = shared.topics.map((topic) => ({ topic, rows: topic.words.map((one) => [row(words(one)), row(stems(one))]) }));

  /** What the index knows of a word, in how it is written or nearly so. @param {string} word @param {object} how */
  const like = (word, how) => index.search(word, { ...how, processTerm: (term) => term, boost: BOOST, filter: ({ id }) => !places[id].page.last });
  /** Whether a word stands anywhere. @param {string} word */
  const stands = (word) => index.search(word, { processTerm: (term) => term }).length > 0;
  /** The words that begin with one which is perhaps not typed to its end. @param {string} word */
  const begun = (word) => (word.length < BEGINNING ? [] : [...new Set(like(word, { prefix: true }).flatMap(({ terms }) => terms))]);
  /** The word that one which stands nowhere can have been meant for. @param {string} word */
  const nearest = (word) => {
    if (word.length < MISSPELLED) return [];
    const alike = like(word, { fuzzy: word.length > 8 ? 2 : 1 }).flatMap(({ terms }) => terms);
    return alike.filter((term) => term.slice(0, RIGHT) === word.slice(0, RIGHT)).slice(0, 1);
  };

  /** @param {boolean} urgent */
  const help = (urgent) => (urgent ? own.urgent : own.call);

  /** @param {string} typed @returns {Found} best first */
  return (typed) => {
    const [said, , all] = forms(typed);
    const strange = stems(typed).filter((word) => word.length >= MISSPELLED && !stands(word)).map((word) => row([word.slice(0, MISSPELLED)]).trimEnd());
    const exactly = forms(typed).map((form, at) => places.find((place) => place.said && forms(place.said)[at] === form)).find(Boolean);
    const about = exactly ? [] : topics.filter(({ rows }) => rows.some(([whole, bare]) => said.includes(whole) || all.includes(bare) && bare.trim().split(" ").length === whole.trim().split(" ").length || strange.some((word) => bare.startsWith(word))));
    if (about.length) return { hits: about.flatMap(({ topic }) => near(topic)), topics: about.map(({ topic }) => topic), missing: [], instead: [], help: help(about.some(({ topic }) => topic.urgent)) };

    const groups = same.filter((group) => group.some((one) => all.includes(one)));
    const others = groups.flat().filter((one) => !all.includes(one)).join(" ");
    const missing = /** @type {string[]} */ ([]);
    const instead = /** @type {[string, string][]} */ ([]);
    const typedWords = words(typed);
    const asked = typedWords.flatMap((word, at) => {
      const bare = stem(word);
      if (!bare || stands(bare)) return bare ? [bare] : [];
      const longer = at === typedWords.length - 1 ? begun(bare) : [];
      if (longer.length) return longer;
      const close = nearest(bare);
      if (close.length) instead.push([word, close[0]]);
      else if (!groups.flat().some((one) => one.includes(` ${bare} `))) missing.push(word);
      return close;
    });
    const known = typedWords.filter(stem).length - missing.length;
    if (!exactly && known <= missing.length) return { hits: [], topics: [], missing, instead, help: help(false) };
    const found = index.search({
      combineWith: "OR",
      queries: [asked.join(" "), { queries: [others], boostTerm: () => SAME }],
    }, { boost: BOOST, processTerm: (term) => term, boostDocument: (id) => (places[id].page.last ? LAST : places[id].own ? OWN : 1) });
    return { hits: hitsOf(found, exactly), topics: [], missing, instead, help: help(false) };
  };

  /** @param {{id: number, score: number}[]} found @param {Place | undefined} first @returns {Hit[]} */
  function hitsOf(found, first) {
    /** @type {Map<Page, Hit>} */
    const hits = new Map(first ? [[first.page, { page: first.page, score: 0, sections: [first.section] }]] : []);
    for (const { id, score } of found) {
      const { page, section } = places[id];
      const hit = hits.get(page);
      if (!hit) hits.set(page, { page, score, sections: [section] });
      else if (!hit.sections.includes(section)) hit.sections.push(section);
    }
    const least = (found[0]?.score ?? 0) * LEAST;
    return [...hits.values()].filter(({ page, score }) => page === first?.page || score >= least);
  }

  /** The pages that come nearest to what no page answers. @param {Topic} topic @returns {Hit[]} */
  function near(topic) {
    return (topic.near ?? []).flatMap((address) => {
      const [path, anchor] = address.split("#");
      const url = path.includes("/") ? path : `${own.slug}/${path}/`;
      const page = [...own.pages, ...shared.pages].find((one) => one.url === url);
      const section = page?.sections.find((one) => one.anchor === anchor) ?? page?.sections[0];
      return page && section ? [{ page, score: 1, sections: [section] }] : [];
    });
  }
}

/** A section, and each thing that parents say who look for it: a saying is short, and counts as a whole.
 * @param {Page} page @param {Section} section @param {boolean} own @returns {Place[]} */
function placesOf(page, section, own) {
  const [whole] = page.sections;
  const fields = { title: section.title, page: section === whole ? "" : whole.title, text: section.text ?? "" };
  const sayings = (section.said ?? []).map((said) => ({ page, section, own, said, words: { said } }));
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
