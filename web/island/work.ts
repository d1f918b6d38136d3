// Long work, live: the part of the page that says how far it is, fetched anew each second. Without it the page comes again by itself.

const again = 1000; // ms
const patience = 15000; // ms between two looks while nobody answers

async function look(part: HTMLElement, wait: number): Promise<void> {
  await new Promise((done) => setTimeout(done, wait));
  const fresh = await fetch(part.dataset.look ?? "", { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((text) => new DOMParser().parseFromString(text, "text/html").getElementById("work"))
    .catch(() => null);
  if (!fresh) {
    return look(part, Math.min(patience, wait * 2));
  }
  if (fresh.dataset.busy === undefined) {
    document.querySelector(".flash")?.remove(); // what it said was to come has come
    part.replaceWith(fresh);
    return;
  }
  for (const what of ["progress", ".work-bar b", ".work-bar span", "h2"]) {
    const [from, to] = [fresh.querySelector(what), part.querySelector(what)];
    if (from instanceof HTMLProgressElement && to instanceof HTMLProgressElement) {
      to.value = from.value; // the button below keeps its focus
    } else if (to && to.textContent !== (from?.textContent ?? "")) {
      to.textContent = from?.textContent ?? "";
    }
  }
  return look(part, again);
}

const part = document.getElementById("work");
if (part?.dataset.busy !== undefined) {
  void look(part, again);
}
