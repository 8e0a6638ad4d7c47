// Signs of the page itself; drawn, so that they need no emoji font.

import { svg } from "./dom.js";

const PATHS = {
  lock: "M6 9V7a4 4 0 0 1 8 0v2M5 9h10v8H5z",
  clip: "M13.5 6.5 8 12a1.8 1.8 0 0 0 2.6 2.6l6-6a3.6 3.6 0 0 0-5.1-5.1l-6.2 6.2a5.4 5.4 0 0 0 7.6 7.6l4-4",
  up: "M7 9v8H4V9zM7 9l3-6c1.2 0 2 .8 1.7 2.2L11 8h4.6a1.5 1.5 0 0 1 1.4 1.9l-1.5 5.9a1.6 1.6 0 0 1-1.5 1.2H7",
  down: "M7 11V3H4v8zM7 11l3 6c1.2 0 2-.8 1.7-2.2L11 12h4.6a1.5 1.5 0 0 0 1.4-1.9l-1.5-5.9A1.6 1.6 0 0 0 14 3H7",
  reply: "M4 4h12v9H9l-4 3.5V13H4z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  bin: "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, class: "drawn-icon", "aria-hidden": "true" },
    svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linejoin": "round", "stroke-linecap": "round" }));
}
