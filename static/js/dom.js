// Small helpers that every module shares. No words here: a module takes them from data-* or a <template>.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Listen for `type` on every present and future element that matches `selector`. */
export function on(type, selector, handler, root = document) {
  root.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target.closest(selector) : null;
    if (target) handler(event, target);
  });
}

const enhanced = new Map();

/** Run `setup(element)` once for each element that matches, now and after each htmx swap or `refresh()`. */
export function enhance(selector, setup) {
  enhanced.set(selector, { setup, seen: new WeakSet() });
  refresh(document);
}

/** Look for new elements to enhance under `root`. htmx swaps call it by themselves. */
export function refresh(root) {
  for (const [selector, { setup, seen }] of enhanced) {
    const found = root instanceof Element && root.matches(selector) ? [root] : [];
    for (const element of [...found, ...$$(selector, root)]) {
      if (seen.has(element)) continue;
      seen.add(element);
      setup(element);
    }
  }
}

document.addEventListener("htmx:load", (event) => refresh(event.detail.elt));

/** A copy of the first element of `<template id="…">`. */
export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const NIL = "00000000-0000-0000-0000-000000000000";

/** The address for `id`: the server wrote one for the nil UUID, `{% url "room:noun.verb" nil_uuid %}`. */
export const fillUrl = (url, id) => url.replace(NIL, id);

/** The CSRF token of this page. */
export function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

/** fetch() to our own server, with the CSRF header and without following sign-in redirects. */
export function request(url, { method = "GET", data, headers = {}, keepalive = false } = {}) {
  const options = { method, headers: { "X-Requested-With": "XMLHttpRequest", ...headers }, keepalive };
  options.credentials = "same-origin";
  if (method !== "GET") options.headers["X-CSRFToken"] = csrf();
  if (data instanceof FormData || data instanceof URLSearchParams) options.body = data;
  else if (data !== undefined) {
    options.body = JSON.stringify(data);
    options.headers["Content-Type"] = "application/json";
  }
  return fetch(url, options);
}
