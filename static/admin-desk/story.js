// The form of a story: letters counted, the reason sent with its own button, the time named on the button.
"use strict";

addEventListener("DOMContentLoaded", () => {
  // Letters as a reader sees them: no marks, no tatweel, no invisible characters (mohit.arabic.letter_count).
  const unseen = /[\p{M}\p{Cf}\u0640]/gu;
  const letters = (text) => [...text.replace(unseen, "").trim().replace(/\s+/g, " ")].length;

  for (const field of document.querySelectorAll("[data-letters]")) {
    const aim = Number(field.dataset.letters);
    const note = document.createElement("span");
    note.className = "letters";
    note.setAttribute("role", "status");
    field.after(note);
    const show = () => {
      const count = letters(field.value);
      note.textContent = `${count} / ${aim}` + (count > aim ? " أطول مما يناسب مكانه" : "");
      note.classList.toggle("over", count > aim);
    };
    field.addEventListener("input", show);
    show();
  }

  // A headline is one line: Enter would only look like two.
  document.getElementById("id_headline")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });

  // Enter in the field of a reason presses the button beside it, not the first button of the page.
  for (const fold of document.querySelectorAll("details.reason")) {
    const reason = fold.querySelector("input");
    fold.addEventListener("toggle", () => fold.open && reason.focus());
    reason.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      fold.querySelector("button").click();
    });
  }

  // The menu under the buttons is left as any menu: by Escape, by going on, or by a press beside it.
  const more = document.querySelector("details.more");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more?.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
  const leave = (place) => more && place && !more.contains(place) && (more.open = false);
  addEventListener("focusin", (event) => leave(event.target));
  addEventListener("pointerdown", (event) => leave(event.target));

  // A time to come turns «نشر» into «جدولة».
  const publish = document.querySelector(".verb-publish");
  const date = document.getElementById("id_published_at_0");
  const time = document.getElementById("id_published_at_1");
  if (publish && date && time) {
    const name = () => {
      const at = new Date(`${date.value}T${time.value || "00:00:00"}`);
      publish.textContent = at > new Date() ? "جدولة" : "نشر";
    };
    for (const field of [date, time]) for (const kind of ["input", "change", "focus", "blur"]) field.addEventListener(kind, name);
    name();
  }

  showPicture(window.django?.jQuery, document.getElementById("id_picture"));
});

// The lead picture is shown under its box: at first, when another is chosen, and when one was uploaded in the popup.
function showPicture($, box) {
  if (!$ || !box) return;
  const image = document.createElement("img");
  Object.assign(image, { className: "picture-preview", alt: "", hidden: true });
  box.closest(".form-row").append(image);
  const show = (address) => {
    image.hidden = !address;
    if (address) image.src = address;
  };
  const ask = async (option) => {
    const { appLabel, modelName, fieldName } = box.dataset;
    const query = new URLSearchParams({ term: option.text, app_label: appLabel, model_name: modelName, field_name: fieldName });
    const answer = await fetch(`${box.dataset["ajax-Url"]}?${query}`);
    const { results } = answer.ok ? await answer.json() : { results: [] };
    if (box.value === option.value) show(results.find((row) => row.id === option.value)?.thumbnail);
  };
  show(box.dataset.thumbnail);
  $(box).on("change", () => {
    const option = box.selectedOptions[0];
    show("");
    if (option?.value) ask(option);
  });
}
