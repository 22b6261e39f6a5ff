/* Fills the spaces of a page: asks once for all of them, shows what comes, and reports what was really seen. Whatever
   fails, is late or is blocked, the message that stands there stays, and nothing moves. site.js fetches it where spaces
   are. */

const SHARE = 0.5; // of the picture's pixels on the screen, for a SECOND without a break: then it was seen (MRC)
const SHARE_OF_LARGE = 0.3;
const LARGE = 242_500; // square pixels
const SECOND = 1000; // milliseconds
const PATIENCE = 10_000; // milliseconds

const next = (target, event) => new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
const saves = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;

// Those that take room on this screen; of a sensitive story they take none before there is something to show.
const open = [...document.querySelectorAll("[data-space]")].filter(
  (space) => "sensitive" in space.dataset || space.getClientRects().length,
);

/* --- How often a campaign was seen today: kept here, and nowhere else. --- */

const KEY = "spaces";
const MOST = 200; // that a question may name
const today = new Date().toDateString();

function seenToday() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    const seen = kept?.day === today ? Object.entries(kept.seen) : [];
    return Object.fromEntries(seen.filter(([campaign, { times }]) => /^[1-9]\d{0,14}$/.test(campaign) && times > 0));
  } catch {
    return {}; // storage is closed to us, or holds something else
  }
}

function keepSeen({ campaign, cap }) {
  if (!cap) return;
  const seen = seenToday();
  seen[campaign] = { times: (seen[campaign]?.times ?? 0) + 1, cap };
  try {
    localStorage.setItem(KEY, JSON.stringify({ day: today, seen }));
  } catch {}
}

const seenEnough = () =>
  Object.entries(seenToday())
    .flatMap(([campaign, { times, cap }]) => (times < cap ? [] : [+campaign]))
    .slice(-MOST);

/* --- Asking and telling --- */

const send = (path, said) =>
  fetch(`/placements/${path}/`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
    cache: "no-store",
    keepalive: true,
    signal: AbortSignal.timeout?.(PATIENCE),
  });

// After the page itself, and never for one that nobody looks at.
async function whenLookedAt() {
  if (document.readyState !== "complete") await next(window, "load");
  if (document.prerendering) await next(document, "prerenderingchange");
  while (document.hidden) await next(document, "visibilitychange");
  await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
}

async function fill() {
  await whenLookedAt();
  const { section } = open[0].dataset;
  const sensitive = open.some((space) => "sensitive" in space.dataset);
  const names = open.map((space) => space.dataset.space);
  const answer = await send("decision", { boxes: names, section, sensitive, seen: seenEnough() });
  if (!answer.ok) return;
  const { boxes } = await answer.json();
  for (const space of open) {
    const offer = boxes[space.dataset.space];
    if (offer) show(space, offer).catch(() => {});
  }
}

/* --- Showing --- */

// A source for each width and scheme; the reader's choice of colours stands above the device's.
function pictureOf({ phone, wide, alt }, from) {
  const picture = document.createElement("picture");
  const isWide = `(min-width: ${from})`;
  const chosen = { dark: "(min-width: 0)", light: "(max-width: 0)" }[document.documentElement.dataset.theme];
  const isDark = chosen ?? "(prefers-color-scheme: dark)";
  const sources = [
    [wide.dark, `${isWide} and ${isDark}`],
    [wide.light, isWide],
    [phone.dark, isDark],
  ];
  for (const [image, media] of sources.filter(([image]) => image)) {
    const source = document.createElement("source");
    Object.assign(source, { srcset: image.src, media, width: image.width, height: image.height });
    picture.append(source);
  }
  const image = document.createElement("img");
  Object.assign(image, { alt, width: phone.light.width, height: phone.light.height, decoding: "async" });
  picture.append(image);
  image.src = phone.light.src;
  return [picture, image];
}

async function show(space, offer) {
  const [picture, image] = pictureOf(offer, space.dataset.wide);
  await image.decode();
  if (!takesRoom(space)) return;
  const link = document.createElement("a");
  Object.assign(link, { href: `/placements/${offer.nonce}/go/`, target: "_blank", rel: "sponsored nofollow noopener" });
  link.append(picture);
  space.querySelector(".space-room").append(link);
  space.classList.add("space-shown");
  if (offer.name) {
    const name = document.createElement("bdi");
    name.textContent = offer.name;
    space.querySelector(".space-label").append(": ", name);
  }
  const told = send(`${offer.nonce}/rendered`, { box: space.dataset.space }).catch(() => ({}));
  await seen(image);
  keepSeen(offer);
  if ((await told).ok) await send(`${offer.nonce}/viewable`, { box: space.dataset.space });
}

// One of a sensitive story opens below the screen alone, where nothing that is being read moves.
function takesRoom(space) {
  if (!space.hidden) return true;
  space.hidden = false;
  space.hidden = space.getBoundingClientRect().top < innerHeight;
  return !space.hidden;
}

// When enough of the picture was on the screen of a page that was looked at, long enough without a break.
function seen(image) {
  return new Promise((resolve) => {
    let timer;
    let isIn = false;
    const { width, height } = image.getBoundingClientRect();
    const share = width * height > LARGE ? SHARE_OF_LARGE : SHARE;
    const look = (entries) => {
      if (entries.length) isIn = entries.at(-1).intersectionRatio >= share;
      if (!isIn || document.hidden) timer = clearTimeout(timer);
      else timer ??= setTimeout(end, SECOND);
    };
    const observer = new IntersectionObserver(look, { threshold: share });
    const turn = () => look(observer.takeRecords());
    const end = () => {
      turn(); // it may have gone, and this page was too busy to hear of it
      if (timer === undefined) return;
      observer.disconnect();
      document.removeEventListener("visibilitychange", turn);
      resolve();
    };
    document.addEventListener("visibilitychange", turn);
    observer.observe(image);
  });
}

/* A page that comes back from the browser's memory shows what it showed, and goes on counting where it was. One that
   left before its answer came asks again. */
function start() {
  fill().catch(() => addEventListener("pageshow", (event) => event.persisted && start(), { once: true }));
}

if (open.length && !saves) start();
