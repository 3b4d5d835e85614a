/** Remember the state a parent chose on the front page. The page itself works without this. */

const KEY = "paper-trail.state";
const select = /** @type {HTMLSelectElement} */ (document.getElementById("state"));

try {
  const remembered = localStorage.getItem(KEY);
  if (remembered && [...select.options].some((option) => option.value === remembered)) select.value = remembered;
  select.addEventListener("change", () => localStorage.setItem(KEY, select.value));
} catch {
  // Storage is switched off: the choice holds for this visit only.
}
