// Theme and text size take effect at a press; the form still saves them on the server.
import { on } from "./dom.js";

on("change", "form[data-display] input", (_event, input) => {
  if (input.name === "theme") document.documentElement.dataset.theme = input.value;
  if (input.name === "text_size") document.documentElement.dataset.text = input.value;
});
