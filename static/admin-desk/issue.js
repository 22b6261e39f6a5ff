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

// The form is sent into a new frame, which takes the old one's place when it is there: so nothing flickers, and the
// browser's «back» does not walk through every preview.
function follow(previews) {
  const form = previews.closest("form");
  const buttons = [...previews.querySelectorAll("button[formtarget]")];
  let waiting;
  let last = "";
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  const draw = (button) => {
    const figure = button.closest(".frame");
    const old = figure.querySelector("iframe:not(.coming)");
    figure.querySelector(".coming")?.remove();
    const frame = old.cloneNode();
    const target = button.formTarget;
    frame.classList.add("coming");
    frame.name = `${target}-coming`;
    old.after(frame);
    frame.addEventListener("load", () => {
      frame.contentDocument?.documentElement.scrollTo(0, old.contentDocument?.documentElement.scrollTop ?? 0);
      old.remove();
      frame.classList.remove("coming");
      frame.name = target;
    });
    button.formTarget = frame.name;
    button.click();
    button.formTarget = target;
  };
  const show = async () => {
    const now = typed();
    if (now === last) return;
    last = now;
    for (const button of buttons) {
      draw(button);
      await new Promise((then) => setTimeout(then, 30)); // a form that is sent again at once forgets the first time
    }
  };
  previews.classList.add("live");
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 700);
  };
  for (const kind of ["input", "change", "keyup"]) form.addEventListener(kind, soon);
  window.django?.jQuery(form).on("change", soon); // the boxes that search speak jQuery only
  document.addEventListener("formset:removed", soon);
  setTimeout(show, 200); // when the editor has put its text into the form
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
