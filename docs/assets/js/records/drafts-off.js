// Whether drafts are stored on this phone; a parent can turn that off.

import { note, recall } from "./keys.js";

const OFF = "paper-trail.drafts";
let isOffHere = false;

/** True if drafts are turned off; without storage, for this visit only. */
export const isOff = () => recall(OFF) === "off" || isOffHere;

/** @param {boolean} off */
export function turn(off) {
  isOffHere = !note(OFF, off ? "off" : null) && off;
}
