// The button that prints a page. Without it the page says where printing is in the browser.

const button = document.querySelector<HTMLButtonElement>("[data-print]");
if (button) {
  button.hidden = false;
  document.querySelector("[data-print-how]")?.remove();
  button.addEventListener("click", () => window.print());
}

// The parts of the meeting. On a phone each stands closed under its heading, but for the one that an address leads to; on paper all are open.
const parts = document.querySelectorAll<HTMLDetailsElement>(".agenda-fold");
if (matchMedia("(max-width: 759px)").matches) {
  for (const part of parts) part.open = location.hash === `#${part.parentElement?.id}`;
}
window.addEventListener("beforeprint", () => {
  for (const part of parts) part.open = true;
});
