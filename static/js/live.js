/* A live page: what is new is asked for while somebody looks at it, and comes in when the reader says so; what was
   changed or withdrawn is followed at once. site.js fetches it where a coverage goes on. */

const part = document.querySelector("[data-live]");
const list = part.querySelector(".live-entries");
const said = part.querySelector(".live-new");
const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-main", hidden: true });

const PERIOD = Number(part.dataset.every) || 15_000; // milliseconds
const LONGEST = 8; // periods, when the server does not answer
const plural = new Intl.PluralRules("ar");
const WORDS = {
  one: () => "تحديث جديد",
  two: () => "تحديثان جديدان",
  few: (n) => `${n} تحديثات جديدة`,
  many: (n) => `${n} تحديثا جديدا`,
  other: (n) => `${n} تحديث جديد`,
};

let [timer, asked, pause, tag, news] = [0, Date.now(), 1, null, null];

const byId = (root) => new Map([...root.querySelectorAll("[data-entry]")].map((entry) => [entry.id, entry]));

async function ask() {
  asked = Date.now();
  try {
    // The browser sends the tag of what it has; an unchanged part comes back as 304.
    const answer = await fetch(part.dataset.live, { cache: "no-cache", credentials: "omit" });
    if (answer.status === 404 || answer.status === 410) return; // withdrawn: the page in hand is the reader's
    if (!answer.ok) throw new Error(answer.status);
    pause = 1;
    if (tag !== (tag = answer.headers.get("ETag"))) {
      follow(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".live"));
    }
  } catch {
    pause = Math.min(pause * 2, LONGEST);
  }
  wait();
}

function wait() {
  clearTimeout(timer);
  if (document.hidden || !part.dataset.live) return;
  timer = setTimeout(ask, Math.max(0, asked + pause * PERIOD - Date.now()));
}

function follow(fresh) {
  const [there, here] = [byId(fresh), byId(part)];
  const oldest = [...fresh.querySelectorAll(".live-entries > [data-entry]")].at(-1)?.id;
  const reach = [...list.children].findIndex((entry) => entry.id === oldest);
  for (const [id, entry] of here) {
    const now = there.get(id);
    if (now && now.dataset.edition !== entry.dataset.edition) entry.replaceWith(now.cloneNode(true));
    // What should stand among the newest and does not was withdrawn.
    if (!now && (reach < 0 || [...list.children].indexOf(entry) < reach)) entry.remove();
  }
  news = fresh;
  const count = [...there.keys()].filter((id) => !here.has(id)).length;
  const over = !fresh.dataset.live;
  button.textContent = over ? "انتهت التغطية: اقرأ الخلاصة" : (WORDS[plural.select(count)] ?? WORDS.other)(count);
  button.hidden = !count && !over;
  if (over) delete part.dataset.live;
}

function show() {
  if (!part.dataset.live) return location.reload();
  const here = byId(list);
  const fresh = [...news.querySelectorAll(".live-entries > [data-entry]")].filter((entry) => !here.has(entry.id));
  for (const name of [".live-key", ".live-top"]) {
    const [old, now] = [part.querySelector(name), news.querySelector(name)];
    if (old) now ? old.replaceWith(now) : old.remove();
    else if (now) said.before(now);
  }
  for (const entry of part.querySelectorAll(".live-top > [data-entry]")) {
    [...list.children].find((other) => other.id === entry.id)?.remove(); // it was put on top
  }
  list.prepend(...fresh);
  button.hidden = true;
  const first = fresh[0] ?? part;
  first.tabIndex = -1;
  first.focus();
  offerEmbeds(part);
}

function offerEmbeds(root) {
  const code = document.querySelector("[data-embeds]")?.dataset.embeds;
  if (code && root.querySelector(".embed")) import(code).then((embeds) => embeds.offer(root));
}

said.append(button);
button.addEventListener("click", show);
document.addEventListener("visibilitychange", wait);
wait();
