// Whether a file of the calculators came as it is. If not, what is at fault says what a parent can do.

/** `broken`: it did not come, or not whole; `gone`: the host does not have it, or calls it what it is not; `login`: a page came in its place, as from a Wi-Fi
 * that asks who is there; `off`: this browser runs no WebAssembly; `memory`: there was too little.
 * @typedef {"broken" | "gone" | "login" | "off" | "memory"} Why */
/** @typedef {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>} Fetch */

/** What the host of a network that wants a login first may say. */
const NETWORK_LOGIN = 511;
const NO_MEMORY = /out of memory|(?:could not|cannot|failed to) (?:allocate|grow)/i;

export class NotArrived extends Error {
  /** @param {Why} why @param {string} reason */
  constructor(why, reason) {
    super(reason);
    this.why = why;
  }
}

/** No file of the calculators is a page. @param {Response} response */
export const isPage = ({ headers }) => (headers.get("content-type") ?? "").includes("text/html");

/** A file, as its host has it. Where a page came in its place it is asked for once more past what the browser keeps, which may
 * be that page still. Raises NotArrived. @param {Fetch} get @param {RequestInfo | URL} input @param {RequestInit} [init] */
export async function arrived(get, input, init) {
  const first = await asked(get, input, init);
  if (!isPage(first)) return first;
  const second = await asked(get, input, { ...init, cache: "reload" });
  if (isPage(second)) throw new NotArrived("login", `a page in place of ${second.url}`);
  return second;
}

/** @param {Fetch} get @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function asked(get, input, init) {
  const response = await get(input, init).catch((error) => {
    throw new NotArrived("broken", String(error));
  });
  if (!response.ok) throw new NotArrived(response.status === NETWORK_LOGIN ? "login" : "gone", `${response.status} for ${response.url}`);
  return response;
}

/** What a script is at fault for that a browser did not run, though it reads ours: it came only in part, if it comes at all.
 * Raises NotArrived. @param {Fetch} get @param {string | URL} url @param {string} said by the browser @returns {Promise<never>} */
export async function notRun(get, url, said) {
  const type = (await arrived(get, url)).headers.get("content-type") ?? "";
  throw /javascript/.test(type) ? new NotArrived("broken", said) : new NotArrived("gone", `${type || "no type"} for ${url}`);
}

/** A script of the engines. A browser does not say why one did not come. Raises NotArrived. @param {string} url @param {Fetch} get @returns {Promise<any>} */
export async function imported(url, get) {
  try {
    return await import(url);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return notRun(get, url, String(error));
  }
}

/** Why a start went wrong, if it is none of the calculators' faults. @param {unknown} error @returns {Why | undefined} */
export function whyNot(error) {
  if (error instanceof NotArrived) return error.why;
  if (typeof WebAssembly === "undefined") return "off";
  return NO_MEMORY.test(String(error)) ? "memory" : undefined;
}
