// A letter as a Word file. Loaded when its button is pressed; the command line runs it in Node.

import { AlignmentType, Document, Footer, Header, Packer, PageNumber, Paragraph, Tab, TextRun } from "../../vendor/docx.js";
import { wellFormed } from "../well-formed.js";

export const MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** US letter with margins of one inch, in twentieths of a point. */
const PAGE = { size: { width: 12240, height: 15840 }, margin: { top: 1440, right: 1440, bottom: 1440, left: 1440 } };
/** Space for a signature, in twentieths of a point. */
const SIGNATURE = 720;
/** Characters of right-to-left scripts. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** A right-to-left run: such characters, and what is between two of them. */
const STRETCH = new RegExp(`(${RIGHT_TO_LEFT.source}(?:[^\\p{L}]*${RIGHT_TO_LEFT.source})*)`, "u");
/** Characters that XML does not allow, such as a form feed copied from a PDF. */
const NOT_IN_XML = /[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g; // eslint-disable-line no-control-regex

/** `closing`: how many of the last paragraphs stay on one page, so that a name is never alone on a sheet;
 * `leads`: which paragraphs (from 0) stay with the next one; `sheets`: which begin a page, after the closing; `mark` stands
 * on each page.
 * @typedef {{subject: string, paragraphs: string[], closing: number, leads: number[], sheets: number[], mark: string}} Letter */

/** The bytes of a file with one or more letters, each on its own pages. Line breaks within paragraphs stay.
 * @param {Letter[]} letters @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function letterDocx(...letters) {
  const file = new Document({
    title: writable(letters[0].subject),
    creator: " ", // not needed: the letter names its sender
    lastModifiedBy: " ",
    styles: { default: { document: { run: { font: "Times New Roman", size: 24, language: { value: "en-US" } } } } },
    sections: letters.map(section),
  });
  return new Uint8Array(await Packer.toArrayBuffer(file));
}

/** @param {Letter} letter */
function section({ paragraphs, closing, leads, sheets, mark }) {
  const ends = sheets[0] ?? paragraphs.length;
  const first = ends - closing;
  return {
    properties: { page: { ...PAGE, pageNumbers: { start: 1 } }, titlePage: true },
    ...(mark && { headers: { default: marked(mark), first: marked(mark) } }),
    footers: { default: pageNumber(), first: new Footer({ children: [new Paragraph("")] }) },
    children: paragraphs.map((words, place) => paragraph(words, {
      pageBreakBefore: sheets.includes(place) || undefined,
      keepLines: place >= first || undefined,
      keepNext: ((place >= first - 1 || leads.includes(place)) && place < ends - 1) || undefined,
      spacing: { before: place === first + 1 || (place >= ends && place === paragraphs.length - 1) ? SIGNATURE : undefined, after: 200, line: 276 },
    })),
  };
}

/** @param {string} words @param {object} layout */
function paragraph(words, layout) {
  return new Paragraph({
    children: writable(words).split("\n").flatMap((line, number) => runs(line, number > 0)),
    bidirectional: startsFromTheRight(words) || undefined,
    widowControl: true,
    ...layout,
  });
}

/** A line in runs of one direction. @param {string} line @param {boolean} broken starts with a line break
 * @param {object} [looks] character properties */
export function runs(line, broken, looks = {}) {
  const parts = line.split(STRETCH).filter(Boolean);
  return (parts.length ? parts : [""]).map((part, place) => new TextRun({
    ...looks,
    children: part.split("\t").flatMap((text, tab) => (tab ? [new Tab(), text] : [text])),
    break: broken && place === 0 ? 1 : undefined,
    rightToLeft: RIGHT_TO_LEFT.test(part) || undefined,
  }));
}

/** True if the first letter is from a right-to-left script. @param {string} words */
function startsFromTheRight(words) {
  return RIGHT_TO_LEFT.test(words.match(/\p{L}/u)?.[0] ?? "");
}

/** The text without characters that XML does not allow. @param {string} words */
export function writable(words) {
  return wellFormed(words).replace(NOT_IN_XML, " ");
}

/** @param {string} mark */
function marked(mark) {
  return new Header({
    children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text: mark, bold: true, size: 32 })] })],
  });
}

/** The page number, from the second page on. */
function pageNumber() {
  return new Footer({
    children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] })],
  });
}
