// Blocks, each drawn as its type asks.

import { chart } from "./charts.js";
import { h, ownPath } from "./dom.js";
import { element, inputField } from "./elements.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

/** `surface` knows where the blocks stand: names, what was typed, how to click, errors. */
export function blocks(list, surface) {
  return (list ?? []).map((one) => {
    const draw = DRAWN[one.type];
    return draw ? draw(one, surface) : h("p.unknown", {}, `(${one.type})`);
  });
}

const DRAWN = {
  section: (one, surface) => h("div.block.section", {},
    h("div.section-text", {},
      one.text ? h("div.text", {}, textObject(one.text, surface.names)) : null,
      one.fields ? h("dl.fields", {}, one.fields.map((field) => h("div", {}, textObject(field, surface.names)))) : null),
    one.accessory ? h("div.accessory", {}, element(one.accessory, one, surface)) : null),
  header: (one) => h("h3.block.header", {}, plain(one.text)),
  divider: () => h("hr.block"),
  image: (one) => h("figure.block.image", {}, one.title ? h("figcaption", {}, plain(one.title)) : null, image(one)),
  context: (one, surface) => h("div.block.context", {}, one.elements.map((part) =>
    part.type === "image" ? image(part) : h("span", {}, textObject(part, surface.names)))),
  actions: (one, surface) => h("div.block.actions", {}, one.elements.map((part) => element(part, one, surface))),
  context_actions: (one, surface) => h("div.block.context-actions", {}, one.elements.map((part) => element(part, one, surface))),
  input: (one, surface) => inputField(one, surface),
  rich_text: (one, surface) => h("div.block.rich-text", {}, richText(one, surface.names)),
  markdown: (one) => h("div.block.markdown", {}, markdown(one.text)),
  table: (one, surface) => table(one.rows, surface, one.column_settings),
  data_table: (one, surface) => h("figure.block", {}, h("figcaption", {}, one.caption), table(one.rows, surface, [], true)),
  data_visualization: (one) => h("div.block", {}, chart(one)),
  file: (one) => h("div.block.context", {}, h("span", {}, `File ${one.external_id}`)),
};

export function image(one) {
  const source = one.image_url ?? one.slack_file?.url ?? (one.slack_file?.id ? `/files-pri/T-${one.slack_file.id}/image` : "");
  return h("img", { src: ownPath(source), alt: one.alt_text ?? "", loading: "lazy" });
}

function table(rows, surface, settings = [], numbered = false) {
  const cell = (one) => {
    if (one.type === "rich_text") return richText(one, surface.names);
    return one.text ?? String(one.value ?? "");
  };
  const aligned = (one, place) => settings?.[place]?.align ?? (numbered && one.type === "raw_number" ? "right" : "left");
  const [head, ...body] = rows;
  return h("div.block.table", { tabindex: "0", role: "group", "aria-label": "Table" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((one, place) => h("th", { scope: "col", class: aligned(one, place) }, cell(one))))),
    h("tbody", {}, body.map((row) => h("tr", {}, row.map((one, place) => h("td", { class: aligned(one, place) }, cell(one))))))));
}
