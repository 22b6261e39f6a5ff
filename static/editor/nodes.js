// What Mohit's text holds beyond paragraphs: a library picture, an embed, a link to a story, a pull quote, a direction.
import { Extension, Node, crel } from "django-prose-editor/editor"
import { addressForm, ask } from "mohit/editor/dialog"
import { pickPicture, pickStory } from "mohit/editor/pickers"

// --- Placing ------------------------------------------------------------------------------------------------------

// After the block the cursor is in, or in place of an empty paragraph; then the cursor goes on below or into a caption.
export function place(editor, content) {
  const { state, view } = editor
  const node = state.schema.nodeFromJSON(content)
  const { $from, $to } = state.selection
  const first = $from.depth ? $from.node(1) : null
  const isBlank = first?.type.name === "paragraph" && !first.content.size
  const start = isBlank ? $from.before(1) : $to.depth ? $to.after(1) : state.selection.to
  const end = isBlank ? $from.after(1) : start
  const tr = state.tr.replaceWith(start, end, node)
  const after = start + node.nodeSize
  if (after >= tr.doc.content.size) tr.insert(after, state.schema.nodes.paragraph.create())
  view.dispatch(tr.scrollIntoView())
  editor.commands.focus(node.isTextblock ? start + 1 : after + 1)
}

// A card in the text with its own buttons; `paint` fills it and is called again when the attributes change.
function card(className, { editor, getPos, node }, actions, paint, contentDOM) {
  let current = node
  const buttons = actions.map(({ label, act }) => {
    const button = crel("button", { type: "button", textContent: label })
    button.addEventListener("click", () => act(current))
    return button
  })
  const remove = crel("button", { type: "button", textContent: "حذف" })
  remove.addEventListener("click", () => {
    const from = getPos()
    editor.chain().focus().deleteRange({ from, to: from + current.nodeSize }).run()
  })
  const tools = crel("div", { className: "card-tools", contentEditable: "false" }, [...buttons, remove])
  const face = crel("div", { className: "card-face", contentEditable: "false" })
  const dom = crel("div", { className: `card ${className}` }, [tools, face, ...(contentDOM ? [contentDOM] : [])])
  paint(face, current.attrs)
  return {
    dom,
    contentDOM,
    update(updated) {
      if (updated.type !== current.type) return false
      const changed = JSON.stringify(updated.attrs) !== JSON.stringify(current.attrs)
      current = updated
      if (changed) paint(face, current.attrs)
      contentDOM?.classList.toggle("is-empty", !current.content.size)
      return true
    },
    stopEvent: (event) => tools.contains(event.target),
    ignoreMutation: (mutation) => !contentDOM?.contains(mutation.target),
  }
}

const setAttributes = (editor, getPos, attrs) =>
  editor.view.dispatch(editor.state.tr.setNodeMarkup(getPos(), undefined, attrs))

// --- A picture of the library, its caption typed under it ---------------------------------------------------------

export const LibraryPicture = Node.create({
  name: "libraryPicture",
  content: "text*",
  marks: "_",
  draggable: true,
  isolating: true,

  addOptions: () => ({ library: "" }),

  addAttributes: () => ({
    src: { default: "", rendered: false },
    alt: { default: "", rendered: false },
    file: { default: "", rendered: false },
  }),

  parseHTML() {
    return [
      {
        tag: "figure",
        getAttrs(figure) {
          const img = figure.querySelector("img[data-file]")
          if (!img) return false
          return { src: img.getAttribute("src"), alt: img.getAttribute("alt") ?? "", file: img.dataset.file }
        },
        contentElement: (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption"),
      },
    ]
  },

  renderHTML({ node }) {
    const { src, alt, file } = node.attrs
    return ["figure", ["img", { src, alt, "data-file": file }], ["figcaption", 0]]
  },

  addCommands() {
    return {
      addPicture:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch)
            pickPicture(this.options.library, ({ src, alt, file, caption }) =>
              place(editor, {
                type: this.name,
                attrs: { src, alt, file },
                content: caption ? [{ type: "text", text: caption }] : [],
              }),
            )
          return true
        },
    }
  },

  addNodeView() {
    return (view) => {
      const { editor, getPos, node } = view
      const caption = crel("div", { className: "card-caption", "data-placeholder": "شرح الصورة، أو اتركه لشرح المكتبة" })
      caption.classList.toggle("is-empty", !node.content.size)
      const change = {
        label: "استبدال",
        act: () => pickPicture(this.options.library, ({ src, alt, file }) => setAttributes(editor, getPos, { src, alt, file })),
      }
      return card(
        "picture",
        view,
        [change],
        (face, { src, alt }) => face.replaceChildren(crel("img", { src, alt, draggable: false })),
        caption,
      )
    }
  },
})

// --- An embed, by its address -------------------------------------------------------------------------------------

const NO_EMBED = "لا نعرف هذا العنوان. الصق عنوان المقطع أو المنشور نفسه من يوتيوب أو إكس أو فيسبوك أو إنستغرام أو تيك توك أو فيميو."

