// rich_text blocks.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";

export function richText(block, names) {
  return grouped(block.elements ?? [], names);
}

/** Lists nest by their `indent`. */
function grouped(elements, names) {
  return elements.map((element) => {
    const inside = (element.elements ?? []).map((one) => part(one, names));
    if (element.type === "rich_text_preformatted") return h("pre", {}, h("code", {}, inside));
    if (element.type === "rich_text_quote") return h("blockquote", {}, inside);
    if (element.type === "rich_text_list") return listed(element, names);
    return h("p", {}, inside);
  });
}

function listed(element, names) {
  const items = (element.elements ?? []).map((one) => h("li", {}, (one.elements ?? []).map((inner) => part(inner, names))));
  const list = h(element.style === "ordered" ? "ol" : "ul", { start: element.offset ? element.offset + 1 : null }, items);
  list.style.setProperty("margin-inline-start", `${1.4 + (element.indent ?? 0) * 1.4}em`);
  return list;
}

function part(one, names) {
  if (one.type === "text") return styled(one.text.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line])), one.style);
  if (one.type === "link") return styled([link(one.url, one.text || one.url)], one.style);
  if (one.type === "emoji") return one.unicode ? String.fromCodePoint(...one.unicode.split("-").map((code) => parseInt(code, 16))) : emoji(one.name);
  if (one.type === "user") return h("span.mention", {}, `@${names.person(one.user_id) ?? "someone"}`);
  if (one.type === "channel") return h("span.mention", {}, `#${names.channel(one.channel_id) ?? "channel"}`);
  if (one.type === "usergroup") return h("span.mention", {}, "@group");
  if (one.type === "broadcast") return h("span.mention.loud", {}, `@${one.range}`);
  if (one.type === "date") return h("time", {}, one.fallback ?? new Date(one.timestamp * 1000).toLocaleString("en-GB"));
  if (one.type === "color") return h("code", {}, one.value);
  return "";
}

function styled(nodes, style = {}) {
  let shown = nodes;
  for (const [name, tag] of [["code", "code"], ["strike", "del"], ["italic", "em"], ["bold", "strong"], ["underline", "u"]]) {
    if (style[name]) shown = [h(tag, {}, shown)];
  }
  return shown;
}
