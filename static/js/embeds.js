// Posts and films of other networks: the reader's browser asks them for nothing before the button is pressed.
export function offer(root) {
  for (const button of root.querySelectorAll(".embed[data-frame] button[hidden]")) {
    const card = button.closest(".embed");
    button.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      Object.assign(frame, {
        src: card.dataset.frame,
        title: card.dataset.title,
        allow: "encrypted-media; fullscreen; picture-in-picture",
        referrerPolicy: "strict-origin-when-cross-origin", // YouTube plays for nobody who hides
      });
      card.querySelector("figcaption").remove();
      button.replaceWith(frame);
      frame.focus();
    });
  }
}

offer(document);
