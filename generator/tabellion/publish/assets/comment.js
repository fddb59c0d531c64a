// The public review on a page: what holds at this instant, and the comment form. Everything is readable without this file.
"use strict";

// a block: other scripts of the page have names of their own
{
const review = window.guideReview;
const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), review.words[key]);
const counted = (key, count) => say(count < 2 && (count || review.lang === "fr") ? `${key}_one` : key).replace("#", count);
const bar = document.querySelector(".tb-bar");

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// --- the banner says what holds at this instant, without a rebuild --------------------------------------------

const banner = document.querySelector(".tb-review[data-closes]");
const opens = banner ? new Date(banner.dataset.opens) : null;
const closes = banner ? new Date(banner.dataset.closes) : null;
const phase = (now) => (!banner ? "none" : now < opens ? "before" : now <= closes ? "open" : "closed");

function inZone(date, zone) {
  return new Intl.DateTimeFormat(review.lang, { dateStyle: "long", timeStyle: "short", ...(zone ? { timeZone: zone } : {}) }).format(date);
}

function showBanner() {
  const now = new Date();
  const at = phase(now);
  const date = at === "before" ? opens : closes;
  const zone = banner.dataset.zone;
  const named = zone === "Europe/Paris" ? (review.lang === "fr" ? "heure de Paris" : "Paris time") : zone;
  const official = inZone(date, zone);
  const yours = inZone(date);
  const parts = [say(`banner_${at}`, { date: official, zone: named })];
  if (yours !== official) parts.push(say("banner_yours", { date: yours }));
  if (at === "open") {
    const days = Math.floor((closes - now) / 86400000);
    parts.push(days > 0 ? counted("banner_days", days) : say("banner_last"));
  }
  banner.querySelector("a").textContent = parts.join(" · ");
  banner.dataset.phase = at;
  for (const one of document.querySelectorAll("[data-comment-button]")) one.hidden = at !== "open";
  for (const one of document.querySelectorAll("a.tb-comment")) one.hidden = at !== "open";
  const late = document.querySelector(".tb-foot > p > a[href]");
  if (at === "closed" && late && late.closest(".tb-foot").querySelector("p") === late.parentElement) {
    late.parentElement.replaceChildren(make("a", { href: late.href }, say("form_late")));
  }
}

// --- what is kept in this browser ------------------------------------------------------------------------------

const key = `tabellion-review-${review.id || ""}`;
let kept = { person: {}, list: [], drafts: {}, supports: [], read: [] };
try { kept = { ...kept, ...JSON.parse(localStorage.getItem(key) || "{}") }; } catch { /* no storage: the form works, drafts do not last */ }
const keep = () => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* the same */ } };

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// --- what a comment is about --------------------------------------------------------------------------------------

function anchorOf(type = bar.dataset.anchorType, element = "", quoted = "", hash = "") {
  const artifact = type === "error" || type === "question" ? "" : bar.dataset.anchorArtifact;
  const path = bar.dataset.anchorSection;
  return {
    type, version: review.version, artifact, element, facet: "", quoted: quoted.replace(/\s+/g, " ").trim().slice(0, 500),
    section: artifact || type === "error" || type === "question" ? "" : path, url: hash ? `${path}#${hash}` : path,
  };
}

function button(anchor) {
  const made = make("button", { type: "button", className: "tb-copy", textContent: say("form_title"), onclick: () => openForm(anchor()) });
  made.dataset.commentButton = "";
  return made;
}

function textOf(node) {
  const copy = node.cloneNode(true);
  for (const one of copy.querySelectorAll("button, .tb-element-tools, script, style")) one.remove();
  return copy.textContent;
}

