// Slack's mrkdwn, as nodes. Control sequences are <…>; everything else is text.

import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** `&amp;`, `&lt;` and `&gt;` are the only entities there are. */
export function unescape(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

function withEmoji(text) {
  return unescape(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

/** Text of a `plain_text` object. */
export function plain(object) {
  const text = object?.text ?? "";
  return object?.emoji === false ? text : text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

/** A `plain_text` or `mrkdwn` object. */
export function textObject(object, names) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : lines(plain(object));
}

export function lines(text) {
  return text.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));
}

/** Paragraphs, quotes and code blocks. */
export function mrkdwn(text, names) {
  const nodes = [];
  for (const part of (text ?? "").split(/(```[\s\S]*?```)/)) {
    if (part.length > 6 && part.startsWith("```") && part.endsWith("```")) {
      nodes.push(h("pre", {}, h("code", {}, unescape(part.slice(3, -3).replace(/^\n/, "")))));
    } else if (part) {
      nodes.push(...quoted(part, names));
    }
  }
  return nodes;
}

function quoted(text, names) {
  const nodes = [];
  let quote = [];
  let plainLines = [];
  const flushQuote = () => {
    if (quote.length) nodes.push(h("blockquote", {}, joined(quote, names)));
    quote = [];
  };
  const flushLines = () => {
    if (plainLines.length) nodes.push(...joined(plainLines, names));
    plainLines = [];
  };
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const marked = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (marked) { flushLines(); quote.push(marked[1]); } else { flushQuote(); plainLines.push(line); }
  }
  flushQuote();
  flushLines();
  return nodes;
}

function joined(texts, names) {
  return texts.flatMap((text, place) => (place ? [h("br"), ...inline(text, names)] : inline(text, names)));
}

const MARKS = [
  [/(^|[^\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/, "strong"],
  [/(^|[^\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])/, "em"],
  [/(^|[^\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/, "del"],
];

/** One line: code, control sequences, then bold, italic and struck text. */
export function inline(written, names) {
  const text = written.replace(/[\ue000-\uf8ff]/g, ""); // these stand for nodes below
  const nodes = [];
  for (const part of text.split(/(`[^`\n]+`|<[^<>\n]+>)/)) {
    if (!part) continue;
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) nodes.push(h("code", {}, unescape(part.slice(1, -1))));
    else if (part.startsWith("<") && part.endsWith(">")) nodes.push(control(part.slice(1, -1), names));
    else nodes.push(part);
  }
  return marked(nodes);
}

/** Bold, italic and struck text may enclose links and code, so they are found across nodes. */
function marked(nodes) {
  const holders = nodes.map((node) => (typeof node === "string" ? null : node));
  const coded = nodes.map((node, place) => (typeof node === "string" ? node : String.fromCharCode(0xe000 + place))).join("");
  return spread(coded, holders);
}

function spread(text, holders) {
  let first = null;
  for (const [pattern, tag] of MARKS) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, tag };
  }
  if (!first) return restore(text, holders);
  const { match, tag } = first;
  const start = match.index + match[1].length;
  return [
    ...restore(text.slice(0, start), holders),
    h(tag, {}, spread(match[2], holders)),
    ...spread(text.slice(match.index + match[0].length), holders),
  ];
}

function restore(text, holders) {
  const nodes = [];
  for (const piece of text.split(/([\ue000-\uf8ff])/)) {
    if (!piece) continue;
    const code = piece.charCodeAt(0) - 0xe000;
    if (piece.length === 1 && code >= 0 && code < holders.length && holders[code]) nodes.push(holders[code]);
    else nodes.push(withEmoji(piece));
  }
  return nodes;
}

function control(sequence, names) {
  const [target, ...rest] = sequence.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return h("span.mention", {}, `@${names.person(target.slice(1)) ?? label ?? "someone"}`);
  if (target.startsWith("#")) return h("span.mention", {}, `#${names.channel(target.slice(1)) ?? (label || "channel")}`);
  if (target.startsWith("!date")) return dated(target, label);
  if (target.startsWith("!subteam")) return h("span.mention", {}, label || "@group");
  if (target.startsWith("!")) return h("span.mention.loud", {}, `@${label || target.slice(1)}`);
  return link(unescape(target), unescape(label || target.replace(/^mailto:/, "")));
}

function dated(target, fallback) {
  const [, seconds, format] = target.split("^");
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return h("span", {}, fallback);
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const shown = (format || "{date} {time}").replace(/\{date[a-z_]*\}/g, day).replace(/\{time[a-z_]*\}/g, time);
  return h("time", { datetime: date.toISOString() }, shown);
}
