// Block elements: what can be pressed, chosen and typed.

import { h, safeUrl } from "./dom.js";
import { image } from "./blocks.js";
import { confirmed } from "./confirm.js";
import { externalMenu } from "./external.js";
import { icon } from "./icons.js";
import { plain, textObject } from "./mrkdwn.js";
import { upload } from "./store.js";

/** An element that acts at once: the app hears of every change. */
export function element(one, block, surface) {
  if (one.type === "image") return image(one);
  const act = async (given) => {
    if (one.confirm && !(await confirmed(one.confirm, surface.names))) return;
    await surface.click(block.block_id, one.action_id, given);
  };
  return drawn(one, block, surface, act);
}

/** An input block: the app hears of it when the view is submitted, or at once if it asks for that. */
export function inputField(block, surface) {
  const one = block.element;
  const act = block.dispatch_action ? (given) => surface.click(block.block_id, one.action_id, given) : null;
  const error = surface.errors?.[block.block_id];
  const id = `${surface.key}-${block.block_id}`;
  const many = ["checkboxes", "radio_buttons"].includes(one.type) || (one.type.startsWith("multi_") && !one.type.includes("external"));
  const field = drawn(one, block, surface, act, id);
  const label = [plain(block.label), block.optional ? h("span.optional", {}, " (optional)") : null];
  return h(many ? "fieldset.block.input" : "div.block.input", { class: error ? "wrong" : "" },
    many ? h("legend", {}, label) : h("label", { for: id }, label),
    field,
    error ? h("p.error", { id: `${id}-error`, role: "alert" }, error) : null,
    block.hint ? h("p.hint", { id: `${id}-hint` }, plain(block.hint)) : null);
}

function drawn(one, block, surface, act, id = null) {
  const draw = DRAWN[one.type];
  if (!draw) return h("span.unknown", {}, `(${one.type})`);
  const remember = (given) => surface.type(block.block_id, one.action_id, given);
  const current = surface.typed?.[block.block_id]?.[one.action_id];
  const error = surface.errors?.[block.block_id];
  const common = {
    id, "data-focus": `${block.block_id}/${one.action_id}`,
    "aria-invalid": error ? "true" : null,
    "aria-describedby": id ? `${error ? `${id}-error ` : ""}${block.hint ? `${id}-hint` : ""}`.trim() || null : null,
    "aria-label": id ? null : (one.accessibility_label ?? (one.placeholder ? plain(one.placeholder) : null)),
  };
  return draw(one, { block, surface, act, remember, current, common });
}

function button(one, { act, common }) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (one.url) window.open(safeUrl(one.url) ?? "about:blank", "_blank", "noopener");
    pressed.setAttribute("aria-busy", "true");
    try { await act(one.value ?? null); } finally { pressed.removeAttribute("aria-busy"); }
  };
  return h("button.button", { type: "button", class: one.style ?? "", ...common, "aria-label": one.accessibility_label ?? null, onclick: press }, plain(one.text));
}

function feedback(one, { act, common }) {
  const mark = (name, sign) => {
    const press = (event) => {
      for (const other of event.currentTarget.parentElement.children) other.setAttribute("aria-pressed", "false");
      event.currentTarget.setAttribute("aria-pressed", "true");
      return act(name);
    };
    const label = one[`${name}_button`];
    return h("button.button.quiet", { type: "button", "data-focus": `${common["data-focus"]}/${name}`, "aria-pressed": "false", title: plain(label.text), "aria-label": label.accessibility_label ?? plain(label.text), onclick: press }, icon(sign));
  };
  return h("span.feedback", { role: "group", "aria-label": "Was this useful?" }, mark("positive", "up"), mark("negative", "down"));
}

function iconButton(one, { act, common }) {
  return h("button.button.quiet", { type: "button", ...common, title: plain(one.text), "aria-label": one.accessibility_label ?? plain(one.text), onclick: () => act(one.value ?? null) }, one.icon === "trash" ? icon("bin") : plain(one.text));
}

function change(tools, read) {
  return (event) => {
    const given = read(event.currentTarget);
    tools.remember(given);
    if (tools.act) tools.act(given);
  };
}

function menu(options, chosen, one, tools) {
  const shown = (option) => h("option", { value: option.value, selected: option.value === chosen }, option.label);
  const grouped = options.map((entry) => (entry.options ? h("optgroup", { label: entry.label }, entry.options.map(shown)) : shown(entry)));
  return h("select", { ...tools.common, onchange: change(tools, (field) => field.value) },
    h("option", { value: "", selected: !chosen }, one.placeholder ? plain(one.placeholder) : "Choose…"), grouped);
}

const optioned = (option) => ({ value: option.value, label: plain(option.text) });

function optionsOf(one) {
  if (one.option_groups) return one.option_groups.map((group) => ({ label: plain(group.label), options: group.options.map(optioned) }));
  return (one.options ?? []).map(optioned);
}

const people = ({ surface }) => surface.people().map((one) => ({ value: one.id, label: one.real_name }));
const rooms = ({ surface }) => surface.rooms().map((one) => ({ value: one.id, label: `#${one.name}` }));

