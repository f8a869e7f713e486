// Whose page this is, as the server wrote it, and whether the browser is signed in as somebody else by now.
const { person, capacity } = document.body.dataset;
const LAST_IDENTITY = "cocare:last";

/** The person of this page; undefined where nobody is signed in. */
export const PERSON = person;
/** The person in their capacity: what tabs have to have in common to share a socket. */
export const IDENTITY = `${person}:${capacity}`;

/** Whether the server's greeting is for who this page is of. */
export const matchesPage = (hello) => !person || (hello.person === person && hello.capacity === capacity);

// A socket belongs to the session that it was opened with, and a session can take on another capacity, or end, while it
// is open. The page that came last says who the browser is now; others with a line ask the server again.
try {
  if (person) localStorage.setItem(LAST_IDENTITY, IDENTITY);
} catch { /* no storage: the server's own look at its sockets finds it within a minute */ }

/** Call `handler(same)` when a page opens of somebody else than the last one; `same`: of this page's person. */
export function onSessionChange(handler) {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === LAST_IDENTITY) handler(newValue === IDENTITY);
  });
}
