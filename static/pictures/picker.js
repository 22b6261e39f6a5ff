// The picture library as a window of the rich text editor. The editor opens it with the number of its question in the
// address, and waits for CKEDITOR.tools.callFunction(number, url, facts). Searching and sorting drop the number from
// the address, so it is kept for as long as the window lives.
"use strict";

{
  const KEY = "picture-picker";
  const asked = new URLSearchParams(location.search).get("CKEditorFuncNum");
  if (asked) sessionStorage.setItem(KEY, asked);

  const number = sessionStorage.getItem(KEY);
  const tools = editorTools();

  function editorTools() {
    try {
      return window.opener?.CKEDITOR?.tools;
    } catch {
      return undefined; // the opener has gone to another site
    }
  }

  function pick({ picture, url, alt, caption }) {
    tools.callFunction(number, url, { id: picture, alternative_text: alt, caption });
    window.close();
  }

  function start() {
    const picked = document.getElementById("picked");
    if (picked) return pick(picked.dataset);

    // Before Django's own popup script, which answers a different kind of question.
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest("#result_list a, a[data-picture]");
        const card = link?.matches("[data-picture]") ? link : link?.querySelector("[data-picture]");
        if (!card) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        pick(card.dataset);
      },
      true,
    );

    const form = document.getElementById("picture_form");
    if (form) form.insertAdjacentHTML("beforeend", '<input type="hidden" name="_picker" value="1">');
  }

  if (number && tools) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }
}
