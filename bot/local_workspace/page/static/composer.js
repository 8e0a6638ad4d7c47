// Where one writes: Enter sends, "/" offers commands, "@" offers people.

import { h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { act, shown, upload, view } from "./store.js";

/** One composer for a channel, one for a thread; it is built once and kept. */
export function composer(threadOf) {
  let files = [];
  let offered = [];
  let marked = 0;
  const list = h("ul.offers", { role: "listbox", hidden: true });
  const chosen = h("div.chosen-files");

  const drawFiles = () => chosen.replaceChildren(...files.map((one) => h("button.chip", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => { files = files.filter((other) => other !== one); drawFiles(); } }, `${one.name} ✕`)));
  const attach = async (event) => {
    for (const file of event.currentTarget.files) {
      const done = await upload(file);
      if (done) files.push(done);
    }
    picker.value = "";
    drawFiles();
    field.focus();
  };
  const picker = h("input.unseen", { type: "file", multiple: true, tabindex: "-1", "aria-hidden": "true", onchange: attach });

  const send = async () => {
    const text = field.value.trim();
    if (!text && !files.length) return;
    const command = text.match(/^(\/\S+)\s*([\s\S]*)$/);
    if (command && threadOf()) { toast("Commands can't be used in threads."); return; }
    const sent = files.map((one) => one.id);
    field.value = "";
    files = [];
    drawFiles();
    grow();
    const done = command
      ? await act("command", { channel: view.channel, command: command[1], text: command[2] })
      : await act("say", { channel: view.channel, text, thread_ts: threadOf() || null, files: sent });
    if (done.error && !field.value) field.value = text;
  };

  const offer = () => {
    const before = field.value.slice(0, field.selectionStart);
    const command = before.match(/^\/(\S*)$/);
    const person = before.match(/(?:^|\s)@([\p{L}\w. -]{0,30})$/u);
    if (command) offered = shown.app.commands.filter((one) => one.command.slice(1).startsWith(command[1])).map((one) => ({ text: `${one.command} `, label: `${one.command} ${one.usage_hint ?? ""}`, more: one.description, from: 0 }));
    else if (person) offered = Object.values(shown.people).filter((one) => !one.deleted && `${one.real_name} ${one.name}`.toLowerCase().includes(person[1].toLowerCase())).slice(0, 6).map((one) => ({ text: `@${one.kind === "app" ? one.real_name : one.name} `, label: one.real_name, more: one.title, from: before.length - person[1].length - 1 }));
    else offered = [];
    marked = 0;
    drawOffers();
  };
  const drawOffers = () => {
    list.hidden = !offered.length;
    field.setAttribute("aria-expanded", String(offered.length > 0));
    list.replaceChildren(...offered.map((one, place) => h("li", { role: "option", "aria-selected": String(place === marked), onmousedown: (event) => { event.preventDefault(); take(one); } }, h("strong", {}, one.label), h("small", {}, one.more ?? ""))));
  };
  const take = (one) => {
    const after = field.value.slice(field.selectionStart);
    field.value = field.value.slice(0, one.from) + one.text + after;
    field.selectionStart = field.selectionEnd = one.from + one.text.length;
    offered = [];
    drawOffers();
    field.focus();
  };

  const keys = (event) => {
    if (offered.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      marked = (marked + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
      drawOffers();
      event.preventDefault();
    } else if (offered.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !complete()))) {
      take(offered[marked]);
      event.preventDefault();
    } else if (event.key === "Escape" && offered.length) {
      offered = [];
      drawOffers();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      offered = [];
      drawOffers();
      send();
      event.preventDefault();
    }
  };
  const complete = () => offered.some((one) => one.text.trim() === field.value.trim());
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
  };

  const field = h("textarea", { rows: 1, autocomplete: "off", "aria-expanded": "false", oninput: () => { grow(); offer(); }, onkeydown: keys, onblur: () => { offered = []; drawOffers(); } });
  const shortcuts = h("select.shortcuts", { "aria-label": "Shortcuts", title: "Shortcuts", onchange: (event) => { act("shortcut", { callback_id: event.currentTarget.value }); event.currentTarget.value = ""; } });
  const node = h("form.composer", { onsubmit: (event) => { event.preventDefault(); send(); } }, list, field, chosen,
    h("div.composer-row", {},
      h("button.icon", { type: "button", "aria-label": "Attach a file", title: "Attach a file", onclick: () => picker.click() }, icon("clip")), picker, shortcuts,
      h("span.hint", {}, "Enter sends, Shift + Enter starts a new line"),
      h("button.button.primary", { type: "submit" }, "Send")));
  return {
    node,
    field,
    /** Say where this goes; called at every redraw. */
    label: (text, off) => {
      field.setAttribute("aria-label", text);
      field.placeholder = text;
      field.disabled = Boolean(off);
      const globals = shown.app.shortcuts.filter((one) => one.type === "global");
      shortcuts.hidden = !globals.length || Boolean(threadOf());
      if (shortcuts.childElementCount !== globals.length + 1) shortcuts.replaceChildren(h("option", { value: "" }, "⚡"), ...globals.map((one) => h("option", { value: one.callback_id }, one.name)));
    },
  };
}
