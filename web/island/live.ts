// The live bar: what changes elsewhere gathers in a bar, and nothing on the page moves until somebody presses it. Then the page is read
// again and its parts are put in place, with the focus, the scroll and what was typed as they were. Without it the page is as it was
// when it was opened. A page that nobody sees does not listen, so that many tabs are no load.

const patienceFirst = 2_000; // ms before it tries again after the server has sent it away
const patienceLast = 60_000;
const quietFor = 15_000; // ms between two announcements of a number that grows

interface News {
  id?: number;
  fresh?: boolean;
  words?: string;
}

class LiveBar {
  private readonly say: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly came = new Set<number>();
  private moved = false;
  private source: EventSource | undefined;
  private over = false;
  private after = "";
  private patience = patienceFirst;
  private timer = 0;
  private saidAt = 0;
  private sayTimer = 0;

  constructor(private readonly bar: HTMLElement) {
    this.say = bar.querySelector<HTMLElement>("[role=status]")!;
    this.button = bar.querySelector<HTMLButtonElement>("button")!;
    this.button.addEventListener("click", () => void this.show());
    document.addEventListener("visibilitychange", () => this.seen());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (e) => e.persisted && this.seen());
    this.seen();
  }

  private seen(): void {
    if (document.hidden) this.stop();
    else if (!this.source && !this.over) this.listen();
  }

  private leave(): void {
    this.stop();
    const close = this.bar.dataset["close"];
    if (close) navigator.sendBeacon(close);
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private address(): string {
    const url = new URL(this.bar.dataset["live"] ?? "", location.href);
    if (this.after) url.searchParams.set("after", this.after);
    return url.href;
  }

  private listen(): void {
    const source = new EventSource(this.address());
    this.source = source;
    const on = (kind: string, hear: (news: News) => void) =>
      source.addEventListener(kind, (e) => {
        this.patience = patienceFirst;
        if (e.lastEventId) this.after = e.lastEventId;
        hear(JSON.parse((e as MessageEvent<string>).data) as News);
      });
    on("ask", (news) => this.gather(news));
    on("reload", () => this.gather({}));
    on("said", (news) => this.tell(news.words ?? ""));
    on("here", (news) => this.here(news.words ?? ""));
    on("end", () => {
      this.over = true;
      this.stop();
    });
    source.addEventListener("error", () => this.lost(source));
  }

  // lost tries again when the browser has given up; while it tries by itself there is nothing to do.
  private lost(source: EventSource): void {
    if (source.readyState !== EventSource.CLOSED || source !== this.source) return;
    this.stop();
    this.timer = window.setTimeout(() => this.seen(), this.patience * (0.5 + Math.random()));
    this.patience = Math.min(this.patience * 2, patienceLast);
  }

  private gather(news: News): void {
    if (news.id && news.fresh) this.came.add(news.id);
    else if (!news.id || !this.came.has(news.id)) this.moved = true;
    window.clearTimeout(this.sayTimer);
    const wait = Math.max(300, this.saidAt + quietFor - Date.now());
    this.sayTimer = window.setTimeout(() => this.count(), wait);
  }

  private count(): void {
    this.saidAt = Date.now();
    const n = this.came.size;
    const which = n > 1 ? "many" : n === 1 ? "single" : "moved";
    if (n > 0 || this.moved) this.tell((this.bar.dataset[which] ?? "").replace("%d", String(n)));
  }

  private tell(words: string): void {
    if (words === "" || this.say.textContent === words) return;
    this.say.textContent = words;
    this.button.hidden = false;
  }

  private here(words: string): void {
    const place = document.getElementById("here");
    if (place && place.textContent !== words) place.textContent = words;
  }

  // show reads the page again and puts its parts in place.
  private async show(): Promise<void> {
    this.button.disabled = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const bar = fresh.getElementById("live");
      if (!answer.ok || !bar) {
        location.reload(); // signed out, or not theirs any more: the page says so itself
        return;
      }
      this.swap(fresh);
      this.stop();
      this.after = "";
      this.bar.dataset["live"] = bar.dataset["live"] ?? "";
      this.seen();
    } catch {
      this.say.textContent = this.bar.dataset["lost"] ?? "";
    } finally {
      this.button.disabled = false;
    }
  }

  private swap(fresh: Document): void {
    const held = mark(document.activeElement);
    const place = anchor();
    for (const part of document.querySelectorAll<HTMLElement>("[id^=live-]")) {
      const next = fresh.getElementById(part.id);
      if (!next) continue;
      for (const open of part.querySelectorAll("details[id][open]")) next.querySelector(`#${open.id}`)?.setAttribute("open", "");
      part.replaceChildren(...next.childNodes);
    }
    document.title = fresh.title;
    this.here(fresh.getElementById("here")?.textContent ?? "");
    let first: HTMLElement | undefined;
    for (const id of this.came) {
      const link = document.querySelector<HTMLElement>(`[data-item] a[href="/requests/${id}"]`);
      link?.closest("[data-item]")?.classList.add("is-fresh");
      link?.closest("details")?.setAttribute("open", "");
      first ??= link ?? undefined;
    }
    this.came.clear();
    this.moved = false;
    this.saidAt = 0;
    this.button.hidden = true;
    this.say.textContent = this.bar.dataset["shown"] ?? "";
    place?.();
    const to = held?.() ?? first ?? document.querySelector<HTMLElement>("h1");
    if (to && !to.matches("a, button, input, textarea, select, summary")) to.tabIndex = -1;
    to?.focus({ preventScroll: true });
  }
}

// mark remembers what has the focus, so that its successor can be found: by its id, or by where it leads. The bar's own button is not
// come back to.
function mark(active: Element | null): (() => HTMLElement | undefined) | undefined {
  if (!(active instanceof HTMLElement) || active === document.body || active.closest("#live")) return undefined;
  const { id } = active;
  const way = active.getAttribute("href");
  const action = active.closest("form")?.getAttribute("action");
  return () => {
    if (active.isConnected) return active;
    const same =
      (id && document.getElementById(id)) ||
      (way && document.querySelector(`main a[href="${CSS.escape(way)}"]`)) ||
      (action && document.querySelector(`main form[action="${CSS.escape(action)}"] button`));
    return same instanceof HTMLElement ? same : undefined;
  };
}

// anchor remembers where the first thing of a list that is in view stands, and puts it back there.
function anchor(): (() => void) | undefined {
  for (const item of document.querySelectorAll<HTMLElement>("[data-item]")) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom <= 0 || top < 0 && bottom < 60) continue;
    if (top > window.innerHeight) return undefined;
    const way = item.querySelector("a")?.getAttribute("href") ?? "";
    return () => {
      const now = document.querySelector(`[data-item] a[href="${CSS.escape(way)}"]`)?.closest("[data-item]");
      if (now) window.scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
    };
  }
  return undefined;
}

// The dock offers to put back what was just done, for 20 seconds, and while the focus is in it. In the story it stands for longer.
const dockFor = 20_000;
const dock = document.querySelector<HTMLElement>(".dock");
if (dock) {
  const go = (): void => {
    if (dock.matches(":focus-within, :hover")) window.setTimeout(go, dockFor);
    else dock.remove();
  };
  window.setTimeout(go, dockFor);
}

const bar = document.getElementById("live");
if (bar) new LiveBar(bar);
