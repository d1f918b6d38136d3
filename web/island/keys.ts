// The keys of the desk and of lists: J and K go on and back, Enter opens, / finds, ? shows them all. Each has a button beside the list.
// They never fire in a field or with a modifier, and whoever is in their way turns them off on their own page: then this is not loaded.

const dialog = document.querySelector<HTMLDialogElement>("#keys-list");
const board = document.getElementById("keys");

// links are the things of the lists, in their order: the link that opens each. What is folded away is passed over.
function links(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-item]")]
    .filter((item) => !item.closest("details:not([open])"))
    .map((item) => item.querySelector<HTMLElement>("h3 a, a.main"))
    .filter((link): link is HTMLElement => link !== null);
}

let last = ""; // where the link leads that these keys came to last: after a button was pressed, it has the focus

// step goes on (1) or back (-1) from the thing that has the focus; else from the first that is in view.
function step(by: number): void {
  const all = links();
  const item = document.activeElement?.closest("[data-item]");
  let at = item ? all.findIndex((link) => item.contains(link)) : all.findIndex((link) => link.getAttribute("href") === last);
  if (at < 0) {
    const inView = all.findIndex((link) => link.getBoundingClientRect().top >= 0);
    at = (inView < 0 ? 0 : inView) - (by > 0 ? 1 : 0);
  }
  const to = all[Math.max(0, Math.min(all.length - 1, at + by))];
  if (!to) return;
  last = to.getAttribute("href") ?? "";
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

const deeds: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  Enter: () => links().find((link) => link.getAttribute("href") === last)?.click(),
  "/": () => document.querySelector<HTMLInputElement>("main input[name=q]")?.focus(),
  "?": () => dialog?.showModal(),
};

// typing reports whether a key belongs to what has the focus.
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.altKey || e.metaKey || typing(e.target) || dialog?.open) return;
  if (e.shiftKey && e.key !== "?") return;
  if (e.key === "Enter") return; // the link that has the focus opens by itself
  const deed = deeds[e.key];
  if (!deed) return;
  e.preventDefault();
  deed();
});

if (board) {
  board.hidden = false;
  for (const button of board.querySelectorAll<HTMLButtonElement>("button[data-key]")) {
    button.addEventListener("click", () => deeds[button.dataset["key"] ?? ""]?.());
  }
}
