// Keys of every page: "/" goes to the search, "j" and "k" move in a queue, Enter opens the row's link, "n" the page's main action.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

const move = (step) => {
  const rows = [...document.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  next?.querySelector("a").focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const acts = {
    "/": () => document.querySelector("form.search input")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    n: () => document.querySelector(".title .actions .main")?.click(),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
