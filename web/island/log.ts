// The log on a connector's phone: what is logged is kept here first, then sent, and kept until the server has it. Without this script the
// form posts like any other.
import { all, drop, keep, type Waiting } from "./shared/waiting";

interface Answer {
  said: string;
  wrong?: { field: string; said: string }[];
  next?: string;
}

// The day here, by this phone.
function dayHere(back = 0): string {
  const d = new Date();
  d.setDate(d.getDate() - back);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

const form = document.querySelector<HTMLFormElement>("form[data-log]");
const bar = document.querySelector<HTMLElement>("[data-waiting]");
const logged = document.querySelector<HTMLElement>("[data-logged]");
const says = (what: string): string => bar?.dataset[what] ?? "";

function tell(text: string): void {
  if (!logged) return;
  logged.hidden = false;
  const words = logged.querySelector("span");
  if (words) words.textContent = text;
  scrollTo(0, 0); // what was logged and what waits stand together on top
}

// show keeps the bar true to what is on the phone.
async function show(): Promise<void> {
  const waiting = await all();
  if (!bar) return;
  bar.hidden = waiting.length === 0;
  const count = bar.querySelector("[data-waiting-count]");
  if (count) count.textContent = waiting.length === 1 ? says("single") : says("many").replace("%d", String(waiting.length));
  const goes = waiting.some((w) => !w.problem); // by itself
  const why = bar.querySelector<HTMLElement>("[data-waiting-why]");
  if (why) why.hidden = !goes;
  if (logged && !goes && logged.querySelector("span")?.textContent === says("kept")) logged.hidden = true;
  const list = bar.querySelector("[data-waiting-list]");
  list?.replaceChildren(...waiting.filter((w) => w.problem).map(line));
}

// line is one that has to be looked at: it can go without its note, which is what is mostly wrong, or not at all.
function line(w: Waiting): HTMLLIElement {
  const li = document.createElement("li");
  const said = document.createElement("p");
  said.textContent = `${says("look")} ${w.problem ?? ""}`;
  li.append(said);
  if (!w.shut && new URLSearchParams(w.body).get("note")) {
    li.append(button("bare", () => {
      const body = new URLSearchParams(w.body);
      body.set("note", "");
      return keep({ key: w.key, url: w.url, on: w.on, body: body.toString() }).then(() => send());
    }));
  }
  if (!w.shut) li.append(button("away", () => drop(w.key).then(show)));
  return li;
}

// button is one beside what has to be looked at; what it says stands in the page.
function button(what: string, does: () => Promise<unknown>): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "btn";
  b.textContent = says(what);
  b.addEventListener("click", () => void does());
  return b;
}

// heard are the statuses by which the server says what becomes of one. Anything else, from whatever stands before it too, means: later.
const heard = [200, 409, 410, 422];

// post sends one. It returns the answer when the server has it or refuses it; undefined when it must wait.
async function post(w: Waiting): Promise<{ status: number; answer: Answer } | undefined> {
  const body = new URLSearchParams(w.body);
  body.set("sent", dayHere());
  try {
    const came = await fetch(w.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
    if (!heard.includes(came.status)) return undefined;
    if (came.status === 409) return { status: 409, answer: { said: says("had") } };
    if (came.headers.get("Content-Type") !== "application/json") return undefined;
    return { status: came.status, answer: (await came.json()) as Answer };
  } catch {
    return undefined;
  }
}

// settle does with one what the server says of it. Only what the server has leaves the phone.
async function settle(w: Waiting, came: { status: number; answer: Answer }): Promise<void> {
  if (came.status === 200 || came.status === 409) return void (await drop(w.key));
  const problem = came.status === 422 ? (came.answer.wrong ?? []).map((p) => p.said).join(" ") : came.answer.said;
  await keep({ ...w, problem, shut: came.status === 410 });
}

// send sends what waits, one tab at a time; what needs a look stays until somebody has looked at it, and presses.
async function send(looked = false): Promise<void> {
  const go = async (): Promise<void> => {
    for (const w of await all()) {
      if (w.problem && !w.shut && !looked) continue;
      if (w.shut && form) w.url = w.url.replace(/\/log\/[^/]+/, `/log/${location.pathname.split("/")[2] ?? ""}`); // this page's badge holds
      const came = await post(w);
      if (!came) break;
      await settle(w, came);
    }
    await show();
  };
  if (navigator.locks) await navigator.locks.request("waymark-log", go);
  else await go();
}

// read is the form as it will be sent: "today" is a day, because it may go tomorrow.
function read(f: HTMLFormElement): Waiting {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(f)) {
    if (typeof value === "string" && name !== "q") body.append(name, value);
  }
  const on = dayHere(body.get("day") === "yesterday" ? 1 : 0);
  body.set("day", on);
  return { key: body.get("key") ?? "", url: f.action, on, body: body.toString() };
}

