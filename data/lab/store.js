// What is kept in the browser: every step of every coding, written to the disk before it counts as saved.
const Store = (() => {
  "use strict";
  const answer = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  async function open() {
    const request = indexedDB.open("counterframe-lab", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("steps", { keyPath: ["job", "n"] });
      request.result.createObjectStore("kept");
    };
    const base = await answer(request);
    base.onversionchange = () => base.close();
    // Resolves when the disk has it ("strict"); fails when it has not, and then nothing of it was written.
    const written = (name, write) => new Promise((done, fail) => {
      const deal = base.transaction(name, "readwrite", { durability: "strict" });
      deal.oncomplete = () => done();
      deal.onabort = () => fail(deal.error ?? new Error("it was ended"));
      write(deal.objectStore(name));
    });
    const read = (name) => base.transaction(name).objectStore(name);
    const under = (start) => IDBKeyRange.bound([start], [start + "\uffff", []]);
    return {
      steps: async (job) => (await answer(read("steps").getAll(IDBKeyRange.bound([job, 0], [job, Infinity])))).map((row) => row.step),
      jobs: async (start) => {
        const logs = {};
        for (const row of await answer(read("steps").getAll(under(start)))) (logs[row.job] ??= []).push(row.step);
        return logs;
      },
      // `add` refuses a number that is taken: another window that codes the same is noticed, not overwritten.
      append: (job, first, steps) => written("steps", (store) => steps.forEach((step, at) => store.add({ job, n: first + at, step }))),
      get: (key) => answer(read("kept").get(key)),
      set: (key, value) => written("kept", (store) => store.put(value, key)),
    };
  }
  const words = (wrong) => ({
    QuotaExceededError: "The browser has no room left, and the last steps are not saved. Save the file now; then make room and go on.",
    ConstraintError: "This coding is open in another window as well. The last steps here are not saved: " +
      "save the file, close one window and load this page again.",
  })[wrong?.name] ?? `The browser did not save the last steps (${wrong?.message ?? wrong}). Save the file now, and load this page again.`;
  // Where the browser keeps nothing, the desk works on, and says with each step that it is not saved.
  const none = (wrong) => ({ steps: async () => [], jobs: async () => ({}), get: async () => undefined,
    append: async () => { throw wrong; }, set: async () => { throw wrong; } });
  return { none, open, words };
})();
