// The checks beside a story: what is typed is looked through by the server, a click leads to the place, and «تنقيح»
// shows every change it proposes before any is made. Without this script the panel says what it found in what was saved.

const PAUSE = 900; // milliseconds without typing before asking
const FIELDS = ["headline", "short_headline", "standfirst", "picture_caption", "update_note", "picture"];

const panel = document.getElementById("checks");
if (panel) begin(panel);

function begin(panel) {
  const form = panel.closest("form");
  const list = panel.querySelector("[data-checks-list]");
  const status = panel.querySelector("[data-checks-status]");
  const tidy = panel.querySelector(".checks-tidy");
  const close = panel.querySelector(".checks-close");
  const state = { findings: [], asked: "", waiting: 0, failed: false };
  const chip = addChip(form, panel, close);
  panel.classList.add("live");
  tidy.hidden = false;

  const ask = async () => {
    const body = typed(form, panel);
    const text = body.toString();
    if (text === state.asked) return true;
    state.asked = text;
    const answer = await fetch(panel.dataset.checks, { method: "POST", body }).catch(() => null);
    if (text !== state.asked) return false; // somebody typed on: a later question is on its way
    if (!answer?.ok) {
      state.asked = "";
      state.failed = true;
      status.textContent = answer?.status === 413 ? "النص أطول مما يفحص." : "تعذر الفحص الآن. يعاد عند الكتابة.";
      return false;
    }
    const { html, findings } = await answer.json();
    if (text !== state.asked) return false;
    const seen = list.querySelector("[name=checks_seen]:checked")?.value;
    list.innerHTML = html;
    const box = list.querySelector("[name=checks_seen]");
    if (box && box.value === seen) box.checked = true;
    state.findings = findings;
    if (state.failed) status.textContent = "";
    state.failed = false;
    tidy.disabled = !findings.some((finding) => finding.suggestion !== null);
    chip(findings.length, Boolean(box));
    underline(findings);
    return true;
  };
  const soon = () => {
    clearTimeout(state.waiting);
    status.textContent = "";
    state.waiting = setTimeout(ask, PAUSE);
  };
  for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => panel.contains(event.target) || soon());
  window.django?.jQuery(form).on("change", soon); // the boxes that search speak jQuery only
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-finding]");
    const finding = button && state.findings[button.dataset.finding];
    if (finding) leadTo(finding);
  });
  tidy.addEventListener("click", async () => {
    clearTimeout(state.waiting);
    if (await ask()) propose(state.findings, (told) => (ask(), (status.textContent = told)));
  });
  document.readyState === "complete" ? ask() : addEventListener("load", ask); // the editor has put its text into the form
}

function typed(form, panel) {
  const body = new URLSearchParams();
  for (const name of [...FIELDS, "body"]) body.set(name, form.elements[name]?.value ?? "");
  body.set("key", panel.dataset.key);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return body;
}

// A button in the bar that stays in sight; it opens the panel over the page and says how much is in it.
function addChip(form, panel, close) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "checks-chip" });
  button.setAttribute("aria-controls", "checks");
  const count = document.createElement("b");
  button.append("الفحص ", count);
  const open = (isOpen) => {
    panel.classList.toggle("open", isOpen);
    close.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("checks-open", isOpen);
  };
  button.addEventListener("click", () => open(!panel.classList.contains("open")));
  close.addEventListener("click", () => (open(false), button.focus()));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && (open(false), button.focus()));
  form.querySelector(".submit-row")?.append(button);
  open(location.hash === "#checks");
  return (total, isAsked) => {
    count.textContent = total || "✓";
    button.classList.toggle("asked", isAsked);
    button.classList.toggle("good", !total);
  };
}

// --- Places ---------------------------------------------------------------------------------------------------------

const field = (name) => document.getElementById(`id_${name}`);
const editorOf = () => document.querySelector(".field-body .ProseMirror")?.editor;
// The server counts characters, a browser units of which a sign outside the first plane has two.
const units = (text, characters) => [...text].slice(0, characters).join("").length;

// The pieces of text of the editor, numbered as the server numbers them (mohit/proofreading/stored_text.py).
function blocks(editor) {
  const found = [];
  editor.state.doc.descendants((node, place) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, "\n", "\n");
    if (text.trim()) found.push({ text, start: place + 1 });
    return false;
  });
  return found;
}

// Where a finding stands in the editor, or null when the text there is another one by now.
function placeOf(finding, found) {
  const block = found[finding.block];
  if (!block) return null;
  const from = units(block.text, finding.start);
  const to = units(block.text, finding.end);
  return block.text.slice(from, to) === finding.text ? { from: block.start + from, to: block.start + to } : null;
}

function cardOf(finding, editor) {
  const [kind, key] = finding.card.split(":");
  let found = null;
  editor.state.doc.descendants((node, place) => {
    if (kind === "picture" && node.type.name === "libraryPicture" && String(node.attrs.file) === key) found ??= place;
    if (kind === "story" && node.type.name === "storyLink" && String(node.attrs.article) === key) found ??= place;
  });
  return found;
}

