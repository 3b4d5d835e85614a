// Injected into a measured page before its own scripts: records when the date is painted, and task lengths.
// `form` has what a person types and selects; it is filled in and submitted as soon as it is parsed.
(({ place, expected, form }) => {
  const seen = { firstAnswer: null, ready: null, tapped: null, tasks: [] };
  globalThis.bench = seen;
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });

  /** After the next frame is painted. */
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  });

  /** The element of the answer, if it contains these words. */
  const showing = (words) => {
    const shown = document.querySelector(place);
    return shown && !shown.hidden && shown.textContent.includes(words) ? shown : null;
  };

  const look = () => {
    const shown = showing(expected);
    if (!shown) return;
    // A page that answers with a smaller engine first says which one its answer is from.
    const whole = (shown.dataset.engine ?? "pyodide") === "pyodide";
    painted((now) => {
      seen.firstAnswer ??= now;
      if (whole) seen.ready ??= now;
    });
  };
  const changes = {
    attributes: true, attributeFilter: ["hidden", "data-engine"], characterData: true, childList: true, subtree: true,
  };
  new MutationObserver(look).observe(document, changes);

  /** Focus a field and wait until these words are painted; `seen.typed` is then the milliseconds since the last input. */
  seen.typing = (field, words) => {
    if (showing(words)) throw new Error(`${words} stands there before it was typed for.`);
    let changed;
    const noted = (event) => (changed = event.timeStamp);
    document.addEventListener("input", noted, true);
    document.querySelector(`form [name="${field}"]`).focus();
    seen.typed = null;
    const watching = new MutationObserver(() => {
      if (!showing(words)) return;
      watching.disconnect();
      document.removeEventListener("input", noted, true);
      painted((now) => (seen.typed = now - changed));
    });
    watching.observe(document, changes);
  };

  if (form) document.addEventListener("DOMContentLoaded", () => {
    const asked = document.querySelector("form[data-calculator=deadlines]");
    for (const [name, value] of Object.entries(form)) {
      const field = asked.elements.namedItem(name);
      field.focus();
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    seen.tapped = performance.now();
    asked.querySelector("button[type=submit]").click();
  });
})
