// What a reader hands in to a public review: kept in this browser, then a file, a message or a post. The same record each way.
"use strict";

{
const words = window.guideReview.words;
const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key]);

const counted = (key, count) => say(count < 2 && (count || window.guideReview.lang === "fr") ? `${key}_one` : key).replace("#", count);

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// --- fields -------------------------------------------------------------------------------------------------------

function field(name, label, control) {
  control.id = `tb-form-${name}`;
  control.name = name;
  return make("p", { className: "tb-form-field" }, make("label", { htmlFor: control.id, textContent: label }), control);
}

const choose = (pairs, chosen) => make("select", {}, ...pairs.map(([code, label, help]) => make("option", { value: code, textContent: help ? `${label} : ${help}` : label, selected: code === chosen })));

const SOCIAL_SECURITY = /(?<!\d)[12][ .]?\d{2}[ .]?(0[1-9]|1[0-2]|[2-9]\d)[ .]?(\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}([ .]?\d{2})?(?!\d)/;
const PATIENT = /(patiente?s?|malade)\s+(nomm[ée]e?s?\s+|named\s+|:\s*)?(M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Monsieur|Madame)\s+[A-ZÉÈ]/;
// whether a text seems to give a number of social security or to name a patient
const names = (text) => SOCIAL_SECURITY.test(text) || PATIENT.test(text);

// who sends it, for a review
function people(box) {
  const { person } = box.kept;
  const controls = {
    organization: make("input", { autocomplete: "organization", maxLength: 300 }), author_name: make("input", { autocomplete: "name", maxLength: 300 }),
    author_email: make("input", { type: "email", autocomplete: "email", maxLength: 300 }), publication: choose(box.review.publications, person.publication || "organization"),
  };
  for (const name of Object.keys(controls)) if (person[name]) controls[name].value = person[name];
  return {
    controls,
    parts: [
      field("organization", say("form_organization"), controls.organization), field("author_name", say("form_name"), controls.author_name),
      field("author_email", say("form_email"), controls.author_email), field("publication", say("form_publication"), controls.publication),
    ],
    save: () => { box.kept.person = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value.trim()]).filter(([, value]) => value)); },
  };
}

// --- what is kept in this browser, for a review ---------------------------------------------------------------------

const withoutFiles = ({ attachments, ...rest }) => rest;

function boxOf(review) {
  const key = `tabellion-review-${review.id || ""}`;
  let kept = { person: {}, list: [], drafts: {}, reactions: [], sent: [], read: [] };
  try { kept = { ...kept, ...JSON.parse(localStorage.getItem(key) || "{}") }; } catch { /* no storage: the form works, drafts do not last */ }
  const store = (value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } };
  const box = {
    review, kept,
    // files may be more than a browser keeps: the texts last all the same
    keep: () => store(kept) || store({ ...kept, list: kept.list.map(withoutFiles), drafts: Object.fromEntries(Object.entries(kept.drafts).map(([place, draft]) => [place, withoutFiles(draft)])) }),
    isEmpty: () => !kept.list.length && !kept.reactions.length,
    record: () => JSON.stringify({ format: "tabellion-review", review: review.id, guide: review.version, contributor: kept.person, comments: kept.list, reactions: kept.reactions }, null, 1),
  };
  return box;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// --- the list of what will be sent, and the ways to send it -----------------------------------------------------------

function listOf(box) {
  const list = make("ul", { className: "tb-form-list" });
  const part = make("p", { className: "tb-form-send" });
  const line = (text, remove) => make("li", {}, `${text} `, make("button", { type: "button", className: "tb-copy", textContent: say("form_remove"), onclick: () => { remove(); box.keep(); show(); } }));
  const show = () => {
    const { list: comments, reactions } = box.kept;
    list.replaceChildren(
      ...comments.map((item, at) => line(`${item.anchor.element || (item.anchor.artifact || "").split("/").pop() || item.anchor.section || ""} : ${item.comment.slice(0, 60)} ${(item.attachments || []).map((file) => `(${file.name})`).join(" ")}`, () => comments.splice(at, 1))),
      ...reactions.map((item, at) => line(`${item.number} : ${say(`react_${item.reaction}`)}${item.reason ? ` – ${item.reason.slice(0, 60)}` : ""}`, () => reactions.splice(at, 1))),
    );
    for (const one of part.querySelectorAll("[data-send]")) one.disabled = box.isEmpty();
  };
  return { list, part, show };
}

