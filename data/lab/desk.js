// The coding desk: an article sentence by sentence, the sheet beside it. The same on a page and in a notebook.
// facts: corpus, articles, sheets (name: CSV), actors (code, name), known (fields of the suite's kinds)
// options: fixed { article, sheet, coder } in a notebook, log (what is known there), send(step, lines), keys (who hears them)
function startDesk(root, facts, store, options) {
  "use strict";
  const { ARTICLE } = Codes;
  const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const visible = (text) => String(text ?? "").replace(STEERING, "\ufffd"); // one sign for one, so that places hold
  const plain = (name) => visible(name).replaceAll("_", " ");
  const headOf = (one) => visible(one.title.startsWith(one.outlet) ? one.title : `${one.outlet}: ${one.title}`);
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const element = (tag, text = "", props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props);
  const button = (key, text, act, id) => {
    const made = element("button", "", { type: "button" });
    if (key) made.append(element("kbd", key), " ");
    made.append(text);
    made.addEventListener("click", act);
    if (id) made.dataset.id = id;
    return made;
  };
  let sheet, article, coder, pairNames = null, book, state, units, at = 0, pick = null, anchor = null, span = null, active = null;
  let others = [], order = [], failed = "";
  const books = new Map(); // the codings of this sitting: job, log, and what of it waits to be written

  // --- saving: a step counts as saved when the disk has it ---
  const say = (text) => { part("status").textContent = text; };
  function signs() {
    part("alarm").hidden = !failed;
    part("alarm-words").textContent = failed;
    part("saved").textContent = failed ? "not saved" : book?.waiting.length ? "saving …" : book?.log.length ? "saved" : "";
    part("saved").dataset.n = book ? book.log.length - book.waiting.length : 0;
  }
  async function write(one = book) {
    while (!one.writing && one.waiting.length) {
      const some = [...one.waiting];
      one.writing = true;
      signs();
      try {
        await store.append(one.job, one.log.length - one.waiting.length, some);
        one.waiting.splice(0, some.length);
        failed = "";
      } catch (wrong) {
        failed = Store.words(wrong);
        return signs();
      } finally {
        one.writing = false;
      }
    }
    return signs();
  }
  const rows = () => Codes.records(state, article, sheet, coder, facts.known);
  function take(step, told) {
    const made = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, at: new Date().toISOString(), ...step };
    book.log.push(made);
    book.waiting.push(made);
    write();
    state = Codes.stateOf(book.log);
    options.send?.(made, rows());
    if (told) say(told);
    draw();
  }
  const undo = () => {
    const last = state.last;
    if (!last) return say("There is nothing to undo.");
    const where = last.unit ?? last.units?.[0].unit ?? (state.spans[last.span] && String(home(state.spans[last.span])[0]));
    if (units.includes(where)) at = units.indexOf(where);
    span = pick = null;
    take({ do: "undo" }, "Taken back: the last step.");
  };

  // --- what is coded now ---
  const unit = () => units[at];
  const sentenceOf = (key) => article.sentences.find(([start]) => String(start) === key);
  const codedUnit = (of, key) => Codes.coded(of, article, key);
  const groups = () => span ? sheet.kinds.filter((kind) => kind.kind === state.spans[span].kind) :
    unit() === ARTICLE ? Codes.kindsOf(sheet, "article") :
      [...Codes.kindsOf(sheet, "sentence"), ...(pick ? Codes.kindsOf(sheet, "span") : [])];
  const marksSpans = () => Codes.kindsOf(sheet, "span").length > 0;
  const shownFields = () => groups().flatMap((kind) => kind.fields.map((field) => ({ kind, field, id: `${kind.kind}.${field.name}` })));
  const valueOf = ({ kind, field }) => kind.unit === "span" ? span && state.spans[span].fields[field.name] : state.units[unit()]?.fields[field.name];
  const home = (one) => article.sentences.find(([start, end]) => one.start >= start && one.start < end);
  const words = (one) => Codes.points(home(one)[2]).slice(one.start - home(one)[0], one.end - home(one)[0]).join("");
  const idOf = (kind, one) => `${kind}-${one.start}-${one.end}`;

  function choose(spot, value) {
    const { kind, field, id } = spot, old = valueOf(spot), now = old === value ? null : value;
    const told = `${plain(field.name)}: ${now === null ? "taken away" : field.box ? "ticked" : plain(now)}.`;
    if (kind.unit === "span" && !span) {
      const made = { kind: kind.kind, start: pick.start, end: pick.end };
      const text = words(made);
      span = idOf(kind.kind, made);
      const there = state.spans[span];
      pick = null;
      if (there) take({ do: "code", span, field: field.name, value }, `“${visible(text)}”, ${told}`);
      else take({ do: "mark", unit: unit(), ...made, fields: value === null ? {} : { [field.name]: value } }, `“${visible(text)}”, ${told}`);
    } else if (kind.unit === "span") take({ do: "code", span, field: field.name, value: now }, told);
    else take({ do: "set", unit: unit(), field: field.name, value: now }, told);
    if (now !== null && !field.box) walkFields(1, id);
  }
  function walkFields(step, from = active) {
    const ids = shownFields().map((spot) => spot.id), next = ids.indexOf(from) + step;
    active = ids[Math.max(0, Math.min(ids.length - 1, next))] ?? null;
    draw();
  }
  function mark() {
    if (!marksSpans()) return say("This sheet has no codes for words: choose an answer for the sentence.");
    if (!pick) return say("Choose words first: tap them, drag over them, or press → and Shift →.");
    const kind = Codes.kindsOf(sheet, "span")[0], made = { kind: kind.kind, start: pick.start, end: pick.end };
    const id = idOf(kind.kind, made), text = words(made);
    pick = null;
    if (!state.spans[id]) take({ do: "mark", unit: unit(), ...made }, `“${visible(text)}” is marked.`);
    span = id;
    active = null;
    draw();
  }
  function drop() {
    if (!span) return say("Choose a mark first: tap it in the text.");
    const gone = span, text = words(state.spans[span]);
    span = null;
    take({ do: "drop", span: gone }, `The mark “${visible(text)}” is taken away.`);
  }
  function note(text) {
    const old = span ? state.spans[span].note : state.units[unit()]?.note ?? "";
    if (text.trim() !== old) take({ do: "note", ...(span ? { span } : { unit: unit() }), text: text.trim() }, "The note is kept.");
  }
  function go(step) {
    const next = order.indexOf(at) + step;
    at = order[Math.max(0, Math.min(order.length - 1, next))];
    span = pick = anchor = active = null;
    draw();
    show();
    part("heard").textContent = unit() === ARTICLE ? "The whole article" : visible(sentenceOf(unit())[2]);
  }
  function next() {
    const key = unit();
    if (state.units[key]?.read) say(progressWords());
    else take({ do: "read", unit: key, value: true }, key === ARTICLE ? "The article is read." : "Read.");
    if (order.indexOf(at) < order.length - 1) go(1);
    else { draw(); say(`This was the last one. ${progressWords()}`); }
  }

  // --- words: by tapping, dragging, or the arrow keys ---
  const wordsHere = () => unit() === ARTICLE ? [] : Codes.tokens(sentenceOf(unit())).filter((token) => token.word);
  function stepWord(step, grow) {
    const all = wordsHere(), from = pick ?? (span && state.spans[span]), within = (place) => all[Math.max(0, Math.min(all.length - 1, place))];
    if (!all.length || !marksSpans()) return;
    const first = from ? all.findIndex((token) => token.start >= from.start) : step > 0 ? -1 : all.length;
    if (grow && pick) {
      const goal = within(all.findIndex((token) => token.end >= pick.end) + step);
      pick = { start: pick.start, end: Math.max(goal.end, all[first].end) };
    } else pick = { start: within(first + step).start, end: within(first + step).end };
    anchor = span = null;
    say(`Chosen: “${visible(words(pick))}”.`);
    draw();
  }
  function tapped(token, here) {
    const one = { start: Number(token.dataset.s), end: Number(token.dataset.e) };
    const inside = Object.entries(state.spans).find(([, known]) => known.start <= one.start && one.end <= known.end);
    const same = here === at;
    if (!same) { at = here; span = pick = anchor = active = null; }
    if (!marksSpans() || unit() === ARTICLE) return draw();
    if (inside && !(pick && same)) { span = inside[0]; pick = null; active = null; return draw(); }
    if (pick && same && anchor && one.start !== pick.start) pick = { start: Math.min(anchor.start, one.start), end: Math.max(anchor.end, one.end) };
    else pick = one;
    anchor = anchor && pick !== one ? null : one;
    span = null;
    draw();
  }
  function dragged() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !marksSpans()) return false;
    const range = chosen.getRangeAt(0), line = (range.startContainer.parentElement ?? root).closest("[data-at]");
    if (!line || !root.contains(line)) return false;
    if (!line.contains(range.endContainer) && range.endOffset > 0) { say("Mark words within one sentence."); return false; }
    const inside = [...line.querySelectorAll("[data-s]")].filter((token) => {
      if (!range.intersectsNode(token)) return false;
      const text = token.firstChild;
      return !(range.startContainer === text && range.startOffset === text.length) && !(range.endContainer === text && range.endOffset === 0);
    });
    while (inside.length > 1 && !/[\p{L}\p{N}]/u.test(inside[0].textContent)) inside.shift();
    while (inside.length > 1 && !/[\p{L}\p{N}]/u.test(inside.at(-1).textContent)) inside.pop();
    if (!inside.length) return false;
    at = Number(line.dataset.at);
    pick = { start: Number(inside[0].dataset.s), end: Number(inside.at(-1).dataset.e) };
    span = anchor = active = null;
    chosen.removeAllRanges();
    draw();
    return true;
  }

  // --- the page ---
  const answers = (fields, kind) => kind.fields.filter((field) => field.name in fields)
    .map((field) => field.box ? plain(field.name) : `${plain(field.name)}: ${plain(fields[field.name])}`).join("; ");
  function codesIn(of, key, own) {
    const list = element("ul", "", { className: "codes" }), one = codedUnit(of, key), item = (text) => list.append(element("li", text));
    for (const kind of Codes.kindsOf(sheet, key === ARTICLE ? "article" : "sentence")) {
      const said = answers(one.fields, kind);
      if (said) item(said);
    }
    for (const known of one.spans) {
      const kind = sheet.kinds.find((some) => some.kind === known.kind), said = kind ? answers(known.fields, kind) : "";
      const text = `“${visible(words(known))}” ${said}`.trim();
      if (!own) { item(text); continue; }
      const line = element("li"), id = idOf(known.kind, known);
      const chip = button("", text, () => { at = units.indexOf(key); span = id; pick = active = null; draw(); }, `chip-${id}`);
      chip.setAttribute("aria-pressed", String(span === id));
      line.append(chip);
      list.append(line);
    }
    if (one.note) item(`Note: ${visible(one.note)}`);
    if (!list.children.length && (others.length || one.read)) item(one.read ? "read, no code" : "not read");
    return list;
  }
  function drawLine(place) {
    const key = units[place], line = element("li", "", { className: "line" });
    const text = element("p", "", { className: "words", lang: facts.language, dir: "auto" });
    line.dataset.at = place;
    if (key !== ARTICLE) line.dataset.number = place + 1;
    if (key === ARTICLE) text.textContent = "The whole article";
    else {
      const spans = Codes.spansIn(state, sentenceOf(key)).map(([id, one]) => ({ id, ...one }));
      const head = sentenceOf(key)[3] === "headline";
      text.classList.toggle("headline", head);
      for (const token of Codes.tokens(sentenceOf(key))) {
        const over = spans.filter((one) => one.start <= token.start && token.end <= one.end);
        const gapIn = over.some((one) => one.start < token.start) || (pick && pick.start < token.start && token.end <= pick.end);
        if (token.gap) text.append(gapIn ? element("span", " ", { className: "in" }) : " ");
        const made = element("span", visible(token.text), { className: [over.length && "in", over.some((one) => one.id === span) && "chosen",
          place === at && pick && pick.start <= token.start && token.end <= pick.end && "pick"].filter(Boolean).join(" ") });
        made.dataset.s = token.start;
        made.dataset.e = token.end;
        text.append(made);
      }
    }
    line.append(text);
    const shown = codedUnit(state, key);
    line.classList.toggle("read", shown.read);
    if (place === at) line.setAttribute("aria-current", "true");
    if (!others.length) { line.append(codesIn(state, key, true)); return line; }
    const sides = element("div", "", { className: "sides" });
    for (const one of [...others, null]) {
      const side = element("div");
      side.append(element("p", one ? one.coder : "agreed", { className: "who" }), codesIn(one ? one.state : state, key, !one));
      const taken = () => {
        at = place;
        span = pick = null;
        take({ do: "put", units: [codedUnit(one.state, key)] }, `Taken: ${one.coder}’s.`);
      };
      if (one && codedUnit(one.state, key).read) side.append(button("", `take ${one.coder}’s`, taken, `take-${one.coder}-${key}`));
      sides.append(side);
    }
    line.classList.toggle("apart", differs(key));
    line.append(sides);
    return line;
  }
  const differs = (key) => others.length > 1 && !Codes.alike(codedUnit(others[0].state, key), codedUnit(others[1].state, key));
  const progressWords = () => {
    const n = units.filter((key) => state.units[key]?.read).length;
    return `${n} of ${units.length} ${units.length === 1 && units[0] === ARTICLE ? "article" : "sentences"} ${others.length ? "agreed" : "read"}`;
  };
  const drawn = new Map();
  function draw() {
    const focus = root.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
    if (span && !state.spans[span]) span = null;
    const list = part("text");
    units.forEach((key, place) => {
      const look = JSON.stringify([codedUnit(state, key), place === at && [pick, span], place === at, others.length, span && place === at]);
      if (drawn.get(place)?.look === look) return;
      const line = drawLine(place);
      drawn.get(place)?.line.replaceWith(line);
      drawn.set(place, { look, line });
    });
    const lines = order.map((place) => drawn.get(place).line);
    if (lines.some((line, place) => list.children[place] !== line)) list.replaceChildren(...lines);
    part("bar").max = units.length;
    part("bar").value = units.filter((key) => state.units[key]?.read).length;
    part("count").textContent = progressWords();
    drawCard();
    if (focus) root.querySelector(`[data-id="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
    signs();
  }
  function drawCard() {
    const whole = unit() === ARTICLE, fields = shownFields();
    if (!fields.some((spot) => spot.id === active)) active = fields[0]?.id ?? null;
    part("kicker").textContent = whole ? "The whole article" : `Sentence ${at + 1} of ${article.sentences.length}`;
    const chosen = span ? words(state.spans[span]) : pick ? words(pick) : "";
    part("picked").textContent = chosen ? `${span ? "Marked" : "Chosen"}: “${visible(chosen)}”` : whole ? "Read it to its end, then answer." :
      marksSpans() ? "Choose words: tap the first and the last, drag, or press → and Shift →." :
        "What does this sentence do? Choose all that hold.";
    const made = fields.map((spot) => drawField(spot, fields));
    part("codes").replaceChildren(...made);
    const frame = part("card").getBoundingClientRect(), low = frame.bottom - part("acts").offsetHeight;
    const spot = part("codes").querySelector(".active")?.getBoundingClientRect();
    if (spot && spot.bottom > low) part("card").scrollTop += spot.bottom - low;
    else if (spot && spot.top < frame.top) part("card").scrollTop -= frame.top - spot.top;
    part("note").value = (span ? state.spans[span].note : state.units[unit()]?.note) ?? "";
    part("drop").disabled = !span;
    part("mark").hidden = part("drop").hidden = !marksSpans() || whole;
    part("mark").disabled = !pick;
    part("next").lastChild.textContent = others.length ? "agreed, next" : "read, next";
  }
  function drawField(spot) {
    const { field, id } = spot, value = valueOf(spot), set = element("fieldset", "", { className: field.box ? "box" : "" });
    set.classList.toggle("active", id === active);
    set.append(element("legend", plain(field.name)));
    for (const option of field.options) {
      if (option.value === "*") { set.append(drawOpen(spot, option, value)); continue; }
      const chosen = () => { active = id; choose(spot, option.value); };
      const made = button(option.key, element("b", plain(field.box ? field.name : option.value)), chosen, `${id}=${option.value}`);
      made.setAttribute("aria-pressed", String(value === option.value));
      made.append(" ", element("span", visible(option.definition), { className: "definition" }));
      if (option.example) made.append(element("span", visible(option.example), { className: "example" }));
      made.addEventListener("focus", () => { active = id; });
      set.append(made);
    }
    return set;
  }
  function drawOpen(spot, option, value) {
    const label = element("label", "", { className: "open" }), listed = spot.field.options.some((one) => one.value === value);
    const input = element("input", "", { type: "text", autocomplete: "off", value: listed ? "" : value ?? "" });
    if (option.key) label.append(element("kbd", option.key), " ");
    label.append(element("span", option.definition, { className: "definition" }), input);
    input.dataset.id = `${spot.id}=*`;
    input.setAttribute("list", part("actors").id);
    const done = () => { if (input.value.trim() && input.value.trim() !== value) choose(spot, input.value.trim()); };
    input.addEventListener("change", done);
    return label;
  }
  const show = () => drawn.get(at)?.line.scrollIntoView({ block: options.fixed ? "nearest" : "center", behavior: "instant" });

  // --- keys ---
  const FAR = 5;
  function pressed(event) {
    const far = event.ctrlKey && /^Arrow(Left|Right)$/.test(event.key) ? FAR : 1; // words at once
    if (!article || part("work").hidden || (event.ctrlKey && far === 1) || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("dialog, select, [data-part=setup]")) return;
    const typing = event.target.matches?.("input, textarea");
    if (typing) {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      event.preventDefault();
      event.target.blur();
      part("card").focus({ preventScroll: true });
      return;
    }
    const on = event.target.matches?.("button, a, summary") && [" ", "Enter"].includes(event.key);
    if (on && root.contains(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = { j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1), Enter: next, u: undo, m: mark, x: drop,
      ".": () => walkFields(1), ",": () => walkFields(-1), "?": () => root.classList.toggle("examples"), n: () => part("note").focus(),
      ArrowRight: () => stepWord(far, event.shiftKey), ArrowLeft: () => stepWord(-far, event.shiftKey),
      Home: () => stepWord(-Infinity, event.shiftKey), End: () => stepWord(Infinity, event.shiftKey),
      Escape: () => { span = pick = anchor = null; draw(); say(""); } }[key];
    const spots = shownFields(), from = spots.findIndex((spot) => spot.id === active);
    const spot = act ? null : [...spots.slice(from), ...spots.slice(0, from)].find(({ field }) => field.options.some((option) => option.key === key));
    if (!act && !spot) return;
    event.preventDefault();
    if (act) { if (!event.repeat || /^Arrow|^[jk]$/.test(key)) act(); return; }
    if (event.repeat) return;
    const option = spot.field.options.find((one) => one.key === key);
    if (option.value === "*") { active = spot.id; draw(); root.querySelector(`[data-id="${CSS.escape(spot.id)}=*"]`)?.focus(); }
    else choose(spot, option.value);
  }

  // --- files ---
  async function allRows() {
    const logs = await store.jobs(jobOf("", true)).catch(() => ({}));
    for (const one of books.values()) logs[one.job] = one.log;
    return facts.articles.flatMap((one) => Codes.records(Codes.stateOf(logs[jobOf(one)] ?? []), one, sheet, coder, facts.known));
  }
  async function saveFile() {
    const whose = [coder, ...(pairNames ?? [])].join(" "); // files of many pairs lie in one folder
    const text = Codes.lines(await allRows()), link = element("a", "", { download: Codes.fileName(sheet.name, whose) });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(text ? `Saved as ${link.download}, in the folder for downloads.` : `Nothing is coded yet; ${link.download} is empty.`);
  }
  const listed = (problems) => [...problems.slice(0, 8), ...(problems.length > 8 ? [`… and ${problems.length - 8} more.`] : [])].join(" ");
  async function openFile(file) {
    const found = Codes.readFile(await file.text(), facts.articles, sheet);
    if (found.problems.length) return say(`${file.name} was not opened. ${listed(found.problems)}`);
    if (found.coder !== coder) return say(`${file.name} is by ${visible(found.coder)}, and this is the coding of ${visible(coder)}; ` +
      "it was not opened. To compare the two, choose “Two codings side by side”.");
    const here = found.articles[article.id];
    if (!here) return say(`${file.name} has nothing on this article; it has ${Object.keys(found.articles).join(", ")}.`);
    const n = `${here.length} ${here.length === 1 ? "place" : "places"}`;
    take({ do: "put", units: here }, `Opened: ${n} by ${visible(found.coder)}. Undo takes this back.${filledWords()}`);
  }
  async function sideBySide(files) {
    if (files.length === 1 && pairNames) return say("Choose both files at once, or change to your own coding first.");
    if (files.length > 2) return say(`These are ${files.length} files; choose the two that you want to compare.`);
    const mine = units.map((key) => codedUnit(state, key)).filter((one) => one.read || one.spans.length);
    if (files.length === 1 && !mine.length) return say("Your own coding of this article is empty; code it first, or choose both files at once.");
    const found = await Promise.all(files.map(async (file) => ({ name: file.name, ...Codes.readFile(await file.text(), facts.articles, sheet) })));
    if (files.length === 1) found.unshift({ coder, articles: { [article.id]: mine }, problems: [] });
    const problems = found.flatMap((one) => one.problems.map((problem) => `${one.name}: ${problem}`));
    if (problems.length) return say(`Not opened. ${listed(problems)}`);
    const without = found.find((one) => !one.articles[article.id]);
    if (without) return say(`There is nothing on this article in ${without.name}; it has ${Object.keys(without.articles).join(", ")}.`);
    if (found[0].coder === found[1].coder) return say(`Both codings are by ${visible(found[0].coder)}; open the file of your partner.`);
    const asked = { article: article.id, sheet: sheet.name, coder: "agreed", pair: found.map((one) => one.coder).sort() };
    const pair = found.map(({ coder, articles }) => ({ coder, articles }));
    await store.set(`pair:${facts.corpus}/${sheet.name}/${owner("agreed", asked.pair)}/`, pair).catch(() => {});
    await begin(asked);
  }
  const filledWords = () => Codes.marksOnly(sheet) ? " A file of this sheet has the marks only: sentences before its last mark count as read." : "";
  function agree() {
    const same = units.filter((key) => !differs(key) && !state.units[key]?.read && codedUnit(others[0].state, key).read);
    if (!same.length) return say("There is nothing left that both coded alike.");
    take({ do: "put", units: same.map((key) => codedUnit(others[0].state, key)) }, `Taken over: ${same.length} that both coded alike.`);
  }

  // --- beginning ---
  // what two agreed on belongs to these two; `pair`: their names in the order of the alphabet
  const owner = (by, pair) => pair ? `${by} ${JSON.stringify(pair)}` : by;
  const jobOf = (one, all = false) => `${facts.corpus}/${sheet.name}/${owner(coder, pairNames)}/${all ? "" : `${one.id}/${one.sum}`}`;
  // The tab remembers what stands in it, so that a reload goes on. A new tab shows nobody's codes before a click.
  const TAB = `counterframe-lab/${facts.corpus}`, LAST = `last/${facts.corpus}`, MOST = 4;
  const reloaded = () => ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
  function inTab(asked) {
    try { return asked ? sessionStorage.setItem(TAB, JSON.stringify(asked)) : reloaded() && JSON.parse(sessionStorage.getItem(TAB)); } catch { return null; }
  }
  const lastOnes = async () => {
    const kept = await store.get(LAST).catch(() => null);
    return (Array.isArray(kept) ? kept : []).filter((one) => facts.sheets[one.sheet] && facts.articles.some(({ id }) => id === one.article));
  };
  async function remember(asked) {
    inTab(asked);
    if (asked.pair) return;
    const same = (one) => ["coder", "article", "sheet"].every((name) => one[name] === asked[name]);
    await store.set(LAST, [asked, ...(await lastOnes()).filter((one) => !same(one))].slice(0, MOST)).catch(() => {});
  }
  async function begin(asked) {
    const text = facts.sheets[asked.sheet];
    const one = facts.articles.find((some) => some.id === asked.article);
    if (!text || !one || !asked.coder) return false;
    sheet = Codes.sheetOf(asked.sheet, text);
    article = one;
    coder = asked.coder;
    pairNames = asked.pair ?? null;
    const job = jobOf(one);
    if (!books.has(job)) {
      const kept = await store.steps(job).catch((wrong) => { failed = Store.words(wrong); return []; });
      const log = Codes.merged(kept, options.log ?? []);
      books.set(job, { job, log, waiting: log.slice(kept.length), writing: false });
      for (const step of log) if (options.log && !options.log.some((old) => old.id === step.id)) options.send?.(step, null);
    }
    book = books.get(job);
    state = Codes.stateOf(book.log);
    if (options.log && book.log.length) options.send?.(null, rows());
    const pair = pairNames ? await store.get(`pair:${jobOf("", true)}`).catch(() => null) : null;
    others = (pair ?? []).map((some) => ({ coder: visible(some.coder), state: Codes.stateOfUnits(some.articles[article.id]) }));
    const parts = sheet.kinds.map((kind) => kind.unit);
    units = parts.some((some) => some !== "article") ? article.sentences.map(([start]) => String(start)) : [];
    if (parts.includes("article")) units.push(ARTICLE);
    order = units.map((_, place) => place).sort((a, b) => differs(units[b]) - differs(units[a]) || a - b);
    drawn.clear();
    span = pick = anchor = active = null;
    at = order.find((place) => !state.units[units[place]]?.read) ?? order[0];
    part("title").textContent = article.title;
    part("whose").textContent = `${visible(coder)}, sheet ${sheet.name}`;
    const readOnly = units[0] === ARTICLE ? article.sentences : [];
    part("reading").replaceChildren(...readOnly.map(([, , text, section]) =>
      element("p", visible(text), { className: `words ${section}`, lang: facts.language })));
    part("agree").hidden = others.length < 2;
    part("setup").hidden = true;
    part("work").hidden = false;
    write();
    draw();
    if (at !== order[0] || getComputedStyle(part("card")).position === "fixed") show(); // the card would lie over it
    else if (!options.fixed) scrollTo(0, 0);
    const apart = units.filter(differs).length;
    say(others.length > 1 ? `${apart} ${apart === 1 ? "place differs and stands" : "places differ and stand"} first.${filledWords()}` : "");
    if (!options.fixed) remember(asked);
    part("card").focus({ preventScroll: true });
    return true;
  }
  async function setUp(last = {}) {
    part("setup").hidden = false;
    part("work").hidden = true;
    article = null;
    const offered = options.fixed ? [] : await lastOnes(), titles = new Map(facts.articles.map((one) => [one.id, headOf(one)]));
    last = { ...(offered[0] && { article: offered[0].article, sheet: offered[0].sheet }), ...last };
    part("go-on").hidden = !offered.length;
    part("go-on").replaceChildren(...offered.map((one) =>
      button("", `Go on as ${visible(one.coder)} on ${titles.get(one.article)}, sheet ${one.sheet}`, () => begin(one))));
    part("coder").value = last.coder ?? "";
    if (last.article) part("article").value = last.article;
    if (last.sheet && [...part("sheet").options].some((one) => one.value === last.sheet)) part("sheet").value = last.sheet;
    part("coder").focus();
  }
  async function ownSheet(file) {
    const name = Codes.slug(file.name.replace(/\.csv$/i, "")), text = await file.text();
    const found = Codes.sheetOf(name, text), told = part("setup-status");
    if (found.problems.length) { told.textContent = `${file.name} was not taken. ${listed(found.problems)}`; return; }
    const own = (await store.get("own").catch(() => null)) ?? {};
    if (facts.sheets[name] && !own[name]) { told.textContent = `A sheet ${name} is here already; give your file another name.`; return; }
    await store.set("own", { ...own, [name]: text }).catch(() => {});
    if (!facts.sheets[name]) part("sheet").append(element("option", name, { value: name }));
    facts.sheets[name] = text;
    part("sheet").value = name;
    told.textContent = `The sheet ${name} is here.`;
  }
  function hear() {
    const click = { next, undo, mark, drop, agree, save: saveFile, change: () => setUp({ coder: pairNames ? "" : coder, article: article.id, sheet: sheet.name }),
      back: () => go(-1), examples: () => root.classList.toggle("examples"), retry: () => write(), "save-now": saveFile };
    for (const [name, act] of Object.entries(click)) part(name)?.addEventListener("click", act);
    const file = (name, act) => part(name)?.addEventListener("change", async (event) => {
      const files = [...event.target.files];
      if (files.length) await act(files);
      event.target.value = "";
    });
    file("open", ([one]) => openFile(one));
    file("side", sideBySide);
    file("own", ([one]) => ownSheet(one));
    part("note").addEventListener("change", (event) => note(event.target.value));
    part("text").addEventListener("click", (event) => {
      if (event.target.closest("button") || !getSelection().isCollapsed) return;
      const line = event.target.closest("[data-at]"), token = event.target.closest("[data-s]");
      if (token) return tapped(token, Number(line.dataset.at));
      if (line) { at = Number(line.dataset.at); span = pick = anchor = active = null; draw(); }
    });
    part("text").addEventListener("pointerup", () => setTimeout(dragged));
    (options.keys ?? root).addEventListener("keydown", pressed);
    // after a click Enter means "read, next" again, and does not press the same button twice
    part("work").addEventListener("click", (event) => {
      if (event.detail && event.target.closest("button")) part("card").focus({ preventScroll: true });
    });
    part("setup").addEventListener("submit", async (event) => {
      event.preventDefault();
      const name = part("coder").value.trim(), taken = name.toLowerCase().startsWith("agreed"), wrong = !name ? "Write a name first; any will do." :
        taken ? "“agreed” is kept for what two coders agree on; choose another name." : part("article").value ? "" : "Choose an article first.";
      part("setup-status").textContent = wrong;
      if (!wrong) await begin({ coder: name, article: part("article").value, sheet: part("sheet").value });
    });
    addEventListener("beforeunload", (event) => { if ([...books.values()].some((one) => one.waiting.length)) event.preventDefault(); });
  }
  async function start() {
    facts.sheets = { ...(await store.get("own").catch(() => null)), ...facts.sheets };
    part("article").append(element("option", "Choose an article", { value: "" }));
    for (const event of new Set(facts.articles.map((one) => one.event))) {
      const group = element("optgroup", "", { label: visible(event) });
      for (const one of facts.articles) if (one.event === event) group.append(element("option", headOf(one), { value: one.id }));
      part("article").append(group);
    }
    for (const name of Object.keys(facts.sheets)) part("sheet").append(element("option", name, { value: name }));
    part("actors").id = `actors-${Math.random().toString(36).slice(2)}`; // a notebook may hold several desks
    part("actors").replaceChildren(...facts.actors.map(([code, name]) => element("option", name, { value: code })));
    hear();
    const here = options.fixed ?? inTab();
    if (!here || !(await begin(here))) await setUp();
    root.dataset.ready = "true";
  }
  return start();
}
