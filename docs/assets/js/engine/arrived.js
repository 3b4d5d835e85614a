// Whether an engine file arrived intact, and if not, why, in terms of what a parent can do.

/** `broken`: missing or incomplete; `gone`: the host does not have it, or serves it with the wrong type; `login`: a page came
 * instead, as from a Wi-Fi login; `off`: this browser does not run WebAssembly; `memory`: not enough memory.
 * @typedef {"broken" | "gone" | "login" | "off" | "memory"} Why */
/** @typedef {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>} Fetch */

/** The status with which a network may demand a login. */
const NETWORK_LOGIN = 511;
const NO_MEMORY = /out of memory|(?:could not|cannot|failed to) (?:allocate|grow)/i;

export class NotArrived extends Error {
  /** @param {Why} why @param {string} reason */
  constructor(why, reason) {
    super(reason);
    this.why = why;
  }
}

/** Engine files are never HTML pages. @param {Response} response */
export const isPage = ({ headers }) => (headers.get("content-type") ?? "").includes("text/html");

/** Fetch a file. If a page came instead, fetch again bypassing the HTTP cache, which may still hold that page. Throws NotArrived.
 * @param {Fetch} get @param {RequestInfo | URL} input @param {RequestInit} [init] */
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

/** Diagnose a script of ours that the browser did not run although it supports it. Always throws NotArrived.
 * @param {Fetch} get @param {string | URL} url @param {string} said by the browser @returns {Promise<never>} */
export async function notRun(get, url, said) {
  const type = (await arrived(get, url)).headers.get("content-type") ?? "";
  throw /javascript/.test(type) ? new NotArrived("broken", said) : new NotArrived("gone", `${type || "no type"} for ${url}`);
}

/** Import an engine script; browsers do not say why an import failed. Throws NotArrived.
 * @param {string} url @param {Fetch} get @returns {Promise<any>} */
export async function imported(url, get) {
  try {
    return await import(url);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return notRun(get, url, String(error));
  }
}

/** Why a start failed, if the calculators are not at fault. @param {unknown} error @returns {Why | undefined} */
export function whyNot(error) {
  if (error instanceof NotArrived) return error.why;
  if (typeof WebAssembly === "undefined") return "off";
  return NO_MEMORY.test(String(error)) ? "memory" : undefined;
}
