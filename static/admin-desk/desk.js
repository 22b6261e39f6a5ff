// Small manners of every desk: each works on what it finds and leaves the rest alone.

// The filter by author answers as soon as a name is chosen.
const authors = document.querySelector(".author-filter");
if (authors && window.django?.jQuery) {
  window.django.jQuery(authors).find("select").on("select2:select select2:clear", () => authors.submit());
}