// the comments that were sent from here: their uids tell later that they are one's own
function sent(box) {
  box.kept.sent = [...new Set([...box.kept.sent, ...box.kept.list.map((item) => item.uid)])].slice(-500);
}

function sendButtons(box, status, save, showList) {
  const { review, kept, keep } = box;
  const made = [];
  const send = (word, onclick) => {
    const one = make("button", { type: "button", className: "tb-button", textContent: say(word), onclick: () => { save(); onclick(); } });
    one.dataset.send = word;
    made.push(one);
  };
  if (review.receiver) {
    send("form_post", async () => {
      try {
        const answer = await fetch(review.receiver, { method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": review.lang }, body: box.record() });
        const told = await answer.json();
        if (!told.receipts) throw new Error(told.error || answer.status);
        // what was refused stays, to be mended and sent again
        const refused = told.receipts.filter((receipt) => receipt.outcome === "refused");
        const again = new Set(refused.map((receipt) => receipt.uid));
        sent(box);
        kept.list = kept.list.filter((item) => again.has(item.uid));
        const lost = (told.reactions || []).filter((one) => !one.taken);
        kept.reactions = kept.reactions.filter((item) => lost.some((one) => one.number === item.number && one.reaction === item.reaction));
        keep();
        showList();
        const taken = (told.reactions || []).filter((one) => one.taken).map((one) => `${one.number} (${say(`react_${one.reaction}`)})`);
        const reasons = [...refused, ...lost].flatMap((receipt) => receipt.remarks.map((remark) => `${remark.text} — ${remark.help}`));
        status.textContent = [told.numbers.length || taken.length ? `${say("form_sent")} ${[...told.numbers, ...taken].join(", ")}` : "", ...reasons].filter(Boolean).join(" ; ");
      } catch (fault) { status.textContent = `${say("form_failed")} ${fault instanceof TypeError || fault instanceof SyntaxError ? "" : fault.message}`.trim(); }
    });
  }
  send("form_file", () => {
    const name = `${review.id}-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-")}.json`;
    const link = make("a", { href: URL.createObjectURL(new Blob([box.record()], { type: "application/json" })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    sent(box);
    keep();
    status.textContent = `${name} : ${say("form_receipt")} ${review.writeTo.replace(/^mailto:/, "")}`;
  });
  if (review.writeTo) {
    send("form_mail", () => {
      const subject = `[${review.id}] ${kept.list.length + kept.reactions.length}`;
      const texts = [
        ...kept.list.map((item) => [item.anchor.artifact, item.anchor.element, item.comment, item.proposal, item.reason]),
        ...kept.reactions.map((item) => [`${item.number} : ${say(`react_${item.reaction}`)}`, item.reason]),
      ].map((parts) => parts.filter(Boolean).join("\n")).join("\n\n");
      const body = `${texts}\n\n\`\`\`json\n${JSON.stringify({ ...JSON.parse(box.record()), comments: kept.list.map(withoutFiles) })}\n\`\`\`\n`;
      const mail = review.writeTo.startsWith("mailto:");
      const query = `${mail ? "subject" : "title"}=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      const address = `${review.writeTo}${review.writeTo.includes("?") ? "&" : "?"}${query}`;
      sent(box);
      keep();
      if (mail) location.href = address;
      else window.open(address, "_blank", "noopener");
    });
  }
  return made;
}

window.guideSending = { SOCIAL_SECURITY, say, counted, make, field, choose, names, newId, people, boxOf, listOf, sendButtons };
}
