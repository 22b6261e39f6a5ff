// The form of a front: containers and their stories are dragged by a handle or moved with two buttons, and new rows come
// from the page's own templates. What is sent are the numbers that the form has without this script too.

const form = document.getElementById("front_form");
const voice = document.getElementById("moved");
const containers = form.querySelector(".containers");
const MOST_SLOTS = 12;

form.classList.add("js-moves");
document.querySelector(".errornote[role=alert]")?.focus();

const rowsOf = (list) => [...list.children].filter((row) => !row.hidden);
const field = (row, name) => row.querySelector(`[name$='-${name}']`);
const nameOf = (row) => {
  if (row.matches(".slot")) {
    const story = field(row, "article").selectedOptions[0]?.textContent.trim();
    return story ? `القصة «${story}»` : "القصة";
  }
  const title = field(row, "title").value.trim();
  return `الحاوية «${title || field(row, "kind").selectedOptions[0].textContent}»`;
};

// Numbers follow the places, those of empty rows too: they count only once a story is chosen.
function number(list) {
  rowsOf(list).forEach((row, index) => {
    const position = row.querySelector(":scope > .slot-place input, :scope > .container-facts > .container-place input");
    if (row.matches("[data-blank]") && !isFilled(row)) return;
    position.value = index;
  });
  rowsOf(list).forEach((row, index, all) => {
    row.querySelector(":scope > .ways .up").disabled = index === 0;
    row.querySelector(":scope > .ways .down").disabled = index === all.length - 1;
  });
}

const isFilled = (row) => !row.matches(".slot") || Boolean(field(row, "article").value);

// Read out after the focus has settled, or a reader speaks the button over it.
function say(words) {
  voice.textContent = "";
  setTimeout(() => (voice.textContent = words), 80);
}

function move(row, way, button) {
  const list = row.parentElement;
  const all = rowsOf(list);
  const other = all[all.indexOf(row) + way];
  if (!other) return;
  way < 0 ? other.before(row) : other.after(row);
  number(list);
  (button.disabled ? row.querySelector(":scope > .ways button:not(:disabled)") : button).focus();
  say(`${nameOf(row)}: المكان ${all.indexOf(other) + 1} من ${all.length}`);
}

function button(words, className, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className, textContent: words });
  made.addEventListener("click", () => act(made));
  return made;
}

function dress(row) {
  if (row.querySelector(":scope > .ways")) return;
  const ways = document.createElement("div");
  ways.className = "ways";
  const grip = document.createElement("span");
  Object.assign(grip, { className: "grip", textContent: "⠿", title: "اسحب لتغيير الترتيب" });
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", () => (row.draggable = true));
  grip.addEventListener("pointerup", () => (row.draggable = false));
  ways.append(grip);
  for (const [words, className, way] of [["أعلى", "up", -1], ["أسفل", "down", 1]]) {
    const made = button(words, `move ${className}`, (pressed) => move(row, way, pressed));
    made.addEventListener("focus", () => made.setAttribute("aria-label", `${words}: ${nameOf(row)}`));
    ways.append(made);
  }
  if (row.matches(".slot")) ways.append(button("إزالة", "move take", () => take(row)));
  row.querySelector(":scope > legend") ? row.querySelector(":scope > legend").after(ways) : row.prepend(ways);
  row.addEventListener("dragstart", (event) => {
    if (!row.draggable) return;
    event.stopPropagation();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    row.classList.add("dragged");
  });
  row.addEventListener("dragend", (event) => {
    event.stopPropagation();
    row.draggable = false;
    row.classList.remove("dragged");
    number(row.parentElement);
  });
}

function take(row) {
  const list = row.parentElement;
  const words = nameOf(row);
  const all = rowsOf(list);
  const next = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  for (const control of row.querySelectorAll("select, input")) {
    control.value = "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  row.querySelectorAll(".errorlist").forEach((said) => said.remove());
  row.querySelectorAll(".move").forEach((way) => way.removeAttribute("aria-label"));
  row.querySelector("details").open = false;
  row.hidden = true; // its number is sent, empty, until a new story takes the row
  number(list);
  offer(list);
  (next?.querySelector(".ways button:not(:disabled)") ?? list.nextElementSibling)?.focus();
  say(`أزيلت ${words}`);
}

// The button under a list stands there while another story has room.
function offer(list) {
  list.nextElementSibling.hidden = rowsOf(list).length >= MOST_SLOTS;
}

function sortable(list) {
  list.addEventListener("dragover", (event) => {
    const dragged = rowsOf(list).find((row) => row.matches(".dragged"));
    if (!dragged) return;
    event.preventDefault();
    const over = rowsOf(list).find((row) => row.contains(event.target));
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
  });
  list.addEventListener("drop", (event) => list.querySelector(".dragged") && event.preventDefault());
}

// A new row from a template of the page: its names hold `__prefix__` where the next number goes.
function grown(template, total, prefix) {
  const index = Number(total.value);
  const made = document.createElement("template");
  made.innerHTML = template.innerHTML.replaceAll(`${prefix}__prefix__`, `${prefix}${index}`);
  total.value = index + 1;
  return made.content.firstElementChild;
}

const announce = (row) =>
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: "front" } }));

function openContainer(row) {
  dress(row);
  const list = row.querySelector(".slots");
  const total = row.querySelector("[name$='-s-TOTAL_FORMS']");
  const prefix = `${total.name.replace("TOTAL_FORMS", "")}`;
  const template = row.querySelector(".blank-slot");
  const more = button("أضف قصة", "button add", () => {
    const taken = [...list.children].find((row) => row.hidden);
    const slot = taken ?? grown(template, total, prefix);
    slot.hidden = false;
    list.append(slot);
    dress(slot);
    if (!taken) announce(slot);
    number(list);
    slot.querySelector(".select2-selection, select")?.focus();
    offer(list);
  });
  list.after(more);
  offer(list);
  rowsOf(list).forEach(dress);
  sortable(list);
  number(list);
  const rule = field(row, "rule");
  const section = row.querySelector(".fact-section");
  const show = () => (section.hidden = rule.value !== "section");
  rule.addEventListener("change", show);
  show();
  const title = row.querySelector(".container-name");
  const rename = () => (title.textContent = field(row, "title").value.trim() || field(row, "kind").selectedOptions[0].textContent);
  field(row, "title").addEventListener("input", rename);
  field(row, "kind").addEventListener("change", rename);
  rename();
}

// The empty container at the end is for those without this script; here there is a button.
const total = form.querySelector("[name='c-TOTAL_FORMS']");
const last = containers.lastElementChild;
if (last?.matches("[data-blank]")) {
  last.remove();
  total.value = Number(total.value) - 1;
}
rowsOf(containers).forEach(openContainer);
sortable(containers);
number(containers);
const template = document.getElementById("blank-container");
containers.after(
  button("أضف حاوية", "button add", () => {
    const row = grown(template, total, "c-");
    containers.append(row);
    openContainer(row);
    announce(row);
    number(containers);
    field(row, "kind").focus();
    say("أضيفت حاوية في آخر الصفحة");
  }),
);
form.addEventListener("submit", () => [containers, ...form.querySelectorAll(".slots")].forEach(number));

// Leaving with something unsaved is asked about by the browser.
let changed = false;
form.addEventListener("change", () => (changed = true));
form.addEventListener("click", (event) => event.target.matches(".move, .add") && (changed = true));
form.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (event) => changed && event.preventDefault());
