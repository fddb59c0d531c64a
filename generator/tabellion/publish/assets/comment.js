// The public review on a page: what holds at this instant, and the comment form. Everything is readable without this file.
"use strict";

// a block: other scripts of the page have names of their own
{
const review = window.guideReview;
const { say, counted, make, newId, field, choose, names, boxOf } = window.guideSending;
const bar = document.querySelector(".tb-bar");

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

// --- what a comment is about --------------------------------------------------------------------------------------

const ROWS = ["error", "question", "flow"];

function anchorOf(type = bar.dataset.anchorType, element = bar.dataset.anchorElement || "", quoted = "", hash = "") {
  const artifact = ROWS.includes(type) ? "" : bar.dataset.anchorArtifact;
  const path = bar.dataset.anchorSection;
  return {
    type, version: review.version, artifact, element, facet: "", quoted: quoted.replace(/\s+/g, " ").trim().slice(0, 500),
    section: artifact || ROWS.includes(type) ? "" : path, url: hash ? `${path}#${hash}` : path,
  };
}

function button(anchor, name = "") {
  const made = make("button", { type: "button", className: "tb-copy", textContent: say("form_title"), onclick: () => openForm(anchor()) });
  if (name) made.setAttribute("aria-label", `${say("form_title")} (${name})`);
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
  // the block of an element may be folded away: its line has the button too
  for (const link of document.querySelectorAll(".tb-elements tbody th a[href^='#']")) {
    const row = link.closest("tr");
    const id = decodeURIComponent(link.hash.slice(1));
    const cell = row.lastElementChild;
    cell.append(" ", button(() => anchorOf("element", id.replaceAll("_x_", "[x]"), textOf(row), id), id.replaceAll("_x_", "[x]")));
    countAt(id, cell);
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
  for (const item of document.querySelectorAll(".tb-rules > li")) {
    const id = item.querySelector(".tb-rule-id").textContent.trim();
    item.append(" ", button(() => anchorOf("rule", id, textOf(item), item.id)));
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
  openForm(anchorOf(undefined, undefined, document.querySelector("h1").textContent));
}

function countAt(id, tools) {
  const count = document.querySelectorAll(`[data-comment-on="${CSS.escape(id)}"]`).length;
  if (count) tools.append(make("a", { href: "#comments", textContent: counted("form_count", count) }));
}

// --- the form -----------------------------------------------------------------------------------------------------

const box = boxOf(review);
const { kept, keep } = box;
let dialog = null;

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
  const { list, part, show: showList } = window.guideSending.listOf(box);
  const areas = { comment: make("textarea", { rows: 4, required: true, maxLength: 20000 }), proposal: make("textarea", { rows: 2, maxLength: 20000 }), reason: make("textarea", { rows: 2, maxLength: 20000 }) };
  const controls = {
    facet: choose([["", say("form_whole")], ...review.facets], draft.facet), missing: make("input", { type: "checkbox", checked: Boolean(draft.missing) }),
    nature: choose(review.natures, draft.nature), severity: choose(review.severities, draft.severity || "minor"), ...areas,
  };
  for (const name of Object.keys(areas)) areas[name].value = draft[name] || "";
  const person = window.guideSending.people(box);
  let files = draft.attachments || [];
  const attach = window.guideAttach({ limits: review.attachments, files, changed: (chosen) => { files = chosen; save(); } });
  const fields = { ...controls, files: attach.input, files_checked: attach.checked };
  const helps = new Map(Object.values(fields).map((control) => [control, control.getAttribute("aria-describedby") || ""]));
  const save = () => {
    kept.drafts[place] = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.type === "checkbox" ? control.checked : control.value]));
    if (files.length) kept.drafts[place].attachments = files;
    person.save();
    keep();
  };
  const tell = (problems) => {
    errors.replaceChildren(make("p", { textContent: say("form_errors") }), make("ul", {}, ...problems.map(([name, text], at) => make("li", { id: `tb-form-error-${at}` }, make("a", { href: `#tb-form-${name}`, textContent: text, onclick: (event) => { event.preventDefault(); fields[name].focus(); } })))));
    errors.hidden = problems.length === 0;
    for (const [name, control] of Object.entries(fields)) {
      const at = problems.findIndex(([bad]) => bad === name);
      control.setAttribute("aria-invalid", String(at >= 0));
      control.setAttribute("aria-describedby", `${at >= 0 ? `tb-form-error-${at} ` : ""}${helps.get(control)}`.trim());
    }
    if (problems.length) errors.focus();
  };
  const add = () => {
    save();
    const texts = Object.values(areas).map((area) => area.value).join("\n");
    if (!areas.comment.value.trim()) return tell([["comment", say("form_required")]]);
    if (names(texts)) return tell([["comment", say("form_patient")]]);
    const problem = attach.problem();
    if (problem) return tell([problem]);
    tell([]);
    const about = { ...anchor, facet: controls.facet.value, type: controls.missing.checked ? "missing" : anchor.type };
    kept.list.push({
      uid: newId(), anchor: Object.fromEntries(Object.entries(about).filter(([, value]) => value)), nature: controls.nature.value, severity: controls.severity.value,
      ...Object.fromEntries(Object.entries(areas).map(([name, area]) => [name, area.value.trim()]).filter(([, value]) => value)), lang: review.lang, written: new Date().toISOString(),
      ...(files.length ? { attachments: attach.records() } : {}),
    });
    attach.clear();
    files = [];
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
    field("files", say("form_files"), attach.input), ...attach.parts,
    ...person.parts,
    make("p", {}, make("button", { type: "submit", className: "tb-button", textContent: say("form_add") })), status,
    make("h3", { textContent: say("form_list") }), list,
    part);
  part.append(...window.guideSending.sendButtons(box, status, save, showList), make("button", { type: "button", className: "tb-button tb-quiet", textContent: say("form_later"), onclick: () => { save(); dialog.close(); } }));
  form.addEventListener("input", save);
  dialog = make("dialog", { className: "tb-form md-typeset", "aria-labelledby": "tb-form-title" }, form);
  document.body.append(dialog);
  showList();
  dialog.showModal();
  areas.comment.focus();
}

if (review.id && banner) {
  placeButtons();
  showBanner();
  setInterval(showBanner, 30000);
}
}
