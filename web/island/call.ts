// The call-taker's page: whoever rings from a number that we know is found while it is typed, and Ctrl with Enter writes the call down.
// On a phone the parts of the script are turned over like the pages of a pad. Without it the form is the same, in one roll, and people are
// looked up above it. So nothing here may be needed.

interface Caller {
  id: number;
  first: string;
  last: string;
  where: string;
  street: string;
  streetId: number;
}

const pauseBeforeLooking = 200; // ms without a key
const fewestFigures = 6;

class CallerFinder {
  private readonly list = document.createElement("ul");
  private readonly said = document.createElement("p");
  private readonly other = document.createElement("button");
  private callers: Caller[] = [];
  private active = -1;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
    private readonly address: string,
  ) {
    this.list.id = "caller-list";
    this.list.className = "finder-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.says("list"));
    this.said.className = "finder-say";
    this.said.setAttribute("role", "status");
    this.other.type = "button";
    this.other.className = "as-link";
    this.other.textContent = this.says("not");
    this.other.hidden = true;
    this.other.addEventListener("click", () => this.forget());
    const box = document.createElement("div");
    box.className = "finder";
    input.replaceWith(box);
    box.append(input, this.list);
    box.after(this.said, this.other);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (e) => this.key(e));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("focus", () => this.open());
    if (document.activeElement === document.body && input.autofocus) input.focus();
  }

  private says(what: string): string {
    return this.form.dataset[what] ?? "";
  }

  private field(name: string): HTMLInputElement | null {
    return this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.callers = []; // those of another number
    if (this.input.value.replace(/\D/g, "").length < fewestFigures) {
      this.show([]);
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(this.input.value), pauseBeforeLooking);
  }

  private async ask(words: string): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(words)}`, {
        headers: { Accept: "application/json" },
        signal: asking.signal,
      });
      if (answer.ok) this.show((await answer.json()) as Caller[]);
    } catch {
      this.close(); // the call goes on without it
    }
  }

  private show(callers: Caller[]): void {
    this.callers = callers;
    this.list.replaceChildren(...callers.map((caller, i) => this.option(caller, i)));
    this.close();
    if (this.other.hidden) this.said.textContent = ""; // else it says who was chosen
    this.open();
  }

  // open shows whom the number may be of, also to whoever comes back to it, until somebody is chosen.
  private open(): void {
    if (this.callers.length === 0 || !this.other.hidden || document.activeElement !== this.input) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.said.textContent = this.says("many");
  }

  private option(caller: Caller, i: number): HTMLLIElement {
    const li = document.createElement("li");
    li.id = `${this.list.id}-${i}`;
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    const where = document.createElement("small");
    where.textContent = caller.where;
    li.append(`${caller.first} ${caller.last}`.trim(), where);
    li.addEventListener("mousedown", (e) => e.preventDefault());
    li.addEventListener("click", () => this.choose(i));
    return li;
  }

  private key(e: KeyboardEvent): void {
    if (this.list.hidden && (e.key === "ArrowDown" || e.key === "ArrowUp")) this.open();
    if (this.list.hidden) return;
    const last = this.callers.length - 1;
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
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  // choose takes the person, and their street where none has been typed yet.
  private choose(i: number): void {
    const caller = this.callers[i];
    const person = this.field("person");
    if (!caller || !person) return;
    person.value = String(caller.id);
    this.name(caller.first, caller.last, true);
    const street = this.field("street");
    const streetId = this.field("streetId");
    if (street && streetId && !street.value && caller.streetId) {
      street.value = caller.street;
      streetId.value = String(caller.streetId);
    }
    this.close();
    this.said.textContent = this.says("known").replace("{name}", `${caller.first} ${caller.last}`.trim());
    this.other.hidden = false;
    this.form.querySelector<HTMLSelectElement>('select[name="needId"]')?.focus();
  }

  private forget(): void {
    const person = this.field("person");
    if (person) person.value = "";
    this.name("", "", false);
    this.said.textContent = "";
    this.other.hidden = true;
    this.input.focus();
  }

  private name(first: string, last: string, settled: boolean): void {
    for (const [name, value] of [["firstName", first], ["lastName", last]] as const) {
      const field = this.field(name);
      if (!field) continue;
      field.value = value;
      field.readOnly = settled;
    }
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

// Script shows one part of the form at a time where the window is narrow; the style sheet knows when. The other parts stay where Tab finds
// them: whoever goes on by keyboard needs no more keys than in one roll.
class Script {
  private readonly parts: HTMLElement[];

  constructor(private readonly form: HTMLFormElement) {
    this.parts = [...form.querySelectorAll<HTMLElement>(".part")];
    this.parts.forEach((part, n) => part.lastElementChild?.append(this.turn(n)));
    form.classList.add("paged");
    form.addEventListener("focusin", (e) => this.follow(e.target as Element));
    const wrong = this.parts.findIndex((part) => part.querySelector(".bad"));
    this.show(Math.max(0, wrong));
  }

  private says(what: string): string {
    return this.form.dataset[what] ?? "";
  }

  // turn is the foot of a part: on, back, and how far the call is.
  private turn(n: number): HTMLElement {
    const foot = document.createElement("div");
    foot.className = "turn";
    const next = this.parts[n + 1];
    if (next) foot.append(this.button("btn arm", this.says("next").replace("{part}", this.title(next)), n + 1));
    if (n > 0) foot.append(this.button("btn btn-quiet", this.says("back"), n - 1));
    const far = document.createElement("span");
    far.className = "soft";
    far.textContent = this.says("step").replace("{n}", String(n + 1)).replace("{of}", String(this.parts.length));
    foot.append(far);
    return foot;
  }

  private title(part: HTMLElement): string {
    return part.querySelector("h2")?.textContent ?? "";
  }

  // button turns to a part. Tab passes it over, for it leads there by itself.
  private button(look: string, text: string, to: number): HTMLButtonElement {
    const b = document.createElement("button");
    b.type = "button";
    b.className = look;
    b.tabIndex = -1;
    b.textContent = text;
    b.addEventListener("click", () => {
      this.show(to);
      const heading = this.parts[to]?.querySelector("h2");
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    });
    return b;
  }

  // follow turns to the part in which the cursor stands now.
  private follow(target: Element): void {
    const n = this.parts.findIndex((part) => part.contains(target));
    const to = n < 0 && target.closest(".arm-hint") ? this.parts.length - 1 : n;
    if (to < 0 || this.parts[to]?.classList.contains("is-here")) return;
    this.show(to);
    target.scrollIntoView({ block: "center" });
  }

  private show(here: number): void {
    this.parts.forEach((part, n) => part.classList.toggle("is-here", n === here));
    this.form.classList.toggle("at-first", here === 0);
    this.form.classList.toggle("at-last", here === this.parts.length - 1);
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-script]")) {
  const input = form.querySelector<HTMLInputElement>("input[data-people]");
  if (form.querySelectorAll(".part").length > 1) new Script(form);
  if (input?.dataset.people) new CallerFinder(form, input, input.dataset.people);
  form.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      form.requestSubmit();
    }
  });
}
