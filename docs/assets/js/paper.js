// Printing: the date, the section the sheet leads back to, and all folds open while printing.

const page = document.documentElement;
/** Only a published site knows its URL. */
const address = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"))?.href;
const MILLIMETRES = 13;
/** @type {((words: string, options: object) => string) | undefined} */ let draw;
const closed = /** @type {HTMLDetailsElement[]} */ ([]);

// Chromium prints the stamp into the margin of each sheet. Firefox and WebKit lack margin boxes: print.css places it elsewhere.
page.dataset.stamp = "CSSMarginRule" in window ? "margin" : "flow";

/** Load what draws a section's QR code ahead of printing: browsers do not wait then. */
export async function expectPaper() {
  if (address) draw ??= (await import("../vendor/qr.js").catch(() => null))?.renderSVG;
}

/** The heading that the sheets lead back to: that of the part printed alone, or of the link that was opened. */
function section() {
  const part = document.querySelector(".pt-print-this");
  const headings = [...document.querySelectorAll(".pt-page :is(h2, h3)[id]")];
  if (part) return headings.filter((each) => each.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)?.id;
  const opened = location.hash && document.getElementById(location.hash.slice(1));
  return opened && opened.closest(".pt-page") ? opened.id : undefined;
}

function stamp() {
  const printed = `Printed ${new Date().toLocaleDateString("en-US", { dateStyle: "long" })}`;
  page.style.setProperty("--printed", JSON.stringify(`${printed} · `));
  document.querySelectorAll(".pt-printed").forEach((place) => (place.textContent = `${printed}. `));
  if (!address) return;
  const id = section();
  const back = id ? `${address}#${id}` : address;
  page.style.setProperty("--address", JSON.stringify(back));
  document.querySelectorAll(".pt-from").forEach((place) => (place.textContent = back));
  if (!id || !draw) return page.style.removeProperty("--code"); // the page's own code, made by the build
  const size = `<svg width="${MILLIMETRES}mm" height="${MILLIMETRES}mm"`;
  page.style.setProperty("--code", `url("data:image/svg+xml,${encodeURIComponent(draw(back, { ecc: "M", border: 2 }).replace("<svg", size))}")`);
}

/** Printing by browser menu does what the button does: a letter with its enclosures, or the case file, and nothing else. */
function papersAlone() {
  const papers = document.querySelectorAll(".pt-result :is(.pt-letter, .pt-paper)");
  if (!papers.length || document.querySelector(".pt-print-this")) return;
  const parts = [page, ...papers];
  const mark = (/** @type {boolean} */ on) => parts.forEach((part) => part.classList.toggle(part === page ? "pt-printing-part" : "pt-print-this", on));
  mark(true);
  window.addEventListener("afterprint", () => mark(false), { once: true });
}

window.addEventListener("beforeprint", () => {
  papersAlone();
  stamp();
  if (CSS.supports("selector(::details-content)")) return; // the style sheet opens them
  closed.push(.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".pt-page details:not([open], .pt-by-hand > *)")));
  closed.forEach((part) => (part.open = true));
});
window.addEventListener("afterprint", () => closed.splice(0).forEach((part) => (part.open = false)));
window.addEventListener("hashchange", expectPaper);
if (location.hash) expectPaper();
