// Forms that grow: rows that a parent adds and removes, and questions asked only for some answers.
// What a hidden question holds stays in the form; Python leaves it out.

const ROW_NUMBER = "__row__";

/** Let every group of rows grow and shrink. @param {HTMLFormElement} form
 * @param {(row: HTMLElement) => void} equip what a new row needs besides its own markup */
export function growing(form, equip) {
  form.querySelectorAll(".pt-rows").forEach((found) => {
    const group = /** @type {HTMLFieldSetElement} */ (found);
    const list = /** @type {HTMLElement} */ (group.querySelector(".pt-row-list"));
    const add = /** @type {HTMLButtonElement} */ (group.querySelector(":scope > .pt-add"));
    let next = list.children.length;
    count(group);
    add.addEventListener("click", () => {
      const row = newRow(group, next++);
      list.append(row);
      equip(row);
      ownQuestions(form);
      count(group);
      /** @type {HTMLElement | null} */ (row.querySelector("input, select, textarea"))?.focus();
    });
    list.addEventListener("click", (event) => {
      const remove = /** @type {HTMLElement} */ (event.target).closest(".pt-remove");
      if (!remove) return;
      const row = /** @type {HTMLElement} */ (remove.closest(".pt-row"));
      const neighbour = /** @type {HTMLElement} */ (row.nextElementSibling ?? row.previousElementSibling);
      row.remove();
      count(group);
      neighbour.focus();
      form.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

/** @param {HTMLFieldSetElement} group @param {number} number @returns {HTMLElement} */
function newRow(group, number) {
  const template = /** @type {HTMLTemplateElement} */ (group.querySelector(":scope > template"));
  const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  for (const part of row.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes(ROW_NUMBER)) part.setAttribute(name, value.replaceAll(ROW_NUMBER, String(number)));
    }
  }
  return row;
}

/** Number the rows as they stand; the last one cannot be removed, and there is an end to adding.
 * @param {HTMLFieldSetElement} group */
function count(group) {
  const rows = [...group.querySelectorAll(".pt-row-list > .pt-row")];
  rows.forEach((row, index) => {
    /** @type {HTMLElement} */ (row.querySelector(".pt-row-number")).textContent = String(index + 1);
    /** @type {HTMLElement} */ (row.querySelector(".pt-remove")).hidden = rows.length === 1;
  });
  /** @type {HTMLElement} */ (group.querySelector(":scope > .pt-add")).hidden = rows.length >= Number(group.dataset.most);
}

/** Show the questions that the answers so far call for, and go on doing so. @param {HTMLFormElement} form */
export function ownQuestions(form) {
  const show = () => {
    form.querySelectorAll("[data-when]").forEach((found) => {
      const part = /** @type {HTMLElement} */ (found);
      const own = part.querySelector("[name]")?.getAttribute("name") ?? part.getAttribute("name") ?? "";
      const before = part.matches(".pt-rows") ? "" : own.slice(0, own.lastIndexOf(".") + 1);
      part.hidden = !Object.entries(JSON.parse(part.dataset.when ?? "{}")).every(([names, answers]) =>
        answers.includes(names.split(" ").map((name) => answered(form, before + name)).join(" ")));
    });
  };
  show();
  if (form.dataset.ownQuestions) return;
  form.dataset.ownQuestions = "1";
  form.addEventListener("input", show);
  form.addEventListener("change", show);
}

/** What is answered so far; nothing if the question itself is not shown. @param {HTMLFormElement} form @param {string} name */
function answered(form, name) {
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  return field && !field.closest("[data-when][hidden]") ? field.value : "";
}
