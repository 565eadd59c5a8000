// Charge entry: Enter goes on to the next field and never posts a form that is half filled, Ctrl + Enter posts it; the last row of a table that is typed in gets an empty one below it.
// Without script the first button of the form, "More lines", takes an Enter, and the form comes back as it was typed.
const form = document.querySelector("form[data-entry]");

const next = (field) => {
  const all = [...form.elements].filter((e) => e.type !== "hidden" && e.name !== "more" && !e.disabled && e.tabIndex >= 0 && e.getClientRects().length > 0);
  all[all.indexOf(field) + 1]?.focus();
};

const grow = (rows, last) => {
  const n = rows.rows.length;
  if (n >= Number(rows.dataset.grows) || ![...last.querySelectorAll("input")].some((input) => input.value)) return;
  const row = last.cloneNode(true);
  row.querySelectorAll(".error").forEach((error) => error.remove());
  row.cells[0].textContent = String(n + 1);
  row.querySelectorAll("input").forEach((input) => {
    input.id = input.id.replace(`[${n - 1}]`, `[${n}]`);
    input.name = input.name.replace(`[${n - 1}]`, `[${n}]`);
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, String(n + 1)));
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.value = "";
  });
  rows.append(row);
};

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) form.requestSubmit(form.querySelector("button.main"));
  else if (event.target.matches("input, select")) next(event.target);
  else return;
  event.preventDefault();
});

form?.addEventListener("input", (event) => {
  const rows = event.target.closest("tbody[data-grows]");
  const last = rows?.rows[rows.rows.length - 1];
  if (last?.contains(event.target)) grow(rows, last);
});

form?.querySelectorAll("[data-with-script]").forEach((words) => words.removeAttribute("hidden"));
