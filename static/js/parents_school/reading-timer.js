// "I have read this" can be pressed from the start without a script. With one it says by itself when it is time.
export function whenRead(form) {
  const button = form.querySelector("button");
  const left = Number(form.dataset.finish) * 1000;
  button.setAttribute("aria-disabled", "true");
  const hold = (event) => event.preventDefault();
  button.addEventListener("click", hold);
  setTimeout(() => {
    button.removeAttribute("aria-disabled");
    button.removeEventListener("click", hold);
  }, left);
}
