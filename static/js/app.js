// What every page has: forms, toasts, sheets, the offline banner, the worker that keeps the offline page.
import { enhance } from "./dom.js";
import "./dialog.js";
import "./display.js";
import "./forms.js";
import "./offline.js";
import "./socket/topics.js";
import "./toast.js";

enhance("[data-needs-js][hidden]", (element) => { element.hidden = false; });

// A countdown for "send again in 48 s": the button says its reason until it may be pressed.
enhance("[data-wait]", (button) => {
  const words = button.dataset.waitText;
  const ready = button.textContent;
  let left = Number(button.dataset.wait);
  const tick = () => {
    if (left <= 0) {
      button.textContent = ready;
      button.removeAttribute("aria-disabled");
      return;
    }
    button.textContent = words.replace("{}", String(left));
    left -= 1;
    setTimeout(tick, 1000);
  };
  if (left > 0) {
    button.setAttribute("aria-disabled", "true");
    button.addEventListener("click", (event) => { if (left > 0) event.preventDefault(); });
    tick();
  }
});

const worker = document.body.dataset.worker;
if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