function placeButtons() {
  for (const tools of document.querySelectorAll(".tb-element-tools")) {
    const row = tools.closest("tr");
    const heading = row ? null : tools.parentElement.querySelector("h3");
    const id = row ? row.id : heading && heading.id;
    if (!id) continue;
    for (const old of tools.querySelectorAll("a[href^='mailto:'], a[href^='http']")) old.remove();
    const line = row || document.getElementById(`row-${id}`);
    tools.append(button(() => anchorOf("element", id.replaceAll("_x_", "[x]"), textOf(line || heading.parentElement), id)));
    countAt(id, tools);
  }
  for (const row of document.querySelectorAll(".tb-codes tbody tr")) {
    const code = row.querySelector("code");
    if (code) row.firstElementChild.append(" ", button(() => anchorOf("code", code.textContent, textOf(row))));
  }
  for (const rule of document.querySelectorAll(".tb-blocks dl > div > dt > code")) {
    const section = rule.closest("section");
    const heading = section && section.querySelector("h3");
    if (heading) rule.parentElement.append(" ", button(() => anchorOf("rule", rule.textContent, textOf(rule.closest("div")), heading.id)));
  }
  for (const row of document.querySelectorAll(".tb-errors tr[id]")) row.lastElementChild.append(" ", button(() => anchorOf("error", row.id, textOf(row), row.id)));
  for (const item of document.querySelectorAll("[data-anchor-type=question]")) item.append(" ", button(() => anchorOf("question", item.id, textOf(item), item.id)));
  for (const link of document.querySelectorAll("a.tb-comment")) link.addEventListener("click", onLink);
  const foot = document.querySelector(".tb-foot > p > a");
  if (foot) foot.addEventListener("click", onLink);
}

function onLink(event) {
  if (phase(new Date()) !== "open") return;
  event.preventDefault();
  openForm(anchorOf(undefined, "", document.querySelector("h1").textContent));
}

function countAt(id, tools) {
  const count = document.querySelectorAll(`[data-comment-on="${CSS.escape(id)}"]`).length;
  if (count) tools.append(make("a", { href: "#comments", textContent: counted("form_count", count) }));
}

// --- the form -----------------------------------------------------------------------------------------------------

const SOCIAL_SECURITY = /(?<!\d)[12][ .]?\d{2}[ .]?(0[1-9]|1[0-2]|[2-9]\d)[ .]?(\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}([ .]?\d{2})?(?!\d)/;
const PATIENT = /(patiente?s?|malade)\s+(nomm[ée]e?s?\s+|named\s+|:\s*)?(M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Monsieur|Madame)\s+[A-ZÉÈ]/;
let dialog = null;

function field(name, label, control) {
  control.id = `tb-form-${name}`;
  control.name = name;
  return make("p", { className: "tb-form-field" }, make("label", { htmlFor: control.id, textContent: label }), control);
}

const choose = (pairs, chosen) => make("select", {}, ...pairs.map(([code, label, help]) => make("option", { value: code, textContent: help ? `${label} : ${help}` : label, selected: code === chosen })));

