"use strict";
(() => {
  const facets = JSON.parse(document.getElementById("facets").textContent);
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  const documents = Array.from(list.children, (item, number) => {
    const [site, categories, rules, warned, share, characters] = facets[number];
    return { item, number, site, categories, rules, warned, keys: { 4: share, 5: characters } };
  });
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  function fits(one, wanted) {
    if (wanted.category && !one.categories.includes(+wanted.category)) return false;
    if (wanted.rule && !one.rules.includes(+wanted.rule)) return false;
    if (wanted.site && one.site !== +wanted.site) return false;
    if (wanted.warned && !one.warned) return false;
    if (!wanted.words.length) return true;
    one.text ??= plain(one.item.textContent);
    return wanted.words.every((word) => one.text.includes(word));
  }

  function show() {
    const wanted = Object.fromEntries(new FormData(form));
    wanted.words = plain(wanted.words).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of documents) {
      one.item.hidden = !fits(one, wanted);
      shown += !one.item.hidden;
    }
    document.getElementById("shown").textContent = `${shown} of ${documents.length} shown`;
    document.getElementById("none").hidden = shown > 0;
  }

  function order() {
    const key = form.elements.order.value;
    const sorted = documents.toSorted((a, b) => (key ? b.keys[key] - a.keys[key] : 0) || a.number - b.number);
    list.append(...sorted.map((one) => one.item));
  }

  function start(wanted = {}) {
    form.reset();
    for (const [name, value] of Object.entries(wanted)) form.elements[name].value = value;
    order();
    show();
  }

  form.addEventListener("input", show);
  form.elements.order.addEventListener("change", order);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => start());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    event.preventDefault();
    form.elements.words.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-filter]");
    if (!link) return;
    start({ [link.dataset.filter]: link.dataset.number });
  });

  function sortable(table) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      if (!head.dataset.sort) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, heads, column));
    });
  }

  function sort(table, heads, column) {
    const isNumber = heads[column].dataset.sort === "number";
    const falls = heads[column].ariaSort ? heads[column].ariaSort === "ascending" : isNumber;
    for (const head of heads) head.ariaSort = null;
    heads[column].ariaSort = falls ? "descending" : "ascending";
    const value = (body) => {
      const cell = body.rows[0].cells[column];
      return cell.dataset.value ?? cell.textContent;
    };
    const compare = isNumber ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b));
    table.append(...Array.from(table.tBodies).sort((a, b) => (falls ? -compare(a, b) : compare(a, b))));
  }

  document.querySelectorAll(".sortable").forEach(sortable);
  form.hidden = false;
  show();
})();
