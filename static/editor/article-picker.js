// The desk of stories as a window of the rich text editor (pickers.js): a click on a headline takes the story. The
// window's name says who opened it; it lasts while the desk is searched and sorted.
"use strict";

if (window.name === "prose-stories" && window.opener) {
  // Before Django's own popup script, which answers a different kind of question.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("#result_list a[data-popup-opener]");
      if (!link) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const headline = link.querySelector("[data-headline]") ?? link;
      const story = { type: "prose-story", article: link.dataset.popupOpener, title: headline.textContent.trim() };
      window.opener.postMessage(story, location.origin);
      window.close();
    },
    true,
  );
}
