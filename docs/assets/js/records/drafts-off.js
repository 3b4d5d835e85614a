// Whether this phone keeps drafts: a parent can switch that off.

import { note, recall } from "./keys.js";

const OFF = "paper-trail.drafts";
let isOffHere = false;

/** True if a parent does not want drafts on this phone; where storage is switched off, for this visit only. */
export const isOff = () => recall(OFF) === "off" || isOffHere;

/** @param {boolean} off */
export function turn(off) {
  isOffHere = !note(OFF, off ? "off" : null) && off;
}
