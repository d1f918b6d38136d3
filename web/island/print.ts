// The button that prints a page. Without it the page says where printing is in the browser.

const button = document.querySelector<HTMLButtonElement>("[data-print]");
if (button) {
  button.hidden = false;
  document.querySelector("[data-print-how]")?.remove();
  button.addEventListener("click", () => window.print());
}
