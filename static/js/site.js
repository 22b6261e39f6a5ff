/* What the pages do beyond plain links: the reader's choice of colours, copying and sharing a link, fetching the
   code of embeds, live pages, forms and spaces where a page has some, and counting that a story was read. Every page works without it. */

const root = document.documentElement;

function showThemeChoice(choice) {
  const stored = root.dataset.theme ?? "";
  for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === stored;
  choice.addEventListener("change", (event) => keepTheme(event.target.value));
  choice.hidden = false;
}

function keepTheme(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  try {
    if (theme) localStorage.setItem("theme", theme);
    else localStorage.removeItem("theme");
  } catch {
    // Storage is closed to us: the choice lasts as long as this page.
  }
}

function offerCopy(button) {
  const item = button.closest("li");
  const said = item.querySelector("[role=status]");
  item.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = "نُسخ الرابط";
    } catch {
      said.textContent = "تعذر النسخ";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
}

function offerShare(button) {
  button.closest("li").hidden = false;
  button.addEventListener("click", () => {
    // A reader who closes the sheet has decided; there is nothing to tell.
    navigator.share({ title: document.querySelector("h1").textContent, url: button.dataset.share }).catch(() => {});
  });
}

// On a phone the menu is wider than the screen: show where the reader is, without moving the page.
function showPlace(here) {
  const menu = here.closest("ul");
  menu.scrollLeft += here.getBoundingClientRect().left - (menu.clientWidth - here.offsetWidth) / 2;
}

// Measured once everything is laid out: asked earlier, the browser would lay the page out twice.
const here = document.querySelector(".menu [aria-current]");
if (here) addEventListener("load", () => showPlace(here));

const choice = document.querySelector("fieldset.theme");
if (choice) showThemeChoice(choice);

if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offerCopy);
if (navigator.share) document.querySelectorAll("[data-share]").forEach(offerShare);

const story = document.querySelector("[data-embeds]");
if (story?.querySelector(".embed")) import(story.dataset.embeds);

const live = document.querySelector("[data-live]");
if (live) import(live.dataset.script);

const form = document.querySelector("[data-forms]");
if (form) import(form.dataset.forms);

const space = document.querySelector("[data-spaces]");
if (space && !location.pathname.startsWith("/admin/")) import(space.dataset.spaces).catch(() => {}); // blocked

const comments = document.querySelector("[data-comments]");
if (comments) import(comments.dataset.comments);

// --- A story that stood in sight for some seconds was read: its number is sent once, without cookie or anything else.

const IN_SIGHT = 5000; // milliseconds without a break

function countRead(number) {
  let timer;
  const send = () => {
    document.removeEventListener("visibilitychange", watch);
    fetch("/reads/", { method: "POST", body: number, credentials: "omit", keepalive: true }).catch(() => {});
  };
  const watch = () => {
    clearTimeout(timer);
    if (!document.hidden && !document.prerendering) timer = setTimeout(send, IN_SIGHT);
  };
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch, { once: true });
  watch();
}

// The newsroom's preview of a story is not a reader's page.
const read = document.querySelector("[data-read]");
if (read && !location.pathname.startsWith("/admin/")) countRead(read.dataset.read);
