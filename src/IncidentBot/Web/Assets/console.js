// The console's comfort. Everything here works without it too, through the form and plain links.
"use strict";

(() => {
  const say = document.getElementById("say");
  if (!say) return;

  const text = document.getElementById("text");
  const name = document.getElementById("name");
  const log = document.getElementById("log");
  const waiting = document.getElementById("waiting");
  const channel = say.elements.channel.value;
  const history = [];
  let recalled = 0;
  let layout = new URLSearchParams(location.search).get("layout") || "";

  // --- The conversation -----------------------------------------------------------------------------------------

  function append(kind, who, line) {
    const item = document.createElement("li");
    item.className = kind;
    if (who) {
      const author = document.createElement("b");
      author.textContent = who;
      item.append(author);
    }
    const words = document.createElement("p");
    words.dir = "auto";
    words.append(...(kind === "me" ? [line] : pieces(line)));
    item.append(words);
    log.append(item);
    log.scrollTop = log.scrollHeight;
    return item;
  }

  // What came through another tab or surface is said here too; what was erased meanwhile is taken from view.
  function hear(fresh) {
    const known = new Set([...log.querySelectorAll("[data-entry]")].map((item) => item.dataset.entry));
    for (const item of fresh.querySelectorAll("#said > li")) {
      if (!known.has(item.dataset.entry)) {
        log.append(document.importNode(item, true));
        log.scrollTop = log.scrollHeight;
      } else if ("redacted" in item.dataset) {
        for (const old of log.querySelectorAll("li:not([data-redacted])")) {
          if (old.dataset.entry === item.dataset.entry && old.classList.contains(item.className)) old.replaceWith(document.importNode(item, true));
        }
      }
    }
  }

  // What stands between fences is something to keep.
  function pieces(reply) {
    return reply.split(/((?:^|\n)(`{3,})\n[^]*?\n\2(?!`)\n?)/).flatMap((piece, i) => {
      if (i % 3 === 0) return inline(piece);
      if (i % 3 === 2) return [];
      const block = document.createElement("code");
      block.className = "block";
      block.textContent = piece.trim().replace(/^`+\n|\n`+$/g, "");
      return [block];
    });
  }

  // What stands between backticks is something to type; an address of ours is a link.
  function inline(reply) {
    return reply.split(/(`[^`]*`|https?:\/\/[^\s`]+)/).map((piece) => {
      const isCode = /^`.*`$/s.test(piece);
      if (!isCode && !piece.startsWith(location.origin + "/")) return piece;
      const element = document.createElement(isCode ? "code" : "a");
      element.textContent = isCode ? piece.slice(1, -1) : piece;
      if (!isCode) element.href = piece;
      return element;
    });
  }

  // A line stays in the input until it is confirmed: what is not saved is never out of sight.
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  let sending = false;

  async function send(event) {
    event.preventDefault();
    const line = text.value.trim();
    if (!line || sending) return;
    sending = true;
    text.readOnly = true;
    localStorage.setItem("name", name.value);
    const slow = setTimeout(() => { waiting.textContent = say.dataset.waiting; }, 2500);
    try {
      const answer = await deliver(line);
      const said = [append("me", name.value, line), append(answer.spooled ? "bot spooled" : answer.saved ? "bot" : "bot failed", "", answer.reply)];
      if (answer.entry && answer.kind !== "redact") {
        said.forEach((item) => { item.dataset.entry = `${answer.incident}#${answer.entry}`; });
      }
      if (answer.saved) {
        history.push(line);
        recalled = history.length;
        if (answer.recorded || asks(line)) text.value = "";
      }
    } finally {
      clearTimeout(slow);
      waiting.textContent = "";
      text.readOnly = false;
      sending = false;
      keep();
      put(text.value);
    }
    await refresh();
  }

  // A question is done with once it is answered; any other line that records nothing is to be mended and sent again.
  function asks(line) {
    const typed = line.toLowerCase();
    return verbs.some((v) => "asks" in v.dataset && (typed + " ").startsWith(v.dataset.line + " "));
  }

  // The id stays the same over all tries, so a line that was saved although its answer was lost lands only once.
  async function deliver(line) {
    const who = name.value.trim() || "You";
    const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
    const typedAt = new Date().toISOString();
    const message = {
      channel, text: line, user: { id: who, name: who }, zone: timeZone, locale: navigator.language || locale, deliveryId: id(line),
    };
    for (let tries = 0; ; tries++) {
      try {
        const body = JSON.stringify(message);
        const response = await fetch("/api/commands", {
          method: "POST", headers: { "Content-Type": "application/json" }, body, cache: "no-store",
        });
        if (response.status === 401) location.assign("/login?to=" + encodeURIComponent(location.pathname + location.search));
        const answer = await response.json();
        if (response.ok) {
          settle();
          return { saved: true, ...answer };
        }
        if (answer.errors?.at) {
          // This browser's clock is ahead: better the time of arrival than none.
          delete message.at;
          continue;
        }
        if (answer.outcome === "spooled") {
          // It is on disk; the page hears when it is in the timeline.
          settle();
          return { saved: true, spooled: true, recorded: true, reply: answer.detail };
        }
        // What is late ends in a definite answer, which the next try brings.
        if (answer.outcome === "late") tries = -1;
        if (response.status !== 503 || tries >= 3) {
          if (response.status !== 503) settle();
          return { saved: false, reply: answer.detail || answer.title };
        }
        waiting.textContent = answer.outcome === "late" ? say.dataset.waiting : say.dataset.retrying;
      } catch {
        waiting.textContent = say.dataset.unreachable;
      }
      // What arrives late still happened when it was typed.
      message.at ??= typedAt;
      await pause(Math.min(8000, 1000 * 2 ** Math.max(0, tries)));
    }
  }

  // Until a line is settled, sending the same line again is the same delivery.
  let pending = null;

  function id(line) {
    if (!pending || pending.line !== line) {
      const random = crypto.getRandomValues(new Uint8Array(16));
      pending = { line, id: Array.from(random, (b) => b.toString(16).padStart(2, "0")).join("") };
    }
    return pending.id;
  }

  function settle() { pending = null; }

  // What is half typed, or not settled yet, is there again after a reload.
  const kept = "typed:" + channel;

  function keep() { sessionStorage.setItem(kept, JSON.stringify({ typed: text.value, pending })); }

  function restore() {
    const { typed, pending: unsettled } = JSON.parse(sessionStorage.getItem(kept) || "{}");
    if (!typed || text.value) return;
    text.value = typed;
    pending = unsettled;
  }

  // --- The incident ---------------------------------------------------------------------------------------------

  let shown = "";
  let asked = 0;
  let answered = 0;

  async function refresh() {
    const turn = ++asked;
    const query = new URLSearchParams({ channel });
    if (layout) query.set("layout", layout);
    try {
      const response = await fetch("/console/panel?" + query, { cache: "no-store" });
      if (!response.ok) return;
      const page = await response.text();
      // Answers can overtake each other; an older one must not stay on the page.
      if (turn < answered) return;
      answered = turn;
      // The answer to one's own line comes first: only then is it known which line is one's own.
      if (page === shown || sending) return;
      shown = page;
      const fresh = new DOMParser().parseFromString(page, "text/html");
      hear(fresh);
      replace(fresh);
    } catch { /* The next signal tries again. */ }
  }

  function replace(fresh) {
    for (const part of ["notice", "hints", "panel"]) {
      const old = document.getElementById(part);
      const open = [...old.querySelectorAll("details[open]")].map((d) => d.id);
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      const scroll = old.scrollTop;
      old.replaceChildren(...document.adoptNode(fresh.getElementById(part)).childNodes);
      open.forEach((d) => document.getElementById(d)?.setAttribute("open", ""));
      if (focused) document.getElementById(focused)?.focus();
      old.scrollTop = scroll;
    }
    const title = document.querySelector("#panel h1");
    if (title) document.title = title.textContent + " · IncidentBot";
    tick();
  }

  function tick() {
    for (const clock of document.querySelectorAll("[data-since]")) {
      const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 60000));
      const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
      clock.textContent = "running " + (days ? `${days} d ${hours} h` : hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`);
    }
  }

  // A page that is not looked at holds no connection: browsers allow only six to a server.
  let source = null;
  let poll = 0;

  function listen() {
    stop();
    if (document.hidden) return;
    source = new EventSource("/console/events?" + new URLSearchParams({ channel }));
    source.addEventListener("changed", refresh);
    source.onopen = () => { clearInterval(poll); poll = 0; };
    source.onerror = () => { poll ||= setInterval(refresh, 4000); };
  }

  function stop() {
    source?.close();
    clearInterval(poll);
    poll = 0;
  }

  // --- The input ------------------------------------------------------------------------------------------------

  const list = document.getElementById("verbs");
  const verbs = [...list.children];
  let chosen = -1;

  function matching() {
    const typed = text.value.toLowerCase();
    if (!typed.startsWith("/") || typed.includes("\n")) return [];
    return verbs.filter((v) => v.dataset.line.startsWith(typed) && v.dataset.line !== typed.trimEnd());
  }

  function suggest() {
    const found = matching();
    verbs.forEach((v) => { v.hidden = !found.includes(v); });
    list.hidden = found.length === 0;
    text.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  function choose(index) {
    const found = list.hidden ? [] : verbs.filter((v) => !v.hidden);
    chosen = index < -1 ? found.length - 1 : index < found.length ? index : -1;
    verbs.forEach((v) => v.setAttribute("aria-selected", "false"));
    if (chosen < 0) { text.removeAttribute("aria-activedescendant"); return; }
    found[chosen].setAttribute("aria-selected", "true");
    found[chosen].scrollIntoView({ block: "nearest" });
    text.setAttribute("aria-activedescendant", found[chosen].id);
  }

  function close() {
    list.hidden = true;
    chosen = -1;
    text.setAttribute("aria-expanded", "false");
    text.removeAttribute("aria-activedescendant");
  }

  function put(line) {
    text.value = line;
    close();
    text.focus();
    text.setSelectionRange(line.length, line.length);
  }

  function recall(step) {
    if (!history.length) return;
    recalled = Math.max(0, Math.min(history.length, recalled + step));
    put(history[recalled] || "");
  }

  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (open && chosen >= 0) put(verbs.filter((v) => !v.hidden)[chosen].dataset.line + " ");
      else { close(); say.requestSubmit(); }
    } else if (event.key === "Tab" && open && !event.shiftKey) {
      event.preventDefault();
      put(verbs.filter((v) => !v.hidden)[Math.max(0, chosen)].dataset.line + " ");
    } else if (event.key === "Escape" && open) {
      close();
    } else if (event.key === "ArrowDown" && open) {
      event.preventDefault();
      choose(chosen + 1);
    } else if (event.key === "ArrowUp" && open) {
      event.preventDefault();
      choose(chosen - 1);
    } else if (event.key === "ArrowUp" && !text.value.slice(0, text.selectionStart).includes("\n")) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "ArrowDown" && !text.value.slice(text.selectionStart).includes("\n")) {
      event.preventDefault();
      recall(1);
    }
  });

  text.setAttribute("role", "combobox");
  text.setAttribute("aria-controls", "verbs");
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-expanded", "false");
  text.addEventListener("input", suggest);
  text.addEventListener("input", keep);
  text.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const verb = event.target.closest("li");
    if (verb) put(verb.dataset.line + " ");
  });

  // --- The page -------------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    put(link.dataset.line);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "layout") return;
    layout = event.target.value;
    refresh();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.classList.contains("layouts")) return;
    event.preventDefault();
    refresh();
  });

  const remembered = localStorage.getItem("name");
  if (remembered && name.value === "You") name.value = remembered;
  say.addEventListener("submit", send);
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pagehide", keep);
  restore();
  setInterval(tick, 15000);
  log.scrollTop = log.scrollHeight;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  listen();
})();
