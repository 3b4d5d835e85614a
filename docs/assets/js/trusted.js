// The Trusted Types policy: the only source of HTML and worker URLs (macros/site/policy.py). HTML set elsewhere, even by a library,
// is refused.

/** What no calculator's answer contains, because it escapes all input. */
const NEVER = /<(?:script|style|iframe|object|embed|link|meta|base|img)\b/i;

/** @param {string} html */
function checked(html) {
  if (NEVER.test(html)) throw new TypeError("this is no answer of the calculators");
  return html;
}

/** @param {string} address */
function ours(address) {
  if (new URL(address, document.baseURI).origin !== location.origin) throw new TypeError(`not of this site: ${address}`);
  return address;
}

/** @type {{createHTML: (html: string) => any, createScriptURL: (address: string) => any}} */
const rules = { createHTML: checked, createScriptURL: ours };
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("paper-trail", rules) ?? rules;

/** Put a calculator's answer into a part of the page. @param {Element} part @param {string} html */
export function putHtml(part, html) {
  part.innerHTML = policy.createHTML(html);
}

/** The URL of a worker of this site. @param {URL} address @returns {any} */
export function program(address) {
  return policy.createScriptURL(address.href);
}
