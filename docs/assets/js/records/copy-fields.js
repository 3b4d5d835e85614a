// The backup controls, created by script: without scripts nothing is stored that could be backed up.

let made = 0;

/** @template {"div" | "fieldset" | "form" | "h3" | "input" | "button" | "label" | "legend" | "p" | "select" | "span"} Tag
 * @param {Tag} tag @param {Object<string, string | number | boolean>} is @param {(string | Node)[]} inside @returns {HTMLElementTagNameMap[Tag]} */
export function element(tag, is, ...inside) {
  const one = document.createElement(tag);
  Object.assign(one, is).append(...inside);
  return one;
}

/** A labelled field with a place for its error.
 * @param {string} label @param {string} help @param {Object<string, string | boolean>} is */
export function field(label, help, is) {
  const id = `pt-copy-${(made += 1)}`;
  const input = element("input", { id, autocomplete: "off", ...is });
  const error = element("p", { id: `${id}-error`, className: "pt-error", hidden: true });
  error.setAttribute("role", "alert");
  input.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  const part = element("div", { className: "pt-field" }, element("label", { htmlFor: id }, label), element("p", { id: `${id}-help`, className: "pt-help" }, help), input, error);
  /** @param {string} words the error; empty if none */
  const tell = (words) => {
    error.textContent = words;
    error.hidden = !words;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (words) input.focus();
  };
  input.addEventListener("input", () => tell(""));
  return { part, input, tell };
}

/** A form whose button acts here and submits nothing.
 * @param {string} words on the button @param {() => Promise<void>} act @param {Node[]} parts */
export function form(words, act, ...parts) {
  const go = element("button", { type: "submit", className: "pt-go" }, words);
  const whole = element("form", { className: "pt-form", method: "dialog" }, ...parts, go);
  whole.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (whole.dataset.underWay) return;
    whole.dataset.underWay = "1";
    await act().finally(() => delete whole.dataset.underWay);
  });
  return whole;
}

/** A status line that screen readers announce. */
export function line() {
  const said = element("p", { className: "pt-kept", tabIndex: -1 });
  said.setAttribute("role", "status");
  return said;
}
