"use strict";
(() => {
  const form = document.getElementById("filters");
  const context = Number(form.dataset.context);
  const lines = Array.from(document.querySelectorAll(".lines"), (list) => Array.from(list.children));
  const firsts = Array.from(document.querySelectorAll(".line:has(.reason)"));
  const place = document.getElementById("place");
  let at = -1;

  const marks = (line) => Array.from(line.querySelectorAll(".text:not(.became) del"));
  const stays = (line) => line.classList.contains("kept") || line.classList.contains("aside");
  const steps = () => firsts.filter((line) => line.querySelector(".reason:not(.aside)"));

  function apply() {
    const chosen = new Set(new FormData(form).getAll("category"));
    for (const marked of document.querySelectorAll("[data-category]")) {
      marked.classList.toggle("aside", !chosen.has(marked.dataset.category));
    }
    for (const line of document.querySelectorAll(".line.gone, .line.moved, .line.cut")) {
      line.classList.toggle("aside", marks(line).every((mark) => mark.classList.contains("aside")));
    }
    document.querySelectorAll(".gap").forEach((gap) => gap.remove());
    for (const list of lines) fold(list, !form.elements.unchanged.checked);
    beside(form.elements.beside.checked);
    at = -1;
    tell();
  }

  // What became of each line, in a column of its own: the line without what went.
  function beside(shown) {
    document.getElementById("main").classList.toggle("beside", shown);
    document.querySelectorAll(".became").forEach((text) => text.remove());
    for (const line of shown ? lines.flat() : []) {
      const text = line.querySelector(".text").cloneNode(true);
      text.querySelectorAll("del:not(.aside)").forEach((mark) => mark.remove());
      text.classList.add("became");
      if (text.textContent) line.querySelector(".text").after(text);
    }
  }

  function fold(list, folds) {
    const near = new Set();
    list.forEach((line, number) => {
      line.hidden = false;
      if (stays(line)) return;
      for (let n = number - context; n <= number + context; n++) near.add(n);
    });
    if (!folds) return;
    let run = [];
    const end = () => {
      if (run.length) run[0].before(gap(run));
      run = [];
    };
    list.forEach((line, number) => {
      if (near.has(number)) end();
      else run.push(line);
    });
    end();
  }

  function gap(run) {
    for (const line of run) line.hidden = true;
    const item = document.createElement("li");
    const button = document.createElement("button");
    item.className = "gap";
    button.type = "button";
    button.textContent = `… ${run.length} unchanged line${run.length > 1 ? "s" : ""}`;
    button.addEventListener("click", () => {
      for (const line of run) line.hidden = false;
      run[0].tabIndex = -1;
      run[0].focus();
      item.remove();
    });
    item.append(button);
    return item;
  }

  function tell() {
    const count = steps().length;
    place.textContent = at < 0 ? `${count} place${count === 1 ? "" : "s"}` : `${at + 1} of ${count}`;
  }

  function step(by) {
    const all = steps();
    if (!all.length) return;
    at = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
    const line = all[at];
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "center" });
    tell();
  }

  form.addEventListener("change", apply);
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
  });
  form.hidden = false;
  document.getElementById("steps").hidden = false;
  apply();
})();
