// Counts pending changes of one part of a page, so that it says "kept" only once all are stored.

/** @param {HTMLElement} note the status line @param {() => void} done called when nothing is pending any more
 * @returns {<T>(change: Promise<T>) => Promise<T>} tracks a change until it is stored */
export function pending(note, done) {
  let underWay = 0;
  return async (change) => {
    underWay += 1;
    note.dataset.underWay = String(underWay);
    const answer = await change;
    underWay -= 1;
    if (underWay) return answer;
    delete note.dataset.underWay;
    done();
    return answer;
  };
}
