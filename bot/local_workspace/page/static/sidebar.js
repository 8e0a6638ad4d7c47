// Channels, direct messages and the app.

import { avatar, h, keep } from "./dom.js";
import { icon } from "./icons.js";
import { act, shown, view } from "./store.js";
import { go } from "./main.js";

const home = document.getElementById("rooms");
const groups = new Map();

function group(name, label) {
  if (!groups.has(name)) {
    const list = h("ul");
    home.append(h("section.rooms", { "aria-label": label }, h("h2", {}, label), list));
    groups.set(name, list);
  }
  return groups.get(name);
}

export function drawSidebar() {
  const { channels, app } = shown;
  const entries = (kept) => channels.filter(kept).map((one) => ({ ...one, current: one.id === view.channel, label: label(one) }));
  list("app", "App", entries((one) => one.id === app.channel));
  list("channels", "Channels", entries((one) => ["public", "private"].includes(one.kind)).sort(byName));
  const directs = entries((one) => (one.kind === "im" || one.kind === "mpim") && one.id !== app.channel);
  list("directs", "Direct messages", directs.sort(byName));
  drawWriteTo();
}

let writeTo = null;

/** Start a direct message with somebody. */
function drawWriteTo() {
  const people = Object.entries(shown.people).filter(([id, one]) => id !== shown.me && !one.deleted && one.kind !== "app");
  if (!writeTo) {
    writeTo = h("select.write-to", { "aria-label": "Write to somebody", onchange: async () => {
      const done = await act("write_to", { with: writeTo.value });
      writeTo.value = "";
      if (done.channel) go({ channel: done.channel, thread: "" });
    } });
    groups.get("directs").after(writeTo);
    groups.get("directs").parentElement.hidden = false;
  }
  if (writeTo.dataset.me === shown.me) return;
  writeTo.dataset.me = shown.me;
  writeTo.replaceChildren(h("option", { value: "" }, "Write to…"), ...people.map(([id, one]) => h("option", { value: id }, one.real_name)));
}

function byName(one, other) {
  return one.archived - other.archived || one.label.localeCompare(other.label);
}

function label(one) {
  if (one.id === shown.app.channel) return shown.app.name;
  if (one.kind === "im") return shown.people[one.with[0]]?.real_name ?? "You";
  if (one.kind === "mpim") return one.with.map((id) => shown.people[id]?.real_name).join(", ");
  return one.name;
}

function list(name, title, rooms) {
  const parent = group(name, title);
  parent.parentElement.hidden = !rooms.length && name !== "directs";
  keep(parent, rooms, (one) => one.id, (one) => h("li", {}, h("button.room", {
    type: "button", class: `${one.unread && !one.current ? "unread" : ""} ${one.archived ? "archived" : ""}`,
    "aria-current": one.current ? "page" : null, "data-focus": one.id, onclick: () => go({ channel: one.id, thread: "" }),
  }, mark(one), h("span.room-name", {}, one.label),
    one.shared ? h("span.badge.outside", { title: "Shared with another company" }, "shared") : null,
    one.archived ? h("span.badge", {}, "archived") : null,
    one.unread && !one.current ? h("span.count", { "aria-label": `${one.unread} unread` }, one.unread > 99 ? "99+" : one.unread) : null)));
}

function mark(one) {
  if (one.kind === "im") return avatar(one.id === shown.app.channel ? shown.app.user : one.with[0] ?? shown.me, one.label, true);
  return h("span.hash", { "aria-hidden": "true" }, one.kind === "private" ? icon("lock") : "#");
}
