// The picture library and the desk of stories, each opened as a window from which one row is taken.

const WINDOW = "width=1100,height=800,resizable=yes,scrollbars=yes"

const asked = new Map()
let question = 0

// The library answers as file browsers of older editors do: CKEDITOR.tools.callFunction(number, url, facts).
function listen() {
  window.CKEDITOR ??= {}
  window.CKEDITOR.tools ??= {}
  const before = window.CKEDITOR.tools.callFunction
  window.CKEDITOR.tools.callFunction = (number, ...answer) => {
    const hear = asked.get(Number(number))
    if (!hear) return before?.call(window.CKEDITOR.tools, number, ...answer)
    asked.delete(Number(number))
    hear(...answer)
  }
}
listen()

export function pickPicture(library, picked) {
  const number = --question // below zero, as the editors' own numbers are not
  asked.set(number, (src, { id, alternative_text: alt, caption }) => picked({ src, alt, file: String(id), caption }))
  window.open(`${library}?_popup=1&CKEditorFuncNum=${number}`, "prose-pictures", WINDOW)?.focus()
}

// The desk answers by a message of article-picker.js.
let storyPicked = null

export function pickStory(desk, picked) {
  storyPicked = picked
  window.open(`${desk}?_popup=1`, "prose-stories", WINDOW)?.focus()
}

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.data?.type !== "prose-story" || !storyPicked) return
  const { article, title } = event.data
  storyPicked({ article: String(article), title, href: `/${article}/` })
  storyPicked = null
})
