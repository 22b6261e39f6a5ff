// Words and letters under the text. Letters as a reader sees them: no marks, no tatweel, no invisible characters
// (mohit.arabic.letter_count).
import { crel } from "django-prose-editor/editor"

const UNSEEN = /[\p{M}\p{Cf}\u0640]/gu
const WORD = /[\p{L}\p{N}]/u
const PAUSE = 300 // milliseconds without typing before counting again

export function count(text) {
  const seen = text.replace(UNSEEN, "")
  const words = seen.split(/\s+/).filter((word) => WORD.test(word))
  return { words: words.length, letters: [...seen.replace(/\s+/g, " ").trim()].length }
}

export function addCounter(editor, frame) {
  const words = crel("bdi")
  const letters = crel("bdi")
  frame.append(crel("p", { className: "prose-count" }, ["الكلمات: ", words, " · الحروف: ", letters]))
  let timer
  const show = () => {
    const { doc } = editor.state
    const counted = count(doc.textBetween(0, doc.content.size, "\n", " "))
    words.textContent = counted.words
    letters.textContent = counted.letters
  }
  editor.on("update", () => {
    clearTimeout(timer)
    timer = setTimeout(show, PAUSE)
  })
  show()
}
