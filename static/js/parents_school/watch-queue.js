// What was played and is not counted yet. Kept on this device until the server has answered, so that a tunnel, a closed
// tab or an empty battery loses nothing. Sending it twice does no harm: the server knows each number.
import { request } from "../dom.js";

const PREFIX = "watched:";
const MOST = 50;

function merge(spans) {
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export class Queue {
  constructor(lesson, url) {
    this.key = PREFIX + lesson;
    this.url = url;
    this.waiting = this.#stored();
    this.sending = 0;
  }

  #stored() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  #store() {
    try {
      if (this.waiting.length) localStorage.setItem(this.key, JSON.stringify(this.waiting.slice(-MOST)));
      else localStorage.removeItem(this.key);
    } catch { /* no storage: it is kept as long as the page is open */ }
  }

  /** Add what this page played. While nothing is on its way it joins the last report, so that a tunnel makes one. */
  add(report) {
    const last = this.waiting.at(-1);
    if (last && this.waiting.length > this.sending && last.token === report.token) {
      last.spans = merge([...last.spans, ...report.spans]).slice(0, 100);
      last.position = report.position;
    } else {
      this.waiting.push(report);
    }
    this.#store();
  }

  /** Send all that waits. Return the server's answer, or null when there was no line or nothing to send. */
  async flush(leaving = false) {
    if (!this.waiting.length || (this.sending && !leaving)) return null;
    const reports = this.waiting.slice(0, MOST);
    this.sending = reports.length;
    try {
      const answer = await request(this.url, { method: "POST", data: { reports }, keepalive: leaving });
      if (answer.status >= 500 || answer.status === 429) return null;
      // Counted, refused or never to be counted: either way it is settled.
      this.waiting = this.waiting.slice(reports.length);
      this.#store();
      if (!answer.headers.get("Content-Type")?.includes("json")) return null;
      return { ...(await answer.json()), status: answer.status };
    } catch {
      return null;
    } finally {
      this.sending = 0;
    }
  }
}
