// Reports features in the site's scripts and styles that the oldest supported browsers lack, by MDN's compatibility data:
// node newer_than_meant.mjs. Prints a line for each and exits with 1, except for those with a known fallback (KNOWN).

import { readFileSync, readdirSync } from "node:fs";

import data from "@mdn/browser-compat-data" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
/** MDN's names of the browsers in package.json. */
const NAMES = { ios_saf: ["safari_ios"], safari: ["safari"], chrome: ["chrome", "chrome_android", "webview_android"], firefox: ["firefox"] };
const listed = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")).browserslist;
const MEANT = listed.flatMap((one) => {
  const [name, least] = one.split(" >= ");
  return NAMES[name].map((browser) => [browser, least]);
});

/** Names that are our own, and in MDN's data those of something else. */
const OURS = "added address changed check entry first inputs last layout lines lock manifest memory number opacity path phone pt role service states subject touched watch when zip".split(" ");
/** What is newer, by what an older browser does without it. */
const KNOWN = new Map(Object.entries({
  "asked for before it is used": ["api: ClipboardItem", "api: addRoutes", "api: canShare", "api: share", "api: connection", "api: saveData", "api: hidePopover", "api: createHTML", "api: createPolicy", "api: createScriptURL"],
  "a number that nothing reads there": ["api: stackTraceLimit"],
  "looks alone, in styles: no rule that shows or hides what matters": ["style: :has"],
  "components.css says what holds without it": ["style: :popover-open"],
  "paper.js opens what is closed": ["style: :details-content"],
  "each engine reads its own": ["style: :-moz-progress-bar", "style: :-webkit-progress-bar", "style: :-webkit-progress-value"],
  "paper.js puts the stamp elsewhere": ["style: @page", "style: :first"],
  "has -webkit-mask beside it": ["style: mask"],
  "under @supports": ["style: anchor-name", "style: anchor-scope", "style: position-anchor", "style: position-area", "style: position-area: bottom", "style: position-area: span-right", "style: position-try-fallbacks", "style: position-try-fallbacks: flip-block", "style: position-try-fallbacks: flip-inline"],
  "looks alone": ["style: accent-color", "style: content-visibility", "style: content-visibility: visible", "style: cursor: pointer", "style: forced-color-adjust", "style: forced-color-adjust: none", "style: outline", "style: print-color-adjust", "style: print-color-adjust: exact", "style: resize", "style: resize: vertical", "style: text-decoration: dotted", "style: text-size-adjust", "style: text-wrap", "style: text-wrap: balance"],
  "where paper breaks": ["style: orphans", "style: widows", "style: break-after: avoid", "style: break-before: avoid"],
}).flatMap(([why, names]) => names.map((name) => [name, why])));

/** @param {string} one @param {string} other versions @returns {boolean} */
const isNewer = (one, other) => {
  const [a, b] = [one, other].map((version) => version.replace("≤", "").split(".").map(Number));
  return a[0] > b[0] || (a[0] === b[0] && (a[1] ?? 0) > (b[1] ?? 0));
};

/** True if every supported browser has it. @param {any} feature */
function isHad(feature) {
  const support = feature?.__compat?.support;
  return !support || MEANT.every(([browser, least]) => {
    const [newest] = [support[browser]].flat();
    if (!newest) return true;
    return newest.version_added === "preview" ? false : Boolean(newest.version_added) && !isNewer(newest.version_added, least);
  });
}

/** Every member of every interface and builtin, by its name. @type {Map<string, any[]>} */
const members = new Map();
for (const part of [data.api, data.javascript.builtins]) {
  for (const [holder, all] of Object.entries(part)) {
    if (!holder.startsWith("__")) (members.get(`new ${holder}`) ?? members.set(`new ${holder}`, []).get(`new ${holder}`)).push(all);
    for (const [name, feature] of Object.entries(all)) {
      if (name.startsWith("__") || name === holder) continue;
      const plain = name.replace(/_(static|event)$/, "");
      (members.get(plain) ?? members.set(plain, []).get(plain)).push(feature);
    }
  }
}

const found = new Set();
const files = (folder, end) => readdirSync(new URL(folder, ROOT), { recursive: true }).filter((name) => name.endsWith(end)).map((name) => new URL(folder + name, ROOT));
for (const file of [...files("docs/assets/js/", ".js"), ...files("macros/site/", ".js")]) {
  const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const used = [...[...text.matchAll(/\.(?:#)?([a-zA-Z]\w+)/g)].map(([, name]) => name), ...[...text.matchAll(/\bnew ([A-Z]\w+)|\b([A-Z]\w+)\./g)].map(([, one, other]) => `new ${one ?? other}`)];
  for (const name of used) {
    const features = members.get(name);
    if (features && !OURS.includes(name) && !features.some(isHad)) found.add(`api: ${name.replace("new ", "")}`);
  }
}

for (const file of files("docs/assets/css/", ".css")) {
  const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "").replace(/url\([^)]*\)/g, "");
  for (const [, name] of text.matchAll(/@([a-z-]+)/g)) if (data.css["at-rules"][name] && !isHad(data.css["at-rules"][name])) found.add(`style: @${name}`);
  for (const [, name] of text.matchAll(/::?([a-z-]+)/g)) if (data.css.selectors[name] && !isHad(data.css.selectors[name])) found.add(`style: :${name}`);
  for (const [, name, value] of text.matchAll(/[{;\s]([a-z-]+):\s*([^;}]+)/g)) {
    const property = data.css.properties[name];
    if (property && !isHad(property)) found.add(`style: ${name}`);
    for (const word of value.match(/[a-z-]+/g) ?? []) if (property?.[word] && !isHad(property[word])) found.add(`style: ${name}: ${word}`);
    if (/\d(dvh|svh|lvh)/.test(value)) found.add("style: dvh");
    for (const [, called] of value.matchAll(/\b([a-z-]+)\(/g)) {
      const type = data.css.types[called] ?? data.css.types.color?.[called];
      if (type && !isHad(type)) found.add(`style: ${called}()`);
    }
  }
}

const left = [...found].filter((one) => !KNOWN.has(one)).sort();
const unused = [...KNOWN.keys()].filter((one) => !found.has(one));
for (const one of left) console.error(`${one}: not in the oldest browsers meant (browserslist in package.json)`);
for (const one of unused) console.error(`${one}: nothing uses it any more, so take it out of KNOWN`);
process.exitCode = left.length || unused.length ? 1 : 0;
