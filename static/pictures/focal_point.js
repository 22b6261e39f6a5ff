// Picks the focal point by a click, a drag or the arrow keys. The two number fields stay the truth: without this script
// they are filled in by hand.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector(".focal-point");
  if (!box) return;
  const fields = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];
  const file = document.getElementById("id_file");

  if (file) {
    dress();
    demand();
    file.addEventListener("change", () => show(file.files[0]));
  } else {
    const image = box.querySelector("img");
    build(() => image.cloneNode());
  }

  /** The browser's own file button speaks the browser's language, so a label of ours stands for it. */
  function dress() {
    const label = document.createElement("label");
    label.className = "button picture-choice";
    label.htmlFor = file.id;
    label.textContent = "اختر ملف الصورة أو أفلته هنا";
    const name = document.createElement("bdi");
    name.className = "picture-name";
    file.classList.add("visually-hidden");
    file.after(label, name);
    file.addEventListener("change", () => {
      name.textContent = file.files[0]?.name ?? "";
    });
    label.addEventListener("dragover", (event) => event.preventDefault());
    label.addEventListener("drop", (event) => {
      event.preventDefault();
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change"));
    });
  }

  /** What is missing is told before the file is sent, for a page with errors forgets the file; and told in Arabic. */
  function demand() {
    const words = { id_file: "اختر ملف الصورة.", id_alt: "اكتب النص البديل: ما تظهره الصورة، لمن لا يراها." };
    file.form.noValidate = false;
    for (const field of file.form.querySelectorAll("input, textarea")) {
      field.addEventListener("invalid", () => field.setCustomValidity(words[field.id] ?? "صحح هذه القيمة."));
      for (const name of ["input", "change"]) field.addEventListener(name, () => field.setCustomValidity(""));
    }
  }

  /** Draws the chosen file: a canvas needs no address, so the content policy stays strict. */
  async function show(chosen) {
    box.replaceChildren();
    if (!chosen) return;
    let bitmap;
    try {
      bitmap = await createImageBitmap(chosen, { resizeWidth: 800, resizeQuality: "medium" });
    } catch {
      return; // not a picture, or one this browser cannot read: the server will say
    }
    const draw = () => {
      const canvas = document.createElement("canvas");
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      return canvas;
    };
    box.append(draw());
    build(draw);
  }

  function build(copy) {
    const picture = box.firstElementChild;
    const stage = document.createElement("div");
    stage.className = "focal-stage";
    stage.dir = "ltr"; // measured from the picture's own left
    stage.append(picture);
    box.append(stage, crop(copy(), "wide"), crop(copy(), "square"));
    if (!fields[0] || !fields[1]) return stage.replaceWith(picture); // may look, may not change

    const marker = document.createElement("button");
    marker.type = "button";
    marker.className = "focal-marker";
    marker.setAttribute("aria-label", box.dataset.label);
    stage.append(marker);

    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    marker.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const size = event.shiftKey ? 0.1 : 0.01;
      move(...values().map((value, axis) => value + step[axis] * size));
    });

    const follow = (event) => {
      const { left, top, width, height } = stage.getBoundingClientRect();
      move((event.clientX - left) / width, (event.clientY - top) / height);
    };
    stage.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      marker.focus({ preventScroll: true });
      follow(event);
    });
    stage.addEventListener("pointermove", (event) => {
      if (stage.hasPointerCapture(event.pointerId)) follow(event);
    });
    fields.forEach((field) => field.addEventListener("input", place));
    place();
  }

  function crop(copy, name) {
    const figure = document.createElement("figure");
    figure.className = `focal-crop focal-${name}`;
    copy.setAttribute("aria-hidden", "true");
    const caption = document.createElement("figcaption");
    caption.textContent = box.dataset[name];
    figure.append(copy, caption);
    return figure;
  }

  function values() {
    return fields.map((field) => Math.min(1, Math.max(0, Number.parseFloat(field.value) || 0)));
  }

  function move(...next) {
    next.forEach((value, axis) => {
      fields[axis].value = (Math.round(Math.min(1, Math.max(0, value)) * 100) / 100).toString();
    });
    place();
  }

  function place() {
    const [x, y] = values().map((value) => `${value * 100}%`);
    const marker = box.querySelector(".focal-marker");
    marker.style.insetInlineStart = x;
    marker.style.insetBlockStart = y;
    for (const shown of box.querySelectorAll(".focal-crop > :first-child")) shown.style.objectPosition = `${x} ${y}`;
  }
});
