// Why input in the card "About us" is not stored.

import { notKept } from "../records/not-kept.js";
import * as store from "../records/store.js";

const NOT_KEPT = notKept({
  kept: "answers",
  refused: "What you type here is gone when you leave this page.",
});

/** Why the card's input is not stored, as a sentence; empty if it is. */
export function whyNotKept() {
  const why = store.whyNotKept();
  return why && NOT_KEPT[why];
}
