// Serialises work: while somebody types, each key asks anew, and only the last question counts.

/** Runs `work` at once; calls while it runs make it run once more afterwards. @param {() => Promise<unknown>} work */
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
