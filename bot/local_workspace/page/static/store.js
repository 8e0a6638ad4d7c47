// What the page knows, and how it asks for more.

import { toast } from "./dom.js";

const address = new URL(location.href);
const archived = address.pathname.match(/^\/archives\/([A-Z0-9]+)(?:\/p(\d{6,})(\d{6}))?$/);

/** The open conversation; `tab` only matters in the conversation with the app. */
export const view = {
  person: address.searchParams.get("as") ?? localStorage.getItem("seat") ?? "",
  channel: archived?.[1] ?? address.searchParams.get("channel") ?? "",
  thread: address.searchParams.get("thread_ts") ?? "",
  tab: address.searchParams.get("tab") ?? "messages",
  highlight: archived?.[2] ? `${archived[2]}.${archived[3]}` : "",
};

export let shown = null;
const listeners = [];
let asking = null;
let again = false;

export const onChange = (listener) => listeners.push(listener);

/** Ask for what is on the screen and draw it; several wishes at once become one. */
export async function refresh() {
  if (asking) { again = true; return asking; }
  asking = (async () => {
    do {
      again = false;
      const query = new URLSearchParams({ person: view.person, channel: view.channel, thread: view.thread });
      const response = await fetch(`/page/state?${query}`);
      shown = await response.json();
      view.person = shown.me;
      for (const listener of listeners) listener(shown);
    } while (again);
  })();
  try { await asking; } finally { asking = null; }
}

/** Do something as the person whose seat is taken. Problems are said in a note at the edge. */
export async function act(deed, body = {}) {
  try {
    const response = await fetch(`/page/do/${deed}?person=${encodeURIComponent(view.person)}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    const done = await response.json();
    if (done.error) toast(done.error);
    return done;
  } catch {
    toast("The workspace can't be reached. Is it still running?");
    return { error: "unreachable" };
  }
}

export async function upload(file) {
  const query = new URLSearchParams({ person: view.person, name: file.name });
  const response = await fetch(`/page/upload?${query}`, { method: "POST", body: file });
  const done = await response.json();
  if (done.error) { toast(done.error); return null; }
  return done;
}

export function takeSeat(person) {
  view.person = person;
  localStorage.setItem("seat", person);
  document.cookie = `seat=${person}; path=/; SameSite=Strict`;
}

/** Stay in touch: every change in the workspace is drawn within a moment. */
export function live() {
  const socket = new WebSocket(`ws://${location.host}/page/live`);
  socket.onopen = () => { document.body.classList.remove("offline"); refresh(); };
  socket.onmessage = refresh;
  socket.onclose = () => {
    document.body.classList.add("offline");
    setTimeout(live, 1000);
  };
}

// What was typed and picked, per surface; it outlives redrawing.
const typed = new Map();
const picked = new Map();

export const names = {
  person: (id) => shown?.people[id]?.real_name,
  channel: (id) => shown?.public[id] ?? shown?.channels.find((one) => one.id === id)?.name,
};

/** The place where blocks stand: a message, the Home tab or a modal. */
export function surface(key, where, errors = null) {
  if (!typed.has(key)) typed.set(key, {});
  const values = typed.get(key);
  return {
    key, names, errors, typed: values,
    type: (block, action, given) => { (values[block] ??= {})[action] = given; },
    click: (block_id, action_id, given) => act("click", { ...where, block_id, action_id, given, typed: values }),
    suggest: async (block_id, action_id, query) => (await act("suggest", { ...where, block_id, action_id, query })).options ?? [],
    chosen: (focus, pairs) => {
      if (pairs) picked.set(`${key}/${focus}`, pairs);
      return picked.get(`${key}/${focus}`);
    },
    people: () => Object.entries(shown.people).filter(([, one]) => !one.deleted && one.kind !== "app").map(([id, one]) => ({ id, ...one })),
    rooms: () => shown.channels.filter((one) => !["im", "mpim"].includes(one.kind) && !one.archived),
  };
}

export function forget(key) {
  typed.delete(key);
  for (const one of picked.keys()) if (one.startsWith(`${key}/`)) picked.delete(one);
}
