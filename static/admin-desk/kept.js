// The form of a story: what is typed is kept on the server every few seconds, in the browser while the server does not
// answer; who else has the story open is shown. A page that nobody looks at asks nothing.

const SOON = 2000 // after the last key
const AT_LATEST = 5000 // after the first
const RETRY = 5000
const HEARTBEAT = 15000

const together = document.querySelector(".together")
const form = document.getElementById("article_form")
if (together && form) start()

function start() {
  const { keep, presence, person } = together.dataset
  const prefix = `mohit-kept:${person}:${keep}:`
  const mine = prefix + form.elements._key.value
  const state = Object.assign(document.createElement("p"), { className: "kept-state" })
  state.setAttribute("role", "status")
  form.querySelector(".submit-row:last-of-type")?.append(state)

  let last = text()
  let touched = false // by a person: the editor puts its text in order by itself when it starts
  let dirty = false
  let leaving = false
  let nowhere = false // what is typed has neither reached the server nor found room in the browser
  let soon = 0
  let latest = 0
  let sending = null

  // Without the secret of the session: it is added when the text is sent.
  function text() {
    const data = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"))
    data.delete("csrfmiddlewaretoken")
    return data.toString()
  }

  function say(words, failed = false) {
    state.textContent = words
    state.classList.toggle("failed", failed)
  }

  function post(address, body, more = {}) {
    const token = form.elements.csrfmiddlewaretoken.value
    return fetch(address, { method: "POST", body: new URLSearchParams(body), headers: { "X-CSRFToken": token }, redirect: "error", ...more })
  }

  // Whether it is so: a store may be full, or forbidden.
  function remember(key, value) {
    try {
      if (value === null) localStorage.removeItem(key)
      else localStorage.setItem(key, value)
      return true
    } catch {
      return false
    }
  }

  function stored() {
    try {
      return Object.keys(localStorage)
    } catch {
      return []
    }
  }

  function typed() {
    if (leaving) return
    if (!touched) {
      last = text()
      return
    }
    dirty = true
    clearTimeout(soon)
    soon = setTimeout(send, SOON)
    latest ||= setTimeout(send, AT_LATEST)
  }

  async function send() {
    clearTimeout(soon)
    clearTimeout(latest)
    latest = 0
    if (leaving || sending) return
    const body = text()
    if (body === last) {
      dirty = false
      return
    }
    const isHere = remember(mine, body)
    dirty = false
    sending = new AbortController()
    try {
      const answer = await post(keep, body, { signal: sending.signal })
      if (answer.ok) nowhere = false
      if (answer.status === 204) remember(mine, null)
      else if (answer.ok) {
        last = body
        remember(mine, null)
        say(`حفظ ما كتبته تلقائيا الساعة ${(await answer.json()).at}، ولم يدخل المقال بعد.`)
      } else throw new Error(answer.status)
    } catch {
      if (!leaving) {
        dirty = true
        nowhere = !isHere
        const where = isHere ? "هو محفوظ في هذا المتصفح، وتعاد المحاولة." : "ولم يتسع له هذا المتصفح: لا تغلق الصفحة، تعاد المحاولة."
        say(`لم يصل ما كتبته إلى الخادم. ${where}`, true)
        soon = setTimeout(send, RETRY)
      }
    } finally {
      sending = null
      if (dirty && !leaving) latest ||= setTimeout(send, AT_LATEST)
    }
  }

  for (const kind of ["keydown", "pointerdown", "beforeinput", "paste", "drop"]) {
    document.addEventListener(kind, (event) => (touched ||= event.isTrusted), { capture: true })
  }
  for (const kind of ["input", "change", "formset:added", "formset:removed"]) document.addEventListener(kind, (event) => {
    if (kind.startsWith("formset") || form.contains(event.target)) typed()
  })
  window.django?.jQuery(form).on("change", typed) // the boxes that search speak jQuery only
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return
    leaving = true
    sending?.abort()
    remember(mine, text()) // until the next page says that it arrived
  })
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false
  })
  addEventListener("beforeunload", (event) => nowhere && !leaving && event.preventDefault())
  addEventListener("pagehide", () => {
    if (!leaving && dirty) {
      remember(mine, text()) // what is sent while a page goes may be 64 kB at most
      post(keep, text(), { keepalive: true }).catch(() => {})
    }
    if (presence) post(presence, leave(), { keepalive: true }).catch(() => {})
  })

  // What an earlier page of this browser could not send; offered at once to who has not begun to write and has nothing
  // to read that a new page would not say again.
  async function bring(key) {
    const answer = await post(keep, localStorage.getItem(key)).catch(() => null)
    if (!answer?.ok) return
    remember(key, null)
    if (answer.status !== 200) return
    if (touched || document.querySelector(".messagelist")) say("عندك نص لم يحفظ من قبل. يعرض عليك حين تفتح الصفحة من جديد.")
    else location.reload()
  }
  for (const key of stored()) if (key.startsWith(prefix) && key !== mine) bring(key)

  if ("unsaved" in together.dataset) {
    touched = true
    last = ""
    typed()
  }

  // --- Who else has it open ---

  function me() {
    return { _key: form.elements._key.value, _base: form.elements._base.value }
  }
  function leave() {
    return { ...me(), leaving: "1" }
  }

  async function beat() {
    if (document.hidden || !presence) return
    const answer = await post(presence, me()).catch(() => null)
    if (!answer?.ok) return
    const { others, newer, editable } = await answer.json()
    const list = together.querySelector(".others")
    if ([...list.children].map((item) => item.textContent).join() !== others.join()) {
      list.replaceChildren(...others.map((words) => Object.assign(document.createElement("li"), { textContent: words })))
    }
    const note = together.querySelector(".newer")
    const words = editable ? newer : "خرج المقال من يدك: لن يدخله ما تكتبه الآن، لكنه يبقى محفوظا لك."
    note.hidden = !words
    if (note.textContent !== words) note.textContent = words
  }
  beat()
  setInterval(beat, HEARTBEAT)
  document.addEventListener("visibilitychange", beat)
}
