// What a browser with Trusted Types takes as HTML, or as the address of a program: it comes from here alone
// (macros/site/policy.py). So HTML that another line would make, or a library, does nothing.

/** What no answer of the calculators has in it, for they escape what is typed. */
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

/** Put an answer of the calculators into a part of the page. @param {Element} part @param {string} html */
export function putHtml(part, html) {
  part.innerHTML = policy.createHTML(html);
}

/** The address of a program of this site. @param {URL} address @returns {any} */
export function program(address) {
  return policy.createScriptURL(address.href);
}
