// The map: the streets that the server has drawn, as a map to move about in. Which street is chosen and what is seen stand in the address;
// the card of a street and the table come from the server, so nothing here may be needed.

import * as L from "leaflet";
import leafletCSS from "leaflet/dist/leaflet.css";

interface OnMap {
  name: string;
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
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map).getContainer()?.classList.add("map-scale");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const whole = boundsOf(frame.dataset["bounds"]);
  const shown = location.hash.match(/^#([\d.]+)\/([-\d.]+)\/([-\d.]+)$/);
  if (shown) map.setView([Number(shown[2]), Number(shown[3])], Number(shown[1]));
  else map.fitBounds(frame.dataset["open"] ? boundsOf(frame.dataset["open"]).pad(0.25) : whole.pad(0.05));
  // Whoever scrolls the page is not caught by the map: the wheel is the map's once it has been chosen.
  at.addEventListener("focus", () => map.scrollWheelZoom.enable());
  at.addEventListener("blur", () => map.scrollWheelZoom.disable());

  // The ground of each neighbourhood, with its name once there is room for it.
  void fetch((frame.dataset["geo"] ?? "").replace("/geo/streets", "/geo/sections")).then(async (answer) => {
    if (!answer.ok) return;
    const ground = (): L.PathOptions => ({ color: colour("--map-edge"), weight: 1.5, dashArray: "7 5", fillColor: colour("--map-area"), fillOpacity: 1, interactive: false });
    const areas = L.geoJSON<OnMap>((await answer.json()) as GeoJSON.FeatureCollection<GeoJSON.Polygon, OnMap>, {
      style: ground,
      onEachFeature: (f, layer) => layer.bindTooltip(f.properties.name, { permanent: true, direction: "center", className: "map-name" }),
    }).addTo(map);
    areas.bringToBack();
    dark.addEventListener("change", () => areas.setStyle(ground));
    frame.dataset["areas"] = String(areas.getLayers().length);
  });
  const roomForNames = (): void => void at.classList.toggle("is-far", map.getZoom() < 14);
  roomForNames();

  let streets: L.GeoJSON<OnMap> | undefined;
  let detail = "";
  let chosen = Number(new URLSearchParams(location.search).get("street"));

  function look(f: GeoJSON.Feature | undefined): L.PathOptions {
    const step = (f?.properties as OnMap | undefined)?.step ?? 0;
    const weight = Math.max(2.5, Math.min(7, map.getZoom() - 10));
    if (f?.id === chosen) return { color: colour("--ink"), weight: weight + 6, opacity: 1, dashArray: "" };
    const dash = step === 1 ? `1 ${weight * 1.8}` : step === 2 ? `${weight * 2.4} ${weight * 1.8}` : "";
    return { color: colour(step === 0 ? "--map-edge" : `--map-${step}`), weight: step === 0 ? 2 : weight, opacity: 1, lineCap: "round", dashArray: dash };
  }

  // The band of the chosen street lies over its dark edge.
  const band = L.layerGroup().addTo(map);
  function paint(): void {
    band.clearLayers();
    streets?.setStyle(look);
    streets?.eachLayer((l) => {
      const one = l as L.Polyline & { feature?: GeoJSON.Feature };
      if (one.feature?.id !== chosen) return;
      one.bringToFront();
      L.polyline(one.getLatLngs() as L.LatLng[][], { color: colour("--gorse"), weight: Math.max(2.5, Math.min(7, map.getZoom() - 10)) + 2, interactive: false }).addTo(band);
    });
  }

  async function load(): Promise<void> {
    const zoom = map.getZoom();
    const wanted = zoom >= 15 ? "near" : zoom >= 13 ? "half" : "far";
    if (wanted === detail) return;
    detail = wanted;
    const answer = await fetch(`${frame.dataset["geo"]}&detail=${wanted}`);
    if (!answer.ok || wanted !== detail) return;
    const all = (await answer.json()) as Streets;
    streets?.remove();
    streets = L.geoJSON<OnMap>(all, {
      style: look,
      onEachFeature: (f, layer) => {
        layer.bindTooltip(f.properties.name, { sticky: true });
        layer.on("click", () => void choose(Number(f.id)));
      },
    }).addTo(map);
    paint();
    frame.dataset["drawn"] = String(all.features.length);
  }

  async function choose(id: number): Promise<void> {
    chosen = id;
    paint();
    const address = `${frame.dataset["pick"]}${id}`;
    const page = await fetch(address);
    if (!page.ok || chosen !== id) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-card]");
    const card = document.querySelector("[data-card]");
    if (!fresh || !card) return;
    card.replaceChildren(...fresh.childNodes);
    history.replaceState(null, "", address + location.hash);
  }

  function next(): void {
    const all = streets?.getLayers() as (L.Polyline & { feature: GeoJSON.Feature })[] | undefined;
    if (!all?.length) return;
    const one = all[(all.findIndex((l) => l.feature.id === chosen) + 1) % all.length];
    if (!one) return;
    map.panTo(one.getBounds().getCenter());
    void choose(Number(one.feature.id));
  }

  map.on("moveend", () => {
    const middle = map.getCenter();
    history.replaceState(null, "", `#${map.getZoom()}/${middle.lat.toFixed(5)}/${middle.lng.toFixed(5)}`);
  });
  map.on("zoomend", () => {
    roomForNames();
    paint();
    void load();
  });
  at.addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() !== "n" || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    next();
  });
  buttons(frame, map, whole);
  dark.addEventListener("change", paint);
  void load();
}

function buttons(frame: HTMLElement, map: L.Map, whole: L.LatLngBounds): void {
  const zoom = frame.querySelector<HTMLElement>("[data-zoom]");
  if (!zoom) return;
  zoom.hidden = false;
  zoom.querySelector("[data-in]")?.addEventListener("click", () => map.zoomIn());
  zoom.querySelector("[data-out]")?.addEventListener("click", () => map.zoomOut());
  zoom.querySelector("[data-all]")?.addEventListener("click", () => map.fitBounds(whole, { padding: [24, 24] }));
}

function boundsOf(text: string | undefined): L.LatLngBounds {
  const [south = 0, west = 0, north = 0, east = 0] = (text ?? "").split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
}
