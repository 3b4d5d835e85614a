// What a page says where something is not kept: why, and what to do.

import { OVER } from "./over.js";

/** The sentences by reason (`whyNotKept`). `lead` stands before each; `kept` is what the page keeps; the others say what follows
 * from the reason: nothing can be stored, there is no room, or this page is older than what is stored.
 * @param {{kept: string, refused: string, full?: string, newer?: string, lead?: string, deleted?: string}} lost */
export const notKept = ({
  kept,
  refused,
  full = "So the last change was not kept. Make room, then change it again. Print or copy this page before you leave it.",
  newer = `Your ${kept} are safe.`,
  lead = "",
  deleted = OVER,
}) => ({
  refused: `${lead}This browser does not let a site keep anything on this phone, maybe because the window is private. ${refused}`,
  full: `${lead}There is no room left on this phone. ${full}`,
  newer: `${lead}This page is older than the one that kept your ${kept}. Close all tabs of this site and open it again. ${newer}`.trim(),
  deleted,
});
