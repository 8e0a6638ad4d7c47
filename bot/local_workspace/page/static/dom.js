// Building the page from nodes. Text only ever becomes text nodes: no markup is parsed.

/** An element. Attributes that are functions become listeners; null and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.replace(/^on/, ""), value);
    else if (key === "class") element.className = `${element.className} ${value}`.trim();
    else if (key === "value") element.value = value;
    else if (key === "checked" || key === "selected" || key === "disabled") element[key] = Boolean(value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Draw a list so that what did not change keeps its nodes (and with them focus and typed text). */
export function keep(parent, items, keyOf, draw) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = null;
  for (const item of items) {
    const key = keyOf(item);
    const signature = JSON.stringify(item);
    let node = old.get(key);
    if (!node || node.signature !== signature) {
      const fresh = draw(item);
      fresh.dataset.key = key;
      fresh.signature = signature;
      if (node) swap(node, fresh);
      node = fresh;
    }
    old.delete(key);
    const after = place ? place.nextSibling : parent.firstChild;
    if (after !== node) parent.insertBefore(node, after);
    place = node;
  }
  for (const node of old.values()) node.remove();
}

/** Replace a node and put the focus back where it was, by `data-focus`. */
export function swap(node, fresh) {
  const active = document.activeElement;
  const focus = node.contains(active) ? active.dataset.focus : null;
  const selection = focus && "selectionStart" in active ? safeSelection(active) : null;
  node.replaceWith(fresh);
  if (!focus) return;
  const again = [...fresh.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus);
  if (!again) return;
  again.focus();
  if (selection && "setSelectionRange" in again) {
    try { again.setSelectionRange(...selection); } catch { /* not a text field */ }
  }
}

function safeSelection(field) {
  try { return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd]; } catch { return null; }
}

export function toast(text, kind = "problem") {
  const box = document.getElementById("toasts");
  const note = h("div.toast", { class: kind }, text);
  box.append(note);
  setTimeout(() => note.remove(), 6000);
}

/** Only whole addresses that a person may follow: web pages and mail. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export function link(url, ...children) {
  const href = safeUrl(url);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children) : h("span", {}, ...children);
}

/** A file of this workspace is asked for at the page's own address. */
export function ownPath(url) {
  try {
    const parsed = new URL(url, location.origin);
    return parsed.pathname.startsWith("/files-pri/") ? parsed.pathname : url;
  } catch {
    return "";
  }
}

export function avatar(id, name, small = false) {
  const initials = name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const mark = h("span.avatar", { class: small ? "small" : "", "aria-hidden": "true" }, initials);
  mark.style.setProperty("--hue", String(hue));
  return mark;
}
