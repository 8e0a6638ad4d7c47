// Menus whose options come from the app while one types.

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

const PAUSE = 200; // milliseconds without a key before the app is asked

export function externalMenu(one, tools) {
  const multiple = one.type.startsWith("multi_");
  const initial = multiple ? (one.initial_options ?? []) : [one.initial_option].filter(Boolean);
  const chosen = new Map((tools.surface.chosen(tools.common["data-focus"]) ?? initial.map((option) => [option.value, plain(option.text)])));
  const list = h("ul.suggestions", { role: "listbox", hidden: true });
  const chips = h("span.chips");
  let waiting = null;

  const settle = () => {
    tools.surface.chosen(tools.common["data-focus"], [...chosen]);
    const given = multiple ? [...chosen.keys()] : ([...chosen.keys()][0] ?? "");
    tools.remember(given);
    if (tools.act) tools.act(given);
    draw();
  };
  const draw = () => {
    chips.replaceChildren(...(multiple ? [...chosen].map(([value, label]) => h("button.chip", { type: "button", "aria-label": `Remove ${label}`, onclick: () => { chosen.delete(value); settle(); } }, `${label} ✕`)) : []));
    if (!multiple) field.value = [...chosen.values()][0] ?? "";
  };
  const take = (option) => {
    if (!multiple) chosen.clear();
    chosen.set(option.value, plain(option.text));
    list.hidden = true;
    if (multiple) field.value = "";
    settle();
    field.focus();
  };
  const ask = async () => {
    const options = await tools.surface.suggest(tools.block.block_id, one.action_id, field.value);
    list.replaceChildren(...(options.length ? options.map((option) => h("li", { role: "option" }, h("button", { type: "button", onclick: () => take(option) }, plain(option.text)))) : [h("li.none", {}, "Nothing found")]));
    list.hidden = false;
  };
  const typing = () => {
    clearTimeout(waiting);
    if (field.value.length >= (one.min_query_length ?? 3)) waiting = setTimeout(ask, PAUSE);
    else list.hidden = true;
  };
  const keys = (event) => {
    if (event.key === "Escape" && !list.hidden) { list.hidden = true; event.stopPropagation(); event.preventDefault(); }
    if (event.key === "ArrowDown") { list.querySelector("button")?.focus(); event.preventDefault(); }
  };
  const field = h("input", { type: "text", ...tools.common, role: "combobox", "aria-expanded": "false", autocomplete: "off", placeholder: one.placeholder ? plain(one.placeholder) : "Type to search…", oninput: typing, onfocus: typing, onkeydown: keys });
  draw();
  return h("div.external", {}, chips, field, list);
}
