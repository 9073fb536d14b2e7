// Key word in context over all articles, as one types.
(() => {
  "use strict";
  const { articles } = JSON.parse(document.getElementById("facts").textContent);
  const [asked, order, status, counts, list] = ["asked", "order", "found", "counts", "lines"].map((name) => document.getElementById(name));
  const MOST = 300, WIDE = 90; // lines on the page, characters on either side
  const sentences = articles.flatMap((article, number) => article.sentences.map(([start, end, text], at) =>
    ({ article, number, at, start, end, text, words: Words.found(text) })));
  const sizes = new Map();
  for (const one of sentences) sizes.set(one.article.outlet, (sizes.get(one.article.outlet) ?? 0) + one.words.length);
  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const bare = (part) => part.replace(/^[^\p{L}\p{N}*]+|[^\p{L}\p{N}*]+$/gu, ""); // without the marks around it
  const pattern = (part) => new RegExp(`^${Words.level(part).split("*").map(literal).join(".*")}\\.?$`, "u"); // U.S. has its last dot, or not

  function hits(parts) {
    const tests = parts.map(pattern), found = [];
    for (const one of sentences)
      for (let at = 0; at + tests.length <= one.words.length; at += 1)
        if (tests.every((test, step) => test.test(one.words[at + step].word)))
          found.push({ one, first: at, start: one.words[at].start, end: one.words[at + tests.length - 1].end, last: at + tests.length - 1 });
    return found;
  }
  const around = (one, step) => {
    const next = articles[one.number].sentences[one.at + step];
    return next ? next[2] : "";
  };
  function line({ one, start, end }) {
    const item = Words.element("li"), href = `articles/${one.article.id}.html#sentence-${one.start}-${one.end}`;
    const link = Words.element("a", one.article.outlet, { href });
    const before = `${around(one, -1)} ${one.text.slice(0, start)}`, after = `${one.text.slice(end)} ${around(one, 1)}`;
    item.append(link, ...Words.company([...before].slice(-WIDE).join(""), one.text.slice(start, end), [...after].slice(0, WIDE).join("")));
    return item;
  }
  function look() {
    const typed = asked.value.split(/\s+/).map(bare).filter(Boolean), parts = /[\p{L}\p{N}]/u.test(typed.join("")) ? typed : [];
    const found = parts.length ? hits(parts) : [], alone = typed.length ? "* stands for any ending; write the beginning of a word before it." : "";
    const near = (hit, step) => hit.one.words[step > 0 ? hit.last + 1 : hit.first - 1]?.word ?? "";
    if (order.value !== "place") {
      const step = order.value === "after" ? 1 : -1, compare = new Intl.Collator("en").compare;
      found.sort((a, b) => compare(near(a, step), near(b, step)));
    }
    const by = new Map([...sizes.keys()].map((outlet) => [outlet, 0]));
    for (const hit of found) by.set(hit.one.article.outlet, by.get(hit.one.article.outlet) + 1);
    const n = new Set(found.map((hit) => hit.one.article.id)).size, more = found.length > MOST ? `; the first ${MOST} stand here.` : ".";
    status.textContent = !parts.length ? alone : !found.length ? "No article has it." :
      `${Words.number(found.length)} ${found.length === 1 ? "place" : "places"} in ${n} of ${articles.length} articles${more}`;
    if (found.length) Words.table(counts, ["outlet", "places", "words in all", "per 1,000 words"],
      [...by].map(([outlet, n]) => [outlet, Words.number(n), Words.number(sizes.get(outlet)), (1000 * n / sizes.get(outlet)).toFixed(2)]));
    else counts.hidden = true;
    list.replaceChildren(...found.slice(0, MOST).map(line));
  }
  asked.addEventListener("input", look);
  order.addEventListener("change", look);
  asked.form.addEventListener("submit", (event) => event.preventDefault());
})();
