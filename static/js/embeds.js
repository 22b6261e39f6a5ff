// Posts and films of other networks: the reader's browser asks them for nothing before the button is pressed.
for (const card of document.querySelectorAll(".embed[data-frame]")) {
  const button = card.querySelector("button");
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
