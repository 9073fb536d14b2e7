// The desk on a page of its own: what it needs lies in the page, what is coded in the browser.
(async () => {
  const root = document.querySelector(".coding"), facts = JSON.parse(document.getElementById("facts").textContent);
  const store = await Store.open().catch((wrong) => Store.none(wrong));
  await startDesk(root, facts, store, { keys: document });
})();
