// Messages: who said what, when, and what can be done with it.

import { blocks } from "./blocks.js";
import { avatar, h, keep, ownPath, toast } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { act, names, shown, surface, view } from "./store.js";
import { go } from "./main.js";

const QUICK = ["+1", "white_check_mark", "eyes"];

function zoned(ts, options) {
  const zone = shown.people[shown.me]?.tz ?? "UTC";
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(new Date(Number(ts) * 1000));
}

export const clock = (ts) => zoned(ts, { hour: "2-digit", minute: "2-digit" });
export const day = (ts) => zoned(ts, { weekday: "long", day: "numeric", month: "long" });

/** A list of messages with a line for each new day; in a thread, `inThread` is true. */
export function drawMessages(parent, list, inThread) {
  const entries = [];
  let last = "";
  list.forEach((message, place) => {
    const today = day(message.ts);
    if (today !== last && !inThread) entries.push({ kind: "day", key: `day-${message.ts}`, text: today });
    const before = list[place - 1];
    const close = before && today === last && before.user === message.user && !before.ephemeral === !message.ephemeral && Number(message.ts) - Number(before.ts) < 300 && !(inThread && place === 1);
    last = today;
    const status = shown.open.statuses[message.ts];
    entries.push({ kind: "message", key: message.ts, message, close: Boolean(close), inThread, status: inThread ? null : status, highlight: view.highlight === message.ts, me: shown.me });
  });
  keep(parent, entries, (one) => one.key, (one) => (one.kind === "day" ? h("div.day", { role: "separator" }, h("span", {}, one.text)) : drawn(one)));
}

function drawn({ message, close, inThread, status, highlight }) {
  const author = shown.people[message.user];
  const name = message.username ?? author?.real_name ?? "Someone";
  return h("article.message", { class: `${close ? "close" : ""} ${message.ephemeral ? "ephemeral" : ""} ${highlight ? "highlight" : ""}`, "aria-label": `${name}, ${clock(message.ts)}`, "data-ts": message.ts },
    close ? h("span.gutter", { "aria-hidden": "true" }, clock(message.ts)) : avatar(message.user, name),
    h("div.body", {},
      message.ephemeral ? h("p.note", {}, icon("eye"), " Only visible to you ", h("button.text-button", { type: "button", onclick: () => act("dismiss", { channel: shown.open.id, ts: message.ts }) }, "Dismiss")) : null,
      close ? null : h("header", {}, h("strong", {}, name), author?.kind === "app" ? h("span.badge", {}, "App") : null, author?.kind === "guest" ? h("span.badge", {}, "Guest") : null, author?.kind === "stranger" ? h("span.badge.outside", {}, "Other company") : null, h("time", { datetime: new Date(Number(message.ts) * 1000).toISOString() }, clock(message.ts))),
      message.broadcast ? h("p.note", {}, "Replied to a thread") : null,
      content(message),
      reactions(message),
      inThread ? null : replies(message),
      inThread || !status ? null : statusLine(message.ts, status)),
    menu(message, inThread));
}

function content(message) {
  const place = surface(`message-${message.channel ?? shown.open.id}-${message.ts}`, { channel: shown.open.id, ts: message.ts });
  const list = message.blocks?.length ? blocks(message.blocks, place) : (message.text ? [h("div.text", {}, mrkdwn(message.text, names))] : []);
  return h("div.content", {}, tasks(message.tasks), list,
    (message.attachments ?? []).map((one) => h("div.attachment", {}, one.blocks ? blocks(one.blocks, place) : mrkdwn(one.text ?? one.fallback ?? "", names))),
    message.streaming ? h("span.cursor", { "aria-label": "writing" }) : null,
    message.stopped ? h("p.note", {}, "Stopped") : null,
    message.edited && !message.streaming ? h("span.edited", {}, "(edited)") : null,
    (message.files ?? []).map(file));
}

function tasks(list) {
  const updates = (list ?? []).filter((one) => one.type === "task_update");
  if (!updates.length) return null;
  const sign = { complete: "✓", error: "✕", in_progress: "…", pending: "○" };
  return h("ul.tasks", {}, updates.map((one) => h("li", { class: one.status }, `${sign[one.status] ?? "○"} ${one.title ?? ""}`)));
}

