// The service worker of a connector's pages. It keeps the page of the badge, so that it opens without a signal. What was logged is not
// its business: the page keeps and sends that.
export {};

const sw = self as unknown as {
  addEventListener(type: string, listener: (e: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};
interface Extendable { waitUntil(p: Promise<unknown>): void }
interface Fetching extends Extendable { request: Request; respondWith(r: Promise<Response>): void }

const shelf = "waymark-log-1";
const patience = 4000; // ms for a page, before the one on the phone is shown

sw.addEventListener("install", (e: Extendable) => e.waitUntil(sw.skipWaiting()));
sw.addEventListener("activate", (e: Extendable) => e.waitUntil(sw.clients.claim()));

sw.addEventListener("fetch", (e: Fetching) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) e.respondWith(fixed(e.request));
  else if (e.request.mode === "navigate" && url.pathname.startsWith("/log/")) e.respondWith(page(e.request));
});

// fixed are our own files: each has an address of its own for ever.
async function fixed(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(shelf)).put(request, fresh.clone());
  return fresh;
}

// page asks the server first. A badge that was taken back is forgotten here too, with each of its pages.
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const address = new URL(request.url).pathname;
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (fresh.ok && !fresh.redirected) await cache.put(address, fresh.clone());
    if (fresh.status === 404 || fresh.status === 410) await caches.delete(shelf);
    if (fresh.status < 500) return fresh;
    return (await cache.match(address)) ?? fresh;
  } catch (away) {
    const kept = await cache.match(address);
    if (kept) return kept;
    const log = address.split("/", 3).join("/"); // the page of the badge is there: a page that was never opened is not
    if (log !== address && (await cache.match(log))) return Response.redirect(log);
    throw away;
  }
}
