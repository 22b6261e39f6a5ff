// The moderators' queue: leafs through the list, decides without waiting for the answer, takes back.
// Everything here the page's plain forms and links do without it.

const queue = document.querySelector("[data-queue]");
const box = queue?.querySelector("[data-card]");
if (box) work();

function work() {
  const items = [...queue.querySelectorAll("[data-list] > li[data-pk]")];
  const said = queue.querySelector("[data-said]");
  const actions = queue.querySelector("[data-actions]");
  const help = queue.querySelector("[data-keys]");
  const cards = new Map(); // key of a comment: promise of its card
  const undoable = []; // { item, promise of the decision's key }, the latest last
  const AHEAD = 3; // cards fetched before they are asked for
  const LONGEST = 20_000; // milliseconds for an answer, while others wait
  let current = items.find((item) => link(item).hasAttribute("aria-current")) ?? null;

  // --- One comment large -----------------------------------------------------------------------------------------

  function link(item) {
    return item.querySelector("a");
  }

  function fetchCard(pk) {
    if (!cards.has(pk)) {
      const card = fetch(`${queue.dataset.cards}${pk}/card/`).then((answer) => {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      });
      card.catch(() => cards.delete(pk));
      cards.set(pk, card);
    }
    return cards.get(pk);
  }

  async function choose(item) {
    current = item;
    for (const other of items) link(other).removeAttribute("aria-current");
    link(item).setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", link(item).href);
    await show(item.dataset.pk, true);
    for (const next of items.slice(items.indexOf(item) + 1).filter(isOpen).slice(0, AHEAD)) {
      fetchCard(next.dataset.pk).catch(() => {});
    }
  }

  async function show(pk, takesFocus) {
    box.setAttribute("aria-busy", "true");
    try {
      const html = await fetchCard(pk);
      if (current && current.dataset.pk !== pk) return; // somebody leafed on
      box.innerHTML = html;
      box.removeAttribute("aria-busy");
      if (takesFocus) box.querySelector("[data-title]").focus();
    } catch {
      box.removeAttribute("aria-busy");
      say("تعذر فتح التعليق. أعد تحميل الصفحة.", { wrong: true });
    }
  }

  function refresh(pk) {
    cards.delete(pk);
    if (shown() === pk) show(pk, false);
  }

  const shown = () => box.firstElementChild?.dataset.comment;
  const isOpen = (item) => !item.hasAttribute("data-decided");

  function step(way) {
    const place = items.indexOf(current) + way;
    if (items[place]) choose(items[place]);
    else queue.querySelector(way > 0 ? ".pager [rel=next]" : ".pager [rel=prev]")?.click();
  }

  /** To the next comment about which nobody has decided here, at the end of the list to one left out before. */
  function goOn(from) {
    const place = items.indexOf(from);
    const next = [...items.slice(place + 1), ...items.slice(0, Math.max(place, 0))].find(isOpen);
    if (next) choose(next);
    return Boolean(next);
  }

  // --- Words -----------------------------------------------------------------------------------------------------

  function say(words, { undo = false, wrong = false, more = false } = {}) {
    said.textContent = words;
    said.parentElement.classList.toggle("wrong", wrong);
    actions.replaceChildren();
    if (undo) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.innerHTML = "تراجع <kbd>U</kbd>";
      button.addEventListener("click", undoLast);
      actions.append(button);
    }
    if (more) {
      const onwards = document.createElement("a");
      onwards.href = queue.querySelector("[data-onwards]")?.href ?? location.pathname;
      onwards.className = "button";
      onwards.textContent = "ما بعدها";
      actions.append(onwards);
    }
  }

  function mark(item, status, state) {
    if (!item) return;
    item.dataset.status = status;
    item.querySelector("[name=chosen]").value = `${item.dataset.pk}-${status}`;
    const badge = item.querySelector("[data-state]");
    badge.className = `badge badge-${status}`;
    badge.textContent = state;
  }

  function count(waiting) {
    for (const badge of document.querySelectorAll("[data-waiting]")) {
      badge.textContent = waiting;
      badge.hidden = waiting === "0";
    }
  }

  // --- Decisions -------------------------------------------------------------------------------------------------

  // One after the other, so that the answer shown last is the one that counted last; all at once when the page goes, or
  // is out of sight, from where it may never come back.
  let before = Promise.resolve();
  let isLeaving, left, leave;
  const come = () => {
    isLeaving = false;
    left = new Promise((resolve) => (leave = resolve));
  };
  const go = () => {
    isLeaving = true;
    leave();
  };
  come();
  addEventListener("pagehide", go);
  addEventListener("pageshow", come);
  document.addEventListener("visibilitychange", () => (document.hidden ? go() : come()));

  function send(address, body) {
    const answer = Promise.race([before, left]).then(() => post(address, body));
    before = answer.catch(() => {});
    return answer;
  }

  async function post(address, body) {
    const more = { headers: { Accept: "application/json" }, keepalive: isLeaving, signal: AbortSignal.timeout(LONGEST) };
    const answer = await fetch(address, { method: "POST", body, ...more });
    if (!answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      return { code: answer.status, ...(await answer.json()) };
    }
    if (answer.redirected) throw new Error("انتهت جلستك. ادخل من جديد ثم أعد القرار.");
    throw new Error(answer.status === 403 ? "ليس لك أن تقرر في هذا التعليق." : "لم يصل القرار. أعد المحاولة.");
  }

  async function decide(form, button) {
    const pk = shown();
    const item = items.find((each) => each.dataset.pk === pk);
    const body = new FormData(form);
    if (button.name) body.set(button.name, button.value);
    const after = button.dataset.after ? button : form.querySelector("[name=verb]");
    const before = item && { status: item.dataset.status, state: item.querySelector("[data-state]").textContent };
    mark(item, after.dataset.after, after.dataset.state);
    item?.setAttribute("data-decided", "");
    const answer = send(form.action, body);
    const entry = { pk, item, decision: answer.then((told) => told.decision) };
    entry.decision.catch(() => {});
    undoable.push(entry);
    cards.delete(pk);
    const wentOn = item ? goOn(item) : false;
    try {
      const told = await answer;
      mark(item, told.status, told.state);
      if (told.code === 200) count(told.waiting);
      else forget(entry);
      say(wentOn || told.code !== 200 ? told.words : `${told.words} هذا آخر ما في الصفحة.`, {
        undo: undoable.length > 0 && told.code === 200,
        wrong: told.code !== 200,
        more: !wentOn,
      });
    } catch (error) {
      forget(entry);
      if (before) mark(item, before.status, before.state);
      item?.removeAttribute("data-decided");
      say(["TypeError", "TimeoutError"].includes(error.name) ? "لا اتصال. لم يصل القرار." : error.message, { wrong: true });
    }
    refresh(pk);
  }

  function forget(entry) {
    undoable.splice(undoable.indexOf(entry), 1);
  }

  async function undoLast() {
    const entry = undoable.pop();
    if (!entry) return say("لا قرار يتراجع عنه.");
    const body = new FormData();
    body.set("csrfmiddlewaretoken", queue.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      body.set("decision", (await entry.decision) ?? "");
      const told = await send(`${queue.dataset.cards}${entry.pk}/undo/`, body);
      backAsItWas(entry, told);
    } catch (error) {
      say(error instanceof TypeError ? "لا اتصال. لم يصل التراجع." : error.message, { wrong: true });
    }
  }

  function backAsItWas({ pk, item }, told) {
    mark(item, told.status, told.state);
    if (told.code === 200) count(told.waiting);
    if (told.code === 200) item?.removeAttribute("data-decided");
    say(told.words, { wrong: told.code !== 200, undo: told.code === 200 && undoable.length > 0 });
    cards.delete(pk);
    if (item && told.code === 200) choose(item);
    else refresh(pk);
  }

  async function answerReader(form) {
    const pk = shown();
    const item = items.find((each) => each.dataset.pk === pk);
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const told = await send(form.action, new FormData(form));
      const published = told.code === 200;
      say(told.words, { wrong: !published });
      if (told.status) mark(item, told.status, told.state);
      if (!published) return form.querySelector("textarea").focus(); // what was typed stays where it is
      count(told.waiting);
      cards.delete(pk);
      item?.setAttribute("data-decided", "");
      if (!item || !goOn(item)) await show(pk, true);
    } catch (error) {
      say(error instanceof TypeError ? "لا اتصال. لم يصل الرد." : error.message, { wrong: true });
    } finally {
      button.disabled = false;
    }
  }

  box.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-comment]")) return;
    event.preventDefault();
    if (box.hasAttribute("aria-busy")) return;
    if (form.matches("[data-decide]")) decide(form, event.submitter);
    else if (form.matches("[data-undo]")) {
      const pk = shown();
      const item = items.find((each) => each.dataset.pk === pk);
      send(form.action, new FormData(form)).then(
        (told) => backAsItWas({ pk, item }, told),
        (error) => say(error.message, { wrong: true }),
      );
    } else answerReader(form);
  });

  queue.addEventListener("click", (event) => {
    const item = event.target.closest("[data-list] > li[data-pk] > a")?.parentElement;
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(item);
  });

  // --- Ticks -----------------------------------------------------------------------------------------------------

  const ticked = queue.querySelector("[data-ticked]");
  const countTicks = () => {
    const ticks = queue.querySelectorAll("[name=chosen]:checked").length;
    ticked.textContent = ticks;
    ticked.hidden = !ticks;
  };
  queue.addEventListener("change", (event) => event.target.name === "chosen" && countTicks());

  // --- Keys: by their place, so that they work in any language of the keyboard ------------------------------------

  const ON = "mohit-desk-keys";
  const toggle = help.querySelector("[data-keys-on]");
  toggle.checked = localStorage.getItem(ON) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(ON, toggle.checked ? "on" : "off"));
  const helpButton = document.querySelector("[data-help]");
  helpButton.hidden = false;
  helpButton.addEventListener("click", () => help.showModal());

  const keys = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyU: undoLast,
    KeyO: () => box.querySelector("[data-story]")?.click(),
    KeyX: () => {
      const tick = current?.querySelector("[name=chosen]");
      if (tick) tick.checked = !tick.checked;
      if (tick) countTicks();
    },
    KeyH: () => help.showModal(),
    Slash: () => document.getElementById("queue_q").focus(),
  };

  function press(target) {
    if (target.tagName !== "SUMMARY") return target.click();
    const details = target.parentElement;
    details.open = !details.open;
    if (!details.open) return target.focus();
    details.querySelector("textarea, [data-digit]").focus();
    details.querySelector("form").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || help.open) return;
    const typing = event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])");
    if (event.ctrlKey) {
      if (event.code === "Enter" && typing?.form?.closest("[data-answer]")) typing.form.requestSubmit();
      return;
    }
    if (event.key === "Escape") {
      const open = event.target.closest?.("details[open]") ?? box.querySelector(".verbs details[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else event.target.blur?.();
      return;
    }
    if (typing || !toggle.checked) return;
    if (event.key === "?" || event.key === "؟") {
      event.preventDefault();
      return help.showModal();
    }
    if (event.shiftKey) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    const target = digit
      ? box.querySelector(`[data-refuse][open] [data-digit="${digit}"]`)
      : box.querySelector(`[data-key="${event.code}"]`);
    if (target ? event.repeat || box.hasAttribute("aria-busy") : !keys[event.code]) return;
    event.preventDefault();
    if (target) press(target);
    else keys[event.code]();
  });

  if (current) {
    for (const next of items.slice(items.indexOf(current) + 1, items.indexOf(current) + 1 + AHEAD)) {
      fetchCard(next.dataset.pk).catch(() => {});
    }
  }
}