function file(one) {
  const path = ownPath(one.url_private);
  const size = one.size > 1_000_000 ? `${(one.size / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(one.size / 1000))} kB`;
  if (/^image\/(png|jpeg|gif|webp)$/.test(one.mimetype)) {
    return h("figure.file-image", {}, h("a", { href: path, target: "_blank", rel: "noopener" }, h("img", { src: path, alt: one.alt_txt ?? one.title })), h("figcaption", {}, one.title));
  }
  return h("a.file", { href: ownPath(one.url_private_download), download: one.name }, h("span.file-kind", { "aria-hidden": "true" }, one.filetype.toUpperCase().slice(0, 4)), h("span", {}, h("strong", {}, one.title), h("small", {}, `${size} · Download`)));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div.reactions", {}, message.reactions.map((one) => h("button.reaction", {
    type: "button", "aria-pressed": String(one.users.includes(shown.me)), title: one.users.map((id) => names.person(id)).join(", "),
    "aria-label": `${one.name}, ${one.count}`, onclick: () => act("react", { channel: shown.open.id, ts: message.ts, name: one.name }),
  }, `${emoji(one.name)} ${one.count}`)));
}

function replies(message) {
  if (!message.reply_count) return null;
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button.replies", { type: "button", onclick: () => go({ thread: message.ts }) },
    (message.reply_users ?? []).slice(0, 3).map((id) => avatar(id, names.person(id) ?? "?", true)), h("span", {}, count), h("small", {}, `last at ${clock(message.latest_reply)}`));
}

/** "… is thinking" with Stop. */
export function statusLine(ts, status) {
  if (!status.status && !status.can_stop) return null;
  const text = status.loading?.length ? status.loading[0] : `${shown.app.name} ${status.status || "is writing…"}`;
  return h("div.status-line", { role: "status" }, h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", {}, text),
    status.can_stop ? h("button.button.small", { type: "button", onclick: () => act("stop", { channel: shown.open.id, thread_ts: ts }) }, "Stop") : null);
}

function menu(message, inThread) {
  if (message.ephemeral) return null;
  const where = { channel: shown.open.id, ts: message.ts };
  const own = message.user === shown.me;
  const items = [
    inThread ? null : ["Reply in thread", () => go({ thread: message.thread_ts ?? message.ts })],
    ...shown.app.shortcuts.filter((one) => one.type === "message").map((one) => [one.name, () => act("shortcut", { ...where, callback_id: one.callback_id }), shown.app.name]),
    ["Copy link", () => { navigator.clipboard?.writeText(`${location.origin}/archives/${where.channel}/p${message.ts.replace(".", "")}`); toast("Link copied.", "good"); }],
    own ? ["Edit", () => edit(message, where)] : null,
    own ? ["Delete", () => act("delete", where)] : null,
  ].filter(Boolean);
  const details = h("details.menu", {
    ontoggle: (event) => { if (event.currentTarget.open) event.currentTarget.querySelector("ul button").focus(); },
    onkeydown: (event) => { if (event.key === "Escape" && details.open) { details.open = false; details.querySelector("summary").focus(); event.stopPropagation(); } },
    onfocusout: (event) => { if (!details.contains(event.relatedTarget)) details.open = false; },
  },
    h("summary", { "aria-label": "More to do with this message", "data-focus": `menu-${message.ts}` }, "⋯"),
    h("ul", {}, items.map(([label, run, by]) => h("li", {}, h("button", { type: "button", onclick: () => { details.open = false; run(); } }, label, by ? h("small", {}, by) : null)))));
  return h("div.message-tools", { role: "group", "aria-label": "What to do with this message" },
    QUICK.map((name) => h("button.icon.react", { type: "button", "aria-label": `React with ${name}`, onclick: () => act("react", { ...where, name }) }, emoji(name))),
    inThread ? null : h("button.icon.reply", { type: "button", "aria-label": "Reply in thread", onclick: () => go({ thread: message.thread_ts ?? message.ts }) }, icon("reply")), details);
}

function edit(message, where) {
  const text = window.prompt("Change your message", message.text);
  if (text) act("edit", { ...where, text });
}
