// Finds the sections of the site that contain the words typed, or synonyms. Pure functions, no network. The index comes from
// macros/site/search_files.py.

import MiniSearch from "../../vendor/minisearch.js";

/** @typedef {{anchor: string, title: string, text?: string, said?: string[]}} Section */
/** @typedef {{url: string, place: string, last?: boolean, sections: Section[]}} Page */
/** A topic without a page yet. @typedef {{topic: string, words: string[], urgent?: boolean, near?: string[]}} Topic */
/** An office, and its page on the site or the web. @typedef {{name: string, phone?: string, url: string}} Helper */
/** The index shared by all states. @typedef {{pages: Page[], same: string[][], topics: Topic[]}} Shared */
/** The index of one state. @typedef {{pages: Page[], slug: string, call: Helper, urgent: Helper}} Own */
/** @typedef {{page: Page, score: number, sections: Section[]}} Hit */
/** @typedef {{hits: Hit[], topics: Topic[], missing: string[], instead: [string, string][], help: Helper}} Found
 * `help`: whom to call. `missing`: words that are on no page. `instead`: unknown words, each with the similar word used in its place. */
/** @typedef {{page: Page, section: Section, own: boolean, said: string, words: Record<string, string>}} Place */

/** Stop words. */
const LITTLE = new Set("a about after all allow allowed always am an and any are as at be been but by can cant could did do does doesnt dont enough for from get gets getting go going got had has hasnt have havent he her him his how i if im in is isnt it its just keep keeps like me my need needs of on or our she should so than that the their theirs them then there they theyre theyve this to up us was wasnt we were weve what when where which who whos why will with wont would you your child childs kid kids son sons daughter daughters school schools".split(" "));
/** The weight of a match by where it occurs. Parents' own phrases lead; a title outranks text. */
const BOOST = { said: 5, title: 3, page: 2, text: 1 };
/** The weight of a synonym relative to the word typed. */
const SAME = 0.4;
/** A page of the parent's own state outranks an equal shared one; explanations of words or of this site come last. */
const OWN = 1.5, LAST = 0.2;
/** Pages below this share of the best score are not shown. */
const LEAST = 0.2;
/** Minimum length for an unknown word to be treated as a prefix, or as misspelled: a shorter one has too many neighbours with other
 * meanings. */
const BEGINNING = 4, MISSPELLED = 6;
/** The first letters of a misspelled word must be right. */
const RIGHT = 2;

