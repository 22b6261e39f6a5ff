// What other programs put on the clipboard, brought to plain paragraphs, headings, lists, tables and links before the
// editor reads it. The server would only clean it; here the lists of Word are still to be recognised.
import { Extension, Plugin } from "django-prose-editor/editor"
import { addressForm } from "mohit/editor/dialog"

// --- Characters ---------------------------------------------------------------------------------------------------

const SHAPED = /[\uFB50-\uFDEF\uFE70-\uFEFC]/g // as PDF files give letters
const REFUSED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u00AD\u202A-\u202E\uFEFF]/g
const SPACES = /[ \t\n\r\u00A0]{2,}/g

const letterOf = (shaped) => shaped.normalize("NFKC").replace(/^[ \u0640]+(?=.)/, "")

export const cleanText = (text) => text.replace(SHAPED, letterOf).replace(REFUSED, "")

// --- Styles -------------------------------------------------------------------------------------------------------

// The content policy forbids style attributes even in a document that nobody sees, so they are read under this name.
const STYLE = "data-typed-style"
const styleOf = (element) => element.getAttribute(STYLE) ?? ""

const withoutStyles = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`))

const MARKS = [
  ["strong", /font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /font-style:\s*italic/i],
  ["sub", /vertical-align:\s*sub\b/i],
  ["sup", /vertical-align:\s*super\b/i],
]

// What a span says by its style is said by tags; then the styles go.
function readStyles(root) {
  for (const element of root.querySelectorAll(`[${STYLE}]`)) {
    const style = styleOf(element)
    if (element.localName === "b" && /font-weight:\s*(?:normal|[1-4]00)/i.test(style)) rename(element, "span")
    else if (element.localName === "span")
      for (const [tag, pattern] of MARKS)
        if (pattern.test(style)) {
          const mark = element.ownerDocument.createElement(tag)
          mark.append(...element.childNodes)
          element.append(mark)
        }
    element.removeAttribute(STYLE)
  }
}

// --- Lists of Word ------------------------------------------------------------------------------------------------

const NUMBER = /^\(?(?:[0-9٠-٩۰-۹]+|[a-zA-Z]{1,4}|[أإابتثجدذرزسشصضطظعغفقكلمنهوي])[.)\-–ـ]/
const BULLET = /^[·•●○◦▪■§\-–—*oØü]$/
const TYPED = /^(?:([·•●▪■§])|(\(?[0-9٠-٩۰-۹]+[.)\-]))[\s\u00A0]+/

// The marker that Word typed in front of a list paragraph is taken out; it says which kind of list it was.
function listItem(paragraph) {
  const style = styleOf(paragraph)
  if (!/MsoList/.test(paragraph.className) && !/mso-list:\s*l\d/.test(style)) return null
  const level = Number(/mso-list:[^;]*level(\d+)/.exec(style)?.[1] ?? 1)
  const marker = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)))
  if (marker) {
    const sign = marker.textContent.replace(/[\s\u00A0]/g, "")
    marker.remove()
    return { level, tag: !BULLET.test(sign) && NUMBER.test(sign) ? "ol" : "ul" }
  }
  const typed = TYPED.exec(paragraph.textContent.trimStart())
  if (!typed) return null
  cutStart(paragraph, typed[0].trim())
  return { level, tag: typed[1] ? "ul" : "ol" }
}

function cutStart(paragraph, sign) {
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  for (let left = sign; left && walker.nextNode(); ) {
    const node = walker.currentNode
    const text = node.data.trimStart()
    const length = Math.min(left.length, text.length)
    node.data = text.slice(length)
    left = left.slice(length)
  }
}

function listWordParagraphs(root) {
  for (const first of root.querySelectorAll("p")) {
    if (!first.isConnected || first.closest("li")) continue
    const start = listItem(first)
    if (start) listFrom(first, start)
  }
}

// The list that begins with `paragraph` takes in the list paragraphs that follow it, deeper levels as lists of their own.
function listFrom(paragraph, { level, tag }) {
  const { ownerDocument } = paragraph
  const lists = [{ level, list: ownerDocument.createElement(tag) }]
  paragraph.before(lists[0].list)
  const add = (content) => {
    const item = ownerDocument.createElement("li")
    item.append(...content.childNodes)
    content.remove()
    lists.at(-1).list.append(item)
  }
  add(paragraph)
  for (;;) {
    const next = lists[0].list.nextElementSibling
    const found = next?.matches("p") ? listItem(next) : null
    if (!found) return
    while (lists.length > 1 && lists.at(-1).level > found.level) lists.pop()
    if (found.level > lists.at(-1).level) {
      const inner = ownerDocument.createElement(found.tag)
      lists.at(-1).list.lastElementChild.append(inner)
      lists.push({ level: found.level, list: inner })
    } else if (lists.at(-1).list.localName !== found.tag) {
      return listFrom(next, found)
    }
    add(next)
  }
}

// --- The rest -----------------------------------------------------------------------------------------------------

const unwrap = (element) => element.replaceWith(...element.childNodes)

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

function targetOf(href) {
  if (!/^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?/i.test(href)) return href
  const query = new URL(href).searchParams
  return query.get("q") || query.get("url") || href
}

// An English paragraph keeps its direction; an Arabic one that a program called left-to-right does not.
function isLatin(text) {
  const latin = text.match(/[A-Za-z\u00C0-\u024F]/g)?.length ?? 0
  const arabic = text.match(/[\u0600-\u06FF]/g)?.length ?? 0
  return latin > arabic
}

const hasContent = (element) => /[^\s\u00A0\u200B-\u200F]/.test(element.textContent) || element.querySelector("img, figure")

export function cleanHtml(html, forms = []) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  const all = (selector) => body.querySelectorAll(selector)

  for (const gone of all("style, script, meta, link, title, xml, head, noscript, template")) gone.remove()
  listWordParagraphs(body)
  for (const element of all("*")) if (element.localName.includes(":")) unwrap(element)
  for (const rule of all(`[${STYLE}*='mso-element:footnote-list'] > hr`)) rule.remove()
  for (const link of all("a")) {
    const href = targetOf(link.getAttribute("href") ?? "")
    if (!href || href.startsWith("#")) unwrap(link)
    else link.setAttribute("href", href)
  }
  readStyles(body)
  for (const gone of all("body > span:has(> :is(p, h1, h2, h3, ul, ol, div, table)), u, font")) unwrap(gone)
  for (const frame of all("iframe")) {
    const form = addressForm(frame.getAttribute("src") ?? "", forms)
    if (form) frame.outerHTML = `<figure data-embed="" data-url="${encodeURI(form.address)}"></figure>`
  }
  for (const image of all("img")) if (!image.matches("figure img[data-file]")) image.remove()
  for (const heading of all("h1")) rename(heading, "h2")
  for (const heading of all("h4, h5, h6")) rename(heading, "h3")
  for (const line of all("body > br, br.Apple-interchange-newline")) line.remove()
  for (const block of all("p, h2, h3, li, blockquote, div, td, th, table")) {
    if (block.getAttribute("dir") && !(block.dir === "ltr" && isLatin(block.textContent))) block.removeAttribute("dir")
  }
  for (const block of all("p, h2, h3, div")) if (!hasContent(block) && !block.closest("td, th")) block.remove()
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) walker.currentNode.data = cleanText(walker.currentNode.data).replace(SPACES, " ")
  return body.innerHTML
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addOptions: () => ({ forms: [] }),

  addProseMirrorPlugins() {
    const { editor } = this
    const { forms } = this.options
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => cleanHtml(html, forms),
          transformPastedText: cleanText,
          // Else the browser leaves the form to show the file. Pictures come from the library.
          handleDrop: (view, event) => event.dataTransfer?.files.length > 0,
          // The bare address of a film or a post, pasted on a line of its own, becomes the embed.
          handlePaste(view, event) {
            const text = event.clipboardData?.getData("text/plain").trim() ?? ""
            const { $from, empty } = view.state.selection
            const isBlank = empty && $from.depth === 1 && !$from.parent.content.size
            if (!isBlank || !/^https?:\/\/\S+$/.test(text) || !addressForm(text, forms)) return false
            return editor.commands.insertContent({ type: "embed", attrs: { url: text } })
          },
        },
      }),
    ]
  },
})
