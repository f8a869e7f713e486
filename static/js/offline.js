// Says when the line is gone, and when it is back.
import { $, on } from "./dom.js";

function show() {
  const place = $("#offline");
  const online = navigator.onLine;
  document.dispatchEvent(new CustomEvent(online ? "cocare:online" : "cocare:offline"));
  if (!place) return;
  const banner = $(".banner", place);
  if (online) banner?.remove();
  else if (!banner) place.append($("template", place).content.cloneNode(true));
}

window.addEventListener("online", show);
window.addEventListener("offline", show);
on("click", "[data-reload]", () => { if (navigator.onLine) location.reload(); else show(); });
if (!navigator.onLine) show();
