// The page: a list at the side, a conversation, perhaps a thread and a modal.

import { blocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { h, keep } from "./dom.js";
import { drawMessages, statusLine } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import { act, live, onChange, refresh, shown, surface, takeSeat, view } from "./store.js";

const main = document.getElementById("conversation");
const aside = document.getElementById("thread");
const person = document.getElementById("person");
const title = h("div.conversation-title");
const tabs = h("div.tabs", { role: "tablist", "aria-label": "The app" });
const scroller = h("div.messages", { role: "log", "aria-label": "Messages", tabindex: "0" });
const homeTab = h("div.home");
const prompts = h("div.prompts");
const writer = new Composer(() => "");
const menuButton = h("button.icon.only-narrow", { type: "button", "aria-label": "Show the list of channels", onclick: () => document.body.classList.add("listing") }, "☰");
main.replaceChildren(h("header.conversation-head", {}, menuButton, title, tabs), homeTab, scroller, prompts, writer.node);

const threadTitle = h("div.conversation-title");
const threadScroller = h("div.messages", { role: "log", "aria-label": "Messages of the thread", tabindex: "0" });
const threadStatus = h("div.thread-status");
const replier = new Composer(() => view.thread);
aside.append(h("header.conversation-head", {}, threadTitle, h("button.icon", { type: "button", "aria-label": "Close the thread", onclick: () => go({ thread: "" }) }, "✕")), threadScroller, threadStatus, replier.node);

/** Look somewhere else. The address says where, so that it can be kept. */
export async function go(where) {
  const before = { ...view };
  Object.assign(view, where);
  document.body.classList.remove("listing");
  const query = new URLSearchParams({ as: view.person, channel: view.channel });
  if (view.thread) query.set("thread_ts", view.thread);
  if (view.tab === "home") query.set("tab", "home");
  history.replaceState(null, "", `/?${query}`);
  if (view.channel !== before.channel || view.tab !== before.tab || view.person !== before.person) await arrived();
  await refresh();
  if (where.thread) replier.field.focus();
  else if (where.channel) { scroller.scrollTop = scroller.scrollHeight; if (matchMedia("(min-width: 800px)").matches) writer.field.focus(); }
}

/** Opening the app is something the app is told. */
async function arrived() {
  if (!view.channel) return;
  await act("look", { channel: view.channel });
  if (view.channel === shown?.app.channel) await act("open_app", { tab: view.tab });
}

let settled = false;
function draw() {
  if (!shown.channels.some((one) => one.id === view.channel)) {
    view.channel = shown.app.channel;
    refresh();
    return;
  }
  takeSeat(shown.me);
  if (!settled) { settled = true; arrived(); }
  person.value = shown.me;
  drawClock();
  drawSidebar();
  const room = shown.channels.find((one) => one.id === view.channel);
  const withApp = room.id === shown.app.channel;
  const atHome = withApp && view.tab === "home" && shown.app.has_home;
  drawHead(room, withApp);
  homeTab.hidden = !atHome;
  scroller.hidden = prompts.hidden = writer.node.hidden = atHome;
  if (atHome) drawHome(); else drawConversation(room);
  drawThread(room);
  drawModal(shown.modal, shown.depth);
  document.title = `${roomLabel(room)} · ${shown.team.name}`;
}

function roomLabel(room) {
  if (room.id === shown.app.channel) return shown.app.name;
  if (room.kind === "im") return shown.people[room.with[0]]?.real_name ?? "You";
  return room.kind === "mpim" ? room.with.map((id) => shown.people[id]?.real_name).join(", ") : `#${room.name}`;
}

function drawHead(room, withApp) {
  const about = withApp ? shown.app.description : room.kind === "im" ? shown.people[room.with[0]]?.title : room.purpose;
  const offline = withApp && !shown.app.connected ? h("span.badge.outside", {}, "not connected") : null;
  title.replaceChildren(h("h1", {}, roomLabel(room), " ", offline ?? ""), h("p", {}, [about, room.kind === "im" ? null : `${room.members} members`].filter(Boolean).join(" · ")));
  const wanted = withApp && shown.app.has_home ? [["home", "Home"], ["messages", "Messages"]] : [];
  keep(tabs, wanted.map(([name, text]) => ({ name, text, on: view.tab === name })), (one) => one.name, (one) => h("button", { type: "button", role: "tab", "aria-selected": String(one.on), "data-focus": one.name, onclick: () => go({ tab: one.name, thread: "" }) }, one.text));
  tabs.hidden = !wanted.length;
}

function drawHome() {
  const home = shown.home;
  const entry = home ? [{ id: home.id, hash: home.hash, blocks: home.blocks }] : [];
  keep(homeTab, entry, (one) => one.id, (one) => h("div.home-view", {}, blocks(one.blocks, surface(`view-${one.id}`, { view_id: one.id }))));
  if (!home) homeTab.replaceChildren(h("p.empty", {}, `${shown.app.name} has not drawn a Home tab for you yet.`));
}

function drawConversation(room) {
  const list = shown.open.messages;
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  if (list.length) scroller.querySelector(":scope > .empty")?.remove();
  drawMessages(scroller, list, false);
  if (!list.length) scroller.replaceChildren(h("p.empty", {}, room.id === shown.app.channel ? `This is where you talk with ${shown.app.name}.` : "Nothing has been said here yet."));
  if (near) scroller.scrollTop = scroller.scrollHeight;
  const highlighted = view.highlight && scroller.querySelector(".highlight");
  if (highlighted && !highlighted.seen) { highlighted.seen = true; highlighted.scrollIntoView({ block: "center" }); }
  drawPrompts();
  writer.label(room.archived ? "This channel is archived" : `Message ${roomLabel(room)}`, room.archived || (room.id === shown.app.channel && shown.app.read_only));
}

function drawPrompts() {
  const offered = shown.open.prompts;
  const entries = offered?.prompts?.length ? [offered] : [];
  keep(prompts, entries, () => "prompts", (one) => h("div", { role: "group", "aria-label": one.title || "Suggestions" }, one.title ? h("p", {}, one.title) : null,
    one.prompts.map((prompt) => h("button.prompt", { type: "button", onclick: () => act("say", { channel: view.channel, text: prompt.message }) }, prompt.title))));
}

function drawThread(room) {
  const thread = shown.open?.thread;
  const open = Boolean(view.thread && thread);
  aside.hidden = !open;
  document.body.classList.toggle("threading", open);
  if (!open) { threadScroller.replaceChildren(); threadStatus.replaceChildren(); return; }
  const near = threadScroller.scrollHeight - threadScroller.scrollTop - threadScroller.clientHeight < 120;
  const status = shown.open.statuses[thread.ts];
  threadTitle.replaceChildren(h("h2", {}, status?.title || "Thread"), h("p", {}, roomLabel(room)));
  drawMessages(threadScroller, thread.messages, true);
  if (near) threadScroller.scrollTop = threadScroller.scrollHeight;
  keep(threadStatus, status && (status.status || status.can_stop) ? [status] : [], () => "status", (one) => statusLine(thread.ts, one));
  replier.label("Reply…", room.archived);
}

// The clock goes on between redraws.
let told = null;
function drawClock() {
  told = { at: new Date(shown.now).getTime(), heard: performance.now(), scale: shown.scale };
  tick();
}
function tick() {
  if (!told) return;
  const now = new Date(told.at + (performance.now() - told.heard) * told.scale);
  const zone = shown.people[shown.me].tz;
  const text = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(now);
  const field = document.getElementById("now");
  if (field.value !== text) field.value = text;
  field.title = zone;
}
setInterval(tick, 1000);

for (const button of document.querySelectorAll(".clock button")) {
  button.addEventListener("click", () => act("move_clock", button.dataset.to ? { to: button.dataset.to } : { hours: Number(button.dataset.hours) }));
}
person.addEventListener("change", () => { takeSeat(person.value); settled = false; go({ person: person.value, thread: "", channel: shown.channels.some((one) => one.id === view.channel && one.kind !== "im") ? view.channel : "" }); });
document.getElementById("close-sidebar").addEventListener("click", () => document.body.classList.remove("listing"));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("listing")) document.body.classList.remove("listing");
  else if (view.thread) go({ thread: "" });
});

onChange(draw);
live();
