// Words of a text, as the pages of the lab count them and the desk shows them: letters and digits, with apostrophes and
// hyphens inside; in an abbreviation of single letters (U.S., a.m.) the dots belong to the word.
const Words = (() => {
  "use strict";
  const WORD = /(?:\p{L}(?:\.\p{L}(?![\p{L}\p{M}\p{N}]))+\.?|[\p{L}\p{M}\p{N}]+)(?:['’\-][\p{L}\p{M}\p{N}]+)*/gu;
  const level = (text) => text.toLowerCase().replace(/[’‘]/g, "'");
  const found = (text) => [...text.matchAll(WORD)]
    .map((match) => ({ word: level(match[0]), start: match.index, end: match.index + match[0].length }));
  const element = (tag, text = "", props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props);
  const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const visible = (text) => text.replace(/\s+/g, " ").replace(STEERING, "\ufffd");
  const number = (n) => n.toLocaleString("en");
  // A line of a concordance: what stands before, the words, what stands after.
  const company = (before, words, after) => {
    const side = element("span", "", { className: "before" });
    side.append(element("span", visible(before)));
    return [side, element("b", visible(words)), element("span", visible(after), { className: "after" })];
  };
  const table = (into, head, rows) => {
    const top = element("tr"), body = element("tbody"), start = element("thead");
    head.forEach((text, at) => top.append(element("th", text, { scope: "col", className: at ? "number" : "" })));
    for (const row of rows) {
      const line = element("tr");
      row.forEach((cell, at) => line.append(element(at ? "td" : "th", cell, at ? { className: "number" } : { scope: "row" })));
      body.append(line);
    }
    start.append(top);
    into.replaceChildren(start, body);
    into.hidden = false;
  };
  return { WORD, company, element, found, level, number, table, visible };
})();
