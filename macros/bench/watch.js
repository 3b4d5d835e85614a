// Runs in a measured page before anything of its own: notes when the date is on the screen, and how long tasks were.
// `form` has what a person types and chooses; a page with one gets it as soon as it is parsed, and its button is pressed.
(({ place, expected, form }) => {
  const seen = { firstAnswer: null, ready: null, tapped: null, tasks: [] };
  globalThis.bench = seen;
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });

  /** Once the next frame is drawn. */
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  });

  /** The place of the answer, if these words stand in it. */
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

  /** Go to a field and wait until these words are drawn; `seen.typed` is then how many milliseconds after the last input. */
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
