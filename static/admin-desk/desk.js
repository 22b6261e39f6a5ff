// Small manners of every desk: each works on what it finds and leaves the rest alone.

// The filter by author answers as soon as a name is chosen.
const authors = document.querySelector(".author-filter");
if (authors && window.django?.jQuery) {
  window.django.jQuery(authors).find("select").on("select2:select select2:clear", () => authors.submit());
}

// A browser words its own button in its own language: ours stands in its place, in Arabic. (The library has its own.)
for (const file of document.querySelectorAll('.redirect-list input[type="file"]')) {
  const button = document.createElement("label");
  const name = document.createElement("bdi");
  const show = () => {
    name.textContent = file.files[0]?.name ?? "لم تختر ملفا بعد";
  };
  button.className = "button file-button";
  button.htmlFor = file.id;
  button.textContent = "اختيار ملف";
  name.className = "quiet";
  file.classList.add("file-native");
  file.after(button, " ", name);
  file.addEventListener("change", show);
  show();
}

// Boxes that search say the name of their field: what they are made of has no label of its own.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.nextElementSibling;
    const words = select.labels[0]?.textContent.trim().replace(/:$/, "") || select.getAttribute("aria-label");
    if (!words || !box?.classList.contains("select2-container")) continue;
    for (const part of box.querySelectorAll(".select2-selection--single, .select2-search__field")) {
      const chosen = part.querySelector?.(".select2-selection__rendered");
      chosen?.removeAttribute("role"); // it is text in a box, not a box
      chosen?.removeAttribute("aria-readonly");
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", [words, chosen?.title].filter(Boolean).join(": "));
    }
  }
};
if (window.django?.jQuery) {
  const soon = () => setTimeout(nameBoxes);
  addEventListener("load", soon);
  document.addEventListener("formset:added", soon);
  window.django.jQuery(document).on("select2:select select2:unselect select2:clear select2:open", soon);
}
