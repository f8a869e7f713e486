// Short results at the foot of the page. The words come from the server.
import { $, clone, enhance, on } from "./dom.js";

const STAY = 7000;

function leaveLater(element) {
  if ($("button:not([data-dismiss])", element)) return; // something to undo stays until it is closed
  let timer = setTimeout(() => element.remove(), STAY);
  const hold = () => clearTimeout(timer);
  const again = () => { hold(); timer = setTimeout(() => element.remove(), STAY); };
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", again);
  element.addEventListener("focusout", again);
}

/** Show `text` for a while. It is announced to screen readers. */
export function toast(text) {
  const element = clone("toast");
  $("span", element).textContent = text;
  $("#toasts").append(element);
  leaveLater(element);
  return element;
}

enhance("[data-toast]", leaveLater);
on("click", "[data-dismiss]", (_event, button) => button.closest(".toast, .banner").remove());
// HX-Trigger: {"toast": …}
document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value));
