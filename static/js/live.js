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

let [timer, asked, pause, tag, news, told, far] = [0, Date.now(), 1, null, null, [], false];

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
  const [there, here] = [byId(fresh), byId(list)];
  told = [...fresh.querySelectorAll(".live-entries > [data-entry]")];
  const last = told.findLastIndex((entry) => here.has(entry.id)); // what both have begins here, back in time
  far = last < 0 && told.length > 0 && here.size > 0; // so much was told that nothing is in common
  if (!far) {
    let within = true;
    const whole = !fresh.querySelector("[rel=next]"); // there are no older ones than these
    for (const entry of [...part.querySelectorAll(".live-top > li"), ...list.children]) {
      if (last >= 0 && entry.id === told[last].id) within = false;
      const now = there.get(entry.id);
      if (!now && (within || whole)) entry.remove(); // withdrawn
      else if (now && now.dataset.edition !== entry.dataset.edition) entry.replaceWith(now.cloneNode(true));
    }
  }
  news = fresh;
  told = here.size ? told.slice(0, last + 1) : told;
  const shown = byId(part);
  const count = [...told, ...fresh.querySelectorAll(".live-top > li")].filter((entry) => !shown.has(entry.id)).length;
  const over = !fresh.dataset.live;
  const words = far ? "تحديثات جديدة كثيرة" : (WORDS[plural.select(count)] ?? WORDS.other)(count);
  button.textContent = over ? "انتهت التغطية: اقرأ الخلاصة" : words;
  button.hidden = !count && !far && !over;
  if (over) delete part.dataset.live;
}

function show() {
  if (far || !part.dataset.live) return location.reload();
  for (const name of [".live-key", ".live-top"]) {
    const [old, now] = [part.querySelector(name), news.querySelector(name)];
    if (old) now ? old.replaceWith(now) : old.remove();
    else if (now) said.before(now);
  }
  for (const entry of part.querySelectorAll(".live-top > li")) {
    [...list.children].find((other) => other.id === entry.id)?.remove(); // it was put on top
  }
  const here = byId(list);
  let [below, first] = [null, part];
  for (const entry of told.toReversed()) {
    if (!here.has(entry.id)) {
      below ? below.before(entry) : list.prepend(entry);
      first = entry;
    }
    below = here.get(entry.id) ?? entry;
  }
  button.hidden = true;
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
