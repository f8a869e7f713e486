// The list of conversations: the number of what is new, as it comes.
import { $, $$ } from "./dom.js";
import "./socket.js";

const CAP = 99;

document.addEventListener("cocare:frame", ({ detail: { what, out } }) => {
  if (what !== "conversation.unread") return;
  for (const row of $$(`[data-conversation="${out.conversation}"].row`)) {
    const badge = $('[data-slot="unread"]', row);
    const current = row.hasAttribute("aria-current");
    badge.hidden = !out.unread || current;
    $('[data-slot="number"]', badge).textContent = out.unread > CAP ? `${CAP}+` : String(out.unread);
    const line = row.closest("li");
    if (out.unread && !current && line) line.parentElement.prepend(line);
  }
});