function leadTo(finding) {
  if (finding.field === "body") return leadIntoBody(finding, editorOf());
  const box = field(finding.field);
  if (!box) return;
  (box.classList.contains("select2-hidden-accessible") ? box.closest(".form-row") : box).scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
  if (finding.end && box.setSelectionRange) box.setSelectionRange(units(box.value, finding.start), units(box.value, finding.end));
}

function leadIntoBody(finding, editor) {
  if (!editor) return;
  const card = finding.card ? cardOf(finding, editor) : null;
  const place = finding.card ? null : placeOf(finding, blocks(editor));
  if (card !== null) editor.chain().setNodeSelection(card).focus(undefined, { scrollIntoView: false }).run();
  else if (place) editor.chain().setTextSelection(place).focus(undefined, { scrollIntoView: false }).run();
  else editor.commands.focus();
  const at = card ?? place?.from;
  if (at === undefined) return;
  const { node } = editor.view.domAtPos(at);
  (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).scrollIntoView({ block: "center" });
}

// A line under each place, painted by the browser: nothing of the text is touched.
function underline(findings) {
  const editor = editorOf();
  if (!editor || !globalThis.CSS?.highlights) return;
  const found = blocks(editor);
  const ranges = [];
  for (const finding of findings) {
    const place = finding.field === "body" && finding.end ? placeOf(finding, found) : null;
    if (!place) continue;
    const range = new Range();
    const [start, end] = [editor.view.domAtPos(place.from), editor.view.domAtPos(place.to)];
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    ranges.push(range);
  }
  CSS.highlights.set("checks", new Highlight(...ranges));
}

// --- Tidying --------------------------------------------------------------------------------------------------------

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// Each change as it stands and as it would stand; what is ticked is made when the button is pressed, not before.
function propose(findings, done) {
  const changes = findings.filter((finding) => finding.suggestion !== null);
  const boxes = changes.map(() => element("input", { type: "checkbox", checked: true }));
  const apply = element("button", { type: "submit", className: "default" });
  const all = element("button", { type: "button", className: "checks-all" });
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    apply.textContent = `تطبيق المختار (${chosen})`;
    apply.disabled = !chosen;
    all.textContent = chosen === boxes.length ? "إلغاء اختيار الكل" : "اختيار الكل";
  };
  const title = element("h2", { id: "tidy-title", textContent: changes.length ? "تنقيح النص" : "لا شيء ينقح" });
  const cancel = element("button", { type: "button", textContent: changes.length ? "إلغاء" : "إغلاق" });
  const form = element(
    "form",
    { method: "dialog" },
    title,
    element("p", { className: "quiet", textContent: "لا يتغير حرف قبل أن تضغط «تطبيق»، ويمكنك التراجع بعده. ما كتب بحروف أجنبية والروابط والمقاطع لا تمس." }),
    element("ol", {}, ...changes.map((change, index) => element("li", {}, proposal(change, boxes[index])))),
    element("div", { className: "submit-row" }, ...(changes.length ? [apply, all] : []), cancel),
  );
  const dialog = element("dialog", { className: "tidy" }, form);
  dialog.setAttribute("aria-labelledby", "tidy-title");
  form.addEventListener("change", count);
  all.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    count();
  });
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => done(make(changes.filter((_, index) => boxes[index].checked))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  count();
  dialog.showModal();
}

function proposal(change, box) {
  const shown = (text) => (text.trim() ? text : text.replace(/\s/g, "␣"));
  const line = (name, text) =>
    element("bdi", { className: `tidy-${name}` }, change.before, element(name, { textContent: shown(text), className: text.length < 4 ? "tidy-sign" : "" }), change.after);
  const words = element("span", { className: "tidy-words" }, element("span", { className: "kicker", textContent: change.label }), " ", change.words);
  return element("label", {}, box, element("span", { className: "tidy-change" }, words, line("del", change.text), line("ins", change.suggestion)));
}

// Makes the changes, the last first so that the places of the others stay; says what came of them.
function make(changes) {
  const fields = Map.groupBy ? Map.groupBy(changes, (change) => change.field) : grouped(changes);
  let made = 0;
  for (const [name, group] of fields) made += name === "body" ? makeInBody(group) : makeInLine(field(name), group);
  const left = changes.length - made;
  return `نقح ${made}. للتراجع في النص: Ctrl+Z.` + (left ? ` لم يمس ${left} لأن نصه تغير.` : "");
}

function grouped(changes) {
  const fields = new Map();
  for (const change of changes) fields.set(change.field, [...(fields.get(change.field) ?? []), change]);
  return fields;
}

function makeInLine(box, changes) {
  let made = 0;
  for (const change of [...changes].reverse()) {
    const [from, to] = [units(box.value, change.start), units(box.value, change.end)];
    if (box.value.slice(from, to) !== change.text) continue;
    box.setRangeText(change.suggestion, from, to);
    made += 1;
  }
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return made;
}

function makeInBody(changes) {
  const editor = editorOf();
  const found = blocks(editor);
  const { tr } = editor.state;
  let made = 0;
  for (const change of [...changes].reverse()) {
    const place = placeOf(change, found);
    if (!place) continue;
    change.suggestion ? tr.insertText(change.suggestion, place.from, place.to) : tr.delete(place.from, place.to);
    made += 1;
  }
  editor.view.dispatch(tr);
  return made;
}
