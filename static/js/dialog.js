// Sheets: <button data-open="id"> opens <dialog id="id">, data-close inside closes it. Focus comes back by itself.
import { on } from "./dom.js";

on("click", "[data-open]", (event, opener) => {
  const sheet = document.getElementById(opener.dataset.open);
  if (!sheet) return;
  event.preventDefault();
  sheet.showModal();
});
on("click", "[data-close]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
// A press beside the sheet closes it.
on("click", "dialog.sheet", (event, sheet) => {
  if (event.target !== sheet) return;
  const box = sheet.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  if (!inside) sheet.close();
});
