(() => {
  const box = (name) => document.getElementById(name);
  const layer = (mark) => box("layer-" + mark.id.split("-")[0]);
  const shown = (mark) =>
    layer(mark)?.checked && (!mark.classList.contains("doubtful") || box("layer-doubtful").checked) &&
    (!box("whose").checked || mark.classList.contains("quotation"));
  const walk = (step) => {
    const marks = [...document.querySelectorAll("article mark[id]")].filter(shown);
    const here = document.activeElement.closest("mark[id]") || document.querySelector("mark:target");
    const top = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
    const at = here ? marks.indexOf(here) + step : step > 0 ? top : top - 1;
    const next = marks[Math.max(0, Math.min(marks.length - 1, at))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center", behavior: "instant" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea")) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    if (event.key === "Escape") document.activeElement.blur();
  });
  document.querySelector(".keys")?.removeAttribute("hidden");
})();
