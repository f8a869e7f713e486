// Numbers on badges: <span class="badge"><span data-slot="number">3</span></span>.
import { $ } from "./dom.js";

const CAP = 99; // the server draws with the same: cocare/web/templatetags/shell.py

/** What a badge says for `count`. */
export const badgeText = (count) => (count > CAP ? `${CAP}+` : String(count));

/** Show `count` on a badge; 0 hides it. */
export function setBadge(badge, count) {
  $('[data-slot="number"]', badge).textContent = badgeText(count);
  badge.hidden = !count;
}
