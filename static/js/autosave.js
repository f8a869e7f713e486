// A form that the server keeps while it is filled in: saved a moment after the last change, one request at a time, and
// again when the network is back. Its `data-autosave` is the address; sending the form itself ends what is waiting.
import { request } from "./dom.js";

const TRY_AGAIN = 8_000;

/**
 * Save `form` after each change.
 *
 * pause    milliseconds between the last change and its save
 * saved    (json) => {}: the server has it
 * failed   () => {}: the network or the server failed; it is tried again by itself
 * refused  (response) => {}: the server said no (4xx); only another change is a reason to ask again
 *
 * Return {stop}: after `stop()` nothing is saved any more.
 */
export function autosave(form, { pause = 1_000, saved, failed, refused }) {
  let timer = 0;
  let running = false;
  let unsaved = false;
  let stopped = false;

  async function save() {
    clearTimeout(timer);
    if (running || stopped || !unsaved) return;
    running = true;
    unsaved = false;
    const wait = await send();
    running = false;
    if (unsaved) schedule(wait);
  }

  /** Send the form as it stands. Return how long the next save is to wait. */
  async function send() {
    const data = new FormData(form);
    const response = await request(form.dataset.autosave, { method: "POST", data }).catch(() => null);
    if (!response || response.status >= 500) {
      unsaved = true;
      failed();
      return TRY_AGAIN;
    }
    // A redirect leads to the sign-in page: nothing was kept.
    if (response.ok && !response.redirected) saved(await response.json());
    else refused(response);
    return pause;
  }

  function schedule(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function changed() {
    unsaved = true;
    schedule(pause);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // The form itself goes to the server, with all that was not saved yet.
  form.addEventListener("submit", () => {
    unsaved = false;
    clearTimeout(timer);
  });
  document.addEventListener("cocare:online", save);

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
