// Rows that have an order: dragged by their handle, or moved with two buttons; their numbers follow. Without this script
// the numbers are typed.
"use strict";

addEventListener("DOMContentLoaded", () => document.querySelectorAll(".inline-group").forEach(moveRows));

function moveRows(group) {
  if (!group.querySelector("input[name$='-position']")) return;
  group.classList.add("js-moves");
  const rows = () => [...group.querySelectorAll("tr.form-row:not(.empty-form)")];
  const number = () => {
    rows().forEach((row, index) => {
      if (row.querySelector("select")?.value) row.querySelector("input[name$='-position']").value = index;
    });
  };
  const moved = () => {
    number();
    group.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const buttons = (row, cell) => {
    for (const [sign, words, way] of [["↑", "إلى أعلى", -1], ["↓", "إلى أسفل", 1]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "move", textContent: sign, title: words });
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => {
        const all = rows();
        const other = all[all.indexOf(row) + way];
        if (!other) return;
        way < 0 ? other.before(row) : other.after(row);
        button.focus();
        moved();
      });
      cell.append(button);
    }
  };
  // The row can be dragged only while its handle is held, so that text in its fields can still be selected.
  const handle = (row, cell) => {
    const grip = document.createElement("span");
    Object.assign(grip, { className: "grip", textContent: "⠿", title: "اسحب لتغيير الترتيب" });
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", () => (row.draggable = true));
    grip.addEventListener("pointerup", () => (row.draggable = false));
    row.addEventListener("dragstart", (event) => {
      if (!row.draggable) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      row.classList.add("dragged");
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      row.classList.remove("dragged");
      moved();
    });
    cell.prepend(grip);
  };
  group.addEventListener("dragover", (event) => {
    const dragged = group.querySelector("tr.dragged");
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("tr.form-row:not(.empty-form)");
    if (!over || over === dragged || !group.contains(over)) return;
    const { top, height } = over.getBoundingClientRect();
    event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
  });
  group.addEventListener("drop", (event) => group.querySelector("tr.dragged") && event.preventDefault());
  const dress = (row) => {
    const cell = row.querySelector("td.field-position");
    if (!cell || cell.querySelector(".move")) return;
    buttons(row, cell);
    handle(row, cell);
  };
  rows().forEach(dress);
  document.addEventListener("formset:added", (event) => group.contains(event.target) && dress(event.target));
  group.closest("form").addEventListener("submit", number);
}
