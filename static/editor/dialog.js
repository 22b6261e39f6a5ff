// A question with a few fields, asked in a modal window outside the page's form.
import { crel } from "django-prose-editor/editor"

let asked = 0

// Resolves with the typed values, with `{ action }` when an extra button was pressed, or null when it was closed.
// `check` returns what is wrong in a sentence, or nothing; the window stays open until it is right.
export function ask({ title, fields, submit, actions = [], check = () => "" }) {
  const prefix = `prose-question-${++asked}-`
  const inputs = Object.fromEntries(
    fields.map(({ name, value = "", ltr = false, required = false }) => [
      name,
      crel("input", { id: prefix + name, name, value, required, dir: ltr ? "ltr" : "rtl", autocomplete: "off" }),
    ]),
  )
  const error = crel("p", { className: "prose-question-error", id: `${prefix}error`, role: "alert" })
  const cancel = crel("button", { type: "button", textContent: "إلغاء" })
  const extra = actions.map(({ action, label }) => {
    const button = crel("button", { type: "button", textContent: label })
    button.addEventListener("click", () => close({ action }))
    return button
  })
  const form = crel("form", { method: "dialog", noValidate: true }, [
    crel("h2", { id: `${prefix}title`, textContent: title }),
    ...fields.map(({ name, label }) => crel("label", { htmlFor: prefix + name, textContent: label }, [])),
    error,
    crel("div", { className: "prose-question-buttons" }, [
      crel("button", { type: "submit", className: "default", textContent: submit }),
      ...extra,
      cancel,
    ]),
  ])
  for (const label of form.querySelectorAll("label")) label.after(inputs[label.htmlFor.slice(prefix.length)])

  const dialog = crel("dialog", { className: "prose-question", "aria-labelledby": `${prefix}title` }, [form])
  document.body.append(dialog)

  let answer = null
  const close = (value) => {
    answer = value
    dialog.close()
  }
  const values = () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]))

  return new Promise((resolve) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const missing = fields.find(({ name, required }) => required && !inputs[name].value.trim())
      const wrong = missing ? `اكتب «${missing.label}».` : check(values())
      error.textContent = wrong
      const first = inputs[(missing ?? fields[0]).name]
      first.setAttribute("aria-invalid", String(Boolean(wrong)))
      first.setAttribute("aria-describedby", error.id)
      if (wrong) first.focus()
      else close(values())
    })
    cancel.addEventListener("click", () => close(null))
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    dialog.showModal()
  })
}

// The form of embed that an address has, with the address as it will be stored; `forms` come from mohit.prose.embeds.
export function addressForm(typed, forms) {
  const text = typed.trim()
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  const form = forms.find(({ pattern }) => new RegExp(`^(?:${pattern})$`, "i").test(address))
  return form && { ...form, address }
}