async function askEmbed(forms, url) {
  const answer = await ask({
    title: "مقطع أو منشور",
    fields: [{ name: "url", label: "العنوان", value: url, ltr: true, required: true }],
    submit: url ? "حفظ" : "إدراج",
    check: ({ url }) => (addressForm(url, forms) ? "" : NO_EMBED),
  })
  return answer && addressForm(answer.url, forms).address
}

export const Embed = Node.create({
  name: "embed",
  atom: true,
  draggable: true,

  addOptions: () => ({ forms: [] }),

  addAttributes: () => ({ url: { default: "", rendered: false, parseHTML: (figure) => figure.dataset.url } }),

  parseHTML: () => [{ tag: "figure[data-embed][data-url]", priority: 60 }],

  renderHTML({ node }) {
    const { url } = node.attrs
    return ["figure", { "data-embed": "", "data-url": url }, ["a", { href: url }, url]]
  },

  addCommands() {
    return {
      addEmbed:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch)
            askEmbed(this.options.forms, "").then((url) => url && place(editor, { type: this.name, attrs: { url } }))
          return true
        },
    }
  },

  addNodeView() {
    return (view) => {
      const { editor, getPos } = view
      const edit = {
        label: "تعديل",
        act: async (node) => {
          const url = await askEmbed(this.options.forms, node.attrs.url)
          if (url) setAttributes(editor, getPos, { url })
        },
      }
      return card("embed", view, [edit], (face, { url }) => {
        const name = addressForm(url, this.options.forms)?.name ?? "رابط"
        face.replaceChildren(crel("strong", { textContent: name }), crel("bdi", { dir: "ltr", textContent: url }))
      })
    }
  },
})

// --- A link to another story --------------------------------------------------------------------------------------

export const StoryLink = Node.create({
  name: "storyLink",
  atom: true,
  draggable: true,

  addOptions: () => ({ desk: "" }),

  addAttributes: () => ({
    article: { default: "", rendered: false, parseHTML: (aside) => aside.dataset.article },
    title: { default: "", rendered: false, parseHTML: (aside) => aside.textContent.trim() },
    href: {
      default: "",
      rendered: false,
      parseHTML: (aside) => aside.querySelector("a")?.getAttribute("href") ?? `/${aside.dataset.article}/`,
    },
  }),

  parseHTML: () => [{ tag: "aside[data-article]" }],

  renderHTML({ node }) {
    const { article, title, href } = node.attrs
    return ["aside", { "data-article": article }, ["a", { href }, title]]
  },

  addCommands() {
    return {
      addStory:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) pickStory(this.options.desk, (story) => place(editor, { type: this.name, attrs: story }))
          return true
        },
    }
  },

  addNodeView() {
    return (view) => {
      const { editor, getPos } = view
      const change = {
        label: "استبدال",
        act: () => pickStory(this.options.desk, (story) => setAttributes(editor, getPos, story)),
      }
      return card("story-link", view, [change], (face, { title }) =>
        face.replaceChildren(
          crel("strong", { textContent: "اقرأ أيضا" }),
          crel("bdi", { textContent: title || "مقال" }),
        ),
      )
    }
  },
})

// --- A pull quote -------------------------------------------------------------------------------------------------

export const PullQuote = Node.create({
  name: "pullQuote",
  content: "paragraph+",
  defining: true,

  parseHTML: () => [{ tag: "aside.pull-quote" }],

  renderHTML: () => ["aside", { class: "pull-quote" }, 0],

  addCommands() {
    return {
      togglePullQuote:
        () =>
        ({ commands }) =>
          commands.toggleWrap(this.name),
    }
  },
})

// --- The direction of one paragraph -------------------------------------------------------------------------------

// The page runs from right to left; a paragraph may say that it does not.
export const Direction = Extension.create({
  name: "direction",

  addGlobalAttributes: () => [
    {
      types: ["paragraph", "heading", "listItem", "blockquote"],
      attributes: {
        dir: {
          default: null,
          parseHTML: (element) => (element.getAttribute("dir")?.toLowerCase() === "ltr" ? "ltr" : null),
          renderHTML: ({ dir }) => (dir ? { dir } : {}),
        },
      },
    },
  ],

  addCommands: () => ({
    toggleLeftToRight:
      () =>
      ({ state, tr, dispatch }) => {
        const blocks = []
        state.doc.nodesBetween(state.selection.from, state.selection.to, (node, at) => {
          if (["paragraph", "heading"].includes(node.type.name)) blocks.push([node, at])
        })
        const dir = blocks.every(([node]) => node.attrs.dir === "ltr") ? null : "ltr"
        if (dispatch) for (const [, at] of blocks) tr.setNodeAttribute(at, "dir", dir)
        return blocks.length > 0
      },
  }),

  addKeyboardShortcuts() {
    return { "Mod-Alt-l": () => this.editor.commands.toggleLeftToRight() }
  },
})
