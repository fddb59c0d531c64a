// The pages of comments: which are shown, and what a reader says of one: support, disagreement, whether an answer suits.
"use strict";

{
const { say, make, field, names, people, boxOf, listOf, sendButtons } = window.guideSending;

for (const group of document.querySelectorAll(".tb-comment-filter")) {
  const cards = [...document.querySelectorAll(".tb-comment-card")];
  const status = group.querySelector("[role=status]");
  const show = (wanted) => {
    for (const card of cards) card.hidden = Boolean(wanted) && card.dataset.status !== wanted;
    for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.status === wanted));
    const shown = cards.filter((card) => !card.hidden).length;
    status.textContent = status.dataset[shown < 2 && (shown || window.guideReview.lang === "fr") ? "countOne" : "count"].replace("#", shown);
  };
  for (const one of group.querySelectorAll("button")) one.addEventListener("click", () => show(one.dataset.status));
  show("");
  group.hidden = false;
}

const told = document.querySelector("[data-review]");
if (told) {
  const { review: id, version, writeTo, receiver } = told.dataset;
  const box = boxOf({ ...window.guideReview, id, version, writeTo, receiver });
  const { kept, keep } = box;
  let dialog = null;

  // one's own comments are known by what was sent from this browser; pages hold no more than a checksum of it
  const own = new Map();
  const ready = Promise.all((crypto.subtle ? kept.sent : []).map(async (uid) => {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(uid)));
    own.set([...sum].slice(0, 8).map((byte) => byte.toString(16).padStart(2, "0")).join(""), uid);
  }));

  const open = (card, reaction) => {
    if (dialog) dialog.remove();
    const needsReason = reaction === "oppose" || reaction === "not-satisfied";
    const reason = make("textarea", { rows: 3, maxLength: 20000, required: needsReason });
    const errors = make("div", { className: "tb-form-errors", tabIndex: -1, hidden: true, role: "alert" });
    const status = make("p", { role: "status" });
    const person = people(box);
    const { list, part, show } = listOf(box);
    const save = () => { person.save(); keep(); };
    const tell = (control, text) => {
      errors.replaceChildren(make("p", { textContent: say("form_errors") }), make("ul", {}, make("li", {}, make("a", { href: `#${control.id}`, textContent: text, onclick: (event) => { event.preventDefault(); control.focus(); } }))));
      errors.hidden = false;
      errors.focus();
    };
    const add = () => {
      save();
      if (needsReason && !reason.value.trim()) return tell(reason, say("react_reason_required"));
      if (names(reason.value)) return tell(reason, say("form_patient"));
      if ((reaction === "support" || reaction === "oppose") && !kept.person.organization) return tell(person.controls.organization, say("react_organization_required"));
      errors.hidden = true;
      const said = { number: card.id, reaction, reason: reason.value.trim(), uid: own.get(card.dataset.own) || "" };
      kept.reactions = kept.reactions.filter((one) => one.number !== card.id);
      kept.reactions.push(Object.fromEntries(Object.entries(said).filter(([, value]) => value)));
      keep();
      show();
      status.textContent = say("form_supported");
    };
    const form = make("form", { method: "dialog", noValidate: true, onsubmit: (event) => { event.preventDefault(); add(); } },
      make("h2", { id: "tb-form-title", textContent: `${say(`react_${reaction}`)} – ${card.id}` }), errors,
      field("react-reason", say(needsReason ? "react_why" : "react_why_optional"), reason), ...person.parts,
      make("p", {}, make("button", { type: "submit", className: "tb-button", textContent: say("form_add") })), status,
      make("h3", { textContent: say("form_list") }), list, part);
    part.append(...sendButtons(box, status, save, show), make("button", { type: "button", className: "tb-button tb-quiet", textContent: say("react_close"), onclick: () => { save(); dialog.close(); } }));
    dialog = make("dialog", { className: "tb-form md-typeset", "aria-labelledby": "tb-form-title" }, form);
    document.body.append(dialog);
    show();
    dialog.showModal();
    reason.focus();
  };

  for (const card of document.querySelectorAll(".tb-comment-card")) {
    const kinds = card.dataset.answered ? ["satisfied", "not-satisfied"] : ["support", "oppose"];
    const row = make("p", { className: "tb-react" }, ...kinds.map((kind) => {
      const made = make("button", { type: "button", className: "tb-button tb-quiet", textContent: say(`react_${kind}`), onclick: () => open(card, kind) });
      made.dataset.react = kind;
      return made;
    }));
    card.append(row);
  }
  ready.then(() => {
    for (const card of document.querySelectorAll(".tb-comment-card")) {
      if (own.has(card.dataset.own)) card.querySelector("h2").append(" ", make("b", { className: "tb valid", textContent: say("react_mine") }));
    }
  });
}

// --- how far one has come with what is to review; it stays in this browser -------------------------------------------

const reader = boxOf(window.guideReview);
const toRead = document.querySelector(".tb-to-read");
if (toRead) {
  const progress = make("p", { role: "status" });
  const ticks = [...toRead.children].map((item) => {
    const link = new URL(item.querySelector("a").href);
    const place = link.pathname.split("/").slice(-2).join("/") + link.hash;
    const tick = make("input", { type: "checkbox", checked: reader.kept.read.includes(place), onchange: () => {
      reader.kept.read = tick.checked ? [...reader.kept.read, place] : reader.kept.read.filter((one) => one !== place);
      reader.keep();
      count();
    } });
    item.append(" ", make("label", {}, tick, ` ${say("form_read")}`));
    return tick;
  });
  const count = () => { progress.textContent = say("form_read_of", { read: ticks.filter((tick) => tick.checked).length, all: ticks.length }); };
  count();
  toRead.before(progress);
}
}
