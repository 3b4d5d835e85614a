// Whether this phone keeps drafts: a parent can switch that off.

const OFF = "paper-trail.drafts";
let isOffHere = false;

/** True if a parent does not want drafts on this phone. */
export function isOff() {
  try {
    return localStorage.getItem(OFF) === "off";
  } catch {
    return isOffHere; // storage is switched off: for this visit only
  }
}

/** @param {boolean} off */
export function turn(off) {
  isOffHere = off;
  try {
    if (off) localStorage.setItem(OFF, "off");
    else localStorage.removeItem(OFF);
  } catch {
    // Storage is switched off: for this visit only.
  }
}
