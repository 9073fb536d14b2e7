// Two pasted texts: their key words, what stands in quotation marks, and the labels of the suite's list.
const Paste = (() => {
  "use strict";
  const OPENS = { "“": "”", "„": "“”", "«": "»" };
  const LEAST = 3;
  // Stretches in quotation marks. A mark that is not closed ends with its paragraph.
  function quoted(text) {
    const spans = [];
    let start = -1, ends = "";
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (start < 0 && (OPENS[sign] || sign === '"')) { start = at; ends = OPENS[sign] ?? '"'; }
      else if (start >= 0 && ends.includes(sign)) { spans.push([start, at + 1]); start = -1; }
      else if (start >= 0 && sign === "\n" && /^\s*\n/.test(text.slice(at + 1))) { spans.push([start, at]); start = -1; }
    }
    if (start >= 0) spans.push([start, text.length]);
    return spans;
  }
  const inside = (spans, at) => spans.some(([start, end]) => start <= at && at < end);
  function logRatio(a, b, sizeA, sizeB) { return Math.log2((a || 0.5) / sizeA / ((b || 0.5) / sizeB)); }
  function keys(one, two) {
    const counts = new Map();
    [one, two].forEach((words, side) => words.forEach(({ word }) => (counts.get(word) ?? counts.set(word, [0, 0]).get(word))[side] += 1));
    return [...counts].filter(([, [a, b]]) => a + b >= LEAST)
      .map(([word, [a, b]]) => ({ word, a, b, ratio: logRatio(a, b, one.length, two.length) }))
      .sort((x, y) => y.ratio - x.ratio || y.a + y.b - x.a - x.b || (x.word < y.word ? -1 : 1));
  }
  // A word with its regular endings; an adjective stands as it is.
  function forms(word, pos) {
    if (pos === "ADJ") return [word];
    const made = [word, word + "s"], stem = word.replace(/e$/, "");
    if (/[^aeiou]y$/.test(word)) made.push(word.slice(0, -1) + "ies", word.slice(0, -1) + "ied");
    if (/(?:s|x|z|ch|sh)$/.test(word)) made.push(word + "es");
    const doubled = /[^aeiou][aeiou][bdgmnpt]$/.test(word) ? [word + word.at(-1)] : [];
    return pos === "NOUN" ? made : [...made, ...[stem, ...doubled].flatMap((part) => [part + "ed", part + "ing"])];
  }
  function index(terms) {
    const known = new Map();
    for (const [term, pos, tone] of terms) {
      const parts = term.split(/\s+/).map((part) => new Set(forms(part, pos)));
      for (const form of parts[0]) (known.get(form) ?? known.set(form, []).get(form)).push({ term, tone, parts });
    }
    for (const some of known.values()) some.sort((one, two) => two.parts.length - one.parts.length);
    return known;
  }
  // Is this the first word of a sentence, a line or a quotation?
  const sentenceStart = (text, at) => /(?:^|[.!?:\n]["”’»)]*\s*|["“„«]\s*)$/u.test(text.slice(Math.max(0, at - 12), at));
  function labels(text, words, spans, known) {
    const found = [];
    for (let at = 0; at < words.length; at += 1) {
      if (!sentenceStart(text, words[at].start) && /^\p{Lu}/u.test(text.slice(words[at].start))) continue; // a part of a name
      const hit = (known.get(words[at].word) ?? []).find(({ parts }) => parts.every((part, step) => part.has(words[at + step]?.word)));
      if (!hit) continue;
      const last = words[at + hit.parts.length - 1];
      found.push({ ...hit, start: words[at].start, end: last.end, inside: inside(spans, words[at].start) });
      at += hit.parts.length - 1;
    }
    return found;
  }
  return { index, inside, keys, labels, quoted };
})();
(() => {
  "use strict";
  const box = (name) => document.getElementById(name), WIDE = 70;
  if (!box("text-a")) return;
  const known = Paste.index(JSON.parse(box("terms").textContent)), share = (part, whole) => whole ? `${(100 * part / whole).toFixed(1)} %` : "–";
  function read(side) {
    const text = box(`text-${side}`).value, words = Words.found(text), spans = Paste.quoted(text);
    const labels = Paste.labels(text, words, spans, known), n = words.filter((word) => Paste.inside(spans, word.start)).length;
    return { name: box(`name-${side}`).value.trim() || side, text, words, labels, n };
  }
  function line(side, hit) {
    const item = Words.element("li"), { text } = side;
    item.append(Words.element("span", `${side.name}, ${hit.inside ? "in quotation marks" : "outside marks"}, ${hit.tone}`, { className: "from" }),
      ...Words.company(text.slice(Math.max(0, hit.start - WIDE), hit.start), text.slice(hit.start, hit.end), text.slice(hit.end, hit.end + WIDE)));
    return item;
  }
  function look() {
    const sides = ["a", "b"].map(read), ready = sides.every((side) => side.words.length);
    box("results").hidden = !ready;
    const sizes = sides.map((side) => Words.number(side.words.length));
    box("status").textContent = ready ? `${sizes.join(" and ")} words compared.` : "Paste a text into both boxes.";
    if (!ready) return;
    const n = (side, inside) => String(side.labels.filter((hit) => hit.inside === inside).length);
    Words.table(box("sizes"), ["text", "words", "in quotation marks", "share", "labels in marks", "labels outside"], sides.map((side, at) =>
      [side.name, sizes[at], Words.number(side.n), share(side.n, side.words.length), n(side, true), n(side, false)]));
    const all = Paste.keys(sides[0].words, sides[1].words), MOST = 40;
    const shown = all.length > 2 * MOST ? [...all.slice(0, MOST), ...all.slice(-MOST)] : all;
    Words.table(box("keys"), ["word", sides[0].name, sides[1].name, "log ratio"], shown.map(({ word, a, b, ratio }) =>
      [word, String(a), String(b), ratio.toFixed(2).replace("-", "−")]));
    box("labels").replaceChildren(...sides.flatMap((side) => side.labels.map((hit) => line(side, hit))));
    if (!box("labels").children.length) box("labels").append(Words.element("li", "No word of the list stands in either text."));
  }
  for (const name of ["text-a", "text-b", "name-a", "name-b"]) box(name).addEventListener("input", look);
  look();
})();
