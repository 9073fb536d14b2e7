// The desk in a notebook: each step goes to Python, which appends it to a file, and is kept in the browser as well.
async function render({ model, el }) {
  const facts = model.get("facts"), root = document.createElement("div");
  root.className = "coding in-notebook";
  root.tabIndex = 0;
  root.dataset.lmSuppressShortcuts = "true"; // the notebook's own keys (d d, j, k …) rest while the desk has the focus
  root.innerHTML = facts.html; // made by the suite's own template; it holds nothing of an article
  el.replaceChildren(root);
  const store = await Store.open().catch((wrong) => Store.none(wrong));
  const send = (step, rows) => model.send({ step, rows });
  model.on("msg:custom", (said) => { if (said.wrong) root.querySelector("[data-part=status]").textContent = said.wrong; });
  for (const name of ["change", "side", "open"]) root.querySelector(`[data-part=${name}]`).closest("label, button").remove();
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  await startDesk(root, facts, store, { fixed: facts.fixed, log: facts.log, send, keys: root });
}
export default { render };
