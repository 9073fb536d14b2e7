// What can be coded, what was coded, and how it is written down: pure functions, without a page.
const Codes = (() => {
  "use strict";
  const COLUMNS = ["kind", "unit", "field", "value", "key", "definition", "example", "source"];
  const UNITS = ["article", "sentence", "span"];
  const TAKEN = "jkmnux"; // keys of the desk itself
  const FIXED = ["doc", "kind", "start", "end", "sentence", "text", "nth", "coder", "note", "article_id", "event", "outlet", "record",
    "file", "line", "check", "doc_start", "doc_end"];
  const ARTICLE = "article"; // the key of the whole article; a sentence is known by where it begins
  const points = (text) => [...text]; // offsets count these, not JavaScript's halves of them

  function csvRows(text) {
    const rows = [[""]];
    let inside = false;
    const source = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    for (let at = 0; at < source.length; at += 1) {
      const sign = source[at], row = rows.at(-1);
      if (inside && sign === '"' && source[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
      else if (sign === '"' && (inside || !row.at(-1))) inside = !inside;
      else if (inside) row[row.length - 1] += sign;
      else if (sign === ",") row.push("");
      else if (sign === "\n") rows.push([""]);
      else row[row.length - 1] += sign;
    }
    return rows.filter((row) => row.join(""));
  }

  // A sheet as kinds with their fields, in the order of its rows, and everything that is wrong with it.
  function sheetOf(name, text) {
    const [head = [], ...rows] = csvRows(text), problems = [], kinds = [];
    if (head.join() !== COLUMNS.join())
      return { name, kinds, problems: [`${name} has the columns ${head.join(", ").slice(0, 200)}; give it ${COLUMNS.join(", ")}, in this order.`] };
    rows.forEach((cells, at) => {
      const row = Object.fromEntries(COLUMNS.map((column, place) => [column, (cells[place] ?? "").trim()]));
      const wrong = (what) => problems.push(`${name}, row ${at + 2}: ${what}.`);
      for (const needed of ["kind", "field", "value", "definition"]) if (!row[needed]) wrong(`${needed} is empty; fill it in`);
      if (!UNITS.includes(row.unit)) wrong(`unit is “${row.unit}”; it is article, sentence or span`);
      if (FIXED.includes(row.field)) wrong(`field is “${row.field}”, which every record has; choose another word`);
      if (row.key && (!/^[a-z0-9]$/.test(row.key) || TAKEN.includes(row.key)))
        wrong(`key is “${row.key}”; it is one small letter or digit, and none of ${[...TAKEN].join(" ")}`);
      let kind = kinds.find((one) => one.kind === row.kind);
      if (!kind) kinds.push(kind = { kind: row.kind, unit: row.unit, fields: [] });
      if (kind.unit !== row.unit) wrong(`kind “${row.kind}” has two units; give it one`);
      let field = kind.fields.find((one) => one.name === row.field);
      if (!field) kind.fields.push(field = { name: row.field, options: [] });
      if (field.options.some((one) => one.value === row.value)) wrong(`“${row.value}” stands twice in ${row.field}; keep one`);
      if (row.key && field.options.some((one) => one.key === row.key)) wrong(`key “${row.key}” stands twice in ${row.field}; give each its own`);
      field.options.push(row);
    });
    if (!rows.length) problems.push(`${name} has no rows; write one for each answer.`);
    for (const field of kinds.flatMap((one) => one.fields)) {
      field.box = field.options.length === 1 && ["yes", "true"].includes(field.options[0].value);
      field.empty = !field.box ? "none" : field.options[0].value === "yes" ? "no" : "false";
    }
    return { name, kinds, problems };
  }
  const marksOnly = (sheet) => sheet.kinds.every((kind) => kind.unit === "span");
  const kindsOf = (sheet, ...units) => sheet.kinds.filter((one) => units.includes(one.unit));

  // The log is the truth: what stands now is what its steps make, each "undo" taking back the last one that is left.
  function stateOf(log) {
    const steps = [];
    for (const step of log) step.do === "undo" ? steps.pop() : steps.push(step);
    const state = { units: {}, spans: {}, last: steps.at(-1) };
    const unit = (key) => (state.units[key] ??= { read: false, fields: {}, note: "" });
    const set = (fields, name, value) => { value === null ? delete fields[name] : fields[name] = value; };
    const mark = ({ kind, start, end, fields = {}, note = "", unit: within }) => {
      if (within) unit(within).read = true;
      state.spans[`${kind}-${start}-${end}`] = { kind, start, end, fields: { ...fields }, note };
    };
    const act = {
      read: (step) => { unit(step.unit).read = step.value; },
      set: (step) => { set(unit(step.unit).fields, step.field, step.value); unit(step.unit).read = true; },
      note: (step) => {
        const one = step.span ? state.spans[step.span] : unit(step.unit);
        if (one) one.note = step.text;
      },
      mark,
      code: (step) => state.spans[step.span] && set(state.spans[step.span].fields, step.field, step.value),
      drop: (step) => { delete state.spans[step.span]; },
      put: (step) => step.units.forEach((one) => {
        for (const [id, span] of Object.entries(state.spans)) if (span.start >= one.start && span.start < one.end) delete state.spans[id];
        state.units[one.unit] = { read: one.read, fields: { ...one.fields }, note: one.note };
        one.spans.forEach(mark);
      }),
    };
    for (const step of steps) act[step.do](step);
    return state;
  }

  const spansIn = (state, [start, end]) => Object.entries(state.spans).filter(([, one]) => one.start >= start && one.start < end)
    .sort(([, one], [, two]) => one.start - two.start || one.end - two.end || (one.kind < two.kind ? -1 : 1));
  const boundsOf = (article, key) => key === ARTICLE ? [-1, -1] : article.sentences.find(([start]) => String(start) === key);
  // All that was coded in one sentence, or of the whole article.
  function coded(state, article, key) {
    const [start, end] = boundsOf(article, key), one = state.units[key] ?? { read: false, fields: {}, note: "" };
    return { unit: key, start, end, ...one, spans: spansIn(state, [start, end]).map(([, span]) => span) };
  }
  const sorted = (fields) => Object.keys(fields).sort().map((name) => [name, fields[name]]);
  const alike = (one, two) => one.read === two.read && JSON.stringify(sorted(one.fields)) === JSON.stringify(sorted(two.fields)) &&
    JSON.stringify(one.spans.map((span) => [span.kind, span.start, span.end, sorted(span.fields)])) ===
    JSON.stringify(two.spans.map((span) => [span.kind, span.start, span.end, sorted(span.fields)]));

  // One record a line: of all that was read, and of every span. `known`: fields that a kind of the suite must have.
  function records(state, article, sheet, coder, known = {}) {
    const rows = [];
    const whole = (kind, fields) => Object.fromEntries(kind.fields.map((field) => [field.name, fields[field.name] ?? field.empty]));
    const noted = (note) => note ? { note } : {};
    for (const kind of kindsOf(sheet, "article")) {
      const one = state.units[ARTICLE];
      const place = { doc: article.id, kind: kind.kind, start: 0, end: article.end, coder };
      if (one?.read) rows.push({ ...place, ...whole(kind, one.fields), ...noted(one.note) });
    }
    for (const [start, end, text] of article.sentences) {
      const one = state.units[start], place = { doc: article.id, sentence: text, coder };
      for (const kind of kindsOf(sheet, "sentence"))
        if (one?.read) rows.push({ ...place, kind: kind.kind, start, end, text, ...whole(kind, one.fields), ...noted(one.note) });
      for (const [, span] of spansIn(state, [start, end])) {
        const kind = sheet.kinds.find((some) => some.kind === span.kind);
        if (!kind) continue;
        const names = [...(known[span.kind] ?? []), ...kind.fields.map((field) => field.name)];
        const boxes = kind.fields.filter((field) => field.box);
        const silent = [...names.map((name) => [name, null]), ...boxes.map((field) => [field.name, field.empty])];
        const said = points(text).slice(span.start - start, span.end - start).join("");
        const spot = { kind: span.kind, start: span.start, end: span.end, text: said };
        rows.push({ ...place, ...spot, ...Object.fromEntries(silent), ...span.fields, ...noted(span.note) });
      }
    }
    return rows;
  }
  const lines = (rows) => rows.map((row) => JSON.stringify(row) + "\n").join("");
  function slug(name) {
    const shape = name.normalize("NFKD").toLowerCase().replace(/[^\x00-\x7f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    return shape || "coder-" + points(name).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 0xffffff, 7).toString(16);
  }
  const fileName = (sheet, coder) => `${slug(sheet)}--${slug(coder)}.jsonl`;

  // A file of marks says nothing of a sentence without one: those before the last mark count as read and left empty.
  function fillGaps(found, articles) {
    for (const [id, units] of Object.entries(found)) {
      const last = Math.max(...Object.values(units).map((one) => one.start));
      for (const [start, end] of articles.find((one) => one.id === id).sentences)
        if (start < last) units[start] ??= { unit: String(start), start, end, read: true, fields: {}, note: "", spans: [] };
    }
  }

  // A coder's file, read again: who coded, and of each article the units that were coded; everything that is wrong.
  function readFile(text, articles, sheet) {
    const said = new Map(), found = {}, coders = new Set(); // what is wrong, each once, and in which lines
    text.replace(/^\ufeff/, "").split("\n").forEach((line, at) => {
      if (!line.trim()) return;
      const wrong = (what) => said.set(what, [...(said.get(what) ?? []), at + 1]);
      let row;
      try { row = JSON.parse(line); } catch { return wrong("this is not JSON; open a file that a desk has saved"); }
      const article = articles.find((one) => one.id === row?.doc), kind = sheet.kinds.find((one) => one.kind === row?.kind);
      if (!article) return wrong(`there is no article “${row?.doc}” here`);
      if (!kind) return wrong(`kind “${row.kind}” is not in the sheet ${sheet.name}; open it with the sheet it was coded by`);
      const sentence = article.sentences.find(([start, end]) => row.start >= start && row.start < end);
      const [start, end, words] = sentence ?? [];
      const whole = kind.unit === "article", cut = sentence && points(words).slice(row.start - start, row.end - start).join("");
      const here = whole ? row.start === 0 && row.end === article.end :
        kind.unit === "sentence" ? row.start === start && row.end === end : cut && row.end <= end && cut === row.text;
      if (!here) return wrong("these words do not stand there in the article; the text has changed, or the file is of another corpus");
      coders.add(String(row.coder ?? ""));
      const fields = {};
      for (const field of kind.fields) {
        const value = row[field.name];
        if (typeof value !== "string" || value === field.empty) continue;
        if (field.options.some((option) => option.value === value || option.value === "*")) fields[field.name] = value;
        else wrong(`${field.name} is “${value}”, which the sheet ${sheet.name} does not have`);
      }
      const key = whole ? ARTICLE : String(start), bounds = whole ? { start: -1, end: -1 } : { start, end }, note = typeof row.note === "string" ? row.note : "";
      const units = (found[article.id] ??= {});
      const unit = (units[key] ??= { unit: key, ...bounds, read: true, fields: {}, note: "", spans: [] });
      if (kind.unit === "span") unit.spans.push({ kind: kind.kind, start: row.start, end: row.end, fields, note });
      else { Object.assign(unit.fields, fields); unit.note = note || unit.note; }
    });
    if (marksOnly(sheet)) fillGaps(found, articles);
    const problems = [...said].map(([what, lines]) => `Line ${lines[0]}${lines.length > 1 ? ` and ${lines.length - 1} more` : ""}: ${what}.`);
    if (coders.size > 1) problems.push(`${coders.size} coders are in this file (${[...coders].join(", ")}); open a file of one.`);
    if (!coders.size && !problems.length) problems.push("There is no record in this file; open one that a desk has saved.");
    const byArticle = Object.fromEntries(Object.entries(found).map(([id, units]) => [id, Object.values(units)]));
    return { coder: [...coders][0] ?? "", articles: byArticle, problems };
  }
  const stateOfUnits = (units) => stateOf(units ? [{ do: "put", units }] : []);

  // Two logs of the same coding, one of which may have gone on alone: nothing of either is left out.
  const merged = (one, two) => [...one, ...two.filter((step) => !one.some((known) => known.id === step.id))];

  // Words (as all pages of the lab know them) and signs, with their places in the article.
  const TOKEN = new RegExp(`${Words.WORD.source}|\\S`, "gu");
  function tokens([start, , text]) {
    const found = [];
    let at = start, last = 0;
    for (const match of text.matchAll(TOKEN)) {
      at += points(text.slice(last, match.index)).length;
      const end = at + points(match[0]).length;
      found.push({ gap: text.slice(last, match.index), text: match[0], start: at, end, word: /[\p{L}\p{N}]/u.test(match[0]) });
      at = end;
      last = match.index + match[0].length;
    }
    return found;
  }
  return { ARTICLE, alike, coded, fileName, kindsOf, lines, marksOnly, merged, points, readFile, records, sheetOf, slug, spansIn, stateOf,
    stateOfUnits, tokens };
})();