function openForm(anchor) {
  if (dialog) dialog.remove();
  const place = [anchor.artifact, anchor.element, anchor.section].join("|");
  const draft = kept.drafts[place] || {};
  const facts = make("dl", { className: "tb-dl" }, ...[
    ["form_version", anchor.version], ["form_artifact", anchor.artifact], ["form_element", anchor.element],
    ["form_quoted", anchor.quoted], ["form_address", anchor.url],
  ].filter(([, text]) => text).map(([word, text]) => make("div", {}, make("dt", { textContent: say(word) }), make("dd", { textContent: text }))));
  const errors = make("div", { className: "tb-form-errors", tabIndex: -1, hidden: true, role: "alert" });
  const status = make("p", { role: "status" });
  const list = make("ul", { className: "tb-form-list" });
  const areas = { comment: make("textarea", { rows: 4, required: true, maxLength: 20000 }), proposal: make("textarea", { rows: 2, maxLength: 20000 }), reason: make("textarea", { rows: 2, maxLength: 20000 }) };
  const controls = {
    facet: choose([["", say("form_whole")], ...review.facets], draft.facet), missing: make("input", { type: "checkbox", checked: Boolean(draft.missing) }),
    nature: choose(review.natures, draft.nature), severity: choose(review.severities, draft.severity || "minor"), ...areas,
  };
  for (const name of Object.keys(areas)) areas[name].value = draft[name] || "";
  const people = {
    organization: make("input", { autocomplete: "organization", maxLength: 300 }), author_name: make("input", { autocomplete: "name", maxLength: 300 }),
    author_email: make("input", { type: "email", autocomplete: "email", maxLength: 300 }), publication: choose(review.publications, kept.person.publication || "organization"),
  };
  for (const name of Object.keys(people)) if (kept.person[name]) people[name].value = kept.person[name];
  const save = () => {
    kept.drafts[place] = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.type === "checkbox" ? control.checked : control.value]));
    kept.person = Object.fromEntries(Object.entries(people).map(([name, control]) => [name, control.value.trim()]).filter(([, value]) => value));
    keep();
  };
  const tell = (problems) => {
    errors.replaceChildren(make("p", { textContent: say("form_errors") }), make("ul", {}, ...problems.map(([name, text]) => make("li", {}, make("a", { href: `#tb-form-${name}`, textContent: text, onclick: (event) => { event.preventDefault(); controls[name].focus(); } })))));
    errors.hidden = problems.length === 0;
    for (const [name, control] of Object.entries(controls)) control.setAttribute("aria-invalid", String(problems.some(([bad]) => bad === name)));
    if (problems.length) errors.focus();
  };
  const showList = () => {
    list.replaceChildren(...kept.list.map((item, number) => make("li", {}, `${item.anchor.element || item.anchor.artifact.split("/").pop() || item.anchor.section} : ${item.comment.slice(0, 60)} `,
      make("button", { type: "button", className: "tb-copy", textContent: say("form_remove"), onclick: () => { kept.list.splice(number, 1); keep(); showList(); } }))));
    for (const one of form.querySelectorAll("[data-send]")) one.disabled = !kept.list.length && !kept.supports.length;
  };
  const add = () => {
    save();
    const texts = Object.values(areas).map((area) => area.value).join("\n");
    if (!areas.comment.value.trim()) return tell([["comment", say("form_required")]]);
    if (SOCIAL_SECURITY.test(texts) || PATIENT.test(texts)) return tell([["comment", say("form_patient")]]);
    tell([]);
    const about = { ...anchor, facet: controls.facet.value, type: controls.missing.checked ? "missing" : anchor.type };
    kept.list.push({
      uid: newId(), anchor: Object.fromEntries(Object.entries(about).filter(([, value]) => value)), nature: controls.nature.value, severity: controls.severity.value,
      ...Object.fromEntries(Object.entries(areas).map(([name, area]) => [name, area.value.trim()]).filter(([, value]) => value)), lang: review.lang, written: new Date().toISOString(),
    });
    for (const area of Object.values(areas)) area.value = "";
    delete kept.drafts[place];
    keep();
    showList();
    status.textContent = counted("form_added", kept.list.length);
  };
  const form = make("form", { method: "dialog", noValidate: true, onsubmit: (event) => { event.preventDefault(); add(); } },
    make("h2", { id: "tb-form-title", textContent: say("form_title") }), errors, make("p", { textContent: say("form_about") }), facts,
    field("facet", say("form_facet"), controls.facet), field("missing", say("form_missing"), controls.missing),
    field("nature", say("form_nature"), controls.nature), field("severity", say("form_severity"), controls.severity),
    field("comment", say("form_comment"), areas.comment), field("proposal", say("form_proposal"), areas.proposal), field("reason", say("form_reason"), areas.reason),
    field("organization", say("form_organization"), people.organization), field("author_name", say("form_name"), people.author_name),
    field("author_email", say("form_email"), people.author_email), field("publication", say("form_publication"), people.publication),
    make("p", {}, make("button", { type: "submit", className: "tb-button", textContent: say("form_add") })), status,
    make("h3", { textContent: say("form_list") }), list,
    make("p", { className: "tb-form-send" }, ...sendButtons(status, save, showList), make("button", { type: "button", className: "tb-button tb-quiet", textContent: say("form_later"), onclick: () => { save(); dialog.close(); } })));
  form.addEventListener("input", save);
  dialog = make("dialog", { className: "tb-form md-typeset", "aria-labelledby": "tb-form-title" }, form);
  document.body.append(dialog);
  showList();
  dialog.showModal();
  areas.comment.focus();
}

// --- the same record, whichever way it goes ---------------------------------------------------------------------------

function record() {
  return JSON.stringify({ format: "tabellion-review", review: review.id, guide: review.version, contributor: kept.person, comments: kept.list, supports: kept.supports }, null, 1);
}

