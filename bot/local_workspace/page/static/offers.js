// What the composer offers while one writes: commands after "/", people after "@".

import { h } from "./dom.js";
import { shown } from "./store.js";

const MOST = 6;

/** Commands that begin so, when the text is nothing else. */
function commands(before) {
  const typed = before.match(/^\/(\S*)$/);
  if (!typed) return [];
  return shown.app.commands.filter((one) => one.command.slice(1).startsWith(typed[1])).map((one) => ({
    text: `${one.command} `, label: `${one.command} ${one.usage_hint ?? ""}`, more: one.description, from: 0,
  }));
}

/** People whose name holds what stands after the "@". */
function people(before) {
  const typed = before.match(/(?:^|\s)@([\p{L}\w. -]{0,30})$/u);
  if (!typed) return [];
  const wanted = typed[1].toLowerCase();
  const known = Object.values(shown.people).filter((one) => !one.deleted && `${one.real_name} ${one.name}`.toLowerCase().includes(wanted));
  return known.slice(0, MOST).map((one) => ({
    text: `@${one.kind === "app" ? one.real_name : one.name} `, label: one.real_name, more: one.title, from: before.length - typed[1].length - 1,
  }));
}

/** The list above a text field, with one offer marked. */
export class Offers {
  constructor(field) {
    this.field = field;
    this.list = [];
    this.marked = 0;
    this.node = h("ul.offers", { role: "listbox", hidden: true });
  }

  look() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    this.list = [...commands(before), ...people(before)];
    this.marked = 0;
    this.draw();
  }

  close() {
    this.list = [];
    this.draw();
  }

  draw() {
    this.node.hidden = !this.list.length;
    this.field.setAttribute("aria-expanded", String(this.list.length > 0));
    this.node.replaceChildren(...this.list.map((one, place) => h("li", {
      role: "option", "aria-selected": String(place === this.marked),
      onmousedown: (event) => { event.preventDefault(); this.take(one); },
    }, h("strong", {}, one.label), h("small", {}, one.more ?? ""))));
  }

  take(one) {
    const { field } = this;
    const after = field.value.slice(field.selectionStart);
    field.value = field.value.slice(0, one.from) + one.text + after;
    field.selectionStart = field.selectionEnd = one.from + one.text.length;
    this.close();
    field.focus();
  }

  /** Whether the key was meant for the list. */
  key(event) {
    if (!this.list.length) return false;
    const complete = this.list.some((one) => one.text.trim() === this.field.value.trim());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.marked = (this.marked + (event.key === "ArrowDown" ? 1 : this.list.length - 1)) % this.list.length;
      this.draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !complete)) {
      this.take(this.list[this.marked]);
    } else if (event.key === "Escape") {
      this.close();
      event.stopPropagation();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}
