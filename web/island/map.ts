// The map: the streets that the server has drawn, as a map to move about in. Which street is chosen and what is seen stand in the address;
// the card of a street and the table come from the server, so nothing here may be needed.

import * as L from "leaflet";
import leafletCSS from "leaflet/dist/leaflet.css";

interface OnMap {
  name?: string; // not told of what is seen from afar
  town?: string; // of a neighbourhood, where there are several towns
  step: number;
}

type Streets = GeoJSON.FeatureCollection<GeoJSON.MultiLineString, OnMap>;

const drawn = document.querySelector<HTMLElement>("[data-map]");
const live = drawn?.querySelector<HTMLElement>("[data-live]");
if (drawn && live) begin(drawn, live);

function begin(frame: HTMLElement, at: HTMLElement): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(leafletCSS);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  frame.classList.add("is-live");
  at.hidden = false;

  const map = L.map(at, { preferCanvas: true, zoomControl: false, attributionControl: false, zoomSnap: 0.5, scrollWheelZoom: false, maxZoom: 19, renderer: L.canvas({ tolerance: 6, padding: 0.3 }) });
  L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 140 }).addTo(map).getContainer()?.classList.add("map-scale");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tiles = frame.dataset["tiles"];
  if (tiles) L.tileLayer(tiles, { maxZoom: 19, referrerPolicy: "origin" }).addTo(map);
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const whole = boundsOf(frame.dataset["bounds"]);
  const shown = location.hash.match(/^#([\d.]+)\/([-\d.]+)\/([-\d.]+)$/);
  if (shown) map.setView([Number(shown[2]), Number(shown[3])], Number(shown[1]));
  else map.fitBounds(frame.dataset["open"] ? boundsOf(frame.dataset["open"]).pad(0.1) : whole.pad(0.05));
  // Whoever scrolls the page is not caught by the map: the wheel is the map's once it has been chosen.
  at.addEventListener("focus", () => map.scrollWheelZoom.enable());
  at.addEventListener("blur", () => map.scrollWheelZoom.disable());

  // From near the neighbourhoods have names, from afar the towns: the largest first, and none over another.
  const names: { label: L.Tooltip; of: L.LatLngBounds; town: boolean }[] = [];
  const name = (of: L.LatLngBounds, text: string, town: boolean): number =>
    names.push({ of, town, label: L.tooltip({ permanent: true, direction: "center", className: "map-name", content: plain(text) }).setLatLng(of.getCenter()).addTo(map) });
  function roomForNames(): void {
    const near = map.getZoom() >= 14;
    const taken: { at: L.Point; wide: number; high: number }[] = [];
    for (const { label, of, town } of names) {
      const said = label.getElement();
      if (!said) continue;
      const one = { at: map.latLngToContainerPoint(of.getCenter()), wide: said.offsetWidth, high: said.offsetHeight };
      const free = town !== near && !taken.some((o) => 2 * Math.abs(o.at.x - one.at.x) < o.wide + one.wide && 2 * Math.abs(o.at.y - one.at.y) < o.high + one.high);
      said.classList.toggle("has-room", free);
      if (free) taken.push(one);
    }
  }

  // The ground of each neighbourhood.
  const ground = (): Promise<void> => fetch((frame.dataset["geo"] ?? "").replace("/geo/streets", "/geo/sections")).then(async (answer) => {
    if (!answer.ok) return;
    const look = (): L.PathOptions => ({ color: colour("--map-edge"), weight: 1.5, dashArray: "7 5", fillColor: colour("--map-area"), fillOpacity: tiles ? 0.25 : 1, interactive: false });
    const towns = new Map<string, L.LatLngBounds>();
    const areas = L.geoJSON<OnMap>((await answer.json()) as GeoJSON.FeatureCollection<GeoJSON.Polygon, OnMap>, {
      style: look,
      onEachFeature: (f, layer) => {
        const reach = (layer as L.Polygon).getBounds();
        name(reach, f.properties.name ?? "", false);
        if (f.properties.town) towns.set(f.properties.town, (towns.get(f.properties.town) ?? L.latLngBounds(reach.getCenter(), reach.getCenter())).extend(reach));
      },
    }).addTo(map);
    areas.bringToBack();
    for (const [town, reach] of towns) name(reach, town, true);
    const across = (b: L.LatLngBounds): number => b.getNorthEast().distanceTo(b.getSouthWest());
    names.sort((a, b) => across(b.of) - across(a.of));
    roomForNames();
    dark.addEventListener("change", () => areas.setStyle(look));
    frame.dataset["areas"] = String(areas.getLayers().length);
  });

  let streets: L.GeoJSON<OnMap> | undefined;
  const lines = new Map<number, L.Polyline>();
  let chosen = Number(new URLSearchParams(location.search).get("street"));
  let asked = ""; // what was fetched last
  let box = whole; // and of which part of the map

  let colours: string[] = [];
  const mix = (): void => void (colours = ["--map-edge", "--map-1", "--map-2", "--map-3", "--map-4", "--map-5"].map(colour));
  const broad = (): number => Math.max(2.5, Math.min(7, map.getZoom() - 10));

  function look(f: GeoJSON.Feature | undefined): L.PathOptions {
    const step = (f?.properties as OnMap | undefined)?.step ?? 0;
    const weight = broad();
    if (f?.id === chosen) return { color: colour("--ink"), weight: weight + 6, opacity: 1, dashArray: "" };
    const dash = step === 1 ? `1 ${weight * 1.8}` : step === 2 ? `${weight * 2.4} ${weight * 1.8}` : "";
    return { color: colours[step] ?? "", weight: step === 0 ? 2 : weight, opacity: 1, lineCap: "round", dashArray: dash };
  }

  // The band of the chosen street lies over its dark edge.
  const band = L.layerGroup().addTo(map);
  function mark(): void {
    band.clearLayers();
    const one = lines.get(chosen);
    if (!one) return;
    one.setStyle(look((one as L.Polyline & { feature?: GeoJSON.Feature }).feature)).bringToFront();
    L.polyline(one.getLatLngs() as L.LatLng[][], { color: colour("--gorse"), weight: broad() + 2, interactive: false }).addTo(band);
  }
  function paint(): void {
    mix();
    streets?.setStyle(look);
    mark();
  }

  // Seen from afar the lines are plain, and all are there; from nearer there are more corners, of what is seen and some way round it. Squares
  // of a fixed grid are asked for, so that the same is asked for again.
  async function load(): Promise<void> {
    const zoom = map.getZoom();
    const [detail, grid] = zoom >= 15 ? ["near", 0.05] : zoom >= 13 ? ["half", 0.1] : [zoom >= 11 ? "far" : "whole", 0];
    if (asked.startsWith(detail) && box.contains(map.getBounds())) return;
    const seen = map.getBounds().pad(0.2);
    const down = (x: number): string => (Math.floor(x / grid) * grid).toFixed(2);
    const up = (x: number): string => (Math.ceil(x / grid) * grid).toFixed(2);
    const part = grid && !seen.contains(whole) ? [down(seen.getSouth()), down(seen.getWest()), up(seen.getNorth()), up(seen.getEast())].join(",") : "";
    const wanted = detail + part;
    if (wanted === asked) return;
    asked = wanted;
    const answer = await fetch(`${frame.dataset["geo"]}&detail=${detail}${part && `&box=${part}`}`);
    if (!answer.ok || wanted !== asked) return;
    const all = (await answer.json()) as Streets;
    if (wanted !== asked) return;
    box = part ? boundsOf(part) : L.latLngBounds([-90, -180], [90, 180]);
    streets?.remove();
    lines.clear();
    mix();
    streets = L.geoJSON<OnMap>(all, { style: look, onEachFeature: (f, layer) => void lines.set(Number(f.id), layer as L.Polyline) })
      .bindTooltip((layer) => plain(((layer as L.Polyline).feature?.properties as OnMap).name ?? ""), { sticky: true })
      .on("click", (e) => void choose(Number((e.propagatedFrom as L.Polyline).feature?.id), true))
      .addTo(map);
    mark();
    frame.dataset["drawn"] = String(all.features.length);
    frame.dataset["shown"] ??= String(Math.round(performance.now()));
  }

  async function choose(id: number, show = false): Promise<void> {
    const before = lines.get(chosen);
    chosen = id;
    before?.setStyle(look(before.feature));
    mark();
    const address = `${frame.dataset["pick"]}${id}`;
    const page = await fetch(address);
    if (!page.ok || chosen !== id) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-card]");
    const card = document.querySelector("[data-card]");
    if (!fresh || !card) return;
    card.replaceChildren(...fresh.childNodes);
    if (show) card.querySelector("h2")?.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", address + location.hash);
  }

  // The next of the streets that are seen: whoever looks for one moves the map there first.
  function next(): void {
    const all = (streets?.getLayers() ?? []) as (L.Polyline & { feature: GeoJSON.Feature })[];
    const seen = all.filter((l) => map.getBounds().intersects(l.getBounds()));
    const among = seen.length ? seen : all;
    const one = among[(among.findIndex((l) => l.feature.id === chosen) + 1) % among.length];
    if (!one) return;
    if (!seen.length) map.panTo(one.getBounds().getCenter());
    void choose(Number(one.feature.id));
  }

  map.on("moveend", () => {
    void load();
    const middle = map.getCenter();
    history.replaceState(null, "", `#${map.getZoom()}/${middle.lat.toFixed(5)}/${middle.lng.toFixed(5)}`);
  });
  map.on("zoomend", () => {
    roomForNames();
    paint();
  });
  at.addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() !== "n" || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    next();
  });
  buttons(frame, map, whole);
  pins(map);
  dark.addEventListener("change", paint);
  void load().then(ground);
}

