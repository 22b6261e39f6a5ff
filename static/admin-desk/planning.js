// A plan is dragged to another day of the calendar. Without this script the arrows under it, or its page, do the same.
const form = document.querySelector("#drag-form");
let dragged = null;

for (const plan of document.querySelectorAll(".plan[data-move]")) {
  plan.draggable = true;
  plan.addEventListener("dragstart", (event) => {
    dragged = plan;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    plan.classList.add("dragged");
  });
  plan.addEventListener("dragend", () => {
    plan.classList.remove("dragged");
    dragged = null;
  });
}

for (const day of document.querySelectorAll(".plan-day")) {
  day.addEventListener("dragover", (event) => {
    if (!dragged || day.contains(dragged)) return;
    event.preventDefault();
    day.classList.add("over");
  });
  day.addEventListener("dragleave", (event) => day.contains(event.relatedTarget) || day.classList.remove("over"));
  day.addEventListener("drop", (event) => {
    if (!dragged || day.contains(dragged)) return;
    event.preventDefault();
    form.action = dragged.dataset.move;
    form.elements.day.value = day.dataset.day;
    form.submit();
  });
}
