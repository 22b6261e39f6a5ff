// Turns each textarea of `mohit.prose.editor` into an editor. The textarea stays in the form and carries the HTML.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Fullscreen,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  ListItem,
  Menu,
  OrderedList,
  Paragraph,
  Placeholder,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
} from "django-prose-editor/editor"
import { addCounter } from "mohit/editor/counter"
import { Address } from "mohit/editor/links"
import { Direction, Embed, LibraryPicture, PullQuote, StoryLink } from "mohit/editor/nodes"
import { CleanPaste } from "mohit/editor/paste"
import { toolbar } from "mohit/editor/toolbar"

const MARK = "data-prose-editor"

// What stands between paragraphs only, never inside a quote, an item or a cell: the stored form knows it nowhere else.
const alone = (node, more = {}) => node.extend({ group: "alone", ...more })

function extensionsFor(options) {
  const extensions = [
    Document.extend({ content: "(block | alone)+" }),
    Paragraph,
    Text,
    HardBreak,
    alone(Heading).configure({ levels: [2, 3] }),
    BulletList,
    OrderedList.configure({ enableListAttributes: false }),
    ListItem,
    alone(Blockquote),
    alone(PullQuote),
    alone(HorizontalRule),
    alone(Table, { addMenuItems() {} }).configure({ resizable: false }),
    TableRow,
    TableHeader,
    TableCell,
    Bold,
    // Arabic has no slanted letters: what came with <em> keeps it, nothing offers it.
    Italic.extend({ addKeyboardShortcuts: () => ({}) }),
    Subscript,
    Superscript,
    Address,
    Direction,
    CleanPaste.configure({ forms: options.embeds ?? [] }),
    History,
    Dropcursor.configure({ width: 3 }),
    Gapcursor,
    TrailingNode,
    Placeholder.configure({ placeholder: options.placeholder ?? "" }),
    Fullscreen,
    Menu.configure({ defaultItems: false, items: toolbar(options) }),
  ]
  if (options.embeds) extensions.push(alone(Embed).configure({ forms: options.embeds }))
  if (options.pictures) extensions.push(alone(LibraryPicture).configure({ library: options.pictures }))
  if (options.stories) extensions.push(alone(StoryLink).configure({ desk: options.stories }))
  return extensions
}

function labelOf(textarea) {
  return textarea.labels?.[0]?.textContent.replace(/[:\s]+$/, "").trim() ?? ""
}

function start(textarea) {
  if (textarea.closest(".prose-editor") || textarea.id.includes("__prefix__")) return
  const options = JSON.parse(textarea.getAttribute(MARK))
  const frame = document.createElement("div")
  frame.className = "prose-editor desk-prose"
  if (textarea.disabled) frame.classList.add("disabled")
  textarea.before(frame)
  frame.append(textarea)

  const editor = new Editor({
    element: frame,
    editable: !textarea.disabled,
    extensions: extensionsFor(options),
    content: textarea.value,
    injectCSS: false, // the content policy forbids it; editor.css has the rules
    enableInputRules: false, // «- » opens a line of dialogue, not a list
    enablePasteRules: false,
    editorProps: {
      attributes: {
        dir: "rtl",
        lang: "ar",
        spellcheck: "true",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": labelOf(textarea) || "النص",
      },
    },
    onUpdate({ editor }) {
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  for (const label of textarea.labels ?? []) label.addEventListener("click", () => editor.commands.focus())
  addCounter(editor, frame)
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { bubbles: true, detail: { editor } }))
}

for (const textarea of document.querySelectorAll(`textarea[${MARK}]`)) start(textarea)
document.addEventListener("formset:added", (event) => {
  for (const textarea of event.target.querySelectorAll(`textarea[${MARK}]`)) start(textarea)
})
