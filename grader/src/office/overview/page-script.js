/* Sorts, filters and searches the table of overview.html, and copies ids. Without it, everything on the page can be read. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const table = byId("class");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const [search, filter, shown] = ["search", "filter", "shown"].map(byId);

  function show() {
    const words = search.value.trim().toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.cells[0].textContent.toLowerCase();
      const flags = row.dataset.flags.split(" ");
      row.hidden =
        !words.every((word) => text.includes(word)) || (filter.value !== "" && !flags.includes(filter.value));
    }
    shown.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length}`;
  }

  const keyOf = (row, column) => {
    const { dataset, textContent } = row.cells[column];
    return "value" in dataset ? Number(dataset.value) : textContent.trim();
  };
  const compare = (one, other) => (typeof one === "number" ? one - other : one.localeCompare(other));

  function sort(header) {
    const column = header.cellIndex;
    const isText = typeof keyOf(rows[0], column) === "string";
    // Names from A, numbers from the largest.
    const first = isText ? "ascending" : "descending";
    const second = isText ? "descending" : "ascending";
    const order = header.getAttribute("aria-sort") === first ? second : first;
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((one, other) => sign * compare(keyOf(one, column), keyOf(other, column)));
    body.append(...rows);
  }

  async function copy(button, ids) {
    try {
      await navigator.clipboard.writeText(ids);
      button.textContent = "Copied";
    } catch {
      // No permission: the ids are selected, to be copied by hand.
      const area = document.createElement("textarea");
      area.value = ids;
      area.setAttribute("aria-label", "ids");
      button.after(area);
      area.select();
    }
  }

  for (const header of table.tHead.rows[0].cells) {
    if (header.textContent === "Exercises" || rows.length === 0) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header));
    header.replaceChildren(button);
  }
  for (const button of document.querySelectorAll("[data-ids]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, button.dataset.ids));
  }
  const shownIds = () => rows.filter((row) => !row.hidden).map((row) => row.dataset.id);
  byId("copy-shown").addEventListener("click", (event) => copy(event.target, shownIds().join("\n")));
  search.addEventListener("input", show);
  filter.addEventListener("change", show);
  byId("tools").hidden = false;
  show();
})();
