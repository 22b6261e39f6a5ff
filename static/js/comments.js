/* What the comments do beyond plain links: the form answers where the comment stands, and says how long was written on
   it. Every part works without it. site.js fetches it where comments are. */

const form = document.getElementById("comment");
const section = form?.closest("[data-comments]");

function answerInPlace() {
  const parent = form.elements.namedItem("parent");
  const title = form.querySelector(".comment-form-title");
  const [home, words] = [document.createComment(""), title.textContent];
  const cancel = document.createElement("button");
  let asked;

  // Some browsers fill in hidden fields again when a page is loaded again: then the form is at home, and answers nobody.
  parent.value = parent.defaultValue;
  form.before(home);
  cancel.type = "button";
  cancel.className = "button";
  cancel.textContent = "إلغاء الرد";
  cancel.addEventListener("click", () => {
    move("", words);
    home.after(form);
    cancel.remove();
    asked.focus();
  });

  function move(number, said) {
    parent.value = number;
    title.textContent = said;
    parent.dispatchEvent(new Event("input", { bubbles: true })); // another form now, for forms.js
  }

  section.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    asked = link;
    const comment = link.closest(".comment");
    move(link.dataset.reply, `رد على \u2068${comment.querySelector(".comment-name").textContent}\u2069`);
    comment.after(form);
    form.append(cancel);
    form.querySelector("textarea").focus();
  });
}

function measureWriting() {
  let begun = 0;
  form.addEventListener("keydown", () => (begun ||= performance.now()), { once: true });
  form.addEventListener("submit", () => {
    if (begun) form.elements.namedItem("elapsed").value = Math.round(performance.now() - begun);
  });
}

if (form) measureWriting();
if (section) answerInPlace();
