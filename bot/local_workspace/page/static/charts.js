// data_visualization blocks as plain SVG, with a table of the same numbers for those who can't see it.

import { h, svg } from "./dom.js";

const WIDTH = 520;
const HEIGHT = 240;
const BOX = { left: 46, right: 12, top: 12, bottom: 44 };

export function chart(block) {
  const { chart: content } = block;
  const drawing = content.type === "pie" ? pie(content) : axes(content);
  return h("figure.chart", {}, h("figcaption", {}, block.title), drawing, legend(content), numbers(block.title, content));
}

function legend(content) {
  const names = content.type === "pie" ? content.segments.map((one) => `${one.label} (${shown(one.value)})`) : content.series.map((one) => one.name);
  if (content.type !== "pie" && names.length < 2) return null;
  return h("ul.legend", { "aria-hidden": "true" }, names.map((name, place) => h("li", { class: `series-${place}` }, name)));
}

function shown(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function pie(content) {
  const total = content.segments.reduce((sum, one) => sum + one.value, 0);
  const [x, y, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 14];
  let angle = -Math.PI / 2;
  const slices = content.segments.map((one, place) => {
    const turn = (one.value / total) * Math.PI * 2;
    const from = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    angle += turn;
    const to = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (content.segments.length === 1) return svg("circle", { cx: x, cy: y, r: radius, class: "fill-0" });
    const path = `M${x},${y} L${from} A${radius},${radius} 0 ${turn > Math.PI ? 1 : 0} 1 ${to} Z`;
    return svg("path", { d: path, class: `slice fill-${place}` }, svg("title", {}, `${one.label}: ${shown(one.value)}`));
  });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, slices);
}

function axes(content) {
  const categories = content.axis_config.categories;
  const values = content.series.flatMap((one) => one.data.map((point) => point.value));
  const high = niceTop(Math.max(0, ...values));
  const low = Math.min(0, ...values);
  const step = (WIDTH - BOX.left - BOX.right) / categories.length;
  const across = (place) => BOX.left + step * (place + 0.5);
  const up = (value) => HEIGHT - BOX.bottom - ((value - low) / (high - low || 1)) * (HEIGHT - BOX.top - BOX.bottom);
  const draw = { bar: bars, line: lines, area: areas }[content.type];
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    grid(low, high, up), categories.map((name, place) => svg("text", { x: across(place), y: HEIGHT - BOX.bottom + 16, class: "tick middle" }, name)),
    draw(content.series, { across, up, step, low }), labels(content.axis_config));
}

function niceTop(value) {
  if (value <= 0) return 1;
  const scale = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / scale * 2) / 2 * scale;
}

function grid(low, high, up) {
  return [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const value = low + (high - low) * part;
    return [svg("line", { x1: BOX.left, x2: WIDTH - BOX.right, y1: up(value), y2: up(value), class: "grid" }),
      svg("text", { x: BOX.left - 6, y: up(value) + 4, class: "tick end" }, shown(value))];
  });
}

function labels(axis) {
  return [axis.x_label ? svg("text", { x: WIDTH / 2, y: HEIGHT - 8, class: "tick middle" }, axis.x_label) : null,
    axis.y_label ? svg("text", { x: 12, y: HEIGHT / 2, class: "tick middle", transform: `rotate(-90 12 ${HEIGHT / 2})` }, axis.y_label) : null];
}

function bars(series, { across, up, step, low }) {
  const width = (step * 0.7) / series.length;
  return series.map((one, row) => one.data.map((point, place) => {
    const x = across(place) - step * 0.35 + width * row;
    const [top, base] = [Math.min(up(point.value), up(Math.max(0, low))), Math.max(up(point.value), up(Math.max(0, low)))];
    return svg("rect", { x, y: top, width: Math.max(1, width - 2), height: Math.max(0, base - top), rx: 2, class: `fill-${row}` },
      svg("title", {}, `${one.name}, ${point.label}: ${shown(point.value)}`));
  }));
}

function lines(series, { across, up }) {
  return series.map((one, row) => [
    svg("polyline", { points: one.data.map((point, place) => `${across(place)},${up(point.value)}`).join(" "), class: `line stroke-${row}` }),
    one.data.map((point, place) => svg("circle", { cx: across(place), cy: up(point.value), r: 3.5, class: `fill-${row}` }, svg("title", {}, `${point.label}: ${shown(point.value)}`))),
  ]);
}

function areas(series, places) {
  const { across, up } = places;
  const base = up(0);
  return [series.map((one, row) => {
    const points = one.data.map((point, place) => `${across(place)},${up(point.value)}`);
    const closed = [`${across(0)},${base}`, ...points, `${across(one.data.length - 1)},${base}`].join(" ");
    return svg("polygon", { points: closed, class: `area fill-${row}` });
  }), lines(series, places)];
}

function numbers(title, content) {
  const rows = content.type === "pie"
    ? content.segments.map((one) => [one.label, shown(one.value)])
    : content.axis_config.categories.map((name, place) => [name, ...content.series.map((one) => shown(one.data[place].value))]);
  const head = content.type === "pie" ? ["", "Value"] : ["", ...content.series.map((one) => one.name)];
  return h("div.unseen", {}, h("table", {}, h("caption", {}, title), h("tr", {}, head.map((cell) => h("th", {}, cell))),
    rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))));
}
