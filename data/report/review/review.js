(() => {
  "use strict";
  const box = (name) => document.getElementById(name);
  const facts = JSON.parse(box("facts").textContent);
  const KINDS = { label: "Label", quote: "Speech", act: "Act", toll: "Number", link: "Two sentences", actor: "Mention" };
  const LAYERS = { label: "label", quote: "quotation", act: "act", toll: "toll", actor: "mention" };
  const NOTHING = "nothing";
  const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const visible = (text) => String(text ?? "").replace(STEERING, (sign) =>
    `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const raw = (text) => text.replace(/\[U\+([0-9A-F]{4})\]/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  let rows = [], at = 0, article = null, marked = null, picking = null, next = null, passed = null, busy = false, n = 0, seen = 0, over = false;
  const skipped = new Set(), done = new Set();

  const say = (text) => { box("status").textContent = text; };
  const element = (tag, text, props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props);
  const button = (key, text, act) => {
    const made = element("button", "", { type: "button" });
    if (key) made.append(element("kbd", key), " ");
    made.append(text);
    made.addEventListener("click", act);
    return made;
  };

  // What the desk does not take at once is sent again until it does: nothing moves on before it is saved.
  async function ask(what, said) {
    for (;;) {
      let answer;
      try {
        answer = await fetch("/" + what, { method: "POST", body: JSON.stringify(said),
          headers: { "X-Counterframe-Token": facts.token, "Content-Type": "application/json" } });
      } catch {
        box("alarm").hidden = false;
        box("alarm").textContent = "Not saved yet: the desk does not answer. Start counterframe review again; this page then goes on by itself.";
        await new Promise((wake) => setTimeout(wake, 1000));
        continue;
      }
      box("alarm").hidden = true;
      const said_back = await answer.json().catch(() => ({ wrong: answer.statusText }));
      if (answer.ok) return said_back;
      throw new Error(said_back.wrong);
    }
  }
  async function alone(act) {
    if (busy) { next = act; return; } // one press waits until what came before is saved
    busy = true;
    document.body.setAttribute("aria-busy", "true");
    try { await act(); } catch (wrong) { say(`Not done: ${wrong.message}.`); }
    busy = false;
    const waiting = next;
    next = null;
    if (waiting) return alone(waiting);
    document.body.removeAttribute("aria-busy");
  }

  const row = () => rows[at];
  const place = (one) => Object.fromEntries(
    ["kind", "article_id", "start", "end", "other_id", "other_start", "other_end"].map((name) => [name, one[name] ?? null]));
  const words = (kind, field, value) => {
    const known = facts.choices[kind][field];
    const option = known.options.find(([code]) => code === value);
    if (option && option[1]) return option[1];
    if (known.shape === "actor" && value !== null) return facts.names[value] ?? value;
    return value === null || value === "" ? "–" : String(value);
  };

  async function more() {
    const found = await ask("rows", { ...facts.asked, skipped: [...skipped] });
    ({ n, seen } = found);
    const next = found.rows.filter((one) => over || !skipped.has(one.id));
    over = false;
    rows = [...rows.slice(0, at), ...next];
    if (next.length) return;
    const left = found.rows.length;
    box("kind").textContent = left ? "Skipped" : "Done";
    box("words").textContent = left ? `${left === 1 ? "One row that was skipped is" : `${left} rows that were skipped are`} left.` :
      "Everything here has been seen.";
    box("sentence").textContent = "Make the report again to see what follows: counterframe report CORPUS";
    box("other").hidden = true;
    box("fields").replaceChildren(...(left ? [button("", "Look at them again", () => alone(async () => { over = true; await show(); }))] : []));
  }

  async function open(id) {
    if (article?.id === id) return;
    article = { id, ...(await ask("article", { id })) };
    box("text").innerHTML = article.html; // made by the desk's own templates, all of the article escaped
    for (const mark of box("text").querySelectorAll("mark[tabindex]")) mark.removeAttribute("tabindex"); // words can be dragged over
    if (box("layer-doubtful")) box("layer-doubtful").checked = true;
  }
  const count = () => {
    box("bar").max = Math.max(n, 1);
    box("bar").value = seen;
    box("count").textContent = `${seen} of ${n} seen${skipped.size ? `, ${skipped.size} skipped` : ""}`;
  };

  async function show() {
    closePicker();
    clearMarked();
    if (at >= rows.length) await more();
    count();
    const one = row();
    for (const name of ["right", "none", "span", "add", "skip"])
      document.querySelector(`[data-do=${name}]`).disabled = !one;
    if (!one) return;
    await open(one.article_id);
    draw();
    document.querySelectorAll(".now").forEach((old) => old.classList.remove("now"));
    const layer = box("layer-" + LAYERS[one.kind]);
    if (layer) layer.checked = true;
    const spot = (one.says !== NOTHING && box(one.mark)) || box(one.sentence);
    spot?.classList.add("now");
    spot?.scrollIntoView({ block: getComputedStyle(box("card")).position === "fixed" ? "start" : "center", behavior: "instant" });
    box("words").focus({ preventScroll: true });
  }

  function draw() {
    const one = row(), silent = one.says === NOTHING;
    const how = one.status === "machine" || silent ? "" : `, ${one.status} by a reader`;
    box("kind").textContent = `${KINDS[one.kind]} in ${visible(one.outlet)}${how}`;
    const noun = KINDS[one.kind].toLowerCase();
    box("words").textContent = silent ? `No ${noun} was found in this sentence. Is there one?` : visible(one.text);
    box("words").classList.toggle("rejected", one.status === "rejected");
    box("right").textContent = silent ? "nothing there" : "right";
    for (const name of ["none", "span"]) document.querySelector(`[data-do=${name}]`).hidden = silent || (name === "span" && one.kind === "link");
    const [before, inside, behind] = one.around.map(visible);
    box("sentence").replaceChildren(before, element("b", inside), behind);
    box("other").hidden = one.kind !== "link";
    box("other").textContent = visible(one.other_text);
    box("fields").replaceChildren(...Object.entries(one.fields).map(([field, value]) => {
      const known = facts.choices[one.kind][field];
      const made = button(known.key, "", () => pick(field));
      made.append(element("span", known.name), element("b", visible(words(one.kind, field, value))));
      made.classList.toggle("changed", one.changed?.has(field) ?? false);
      return made;
    }));
  }

  function closePicker() {
    if (picking?.layer === false) box("layer-mention").checked = false;
    picking = null;
    box("picker").hidden = true;
    box("picker").replaceChildren();
  }
  const option = (text, value, key) => button(key, visible(text), () => correct(picking.field, value));
  function pick(field) {
    const one = row(), known = facts.choices[one.kind][field];
    picking = { field, shape: known.shape, options: known.options };
    const list = element("div", "", { className: "options" });
    const offered = known.options.map(([code]) => [code, words(one.kind, field, code)]);
    const fill = (part) => list.replaceChildren(...offered.filter(([, text]) => text.toLowerCase().includes(part.toLowerCase()))
      .map(([code, text], place) => option(text, code, place < 9 ? String(place + 1) : "")));
    const title = element("p", `${known.name}: what is right?${known.shape === "actor" ? " Or click who is meant in the text." : ""}`);
    const parts = known.hint ? [title, element("p", known.hint, { className: "hint" })] : [title];
    if (known.options.length > 9 || !known.options.length) {
      const input = element("input", "", { type: "text", id: "typed", autocomplete: "off", value: known.options.length ? "" : one.fields[field] ?? "" });
      input.setAttribute("aria-label", known.name);
      input.addEventListener("input", () => fill(input.value));
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        event.stopPropagation();
        if (known.options.length) return input.value.trim() ? list.querySelector("button")?.click() : say("Choose one, or press Escape.");
        if (known.shape !== "number") return correct(field, input.value.trim() || null);
        const typed = input.value.replace(/[,.\s]/g, "");
        if (/^\d*$/.test(typed)) correct(field, typed ? Number(typed) : null);
        else say("Write a whole number, or nothing.");
      });
      parts.push(input);
      if (!known.options.length) title.textContent += " Write it, or mark the words in the text; then Enter.";
    }
    fill("");
    box("picker").replaceChildren(...parts, list);
    box("picker").hidden = false;
    box("picker").setAttribute("aria-label", known.name);
    if (known.shape === "actor" && box("layer-mention")) {
      picking.layer = box("layer-mention").checked;
      box("layer-mention").checked = true;
    }
    (box("typed") ?? box("picker")).focus();
  }

  // What is decided: first on the disk, then on the page.
  async function decide(said, text) {
    const one = row(), back = await ask("decide", { ...place(one), ...said });
    if (back.first && one.says !== NOTHING && !said.words) seen += 1;
    if (!said.words) done.add(one.id);
    skipped.delete(one.id);
    passed = null;
    say(`Saved: ${text}`);
    return back.row;
  }
  const renew = (now) => {
    const old = row();
    if (now) Object.assign(old, now, { id: old.id, changed: old.changed });
    box(old.mark)?.classList.toggle("rejected", old.status === "rejected");
  };
  const correct = (field, value) => alone(async () => {
    const one = row();
    const now = await decide({ field, decision: "corrected", value }, `${facts.choices[one.kind][field].name} is ${words(one.kind, field, value)}.`);
    one.changed = new Set([...(one.changed ?? []), field]);
    renew(now);
    closePicker();
    count();
    draw();
    box("words").focus({ preventScroll: true });
  });
  const on = async () => { at += 1; await show(); };
  const DO = {
    right: async () => {
      const silent = row().says === NOTHING;
      renew(await decide(silent ? { field: "sentence" } : {}, silent ? "the sentence is read." : `“${visible(row().text)}” is right.`));
      await on();
    },
    none: async () => {
      renew(await decide({ decision: "rejected" }, `“${visible(row().text)}” is none.`));
      await on();
    },
    span: async () => {
      if (!marked) return say("Mark the right words in the text, then press w again.");
      const said = marked.words;
      renew(await decide({ field: "span", decision: "corrected", value: said }, `the words are “${visible(said)}”.`));
      article = null;
      await show();
    },
    add: async () => {
      if (!marked) return say("Mark the words in the text, then press a again.");
      const words = marked;
      const kinds = ["label", "quote", "act", "toll", "actor"];
      const list = element("div", "", { className: "options" });
      list.append(...kinds.map((kind, place) => button(String(place + 1), KINDS[kind].toLowerCase(), () => alone(() => added(kind, words)))));
      picking = { field: "add", shape: "kind", options: [] };
      box("picker").replaceChildren(element("p", `“${visible(words.words)}” is a:`), list);
      box("picker").hidden = false;
        box("picker").focus();
    },
    skip: async () => {
      if (done.has(row().id)) return on();
      skipped.add(row().id);
      passed = row().id;
      say("Skipped: it comes again at the end.");
      await on();
    },
    back: async () => {
      say("");
      if (at) { at -= 1; await show(); }
    },
    undo: async () => {
      if (passed && at && rows[at - 1].id === passed) {
        skipped.delete(passed);
        passed = null;
        at -= 1;
        await show();
        return say("Taken back: skipped.");
      }
      const { row: now, undone, left } = await ask("undo", {});
      if (!undone) return say("There is nothing to undo.");
      const same = (one) => one.kind === undone.kind && one.article_id === undone.article_id && one.start === undone.start &&
        one.end === undone.end && (one.other_start ?? null) === (undone.other_start ?? null);
      const where = rows.findIndex(same);
      if (where >= 0) {
        at = where;
        if (!left) done.delete(rows[at].id);
        if (now) { rows[at].changed = undefined; Object.assign(rows[at], now, { id: rows[at].id }); }
        else if (undone.decision === "added") { rows.splice(at, 1); n -= 1; }
      } else if (now) rows.splice(at, 0, now);
      if (!left && undone.field !== "sentence") seen -= 1;
      article = null;
      await show();
      const what = facts.choices[undone.kind][undone.field]?.name ?? { rejected: "no such thing", added: "added" }[undone.decision] ?? "right";
      say(`Taken back: “${visible(undone.text)}”, ${what}.`);
    },
  };
  async function added(kind, words) {
    const now = await decide({ kind, decision: "added", words: words.words, before: words.before, from: words.from }, `“${visible(words.words)}” added.`);
    article = null;
    if (now) { rows.splice(at, 0, now); done.add(now.id); seen += 1; n += now.status === "added" ? 1 : 0; }
    await show();
    if (now && now.status !== "added") say(`“${visible(now.text)}” stands there already: it is right.`);
  }

  // Words that are marked in the text: they, and what stands before them in their paragraph.
  function selected() {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    if (!range || range.collapsed) return null;
    const start = range.startContainer.parentElement?.closest("h1, .block > :first-child");
    if (!start || !box("text").contains(start) || !start.contains(range.endContainer)) return null;
    const number = (start.closest("[id^='p-']") ?? start).id.slice(2), before = document.createRange();
    before.setStart(start, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const words = raw(range.toString());
    return words.trim() ? { words: words.trim(), before: raw(before.toString()) + words.match(/^\s*/)[0], from: article.starts[number] ?? 0 } : null;
  }
  function clearMarked() { marked = null; box("marked").hidden = true; }
  document.addEventListener("selectionchange", () => {
    const now = selected();
    if (!now) {
      const range = getSelection().rangeCount && !getSelection().isCollapsed && getSelection().getRangeAt(0);
      if (!range || !range.intersectsNode(box("text"))) return;
      clearMarked();
      box("marked").hidden = false;
      box("marked").textContent = "Mark words within one paragraph.";
      return;
    }
    marked = now;
    box("marked").hidden = false;
    box("marked").textContent = `Marked: “${visible(now.words)}”`;
    if (picking?.shape === "words" && box("typed")) box("typed").value = now.words;
  });
  box("text").addEventListener("click", (event) => {
    if (event.target.closest("a")) return event.preventDefault();
    if (getSelection().isCollapsed) clearMarked();
    for (let mark = event.target.closest("mark"); mark && picking?.shape === "actor"; mark = mark.parentElement.closest("mark")) {
      const meant = article.actors[mark.id];
      if (mark.classList.contains("mention") && meant && picking.options.some(([code]) => code === meant)) return correct(picking.field, meant);
    }
  });

  document.querySelector("#card details").addEventListener("toggle", () => box("words").focus({ preventScroll: true }));
  for (const one of document.querySelectorAll("[data-do]")) one.addEventListener("click", () => alone(DO[one.dataset.do]));
  const KEYS = { Enter: "right", x: "none", w: "span", a: "add", s: "skip", ArrowRight: "skip", ArrowLeft: "back", u: "undo" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.key === "Escape" && picking) { closePicker(); return box("words").focus({ preventScroll: true }); }
    const typing = event.target.matches("input[type=text]");
    const digit = picking && (!typing || picking.options.length) && /^[1-9]$/.test(event.key) &&
      box("picker").querySelectorAll(".options button")[event.key - 1];
    if (digit) { event.preventDefault(); return digit.click(); }
    if (typing || (event.target.matches("button, a, summary") && ["Enter", " "].includes(event.key)) ||
        (event.target.matches("input") && event.key === " ")) return;
    if (picking && key === "Enter") return say("Choose one, or press Escape.");
    const one = row();
    const field = one && Object.keys(one.fields).find((name) => facts.choices[one.kind][name].key === key);
    if (field) { event.preventDefault(); return pick(field); }
    const name = KEYS[key];
    if (!name || document.querySelector(`[data-do=${name}]`).disabled || document.querySelector(`[data-do=${name}]`).hidden) return;
    event.preventDefault();
    alone(DO[name]);
  });
  addEventListener("beforeunload", (event) => { if (busy && !box("alarm").hidden) event.preventDefault(); });
  alone(show);
})();
