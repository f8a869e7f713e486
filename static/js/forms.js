// Forms: the second press of a button is swallowed; what a person writes is kept on this device until it is sent.
import { $, $$, enhance, on } from "./dom.js";

const PREFIX = "draft:";
const KEEP = 14 * 24 * 3600 * 1000;

function release(form) {
  delete form.dataset.sending;
  for (const button of $$("[aria-busy]", form)) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = "yes";
  if (!form.matches("[hx-post]")) remember(form);
  event.submitter?.setAttribute("aria-busy", "true");
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (!form) return;
  release(form);
  if (event.detail.successful) forget(form);
});
// Back from the browser's own page cache: the form is to be used again.
window.addEventListener("pageshow", (event) => { if (event.persisted) $$("form[data-sending]").forEach(release); });

function stored(key) {
  try {
    const { text, at } = JSON.parse(localStorage.getItem(PREFIX + key));
    return Date.now() - at < KEEP ? text : "";
  } catch {
    return "";
  }
}

function store(key, text) {
  try {
    if (text) localStorage.setItem(PREFIX + key, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(PREFIX + key);
  } catch { /* no storage: the text simply stays in the field */ }
}

/** Drop the kept drafts of a form or field that was sent. */
export function forget(root) {
  const fields = root.matches?.("[data-draft]") ? [root] : $$("[data-draft]", root);
  for (const field of fields) store(field.dataset.draft, "");
}

// A form sent without htmx loads a page. Only a page that says the result in a toast means that the text arrived:
// after an error or a lost line it stays kept.
const SENT = "drafts-sent";

function remember(form) {
  const keys = $$("[data-draft]", form).map((field) => field.dataset.draft);
  try {
    if (keys.length) sessionStorage.setItem(SENT, JSON.stringify(keys));
  } catch { /* then the draft stays a little longer */ }
}

try {
  const keys = JSON.parse(sessionStorage.getItem(SENT) || "[]");
  sessionStorage.removeItem(SENT);
  if ($("[data-toast]")) keys.forEach((key) => store(key, ""));
} catch { /* no storage, no drafts */ }

enhance("textarea[data-draft], input[data-draft]", (field) => {
  if (!field.value) field.value = stored(field.dataset.draft);
  field.addEventListener("input", () => store(field.dataset.draft, field.value));
});

/** A device that several people use keeps nothing after signing out. */
on("submit", "form[data-forget-drafts]", () => {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  } catch { /* nothing was kept */ }
});

// The first wrong field is where the reader goes on.
enhance("form", (form) => $('[aria-invalid="true"]', form)?.focus());
