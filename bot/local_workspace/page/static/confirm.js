// "Are you sure?"

import { h } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** Ask in the words that the app chose; true when the person agrees. */
export function confirmed(dialog, names) {
  const box = document.getElementById("confirm");
  return new Promise((answer) => {
    const close = (agreed) => () => { box.close(); answer(agreed); };
    box.oncancel = () => answer(false);
    box.replaceChildren(
      h("h2", { id: "confirm-title" }, plain(dialog.title)),
      h("div.dialog-body", {}, textObject(dialog.text, names)),
      h("footer", {},
        h("button.button", { type: "button", onclick: close(false) }, plain(dialog.deny)),
        h("button.button", { type: "button", class: dialog.style === "danger" ? "danger" : "primary", onclick: close(true) }, plain(dialog.confirm))));
    box.showModal();
    box.querySelector("footer button:last-child").focus();
  });
}
