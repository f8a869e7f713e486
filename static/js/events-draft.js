// A work's draft is kept on the server while it is written. Two open windows never overwrite each other.
import { $, enhance, request } from "./dom.js";

const PAUSE = 1500;
const RETRY = 8000;

enhance("form[data-autosave]#draft", (form) => {
  const note = $("[data-saved]");
  let timer = 0;
  let running = false;
  let changed = false;
  let stopped = false;

  async function keep() {
    if (running || stopped || !changed) return;
    running = true;
    changed = false;
    try {
      const answer = await request(form.dataset.autosave, { method: "POST", data: new FormData(form) });
      if (answer.status === 409) {
        stopped = true;
        note.textContent = note.dataset.conflict;
      } else if (answer.ok) {
        const now = await answer.json();
        form.elements.version.value = now.version;
        const at = new Date(now.saved_at);
        note.textContent = note.dataset.words.replace("{}", at.toTimeString().slice(0, 5));
      } else if (answer.status >= 500) throw new Error("busy");
      else note.textContent = note.dataset.failed;
    } catch {
      changed = true;
      note.textContent = note.dataset.failed;
      timer = setTimeout(keep, RETRY);
    }
    running = false;
    if (changed) later();
  }

  function later() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  document.addEventListener("cocare:online", () => { if (changed) keep(); });
});
