(() => {
  const index = JSON.parse(document.getElementById("index").textContent);
  const [asked, found, hits] = ["asked", "found", "hits"].map((name) => document.getElementById(name));
  const MOST = 100;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").replace(/[“”]/g, '"');
  const folded = index.map(([, , text]) => plain(text));
  const hit = ([called, address, text], words) => {
    const item = document.createElement("li"), link = document.createElement("a"), said = document.createElement("span");
    link.href = address;
    link.textContent = called;
    const low = plain(text);
    let at = 0;
    // letters that fold into several would shift the marks: then the sentence stands without them
    const places = low.length === text.length ? words.flatMap((word) => [...low.matchAll(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g"))]
      .map((match) => [match.index, match.index + word.length])).sort((one, other) => one[0] - other[0]) : [];
    for (const [start, end] of places) {
      if (start < at) continue;
      said.append(text.slice(at, start), Object.assign(document.createElement("b"), { textContent: text.slice(start, end) }));
      at = end;
    }
    said.append(text.slice(at));
    item.append(link, " ", said);
    return item;
  };
  const look = () => {
    const words = plain(asked.value).split(/\s+/).filter(Boolean);
    if (words.join("").length < 2) { found.textContent = ""; return hits.replaceChildren(); }
    const rows = index.filter((_, at) => words.every((word) => folded[at].includes(word)));
    const outlets = new Set(rows.map(([called]) => called.split(",")[0])).size;
    found.textContent = rows.length ? `${rows.length} ${rows.length === 1 ? "sentence" : "sentences"} in ${outlets} ${outlets === 1 ? "outlet" : "outlets"}` +
      (rows.length > MOST ? `, the first ${MOST} of them here` : "") : "No sentence has these words.";
    hits.replaceChildren(...rows.slice(0, MOST).map((row) => hit(row, words)));
  };
  asked.addEventListener("input", look);
  asked.form.addEventListener("submit", (event) => event.preventDefault());
  asked.focus();
})();
