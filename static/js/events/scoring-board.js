// The scoring board draws itself again when the socket says that a sheet came in.
import { $ } from "../dom.js";
import "../socket/topics.js";

const PAUSE = 300;
let timer = 0;

function draw() {
  const board = $("#progress");
  if (board && window.htmx) {
    window.htmx.ajax("GET", board.dataset.board, { target: "#progress", swap: "outerHTML", source: board });
  }
}

function soon(event) {
  const board = $("#progress");
  if (!board || event.detail.topic !== board.dataset.topic) return;
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE);
}

document.addEventListener("cocare:frame", soon);
document.addEventListener("cocare:refresh", soon);