function fresh(f: HTMLFormElement): void {
  f.reset();
  for (const box of f.querySelectorAll<HTMLInputElement>("input[type=radio][name=about], input[type=radio][name=to]")) box.checked = false;
  newKey(f);
}

function newKey(f: HTMLFormElement): void {
  const key = f.querySelector<HTMLInputElement>("input[name=key]");
  if (key) key.value = crypto.randomUUID();
}

// missing is the first thing that has not been tapped yet. Without a signal nobody else says so: it would wait here and never go. Whose
// safety they fear for, they point nowhere.
function missing(f: HTMLFormElement): HTMLInputElement | undefined {
  for (const name of ["about", "to"]) {
    const first = f.querySelector<HTMLInputElement>(`input[type=radio][name=${name}]`);
    if (first && !f.querySelector(`input[name=${name}]:checked, .is-safety input:checked`)) return first;
  }
  const counts = [...f.querySelectorAll<HTMLInputElement>("input[name=n]")]; // a day added up
  return counts.some((c) => Number(c.value) > 0) ? undefined : counts[0];
}

async function log(f: HTMLFormElement): Promise<void> {
  const wants = missing(f);
  if (wants) {
    tell(says(wants.name));
    wants.focus();
    return;
  }
  const w = read(f);
  try {
    await keep(w);
  } catch {
    tell(says("full"));
    return;
  }
  const came = navigator.onLine ? await post(w) : undefined;
  if (came) await settle(w, came);
  if (came?.status === 422) {
    await drop(w.key); // it stands in the form still, to be mended
    mend(f, came.answer);
  } else if (came?.answer.next) {
    location.assign(came.answer.next);
    return;
  } else {
    if (came?.status !== 410) tell(came?.answer.said || says("kept"));
    fresh(f);
  }
  await show();
}

// mend says beside the form what the server cannot take.
function mend(f: HTMLFormElement, answer: Answer): void {
  const wrong = answer.wrong ?? [];
  tell(wrong.map((p) => p.said).join(" ") || answer.said);
  const field = f.querySelector<HTMLElement>(`[name="${CSS.escape(wrong[0]?.field ?? "")}"]`);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

// take has the form log to the phone first.
function take(form: HTMLFormElement): void {
  newKey(form); // this page may be one that was kept
  let busy = false;
  form.addEventListener("submit", (e) => {
    if (e.submitter instanceof HTMLButtonElement && e.submitter.value === "find") return;
    e.preventDefault();
    if (busy) return;
    busy = true;
    void log(form).finally(() => (busy = false));
  });
}

if ("indexedDB" in window) {
  if (form) take(form);
  bar?.querySelector("[data-send-now]")?.addEventListener("click", () => void send(true));
  addEventListener("online", () => void send());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void send();
  });
  void show().then(() => send());
}

if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/log/worker.js", { scope: "/log/" }).then(async () => {
    const cache = await caches.open("waymark-log-1");
    const files = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[rel=stylesheet], link[rel=icon], script[src]")];
    const addresses = files.map((f) => (f instanceof HTMLLinkElement ? f.href : f.src));
    const badge = location.pathname.split("/").slice(0, 3).join("/");
    if (navigator.onLine) await cache.addAll([badge, `${badge}/today`, ...addresses]);
  }).catch(() => undefined); // a browser that keeps nothing still logs
}
