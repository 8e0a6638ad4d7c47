// Where one writes: Enter sends, Shift + Enter starts a new line.

import { h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { Offers } from "./offers.js";
import { act, shown, upload, view } from "./store.js";

const TALLEST = 180; // pixels

/** One for the channel and one for the thread; each is built once and kept. */
export class Composer {
  constructor(threadOf) {
    this.threadOf = threadOf;
    this.files = [];
    this.field = h("textarea", {
      rows: 1, autocomplete: "off", "aria-expanded": "false",
      oninput: () => { this.grow(); this.offers.look(); },
      onkeydown: (event) => this.key(event), onblur: () => this.offers.close(),
    });
    this.offers = new Offers(this.field);
    this.chosen = h("div.chosen-files");
    this.picker = h("input.unseen", { type: "file", multiple: true, tabindex: "-1", "aria-hidden": "true", onchange: () => this.attach() });
    this.shortcuts = h("select.shortcuts", { "aria-label": "Shortcuts", title: "Shortcuts", onchange: () => this.shortcut() });
    this.node = this.built();
  }

  built() {
    return h("form.composer", { onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.offers.node, this.field, this.chosen,
      h("div.composer-row", {},
        h("button.icon", { type: "button", "aria-label": "Attach a file", title: "Attach a file", onclick: () => this.picker.click() }, icon("clip")),
        this.picker, this.shortcuts,
        h("span.hint", {}, "Enter sends, Shift + Enter starts a new line"),
        h("button.button.primary", { type: "submit" }, "Send")));
  }

  /** Say where this goes; called at every redraw. */
  label(text, off) {
    this.field.setAttribute("aria-label", text);
    this.field.placeholder = text;
    this.field.disabled = Boolean(off);
    const globals = shown.app.shortcuts.filter((one) => one.type === "global");
    this.shortcuts.hidden = !globals.length || Boolean(this.threadOf());
    if (this.shortcuts.childElementCount !== globals.length + 1) {
      this.shortcuts.replaceChildren(h("option", { value: "" }, "⚡"), ...globals.map((one) => h("option", { value: one.callback_id }, one.name)));
    }
  }

  key(event) {
    if (this.offers.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.offers.close();
      this.send();
      event.preventDefault();
    }
  }

  async send() {
    const text = this.field.value.trim();
    if (!text && !this.files.length) return;
    const command = text.match(/^(\/\S+)\s*([\s\S]*)$/);
    if (command && this.threadOf()) { toast("Commands can't be used in threads."); return; }
    const files = this.files.map((one) => one.id);
    this.field.value = "";
    this.files = [];
    this.drawFiles();
    this.grow();
    const done = command
      ? await act("command", { channel: view.channel, command: command[1], text: command[2] })
      : await act("say", { channel: view.channel, text, thread_ts: this.threadOf() || null, files });
    if (done.error && !this.field.value) this.field.value = text;
  }

  async attach() {
    for (const file of this.picker.files) {
      const done = await upload(file);
      if (done) this.files.push(done);
    }
    this.picker.value = "";
    this.drawFiles();
    this.field.focus();
  }

  drawFiles() {
    const remove = (one) => { this.files = this.files.filter((other) => other !== one); this.drawFiles(); };
    this.chosen.replaceChildren(...this.files.map((one) => h("button.chip", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => remove(one) }, `${one.name} ✕`)));
  }

  shortcut() {
    act("shortcut", { callback_id: this.shortcuts.value });
    this.shortcuts.value = "";
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
  }
}
