// The street finder: it makes a text field into a combobox (ARIA 1.2, list popup) that suggests streets as people type.
// Without it the form posts what was typed, and the server offers a choice. So nothing here may be needed.

interface Street {
  id: string | number;
  name: string;
  section: string;
  town: string;
}

const pauseBeforeAsking = 150; // ms without a key, so that one word is one question
const shortest = 2; // letters

let made = 0;

class StreetFinder {
  private readonly list = document.createElement("ul");
  private readonly said = document.createElement("p");
  private readonly chosen: HTMLInputElement;
  private streets: Street[] = [];
  private active = -1;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(
    private readonly box: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly address: string,
    idName: string,
  ) {
    this.chosen = this.hidden(idName);
    made += 1;
    this.list.id = `finder-list-${made}`;
    this.list.className = "finder-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.says("list"));
    this.list.hidden = true;
    this.said.className = "finder-say";
    this.said.setAttribute("role", "status");
    box.append(this.list);
    box.after(this.said);
    // The browser's own suggestions stay away while ours show. It must be only then: what is "off" when the page is left,
    // the browser forgets, and the Back button shows an empty field.
    const usual = input.autocomplete;
    input.addEventListener("focus", () => (input.autocomplete = "off"));
    input.addEventListener("blur", () => (input.autocomplete = usual));
    input.form?.addEventListener("submit", () => (input.autocomplete = usual));
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (e) => this.key(e));
    input.addEventListener("blur", () => this.close());
  }

  // hidden finds the field that posts the chosen id, or makes one beside the server's own suggestions.
  private hidden(name: string): HTMLInputElement {
    const found = this.box.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);
    if (found) return found;
    const fresh = document.createElement("input");
    fresh.type = "hidden";
    fresh.name = name;
    fresh.disabled = true; // until a street is chosen here, the server's radio buttons speak
    this.box.append(fresh);
    return fresh;
  }

  // typed forgets what was chosen: the words no longer mean it.
  private typed(): void {
    this.chosen.value = "";
    this.said.textContent = "";
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const words = this.input.value.trim();
    if (words.length < shortest) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(words), pauseBeforeAsking);
  }

  private async ask(words: string): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(words)}`, {
        headers: { Accept: "application/json" },
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show((await answer.json()) as Street[]);
    } catch {
      if (asking.signal.aborted) return;
      this.close();
      this.said.textContent = this.says("away");
    }
  }

  private show(streets: Street[]): void {
    this.streets = streets;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...streets.map((street, i) => this.option(street, i)));
    const open = streets.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.said.textContent = this.countOf(streets.length);
  }

  private option(street: Street, i: number): HTMLLIElement {
    const li = document.createElement("li");
    li.id = `${this.list.id}-${i}`;
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    const where = document.createElement("small");
    where.textContent = [street.section, street.town].filter(Boolean).join(", ");
    li.append(street.name, where);
    // The press must not take the focus from the field, or the list closes before the click.
    li.addEventListener("pointerdown", (e) => e.preventDefault());
    li.addEventListener("mousedown", (e) => e.preventDefault());
    li.addEventListener("click", () => this.choose(i));
    return li;
  }

  private key(e: KeyboardEvent): void {
    if (this.list.hidden) return;
    const last = this.streets.length - 1;
    if (e.key === "ArrowDown") this.move(this.active >= last ? 0 : this.active + 1);
    else if (e.key === "ArrowUp") this.move(this.active <= 0 ? last : this.active - 1);
    else if (e.key === "Escape") this.close();
    else if (e.key === "Enter" && this.active >= 0) this.choose(this.active);
    else return;
    e.preventDefault();
  }

  private move(to: number): void {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = to;
    const option = this.list.children[to];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private choose(i: number): void {
    const street = this.streets[i];
    if (!street) return;
    this.input.value = street.section ? `${street.name}, ${street.section}` : street.name;
    this.chosen.disabled = false;
    this.chosen.value = String(street.id);
    this.uncheckGuesses();
    this.close();
    const where = [street.name, street.section, street.town].filter(Boolean).join(", ");
    this.said.textContent = this.says("chosen", where);
  }

  // uncheckGuesses clears the server's suggestions, which post under the same name.
  private uncheckGuesses(): void {
    const guesses = document.querySelectorAll<HTMLInputElement>(`input[type="radio"][name="${this.chosen.name}"]`);
    for (const guess of guesses) guess.checked = false;
  }

  // says is a text that the server has put beside the field, in the reader's language, with one thing put in.
  private says(which: string, what = ""): string {
    return (this.box.dataset[which] ?? "").replace(/%[ds]/, () => what);
  }

  private countOf(n: number): string {
    return this.says(n === 0 ? "none" : n === 1 ? "single" : "many", String(n));
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-finder]")) {
  const input = box.querySelector<HTMLInputElement>("input.input");
  const { finder, id } = box.dataset;
  if (input && finder && id) new StreetFinder(box, input, finder, id);
}
