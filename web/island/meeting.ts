// The daily meeting: arrow keys lead through its screens, and Escape closes them. Each key presses a link that is there, so nothing here
// may be needed.

function inField(e: Event): boolean {
  return e.target instanceof HTMLElement && e.target.closest("input, select, textarea") !== null;
}

document.addEventListener("keydown", (e) => {
  if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || inField(e)) return;
  const link = document.querySelector<HTMLAnchorElement>(`[data-stage] a[data-key="${CSS.escape(e.key)}"]`);
  if (!link) return;
  e.preventDefault();
  link.click();
});
