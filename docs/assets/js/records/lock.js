// A text under a passphrase: AES-GCM, with a key that is made from the passphrase by PBKDF2. How it was made stands beside it, so
// that a later version of this site, or another program, can open it.

/** @typedef {{cipher: "AES-GCM", key: "PBKDF2", hash: "SHA-256", iterations: number, salt: string, iv: string}} Lock bytes in base64 */

/** OWASP's Password Storage Cheat Sheet asks for 600,000 rounds of PBKDF2 with HMAC-SHA-256 (read on 2026-11-27). It prefers
 * Argon2id, which the oldest browsers meant do not have. */
const ITERATIONS = 600_000;
/** More would keep a phone busy for minutes: no file of ours asks for it. */
const MOST_ITERATIONS = 10_000_000;
/** Letters that a passphrase must have. */
export const SHORTEST = 10;

/** True where a browser can lock: it does so only for pages that came over https, or from this machine. */
export const canLock = () => Boolean(globalThis.crypto?.subtle);

/** @param {string} text @param {string} passphrase @returns {Promise<{lock: Lock, locked: string}>} never twice the same */
export async function lock(text, passphrase) {
  const made = /** @type {Lock} */ ({
    cipher: "AES-GCM", key: "PBKDF2", hash: "SHA-256", iterations: ITERATIONS,
    salt: inBase64(crypto.getRandomValues(new Uint8Array(16))), iv: inBase64(crypto.getRandomValues(new Uint8Array(12))),
  });
  const bytes = await crypto.subtle.encrypt(cipherOf(made), await keyOf(made, passphrase, "encrypt"), new TextEncoder().encode(text));
  return { lock: made, locked: inBase64(new Uint8Array(bytes)) };
}

/** The text; null if the passphrase is not the one, or if something of the file was changed.
 * @param {{lock: Lock, locked: string}} closed @param {string} passphrase @returns {Promise<string | null>} */
export async function unlock({ lock: made, locked }, passphrase) {
  if (!isKnown(made)) return null;
  try {
    const bytes = await crypto.subtle.decrypt(cipherOf(made), await keyOf(made, passphrase, "decrypt"), fromBase64(locked));
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
}

/** True if this script knows how a file was locked. @param {any} made */
export function isKnown(made) {
  const { cipher, key, hash, iterations } = made ?? {};
  return cipher === "AES-GCM" && key === "PBKDF2" && hash === "SHA-256" && Number.isInteger(iterations) && iterations > 0 && iterations <= MOST_ITERATIONS;
}

/** What was typed as a passphrase, as it counts: a keyboard may add blanks, or write é in another way. @param {string} typed */
export const asTyped = (typed) => typed.normalize("NFKC").trim().replace(/\s+/g, " ");

/** What stands beside the locked text is locked with it, so that nobody weakens it unseen. @param {Lock} made */
const cipherOf = (made) => ({
  name: made.cipher,
  iv: fromBase64(made.iv),
  additionalData: new TextEncoder().encode([made.cipher, made.key, made.hash, made.iterations, made.salt, made.iv].join(" ")),
});

/** @param {Lock} made @param {string} passphrase @param {"encrypt" | "decrypt"} use */
async function keyOf({ key, hash, iterations, salt, cipher }, passphrase, use) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(asTyped(passphrase)), key, false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: key, hash, iterations, salt: fromBase64(salt) }, typed, { name: cipher, length: 256 }, false, [use]);
}

/** @param {Uint8Array} bytes */
function inBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
