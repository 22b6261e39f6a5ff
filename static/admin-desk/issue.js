// An issue on the desk: letters counted, the preview follows what is typed, the figures of what is being sent renew
// themselves.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const unseen = /[\p{M}\p{Cf}\u0640]/gu; // as mohit.arabic.letter_count counts
  for (const field of document.querySelectorAll("[data-letters]")) {
    const aim = Number(field.dataset.letters);
    const note = Object.assign(document.createElement("span"), { className: "letters" });
    note.setAttribute("role", "status");
    field.after(note);
    const show = () => {
      const count = [...field.value.replace(unseen, "").trim().replace(/\s+/g, " ")].length;
      note.textContent = `${count} / ${aim}` + (count > aim ? " أطول مما يظهره الهاتف" : "");
      note.classList.toggle("over", count > aim);
    };
    field.addEventListener("input", show);
    show();
  }
  const previews = document.querySelector("[data-previews]");
  if (previews) follow(previews);
  const progress = document.querySelector("[data-progress]");
  if (progress) renew(progress);
});

// What the form holds is fetched and written into the frames. They are empty pages under the policy of previews, which
// stays theirs; so nothing flickers, and the browser's «back» does not walk through every preview.
function follow(previews) {
  const form = previews.closest("form");
  const address = previews.querySelector("button[formaction]").formAction;
  const frames = { html: ["preview-360", "preview-640"], text: ["preview-text"] };
  let waiting;
  let last = "";
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const write = (name, html) => {
    const page = previews.querySelector(`iframe[name="${name}"]`).contentDocument;
    const top = page.documentElement?.scrollTop ?? 0;
    page.open();
    page.write(html);
    page.close();
    page.documentElement.scrollTop = top;
  };
  const show = async () => {
    const body = typed();
    if (body.toString() === last) return;
    last = body.toString();
    for (const [kind, names] of Object.entries(frames)) {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams([...body, ["_as", kind]]) }).catch(() => null);
      if (!answer?.ok) return;
      const html = await answer.text();
      if (last !== body.toString()) return; // somebody typed on meanwhile, and a later one is on its way
      names.forEach((name) => write(name, html));
    }
  };
  previews.classList.add("live");
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 500);
  };
  for (const kind of ["input", "change", "keyup"]) form.addEventListener(kind, soon);
  window.django?.jQuery(form).on("change", soon); // the boxes that search speak jQuery only
  document.addEventListener("formset:removed", soon);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon); // when the frames are there, and the editor has put its text into the form
}

// Until the issue is done; a page that nobody looks at asks nothing.
function renew(progress) {
  const state = progress.dataset.state;
  if (!["sending", "paused", "cancelled"].includes(state) || !progress.querySelector("[data-moving]")) return;
  const ask = async () => {
    if (!document.hidden) {
      const answer = await fetch(progress.dataset.progress).catch(() => null);
      if (answer?.ok) {
        progress.innerHTML = await answer.text();
        if (answer.headers.get("X-Issue-State") !== state) return location.reload();
      }
    }
    setTimeout(ask, 3000);
  };
  setTimeout(ask, 3000);
}
