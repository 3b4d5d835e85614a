// Writes the fact-check pack as a Word file: node fact_check.mjs FILE < pack.json. The content comes from fact_check.py.

import { readFileSync, writeFileSync } from "node:fs";
import { BorderStyle, CheckBox, Document, ExternalHyperlink, Footer, HeadingLevel, Packer, PageNumber, Paragraph, TextRun } from "docx";

const [file] = process.argv.slice(2);
const pack = JSON.parse(readFileSync(0, "utf-8"));
/** US letter with margins of 0.8 inches, in twentieths of a point. */
const PAGE = { size: { width: 12240, height: 15840 }, margin: { top: 1150, right: 1150, bottom: 1150, left: 1150 } };
const LINE = "_".repeat(30);

const run = (text, how = {}) => new TextRun({ text, ...how });
const paragraph = (children, how = {}) => new Paragraph({ children, spacing: { after: 80 }, ...how });
const heading = (text, level, how = {}) => new Paragraph({ heading: level, children: [run(text)], keepNext: true, spacing: { before: 240, after: 120 }, ...how });
/** A text, linked to its address if it has one. @param {{text: string, url: string | null}} one */
const reference = ({ text, url }) => (url ? new ExternalHyperlink({ link: url, children: [run(text, { style: "Hyperlink" })] }) : run(text));

/** The paragraphs under a label; nothing without content. */
function row(label, lines) {
  const said = lines.filter((line) => line.length);
  return said.length ? [paragraph([run(label, { bold: true, size: 18, color: "3F4A4D" })], { keepNext: true, spacing: { before: 80, after: 20 } }), ...said.map((line) => paragraph(line, { spacing: { after: 40 } }))] : [];
}

const said = (text) => (text ? [run(text)] : []);

/** One fact with checkboxes and blanks. */
function fact(one) {
  return [
    heading(`${one.number}  ${one.title}`, HeadingLevel.HEADING_3, { border: { top: { style: BorderStyle.SINGLE, size: 6, space: 6, color: "6A7678" } } }),
    ...(one.mark ? [paragraph([run(one.mark, { bold: true })])] : []),
    ...row("What a parent reads", [said(one.sentence)]),
    ...row("Where it stands", one.links.map((link) => [reference(link)])),
    ...row(one.understood_title, one.understood.map(said)),
    ...row("What we could not confirm", [said(one.doubt)]),
    ...row("Our question to you", [said(one.question)]),
    ...row("What we read", one.read.map((source) => [reference(source)])),
    ...row("What we did not see", [said(one.unseen)]),
    ...row("Checked by us", [said(one.checked)]),
    ...row("Reviewed", [said(one.reviewed)]),
    paragraph(["Yes", "No", "Fix"].flatMap((word) => [new CheckBox({ alias: `${one.number}: ${word}` }), run(` ${word}     `)]), { keepNext: true, spacing: { before: 120, after: 80 } }),
    paragraph([run(`What it should say: ${LINE}${LINE}`)], { keepNext: true }),
    paragraph([run(`Name: ${LINE}   Day: ${LINE.slice(15)}`)], { keepNext: true }),
    paragraph([run(one.id, { size: 15, color: "3F4A4D" })], { alignment: "right" }),
  ];
}

const children = [
  heading(pack.title, HeadingLevel.HEADING_1),
  paragraph([run(pack.about)]),
  ...pack.how.map((line) => paragraph([run(line)])),
  paragraph([run(`Your name: ${LINE}   Your work and place: ${LINE}`)], { spacing: { before: 160, after: 80 } }),
  paragraph([run(`May we show your name? Yes or no: ${LINE.slice(15)}   Day: ${LINE.slice(15)}`)]),
  ...(pack.doubtful.length ? [heading(pack.doubtful_title, HeadingLevel.HEADING_2), ...pack.doubtful.map((line) => paragraph([run(line)], { bullet: { level: 0 } }))] : []),
  ...pack.parts.flatMap((part) => [heading(part.title, HeadingLevel.HEADING_2), ...part.blocks.flatMap(fact)]),
];
const footer = new Footer({ children: [paragraph([run(`${pack.title} · Information, not legal advice · Page `, { size: 17 }), new TextRun({ children: [PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES], size: 17 })])] });
const word = new Document({
  title: pack.title,
  description: pack.about,
  creator: "Paper Trail",
  lastModifiedBy: "Paper Trail",
  styles: { default: { document: { run: { font: "Times New Roman", size: 21, language: { value: "en-US" } } } } },
  sections: [{ properties: { page: PAGE }, footers: { default: footer }, children }],
});
writeFileSync(file, await Packer.toBuffer(word));
