// Encrypts a text with a passphrase: AES-GCM with a key derived by PBKDF2. The parameters are stored with it, so that later versions,
// or other programs, can decrypt it.

/** Binary values are in base64. @typedef {{cipher: "AES-GCM", key: "PBKDF2", hash: "SHA-256", iterations: number, salt: string, iv: string}} Lock */

/** OWASP's Password Storage Cheat Sheet asks for 600,000 iterations of PBKDF2 with HMAC-SHA-256 (read on 2026-11-27). It prefers
 * Argon2id, which the oldest supported browsers lack. */
const ITERATIONS = 600_000;
/** More would keep a phone busy for minutes, and no file of ours needs it. */
const MOST_ITERATIONS = 10_000_000;
/** Minimum length of a passphrase. */
export const SHORTEST = 10;

/** True if the browser offers encryption: only on https pages or localhost. */
export const canLock = () => Boolean(globalThis.crypto?.subtle);

/** @param {string} text @param {string} passphrase @returns {Promise<{lock: Lock, locked: string}>} different each time */
export async function lock(text, passphrase) {
  const made = /** @type {Lock} */ ({
    cipher: "AES-GCM", key: "PBKDF2", hash: "SHA-256", iterations: ITERATIONS,
    salt: inBase64(crypto.getRandomValues(new Uint8Array(16))), iv: inBase64(crypto.getRandomValues(new Uint8Array(12))),
  });
  const bytes = await crypto.subtle.encrypt(cipherOf(made), await keyOf(made, passphrase, "encrypt"), new TextEncoder().encode(text));
  return { lock: made, locked: inBase64(new Uint8Array(bytes)) };
}

/** The decrypted text; null if the passphrase is wrong or the file was modified.
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

/** True if this version can decrypt such a file. @param {any} made */
export function isKnown(made) {
  const { cipher, key, hash, iterations } = made ?? {};
  return cipher === "AES-GCM" && key === "PBKDF2" && hash === "SHA-256" && Number.isInteger(iterations) && iterations > 0 && iterations <= MOST_ITERATIONS;
}

/** The passphrase in normal form: keyboards may add spaces, or encode é differently. @param {string} typed */
export const asTyped = (typed) => typed.normalize("NFKC").trim().replace(/\s+/g, " ");

/** The parameters are authenticated with the ciphertext, so that nobody can weaken them unnoticed. @param {Lock} made */
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