/** @param {string} text */
const plain = (text) => text.toLowerCase().replace(/['’]/g, "");
/** @param {string} text */
const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
/** Words with a space around each, for finding sequences of them. @param {string[]} list */
const row = (list) => ` ${list.join(" ")} `;

/** A word without its ending, so that "tested", "tests" and "testing" match. @param {string} word */
function stem(word) {
  if (LITTLE.has(word)) return "";
  if (word === "records") return word; // the noun (school records); the verb means recording sound or pictures
  if (word.length < 5) return word.replace(/([^s])s$/, "$1");
  return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1").replace(/^(.{3,})(ing|ed)$/, "$1").replace(/e$/, "").replace(/y$/, "i");
}

/** A text's words without stop words and endings. @param {string} text */
export const stems = (text) => words(text).map(stem).filter(Boolean);

/** A question in three forms, each looser: "can I record" is not "records", but it is "recording". @param {string} text */
const forms = (text) => [row(words(text)), row(words(text).filter((word) => !LITTLE.has(word))), row(stems(text))];

/** Makes a finder for one state from its index and the shared one. Yields to the page while indexing.
 * @param {Own} own @param {Shared} shared @returns {Promise<(typed: string) => Found>} */
export async function finder(own, shared) {
  const made = new Finder(own, shared);
  await made.fill();
  return (typed) => made.find(typed);
}

class Finder {
  #index = new MiniSearch({ fields: Object.keys(BOOST), tokenize: words, processTerm: stem });
  #own;
  #shared;
  /** @type {Place[]} */ #places;
  /** Groups of synonyms. @type {string[][]} */ #same;
  /** Each topic, and its words as typed and as stems. @type {{topic: Topic, rows: string[][]}[]} */ #topics;

  /** @param {Own} own @param {Shared} shared */
  constructor(own, shared) {
    this.#own = own;
    this.#shared = shared;
    this.#places = [own, shared].flatMap(({ pages }) => pages.flatMap((page) => page.sections.flatMap((section) => placesOf(page, section, pages === own.pages))));
    this.#same = shared.same.map((group) => group.map((one) => row(stems(one))));
    this.#topics = shared.topics.map((topic) => ({ topic, rows: topic.words.map((one) => [row(words(one)), row(stems(one))]) }));
  }

  fill() {
    return this.#index.addAllAsync(this.#places.map(({ words: fields }, id) => ({ id, ...fields })));
  }

  /** @param {string} typed @returns {Found} best first */
  find(typed) {
    const exactly = this.#saidExactly(typed);
    const about = exactly ? [] : this.#topicsOf(typed);
    if (about.length) return { hits: about.flatMap((topic) => this.#near(topic)), topics: about, missing: [], instead: [], help: this.#help(about.some(({ urgent }) => urgent)) };

    const [, , all] = forms(typed);
    const groups = this.#same.filter((group) => group.some((one) => all.includes(one)));
    const { asked, missing, instead } = this.#corrected(typed, groups.flat());
    const known = words(typed).filter(stem).length - missing.length;
    const hits = exactly || known > missing.length ? this.#hitsOf(this.#ranked(asked, groups.flat().filter((one) => !all.includes(one))), exactly) : [];
    return { hits, topics: [], missing, instead, help: this.#help(false) };
  }

  /** The section with this phrase of parents' own; the strictest form that matches one wins. @param {string} typed */
  #saidExactly(typed) {
    return forms(typed).map((form, at) => this.#places.find((place) => place.said && forms(place.said)[at] === form)).find(Boolean);
  }

  /** The topics without a page that this asks about. @param {string} typed */
  #topicsOf(typed) {
    const [said, , all] = forms(typed);
    const strange = stems(typed).filter((word) => word.length >= MISSPELLED && !this.#stands(word)).map((word) => row([word.slice(0, MISSPELLED)]).trimEnd());
    const isMeant = (/** @type {string[]} */ [whole, bare]) => said.includes(whole)
      || all.includes(bare) && bare.trim().split(" ").length === whole.trim().split(" ").length
      || strange.some((word) => bare.startsWith(word));
    return this.#topics.filter(({ rows }) => rows.some(isMeant)).map(({ topic }) => topic);
  }

  /** The words to look up: those typed, completed or spelled right where the index lacks them. @param {string} typed @param {string[]} synonyms */
  #corrected(typed, synonyms) {
    const missing = /** @type {string[]} */ ([]);
    const instead = /** @type {[string, string][]} */ ([]);
    const typedWords = words(typed);
    const asked = typedWords.flatMap((word, at) => {
      const bare = stem(word);
      if (!bare || this.#stands(bare)) return bare ? [bare] : [];
      const longer = at === typedWords.length - 1 ? this.#begun(bare) : [];
      if (longer.length) return longer;
      const close = this.#nearest(bare);
      if (close.length) instead.push([word, close[0]]);
      else if (!synonyms.some((one) => one.includes(` ${bare} `))) missing.push(word);
      return close;
    });
    return { asked, missing, instead };
  }

  /** @param {string[]} asked @param {string[]} synonyms of what was typed */
  #ranked(asked, synonyms) {
    return this.#index.search({
      combineWith: "OR",
      queries: [asked.join(" "), { queries: [synonyms.join(" ")], boostTerm: () => SAME }],
    }, { boost: BOOST, processTerm: (term) => term, boostDocument: (id) => (this.#places[id].page.last ? LAST : this.#places[id].own ? OWN : 1) });
  }

  /** Whether a word is in the index. @param {string} word */
  #stands(word) {
    return this.#index.search(word, { processTerm: (term) => term }).length > 0;
  }

  /** The terms of the index that resemble a word. @param {string} word @param {object} how */
  #like(word, how) {
    return this.#index.search(word, { ...how, processTerm: (term) => term, boost: BOOST, filter: ({ id }) => !this.#places[id].page.last }).flatMap(({ terms }) => terms);
  }

  /** Words that start with one which may be incomplete. @param {string} word */
  #begun(word) {
    return word.length < BEGINNING ? [] : [...new Set(this.#like(word, { prefix: true }))];
  }

  /** The most likely spelling of an unknown word. @param {string} word */
  #nearest(word) {
    if (word.length < MISSPELLED) return [];
    return this.#like(word, { fuzzy: word.length > 8 ? 2 : 1 }).filter((term) => term.slice(0, RIGHT) === word.slice(0, RIGHT)).slice(0, 1);
  }

  /** @param {boolean} urgent */
  #help(urgent) {
    return urgent ? this.#own.urgent : this.#own.call;
  }

  /** @param {{id: number, score: number}[]} found @param {Place | undefined} first @returns {Hit[]} */
  #hitsOf(found, first) {
    /** @type {Map<Page, Hit>} */
    const hits = new Map(first ? [[first.page, { page: first.page, score: 0, sections: [first.section] }]] : []);
    for (const { id, score } of found) {
      const { page, section } = this.#places[id];
      const hit = hits.get(page);
      if (!hit) hits.set(page, { page, score, sections: [section] });
      else if (!hit.sections.includes(section)) hit.sections.push(section);
    }
    const least = (found[0]?.score ?? 0) * LEAST;
    return [...hits.values()].filter(({ page, score }) => page === first?.page || score >= least);
  }

  /** The pages closest to a topic without a page. @param {Topic} topic @returns {Hit[]} */
  #near(topic) {
    return (topic.near ?? []).flatMap((address) => {
      const [path, anchor] = address.split("#");
      const url = path.includes("/") ? path : `${this.#own.slug}/${path}/`;
      const page = [...this.#own.pages, ...this.#shared.pages].find((one) => one.url === url);
      const section = page?.sections.find((one) => one.anchor === anchor) ?? page?.sections[0];
      return page && section ? [{ page, score: 1, sections: [section] }] : [];
    });
  }
}

/** A section, and each phrase by which parents look for it: a phrase is short, and must match as a whole.
 * @param {Page} page @param {Section} section @param {boolean} own @returns {Place[]} */
function placesOf(page, section, own) {
  const [whole] = page.sections;
  const fields = { title: section.title, page: section === whole ? "" : whole.title, text: section.text ?? "" };
  const sayings = (section.said ?? []).map((said) => ({ page, section, own, said, words: { said } }));
  return [{ page, section, own, said: "", words: fields }, ...sayings];
}

/** The offset of the first typed word in a text; 0 if there is none. @param {string} text @param {string} typed */
export function firstWord(text, typed) {
  const at = stems(typed).map((one) => beginOf(one, plain(text))).filter((place) => place >= 0);
  return Math.min(...at, text.length) % text.length || 0;
}

/** The offset of a word with this prefix; -1 if there is none. Phones before 2023 lack lookbehind in patterns.
 * @param {string} stemmed @param {string} text */
function beginOf(stemmed, text) {
  const found = new RegExp(`(^|[^\\p{L}\\p{N}])${stemmed}`, "u").exec(text);
  return found ? found.index + found[1].length : -1;
}
