// Links: http, https, mail, telephone and our own pages, as mohit.prose.addresses stores them.
import { Link } from "django-prose-editor/editor"
import { ask } from "mohit/editor/dialog"

const ALLOWED = /^(?:https?:\/\/[^/?#\\]|mailto:[^@]+@|tel:\+?[0-9(]|\/(?![/\\]))/i

// What was typed, completed to an address; empty if it cannot be one.
export function complete(typed) {
  const text = typed.replace(/\s/g, "")
  if (ALLOWED.test(text)) return text
  if (/^[^@:/]+@[^@:/]+\.[a-z]+$/i.test(text)) return `mailto:${text}`
  if (/^(?:[\w-]+\.)+[a-z]{2,}(?:[/?#].*)?$/i.test(text)) return `https://${text}`
  return ""
}

async function askLink({ href, wantsText }) {
  const url = { name: "href", label: "العنوان", value: href, ltr: true, required: true }
  const text = { name: "text", label: "نص الرابط", required: true }
  return ask({
    title: "رابط",
    fields: wantsText ? [url, text] : [url],
    submit: href ? "حفظ" : "إدراج",
    actions: href ? [{ action: "remove", label: "إزالة الرابط" }] : [],
    check: ({ href }) => (complete(href) ? "" : "اكتب عنوانا كاملا مثل https://example.org أو بريدا."),
  })
}

export const Address = Link.extend({
  addMenuItems() {},

  addCommands() {
    return {
      ...this.parent?.(),
      askLink:
        () =>
        ({ editor, state, dispatch }) => {
          if (!dispatch) return true
          const href = editor.getAttributes("link").href ?? ""
          const wantsText = !href && state.selection.empty
          askLink({ href, wantsText }).then((answer) => {
            const chain = editor.chain().focus().extendMarkRange("link")
            if (answer?.action) chain.unsetLink().run()
            else if (answer && wantsText) {
              const marks = [{ type: "link", attrs: { href: complete(answer.href) } }]
              editor.chain().focus().insertContent({ type: "text", text: answer.text, marks }).run()
            } else if (answer) chain.setLink({ href: complete(answer.href) }).run()
          })
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-k": () => this.editor.commands.askLink() }
  },
}).configure({
  openOnClick: false,
  // A name such as Booking.com is no link; what begins with a scheme is.
  shouldAutoLink: (url) => /^https?:\/\//i.test(url),
  isAllowedUri: (url) => ALLOWED.test(url ?? ""),
  defaultProtocol: "https",
  HTMLAttributes: { target: null, rel: null, class: null },
})
