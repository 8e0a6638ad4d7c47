// The modal on top of the person's stack.

import { blocks } from "./blocks.js";
import { h, swap } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { act, forget, surface } from "./store.js";

const box = document.getElementById("modal");
let open = null; // { id, hash, errors }
let busy = false;

export function drawModal(view, depth) {
  if (!view) {
    if (open) { forget(`view-${open.id}`); open = null; }
    if (box.open) box.close();
    return;
  }
  if (open && open.id === view.id && open.hash === view.hash) return;
  const another = !open || open.id !== view.id;
  open = { id: view.id, hash: view.hash, errors: another ? null : open.errors, view, depth };
  draw();
  if (!box.open) box.showModal();
  if (another) focusFirst();
}

function focusFirst() {
  const first = box.querySelector(".dialog-body input:not([type=file]), .dialog-body textarea, .dialog-body select") ?? box.querySelector("footer button:last-child");
  first?.focus();
}

function draw() {
  const { view, depth } = open;
  const place = surface(`view-${view.id}`, { view_id: view.id }, open.errors);
  const form = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(place); } },
    h("header", {},
      depth > 1 ? h("button.icon", { type: "button", "aria-label": "Back", onclick: () => close(false) }, "←") : null,
      h("h2", { id: "modal-title" }, plain(view.title)),
      h("button.icon", { type: "button", "aria-label": "Close", "data-focus": "close", onclick: () => close(true) }, "✕")),
    h("div.dialog-body", {}, blocks(view.blocks, place)),
    h("footer", {},
      h("button.button", { type: "button", "data-focus": "cancel", onclick: () => close(false) }, view.close ? plain(view.close) : "Close"),
      view.submit ? h("button.button.primary", { type: "submit", "data-focus": "submit" }, plain(view.submit)) : null));
  const old = box.firstElementChild;
  if (old) swap(old, form); else box.append(form);
}

async function submit(place) {
  if (busy) return;
  busy = true;
  const button = box.querySelector("footer button[type=submit]");
  button?.setAttribute("aria-busy", "true");
  const { id } = open;
  const done = await act("submit", { view_id: id, typed: place.typed });
  busy = false;
  button?.removeAttribute("aria-busy");
  if (open?.id !== id) return;
  open.errors = done.errors ?? null;
  if (done.errors || open.hadErrors) draw();
  open.hadErrors = Boolean(done.errors);
  if (done.errors) box.querySelector("[aria-invalid=true], .wrong input, .wrong select")?.focus();
}

async function close(everything) {
  if (open) await act("close", { view_id: open.id, everything });
}

box.addEventListener("cancel", (event) => { event.preventDefault(); close(false); });
box.addEventListener("mousedown", (event) => { if (event.target === box) event.preventDefault(); });