/** Several of many: a scrolling list of boxes to tick. */
function several(options, initial, one, tools) {
  const chosen = new Set(tools.current ?? initial ?? []);
  const tick = (event) => {
    if (event.currentTarget.checked) chosen.add(event.currentTarget.value); else chosen.delete(event.currentTarget.value);
    tools.remember([...chosen]);
    if (tools.act) tools.act([...chosen]);
  };
  const boxes = options.flatMap((entry) => entry.options ?? [entry]).map((option) => h("label.choice", {},
    h("input", { type: "checkbox", value: option.value, checked: chosen.has(option.value), "data-focus": `${tools.common["data-focus"]}/${option.value}`, onchange: tick }), h("span", {}, option.label)));
  return h("div.several", { id: tools.common.id, role: "group", "aria-label": tools.common["aria-label"] }, boxes);
}

function overflow(one, tools) {
  const choose = (event) => {
    const field = event.currentTarget;
    const option = one.options.find((entry) => entry.value === field.value);
    field.value = "";
    if (option?.url) window.open(safeUrl(option.url) ?? "about:blank", "_blank", "noopener");
    if (option) tools.act(option.value);
  };
  return h("select.overflow", { ...tools.common, "aria-label": "More", onchange: choose }, h("option", { value: "" }, "⋯"),
    one.options.map((option) => h("option", { value: option.value }, plain(option.text))));
}

function choices(kind) {
  return (one, tools) => {
    const initial = kind === "radio" ? [one.initial_option?.value] : (one.initial_options ?? []).map((option) => option.value);
    const chosen = new Set(tools.current !== undefined ? [tools.current].flat() : initial);
    const name = `${tools.surface.key}-${tools.block.block_id}-${one.action_id}`;
    const pick = (event) => {
      const { value, checked } = event.currentTarget;
      if (kind === "radio") chosen.clear();
      if (checked) chosen.add(value); else chosen.delete(value);
      const given = kind === "radio" ? value : [...chosen];
      tools.remember(given);
      if (tools.act) tools.act(given);
    };
    return h("div.choices", { id: tools.common.id }, one.options.map((option) => h("label.choice", {},
      h("input", { type: kind, name, value: option.value, checked: chosen.has(option.value), "data-focus": `${tools.common["data-focus"]}/${option.value}`, onchange: pick }),
      h("span", {}, textObject(option.text, tools.surface.names), option.description ? h("small", {}, textObject(option.description, tools.surface.names)) : null))));
  };
}

function typedField(type, more = () => ({})) {
  return (one, tools) => {
    const attributes = {
      ...tools.common, ...more(one), value: tools.current ?? one.initial_value ?? "",
      placeholder: one.placeholder ? plain(one.placeholder) : null, maxlength: one.max_length ?? null,
      oninput: (event) => tools.remember(event.currentTarget.value),
      onkeydown: (event) => {
        if (event.key === "Enter" && tools.act && !(one.multiline && event.shiftKey)) tools.act(event.currentTarget.value);
      },
    };
    return one.multiline ? h("textarea", { ...attributes, rows: 4 }) : h("input", { type, ...attributes });
  };
}

function picker(type, initial) {
  return (one, tools) => h("input", {
    type, ...tools.common, value: tools.current ?? one[initial] ?? "", onchange: change(tools, (field) => field.value),
  });
}

function dateTime(one, tools) {
  const local = (seconds) => new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  const current = tools.current ?? one.initial_date_time;
  return h("input", {
    type: "datetime-local", ...tools.common, value: current ? local(current) : "",
    onchange: change(tools, (field) => (field.value ? Math.floor(new Date(field.value).getTime() / 1000) : "")),
  });
}

/** A file is uploaded when it is chosen; the form hands in its id. */
function fileField(one, tools) {
  const said = h("small", {}, tools.current?.length ? "Ready to be handed in." : "");
  const choose = async (event) => {
    const [file] = event.currentTarget.files;
    if (!file) { tools.remember([]); return; }
    said.textContent = "Uploading …";
    const done = await upload(file);
    tools.remember(done ? [done.id] : []);
    said.textContent = done ? `${done.name} is ready to be handed in.` : "That did not work. Choose it again?";
  };
  return h("div", {}, h("input", { type: "file", ...tools.common, onchange: choose }), said);
}

const pick = (options, initial) => (one, tools) => menu(options(tools, one), tools.current ?? initial(one), one, tools);
const pickSeveral = (options, initial) => (one, tools) => several(options(tools, one), initial(one), one, tools);

const DRAWN = {
  button,
  workflow_button: button,
  feedback_buttons: feedback,
  icon_button: iconButton,
  overflow,
  static_select: pick((_, one) => optionsOf(one), (one) => one.initial_option?.value),
  users_select: pick(people, (one) => one.initial_user),
  channels_select: pick(rooms, (one) => one.initial_channel),
  conversations_select: pick(rooms, (one) => one.initial_conversation),
  external_select: externalMenu,
  multi_static_select: pickSeveral((_, one) => optionsOf(one), (one) => (one.initial_options ?? []).map((option) => option.value)),
  multi_users_select: pickSeveral(people, (one) => one.initial_users),
  multi_channels_select: pickSeveral(rooms, (one) => one.initial_channels),
  multi_conversations_select: pickSeveral(rooms, (one) => one.initial_conversations),
  multi_external_select: externalMenu,
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  datepicker: picker("date", "initial_date"),
  timepicker: picker("time", "initial_time"),
  datetimepicker: dateTime,
  plain_text_input: typedField("text"),
  number_input: typedField("number", (one) => ({ min: one.min_value ?? null, max: one.max_value ?? null, step: one.is_decimal_allowed ? "any" : "1" })),
  email_text_input: typedField("email"),
  url_text_input: typedField("url"),
  file_input: fileField,
  rich_text_input: (one, tools) => typedField("text")({ ...one, multiline: true, initial_value: "" }, tools),
};
