// A juror's sheet: keeps marks as they are chosen, counts what is open, scrolls the queue to the current work.
import { autosave } from "../autosave.js";
import { $, $$, enhance } from "../dom.js";

const PAUSE = 700;

enhance("[data-queue] [aria-current]", (row) => row.scrollIntoView({ block: "nearest", inline: "center" }));

enhance("form[data-score]", (form) => {
  const note = $("[data-saved]");
  const button = $("[data-hand-in]", form);

  const openMarks = () => Number(form.dataset.total) - $$(".berries input:checked", form).length;

  function say(text) {
    if (!note) return;
    note.hidden = false;
    note.textContent = text;
  }

  function countOpen() {
    const left = openMarks();
    const { ready, openOne, openMore } = button.dataset;
    button.textContent = left === 0 ? ready : left === 1 ? openOne : openMore.replace("{}", String(left));
    if (left) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }

  function saved({ score, weight, at }) {
    $("[data-sum]", form).textContent = score;
    $("[data-weight]", form).textContent = String(weight);
    say(note?.dataset.words.replace("{}", at));
  }
  const notSaved = () => say(note?.dataset.failed);

  autosave(form, { pause: PAUSE, saved, failed: notSaved, refused: notSaved });
  form.addEventListener("change", countOpen);
  // A press with marks missing leads to the first open one instead of to the server.
  button.addEventListener("click", (event) => {
    if (!openMarks()) return;
    event.preventDefault();
    $$(".crit", form).find((criterion) => !$("input:checked", criterion))?.querySelector("input")?.focus();
  });
  countOpen();
});
