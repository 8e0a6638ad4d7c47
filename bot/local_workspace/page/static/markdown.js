// Standard Markdown, for markdown blocks and streamed answers.

import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";

export function markdown(text) {
  const nodes = [];
  const rows = (text ?? "").split("\n");
  let place = 0;
  while (place < rows.length) {
    const [node, next] = block(rows, place);
    if (node) nodes.push(node);
    place = next;
  }
  return nodes;
}

function block(rows, place) {
  const row = rows[place];
  if (!row.trim()) return [null, place + 1];
  if (/^\s*```/.test(row)) return fenced(rows, place);
  const heading = row.match(/^(#{1,6})\s+(.*?)\s*#*$/);
  if (heading) return [h(`h${Math.min(6, heading[1].length + 2)}`, {}, inline(heading[2])), place + 1];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(row)) return [h("hr"), place + 1];
  if (/^\s*>/.test(row)) return gathered(rows, place, /^\s*>\s?(.*)$/, (found) => h("blockquote", {}, markdown(found.join("\n"))));
  if (/^\s*([-*+]|\d+[.)])\s+/.test(row)) return list(rows, place);
  if (row.includes("|") && /^\s*\|?[\s:|-]+\|?\s*$/.test(rows[place + 1] ?? "") && (rows[place + 1] ?? "").includes("-")) return table(rows, place);
  let end = place + 1;
  while (end < rows.length && rows[end].trim() && !/^\s*(```|>|#{1,6}\s|[-*+]\s|\d+[.)]\s)/.test(rows[end])) end += 1;
  const lines = rows.slice(place, end);
  return [h("p", {}, lines.flatMap((line, index) => (index ? [h("br"), ...inline(line)] : inline(line)))), end];
}

function fenced(rows, place) {
  let end = place + 1;
  while (end < rows.length && !/^\s*```/.test(rows[end])) end += 1;
  return [h("pre", {}, h("code", {}, rows.slice(place + 1, end).join("\n"))), end + 1];
}

function gathered(rows, place, pattern, draw) {
  const found = [];
  let end = place;
  while (end < rows.length && pattern.test(rows[end])) {
    found.push(rows[end].match(pattern)[1]);
    end += 1;
  }
  return [draw(found), end];
}

function list(rows, place) {
  const ordered = /^\s*\d/.test(rows[place]);
  const indent = rows[place].match(/^\s*/)[0].length;
  const items = [];
  let end = place;
  while (end < rows.length) {
    const found = rows[end].match(/^(\s*)(?:[-*+]|\d+[.)])\s+(.*)$/);
    if (found && found[1].length <= indent + 1) items.push([found[2]]);
    else if (rows[end].trim() && /^\s{2,}/.test(rows[end]) && items.length) items.at(-1).push(rows[end].slice(Math.min(indent + 2, rows[end].search(/\S/))));
    else break;
    end += 1;
  }
  const drawn = items.map(([first, ...more]) => h("li", {}, inline(first), more.length ? markdown(more.join("\n")) : null));
  const start = ordered ? Number(rows[place].trim().match(/^\d+/)[0]) : null;
  return [h(ordered ? "ol" : "ul", { start }, drawn), end];
}

function table(rows, place) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  let end = place + 2;
  while (end < rows.length && rows[end].includes("|")) end += 1;
  const head = h("tr", {}, cells(rows[place]).map((cell) => h("th", { scope: "col" }, inline(cell))));
  const body = rows.slice(place + 2, end).map((row) => h("tr", {}, cells(row).map((cell) => h("td", {}, inline(cell)))));
  return [h("div.table", {}, h("table", {}, h("thead", {}, head), h("tbody", {}, body))), end];
}

const INLINE = /(`[^`]+`)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|(?<!\w)[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?!\w)|(https?:\/\/[^\s<>)]+)/;

export function inline(text) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const found = INLINE.exec(rest);
    if (!found) { nodes.push(emojied(rest)); break; }
    if (found.index) nodes.push(emojied(rest.slice(0, found.index)));
    const [whole, code, label, url, bold, bolder, struck, italic, bare] = found;
    if (code) nodes.push(h("code", {}, code.slice(1, -1)));
    else if (label) nodes.push(link(url, ...inline(label)));
    else if (bold ?? bolder) nodes.push(h("strong", {}, inline(bold ?? bolder)));
    else if (struck) nodes.push(h("del", {}, inline(struck)));
    else if (italic) nodes.push(h("em", {}, inline(italic)));
    else nodes.push(link(bare, bare));
    rest = rest.slice(found.index + whole.length);
  }
  return nodes;
}

function emojied(text) {
  return text.replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, "$1").replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}
