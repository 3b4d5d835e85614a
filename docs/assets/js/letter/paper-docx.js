// A document in sections (calculators/rendering/paper.py) as a Word file. Loaded when its button is pressed.

import { AlignmentType, Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType } from "../../vendor/docx.js";
import { MEDIA_TYPE, runs, writable } from "./letter-docx.js";

export { MEDIA_TYPE };

/** @typedef {{cells: string[], weighs: boolean}} Row
 * @typedef {{title: string, head: string[], widths: number[], rows: Row[]}} Grid
 * @typedef {{id: string, title: string, words: string[], tables: Grid[], alone: boolean}} Section
 * @typedef {{name: string, title: string, lines: string[], sections: Section[]}} Paper */

/** US letter with narrow margins, in twentieths of a point. */
const SHEET = 12240, EDGE = 1008, WIDTH = SHEET - 2 * EDGE;
const PAGE = { size: { width: SHEET, height: 15840 }, margin: { top: EDGE, right: EDGE, bottom: EDGE, left: EDGE } };
const SMALL = 18; // half points

/** @param {Paper} paper @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function paperDocx({ title, lines, sections }) {
  const file = new Document({
    title: writable(title),
    creator: " ", // not needed: the document names its owner
    lastModifiedBy: " ",
    styles: { default: { document: { run: { font: "Arial", size: 20, language: { value: "en-US" } } } } },
    sections: [{
      properties: { page: PAGE },
      footers: { default: pageNumbers(title) },
      children: [heading(title, HeadingLevel.HEADING_1), ...lines.map((line) => words(line)), ...sections.flatMap(part)],
    }],
  });
  return new Uint8Array(await Packer.toArrayBuffer(file));
}

/** @param {Section} section @param {number} place @param {Section[]} all */
function part({ title, words: said, tables }, place, all) {
  return [
    heading(title, HeadingLevel.HEADING_2, place > 0 && all[place - 1].alone),
    ...said.map((line) => words(line)),
    ...tables.flatMap((table) => [...(table.title ? [heading(table.title, HeadingLevel.HEADING_3)] : []), grid(table), words("")]),
  ];
}

/** @param {string} text @param {"Heading1" | "Heading2" | "Heading3"} level @param {boolean} [pageBreakBefore] */
function heading(text, level, pageBreakBefore) {
  return new Paragraph({
    heading: level,
    pageBreakBefore,
    keepNext: true,
    spacing: { before: 160, after: 60 },
    children: [new TextRun({ text: writable(text), bold: true, color: "000000", font: "Arial", size: { Heading1: 30, Heading2: 24, Heading3: 20 }[level] })],
  });
}

/** @param {string} text */
function words(text) {
  return new Paragraph({ children: writable(text).split("\n").flatMap((line, number) => runs(line, number > 0)), spacing: { after: 60 } });
}

/** @param {Grid} of */
function grid({ head, widths, rows }) {
  const columns = widths.map((width) => Math.floor((WIDTH * width) / 100));
  const row = (/** @type {string[]} */ cells, /** @type {boolean} */ bold, /** @type {boolean} */ tableHeader) => new TableRow({
    tableHeader,
    cantSplit: true,
    children: cells.map((cell, place) => new TableCell({
      width: { size: columns[place], type: WidthType.DXA },
      margins: { top: 30, bottom: 30, left: 70, right: 70 },
      children: [new Paragraph({ children: writable(cell).split("\n").flatMap((line, number) => runs(line, number > 0, { bold: bold && (tableHeader || place < 2), size: SMALL })) })],
    })),
  });
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: columns,
    layout: TableLayoutType.FIXED,
    rows: [row(head, true, true), ...rows.map(({ cells, weighs }) => row(cells, weighs, false))],
  });
}

/** @param {string} title */
function pageNumbers(title) {
  return new Footer({
    children: [new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ size: SMALL, children: [`${writable(title)} · Page `, PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES] })],
    })],
  });
}
