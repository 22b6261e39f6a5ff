/* What public forms do beyond HTML: each sends itself once, keeps what was typed for as long as this tab lives or until
   it has arrived, and says which form it is. Every form works without it. site.js fetches it where a form is. */

const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [tabindex='-1'])";
const WAIT = 10_000; // milliseconds until a form may be sent again, when its answer never came

document.querySelector(".form-errors")?.focus();

function improve(form) {
  const drafts = draftsOf(`draft ${form.id} ${form.getAttribute("action")}`);
  const fields = [...form.querySelectorAll(TYPED)];
  const instance = form.elements.namedItem("instance");
  let sent = false;

  const renew = () => instance && (instance.value = crypto.randomUUID?.() ?? "");
  const rest = () => {
    delete form.dataset.sending;
    form.querySelector("[type=submit]").removeAttribute("aria-disabled");
  };

  // A draft that was on its way is done with when the page says so; otherwise it fills what the server left empty.
  const done = document.getElementById(location.hash.slice(1))?.matches(`.form-done[data-form="${form.id}"]`);
  const draft = drafts.read();
  if (draft?.sent && done) drafts.keep(null);
  else for (const field of fields) field.value ||= draft?.typed[field.name] ?? "";
  if (instance && !instance.value) renew();

  const keep = () => drafts.keep({ sent, typed: Object.fromEntries(fields.map((field) => [field.name, field.value])) });

  form.addEventListener("input", () => {
    if (sent) renew(); // sent, fetched back and changed: it is another one now
    sent = false;
    keep();
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) return event.preventDefault();
    form.dataset.sending = sent = true;
    form.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
    keep();
    setTimeout(rest, WAIT);
  });
  addEventListener("pageshow", rest);
}

// Storage may be closed to us, or full: then nothing is kept.
function draftsOf(key) {
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key));
      } catch {
        return null;
      }
    },
    keep(draft) {
      try {
        if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
        else sessionStorage.removeItem(key);
      } catch {}
    },
  };
}

document.querySelectorAll("form[data-forms]").forEach(improve);
