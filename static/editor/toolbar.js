// The buttons above the text, in Arabic.
import { crel } from "django-prose-editor/editor"

const KINDS = [
  ["paragraph", "فقرة", (chain) => chain.setParagraph()],
  ["2", "عنوان", (chain) => chain.setHeading({ level: 2 })],
  ["3", "عنوان فرعي", (chain) => chain.setHeading({ level: 3 })],
]

function kindOf(editor) {
  const heading = editor.getAttributes("heading").level
  return editor.isActive("heading") ? String(heading) : "paragraph"
}

function kindChooser(editor) {
  const options = KINDS.map(([value, textContent]) => crel("option", { value, textContent }))
  const select = crel("select", { className: "prose-kind", "aria-label": "نوع الفقرة" }, options)
  select.addEventListener("change", () => {
    const [, , change] = KINDS.find(([value]) => value === select.value)
    change(editor.chain().focus()).run()
  })
  editor.on("transaction", () => (select.value = kindOf(editor)))
  return crel("div", { className: "prose-menubar__group" }, [select])
}

// «» round what is selected; nothing selected, the cursor between them.
function quote(editor) {
  const { from, to, empty } = editor.state.selection
  if (empty) return editor.chain().focus().insertContent("«»").setTextSelection(from + 1).run()
  return editor
    .chain()
    .focus()
    .command(({ tr }) => tr.insertText("»", to).insertText("«", from))
    .setTextSelection({ from: from + 1, to: to + 1 })
    .run()
}

const run = (name, ...args) => [(editor) => editor.chain().focus()[name](...args).run(), (editor) => editor.can()[name](...args)]
const always = (command) => [command, () => true]

// Group, name, icon or words, title, [command, enabled], name of what makes it active.
const ITEMS = [
  ["marks", "bold", "format_bold", "بارز (Ctrl+B)", run("toggleBold"), "bold"],
  ["marks", "guillemets", "«»", "بين مزدوجتين", always(quote)],
  ["marks", "superscript", "superscript", "نص علوي", run("toggleSuperscript"), "superscript"],
  ["marks", "subscript", "subscript", "نص سفلي", run("toggleSubscript"), "subscript"],
  ["marks", "link", "link", "رابط (Ctrl+K)", run("askLink"), "link"],
  ["blocks", "bulletList", "format_list_bulleted", "قائمة نقطية", run("toggleBulletList"), "bulletList"],
  ["blocks", "orderedList", "format_list_numbered", "قائمة مرقمة", run("toggleOrderedList"), "orderedList"],
  ["blocks", "blockquote", "format_quote", "اقتباس", run("toggleBlockquote"), "blockquote"],
  ["blocks", "pullQuote", "campaign", "مقتطف بارز", run("togglePullQuote"), "pullQuote"],
  ["blocks", "leftToRight", "format_textdirection_l_to_r", "فقرة من اليسار إلى اليمين", run("toggleLeftToRight")],
  ["inserts", "picture", "image", "صورة من المكتبة", run("addPicture"), "libraryPicture"],
  ["inserts", "embed", "smart_display", "مقطع أو منشور", run("addEmbed"), "embed"],
  ["inserts", "story", "auto_stories", "اقرأ أيضا: رابط إلى مقال", run("addStory"), "storyLink"],
  ["inserts", "table", "grid_on", "جدول", run("insertTable", { rows: 3, cols: 3, withHeaderRow: true }), "table"],
  ["inserts", "rule", "horizontal_rule", "خط فاصل", run("setHorizontalRule")],
  ["history", "undo", "undo", "تراجع (Ctrl+Z)", run("undo")],
  ["history", "redo", "redo", "إعادة (Ctrl+Y)", run("redo")],
  ["window", "fullscreen", "fullscreen", "ملء الشاشة", always((editor) => editor.commands.toggleFullscreen())],
  ["cells", "addRow", "+ صف", "إضافة صف بعد هذا الصف", run("addRowAfter")],
  ["cells", "deleteRow", "− صف", "حذف هذا الصف", run("deleteRow")],
  ["cells", "addColumn", "+ عمود", "إضافة عمود بعد هذا العمود", run("addColumnAfter")],
  ["cells", "deleteColumn", "− عمود", "حذف هذا العمود", run("deleteColumn")],
  ["cells", "mergeCells", "دمج", "دمج الخلايا المحددة", run("mergeCells")],
  ["cells", "splitCell", "فصل", "فصل الخلية المدمجة", run("splitCell")],
  ["cells", "headerCell", "خلية عنوان", "خلية عنوان أو خلية عادية", run("toggleHeaderCell")],
  ["cells", "deleteTable", "حذف الجدول", "حذف الجدول", run("deleteTable")],
]
const NEEDS = { picture: "addPicture", embed: "addEmbed", story: "addStory" }

function item(editor, buttons, [groups, name, face, title, [command, enabled], node]) {
  const isIcon = /^[a-z_]+$/.test(face)
  const button = isIcon ? buttons.material(face, title) : buttons.text(face, title)
  const active = node
    ? () => editor.isActive(node)
    : name === "leftToRight"
      ? () => editor.isActive({ dir: "ltr" })
      : () => false
  const update = () => {
    button.setAttribute("aria-disabled", String(!enabled(editor)))
    if (node || name === "leftToRight") button.setAttribute("aria-pressed", String(active()))
  }
  const hidden = groups === "cells" ? () => !editor.isActive("table") : () => false
  return { name, groups, button, command, enabled, active, update, hidden }
}

// For Menu's `items`: called once with the editor, returns the elements of the bar.
export const toolbar = () => ({ editor, buttons, menu }) => {
  const known = ITEMS.filter(([, name]) => !NEEDS[name] || NEEDS[name] in editor.commands)
  for (const entry of known) menu.defineItem({ ...item(editor, buttons, entry), priority: 100 - ITEMS.indexOf(entry) })
  const groups = ["marks", "blocks", "inserts", "history", "window", "cells"]
  const bars = groups.map((group) => menu.buttonGroup({ editor }, menu.items(group)))
  bars.at(-1).classList.add("prose-cells")
  queueMicrotask(() => {
    const bar = editor.view.dom.parentElement.querySelector(".prose-menubar")
    bar?.setAttribute("role", "toolbar")
    bar?.setAttribute("aria-label", "أدوات النص")
  })
  return [kindChooser(editor), ...bars]
}