function buttons(frame: HTMLElement, map: L.Map, whole: L.LatLngBounds): void {
  const zoom = frame.querySelector<HTMLElement>("[data-zoom]");
  if (!zoom) return;
  zoom.hidden = false;
  zoom.querySelector("[data-in]")?.addEventListener("click", () => map.zoomIn());
  zoom.querySelector("[data-out]")?.addEventListener("click", () => map.zoomOut());
  zoom.querySelector("[data-all]")?.addEventListener("click", () => map.fitBounds(whole, { padding: [24, 24] }));
}

// Each bench or café of the list that says where it is stands on the map with its number.
function pins(map: L.Map): void {
  for (const line of document.querySelectorAll<HTMLElement>("[data-pin]")) {
    const [lat = 0, lng = 0] = (line.dataset["pin"] ?? "").split(",").map(Number);
    const [number, link] = [line.querySelector("[data-n]"), line.querySelector("a")];
    const marker = L.marker([lat, lng], { icon: L.divIcon({ className: "pin-n", html: number?.textContent ?? "", iconSize: [32, 32] }), alt: line.textContent?.trim() ?? "" });
    marker.bindTooltip(line.innerText).on("click", () => link?.click()).addTo(map);
  }
}

// A name is never read as markup.
function plain(text: string): HTMLElement {
  const said = document.createElement("span");
  said.textContent = text;
  return said;
}

function boundsOf(text: string | undefined): L.LatLngBounds {
  const [south = 0, west = 0, north = 0, east = 0] = (text ?? "").split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
}
