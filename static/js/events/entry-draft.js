// A work's draft is kept on the server while it is written. Two open windows never overwrite each other.
import { autosave } from "../autosave.js";
import { $, enhance } from "../dom.js";

const PAUSE = 1_500;

enhance("form[data-autosave]#draft", (form) => {
  const note = $("[data-saved]");

  function saved({ version, saved_at: at }) {
    form.elements.version.value = version;
    note.textContent = note.dataset.words.replace("{}", new Date(at).toTimeString().slice(0, 5));
  }
  function failed() {
    note.textContent = note.dataset.failed;
  }
  function refused({ status }) {
    if (status !== 409) return failed();
    // Another window has saved since: this one must not write over it.
    draft.stop();
    note.textContent = note.dataset.conflict;
  }

  const draft = autosave(form, { pause: PAUSE, saved, failed, refused });
});
