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
