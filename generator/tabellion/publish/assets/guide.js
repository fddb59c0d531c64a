// What a page does beyond being read. Everything is readable without this file.
"use strict";

const words = window.guideWords;

// --- copying ---------------------------------------------------------------

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from], [data-copy-link]");
  if (!button) return;
  const source = button.dataset.copyFrom;
  const text = source
    ? button.closest(".tb-example, .tb-request").querySelector(source).textContent
    : button.dataset.copyLink
      ? new URL(`#${button.dataset.copyLink}`, location.href.split("#")[0].split("?")[0]).href
      : button.dataset.copy;
  await copy(inOneLine(text));
  // the button keeps its label; who does not see the sign hears the word
  said.textContent = "";
  said.textContent = words.copied;
  button.dataset.done = "";
  setTimeout(() => { delete button.dataset.done; }, 1500);
});

const said = document.createElement("p");
said.className = "tb-sr";
said.setAttribute("role", "status");
document.body.append(said);

// an address that is written over several lines is one line for whoever pastes it
function inOneLine(text) {
  return /^\s*((GET|HEAD|DELETE)\s|https?:)/.test(text) ? text.trim().replace(/\s*\n\s*(?=[?&/])/g, "") : text;
}

for (const one of document.querySelectorAll("[data-copy-from][hidden]")) one.hidden = false;

function copyButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tb-copy";
  button.dataset.copy = text;
  button.textContent = words.copy;
  button.setAttribute("aria-label", `${words.copy} ${text.length > 60 ? "" : text}`.trim());
  return button;
}

for (const one of document.querySelectorAll(".tb-code > code")) one.after(copyButton(one.textContent));
// commands and requests that people write in their pages
for (const one of document.querySelectorAll(".md-content pre:not(.tb-json) > code")) {
  one.parentElement.classList.add("tb-command");
  one.after(copyButton(one.textContent.trimEnd()));
}

// --- filters of element tables: the state is in the address ------------------

for (const filter of document.querySelectorAll("[data-filter-for]")) {
  const table = document.getElementById(filter.dataset.filterFor);
  const blocks = document.querySelector(`[data-filtered-by="${table.id}"]`);
  const status = filter.querySelector("[role=status]");
  const buttons = [...filter.querySelectorAll("button")];
  const show = (name, announce) => {
    for (const part of [table, blocks]) if (part) part.dataset.filter = name;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.filter === name));
    const count = table.querySelectorAll(name === "all" ? "tbody tr" : name === "own" ? "tbody tr.own" : "tbody tr.ess").length;
    status.textContent = status.dataset[count < 2 && (count || document.documentElement.lang === "fr") ? "countOne" : "count"].replace("#", count);
    if (!announce) return;
    const address = new URL(location.href);
    if (name === "essentials") address.searchParams.delete("elements");
    else address.searchParams.set("elements", name);
    try { history.replaceState(null, "", address); } catch { /* a page opened from a file keeps its address */ }
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.filter, true));
  const asked = new URL(location.href).searchParams.get("elements");
  show(buttons.some((button) => button.dataset.filter === asked) ? asked : "essentials", false);
  filter.hidden = false;
}
// what an address names may be folded away, or have just come out of hiding: show it, go there
function named() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", named);
named();

// --- a link to copy and a comment for each element ---------------------------

function commentOn(anchor) {
  const link = document.querySelector("a.tb-comment");
  if (!link) return null;
  const [address, query] = link.getAttribute("href").split("?");
  const fields = new Map(query.split("&").map((part) => part.split("=").map(decodeURIComponent)));
  const element = `${words.element}${anchor.replaceAll("_x_", "[x]")}\n`;
  const body = fields.get("body").replace(new RegExp(`(${words.address})(\\S+)`), (_, label, url) => `${element}${label}${url}#${anchor}`);
  fields.set("body", body);
  return `${address}?${[...fields].map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`;
}

function linkTo(href, label) {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = label;
  return link;
}

function toolsOf(anchor, name, ...more) {
  const tools = document.createElement("p");
  tools.className = "tb-element-tools";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tb-copy";
  button.dataset.copyLink = anchor;
  button.textContent = words.copyLink;
  button.setAttribute("aria-label", `${words.copyLink} (${name})`);
  tools.append(button, ...more);
  const comment = commentOn(anchor);
  if (comment) tools.append(linkTo(comment, words.comment));
  return tools;
}

// a line whose element has a block leads there; one that says everything itself has the anchor, and so the tools
for (const name of document.querySelectorAll(".tb-elements tbody th")) {
  const row = name.parentElement;
  const link = name.querySelector("a");
  if (link) row.id = `row-${decodeURIComponent(link.hash.slice(1))}`;
  else row.lastElementChild.append(toolsOf(row.id, name.textContent));
}
for (const heading of document.querySelectorAll(".tb-blocks h3")) {
  heading.parentElement.append(toolsOf(heading.id, heading.textContent, linkTo(`#row-${heading.id}`, words.inTable)));
}

// --- what depends on the day --------------------------------------------------

// the text gives the dates and is true on any day; here it is said what they mean today
for (const one of document.querySelectorAll("[data-until]")) {
  const now = new Date();
  const from = one.dataset.from && new Date(`${one.dataset.from}T00:00:00`);
  const isOver = now > new Date(`${one.dataset.until}T23:59:59`);
  one.prepend(`${isOver ? words.reviewOver : from && now < from ? words.reviewToCome : words.reviewOpen} `);
}

// --- another language: the same place, the same filter, the same scheme ----------

for (const link of document.querySelectorAll(".tb-langs a")) {
  link.addEventListener("click", () => {
    const target = new URL(link.getAttribute("href"), location.href.split(/[?#]/)[0]);
    const within = location.pathname.slice(__md_scope.pathname.length);
    if (within && target.pathname.endsWith(within)) {
      const root = new URL(target.pathname.slice(0, -within.length), location.href);
      const scheme = __md_get("__palette");
      if (scheme) __md_set("__palette", scheme, localStorage, root);
    }
    target.search = location.search;
    target.hash = location.hash;
    link.href = target.href;
  });
}

// --- tables keep their meaning where a narrow screen shows rows as cards -------

for (const table of document.querySelectorAll(".tb-table")) {
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody")) part.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      cell.setAttribute("role", cell.tagName === "TD" ? "cell" : cell.scope === "row" ? "rowheader" : "columnheader");
    }
  }
}

// a drawing that a narrow screen has no room for is there as text
if (matchMedia("(max-width: 45em)").matches) for (const one of document.querySelectorAll(".tb-only-wide + details")) one.open = true;

// --- paper shows what is folded away -------------------------------------------

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });

// --- long lists: their script is loaded where there is one ---------------------

const listed = document.querySelector("[data-list]");
if (listed) {
  const script = document.createElement("script");
  script.src = JSON.parse(listed.dataset.list).script;
  document.head.append(script);
}
