// Counts pending changes of one part of a page, so that it says "kept" only once all are stored.

const KEPT = "Kept on this phone.";
/** Milliseconds after which "kept" no longer stands over a change that is not stored yet. Before that, it would only flicker. */
const SOON = 300;

/** @param {HTMLElement} note the status line @param {() => void} done called when nothing is pending any more
 * @returns {<T>(change: Promise<T>) => Promise<T>} tracks a change until it is stored */
export function pending(note, done) {
  let underWay = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let late;
  return async (change) => {
    underWay += 1;
    if (underWay === 1) late = setTimeout(() => note.textContent === KEPT && (note.textContent = ""), SOON);
    note.dataset.underWay = String(underWay);
    const answer = await change;
    underWay -= 1;
    if (underWay) return answer;
    clearTimeout(late);
    delete note.dataset.underWay;
    done();
    return answer;
  };
}
