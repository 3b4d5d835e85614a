// Work that must not overlap with itself: while somebody types, each key asks anew, and only the last question counts.

/** Runs `work` at once; a call while it runs makes it run once more after it. @param {() => Promise<unknown>} work */
export function oneAfterTheOther(work) {
  let running = false, again = false;
  return async () => {
    again = true;
    if (running) return;
    running = true;
    for (; again; await work()) again = false;
    running = false;
  };
}
