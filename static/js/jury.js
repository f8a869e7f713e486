// A juror's sheet: keeps marks as they are chosen, counts what is open, scrolls the queue to the current work.
import { $, $$, enhance, request } from "./dom.js";

const PAUSE = 700;
const RETRY = 5000;

enhance("[data-queue] [aria-current]", (row) => row.scrollIntoView({ block: "nearest", inline: "center" }));

enhance("form[data-score]", (form) => {
  const saved = $("[data-saved]");
  const button = $("[data-hand-in]", form);
  let timer = 0;
  let running = false;
  let again = false;

  const open = () => Number(form.dataset.total) - $$(".berries input:checked", form).length;

  function say(text) {
    if (!saved) return;
    saved.hidden = false;
    saved.textContent = text;
  }

  function count() {
    const left = open();
    const words = button.dataset;
    button.textContent = left === 0 ? words.ready : left === 1 ? words.openOne : words.openMore.replace("{}", String(left));
    if (left) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }

  async function keep() {
    if (running) { again = true; return; }
    running = true;
    again = false;
    try {
      const answer = await request(form.dataset.autosave, { method: "POST", data: new FormData(form) });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      $("[data-sum]", form).textContent = now.score;
      $("[data-weight]", form).textContent = String(now.weight);
      say(saved.dataset.words.replace("{}", now.at));
    } catch (error) {
      say(saved?.dataset.failed ?? "");
      if (!/^4/.test(error.message)) timer = setTimeout(keep, RETRY);
    }
    running = false;
    if (again) keep();
  }

  function later() {
    count();
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("change", later);
  form.addEventListener("input", later);
  // A press with marks missing leads to the first open one instead of to the server.
  button.addEventListener("click", (event) => {
    if (!open()) return;
    event.preventDefault();
    $$(".crit", form).find((one) => !$("input:checked", one))?.querySelector("input")?.focus();
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("cocare:online", keep);
  count();
});
