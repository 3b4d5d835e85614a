// Why input in the card "About us" is not stored.

import { OVER } from "../records/over.js";
import * as store from "../records/store.js";

const NOT_KEPT = "This browser does not let a site keep this on the phone. It is gone when you leave this page.";

/** Why the card's input is not stored, as a sentence; empty if it is. */
export function whyNotKept() {
  const why = store.whyNotKept();
  return why === "deleted" ? OVER : why && NOT_KEPT;
}
