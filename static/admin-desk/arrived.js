// What the form of a story left in this browser (kept.js): forgotten when a page says that it was saved, and sent from
// any page of the desk when it was not. So nothing of it stays in a browser that others use.
// It runs before kept.js, which would bring to the server again what has arrived.
"use strict";

const NEW_STORY = "/admin/articles/article/keep/";

function tidy(door) {
  const left = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith("mohit-kept:"));
    } catch {
      return []; // forbidden
    }
  };

  for (const said of document.querySelectorAll(".messagelist li")) {
    for (const word of said.classList) {
      if (!word.startsWith("arrived-")) continue;
      for (const name of left()) if (name.endsWith(`:${word.slice("arrived-".length)}`)) localStorage.removeItem(name);
    }
  }

  // The form that is open here sends its own, and shows it. What its story no longer takes, because it left this hand or
  // was deleted, is offered for a new one.
  const own = document.querySelector(".together")?.dataset.keep;
  const headers = { "X-CSRFToken": door.elements.csrfmiddlewaretoken.value };
  for (const name of left()) {
    const [, person, address] = name.split(":");
    if (person !== door.dataset.person || address === own || !address.startsWith("/admin/")) continue;
    const body = localStorage.getItem(name);
    const send = (to) => fetch(to, { method: "POST", body: new URLSearchParams(body), headers, redirect: "error" });
    send(address)
      .then((answer) => ([403, 404].includes(answer.status) && address !== NEW_STORY ? send(NEW_STORY) : answer))
      .then((answer) => answer.ok && localStorage.getItem(name) === body && localStorage.removeItem(name))
      .catch(() => {}); // it stays, and the next page tries again
  }
}

const door = document.getElementById("logout-form");
if (door) tidy(door);