function sendButtons(status, save, showList) {
  const made = [];
  const send = (word, onclick) => {
    const one = make("button", { type: "button", className: "tb-button", textContent: say(word), onclick: () => { save(); onclick(); } });
    one.dataset.send = word;
    made.push(one);
  };
  if (review.receiver) {
    send("form_post", async () => {
      try {
        const answer = await fetch(review.receiver, { method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": review.lang }, body: record() });
        const told = await answer.json();
        if (!told.receipts) throw new Error(told.error || answer.status);
        // what was refused stays, to be mended and sent again
        const refused = told.receipts.filter((receipt) => receipt.outcome === "refused");
        const again = new Set(refused.map((receipt) => receipt.uid));
        kept.list = kept.list.filter((item) => again.has(item.uid));
        kept.supports = [];
        keep();
        showList();
        const reasons = refused.flatMap((receipt) => receipt.remarks.map((remark) => `${remark.text} — ${remark.help}`));
        status.textContent = [told.numbers.length ? `${say("form_sent")} ${told.numbers.join(", ")}` : "", ...reasons].filter(Boolean).join(" ; ");
      } catch (fault) { status.textContent = `${say("form_failed")} ${fault instanceof TypeError || fault instanceof SyntaxError ? "" : fault.message}`.trim(); }
    });
  }
  send("form_file", () => {
    const name = `${review.id}-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-")}.json`;
    const link = make("a", { href: URL.createObjectURL(new Blob([record()], { type: "application/json" })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    status.textContent = `${name} : ${say("form_receipt")} ${review.writeTo.replace(/^mailto:/, "")}`;
  });
  if (review.writeTo) {
    send("form_mail", () => {
      const subject = `[${review.id}] ${kept.list.length}`;
      const words = kept.list.map((item) => [item.anchor.artifact, item.anchor.element, item.comment, item.proposal, item.reason].filter(Boolean).join("\n")).join("\n\n");
      const body = `${words}\n\n\`\`\`json\n${JSON.stringify(JSON.parse(record()))}\n\`\`\`\n`;
      const mail = review.writeTo.startsWith("mailto:");
      const query = `${mail ? "subject" : "title"}=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      const address = `${review.writeTo}${review.writeTo.includes("?") ? "&" : "?"}${query}`;
      if (mail) location.href = address;
      else window.open(address, "_blank", "noopener");
    });
  }
  return made;
}

// --- the pages of comments, and what was read ----------------------------------------------------------------------------

for (const group of document.querySelectorAll(".tb-comment-filter")) {
  const cards = [...document.querySelectorAll(".tb-comment-card")];
  const status = group.querySelector("[role=status]");
  const show = (wanted) => {
    for (const card of cards) card.hidden = Boolean(wanted) && card.dataset.status !== wanted;
    for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.status === wanted));
    const shown = cards.filter((card) => !card.hidden).length;
    status.textContent = status.dataset[shown < 2 && (shown || review.lang === "fr") ? "countOne" : "count"].replace("#", shown);
  };
  for (const one of group.querySelectorAll("button")) one.addEventListener("click", () => show(one.dataset.status));
  show("");
  group.hidden = false;
}

for (const item of document.querySelectorAll(".tb-to-read > li")) {
  const place = new URL(item.querySelector("a").href).pathname.split("/").slice(-2).join("/") + new URL(item.querySelector("a").href).hash;
  const box = make("input", { type: "checkbox", checked: kept.read.includes(place), onchange: () => {
    kept.read = box.checked ? [...kept.read, place] : kept.read.filter((one) => one !== place);
    keep();
  } });
  item.append(" ", make("label", {}, box, ` ${say("form_read")}`));
}

if (review.id && banner) {
  for (const card of document.querySelectorAll(".tb-comment-card")) {
    const support = make("button", { type: "button", className: "tb-copy", textContent: say("form_support"), onclick: () => {
      if (!kept.supports.includes(card.id)) kept.supports.push(card.id);
      keep();
      support.textContent = say("form_supported");
    } });
    support.dataset.commentButton = "";
    card.append(support);
  }
  placeButtons();
  showBanner();
  setInterval(showBanner, 30000);
}
}
