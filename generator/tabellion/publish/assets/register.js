// The register of a public review: filters and search over all its comments, read from scripts beside the page when somebody asks.
"use strict";

{
const PER_TURN = 50;
const waiting = new Map();
const scripts = new Map();

window.guideRegister = (name, number, content) => { waiting.get(`${name}/${number}`)?.(content); };

function load(register, number) {
  const key = `${register.name}/${number}`;
  if (!scripts.has(key)) {
    scripts.set(key, new Promise((resolve, reject) => {
      waiting.set(key, resolve);
      const script = document.createElement("script");
      script.src = `${register.base}${number}.js`;
      script.onload = () => script.remove();
      script.onerror = () => { script.remove(); scripts.delete(key); reject(new Error(script.src)); };
      document.head.append(script);
    }));
  }
  return scripts.get(key);
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

for (const form of document.querySelectorAll("[data-register]")) {
  const register = JSON.parse(form.dataset.register);
  const { total, chunk, words, say } = register;
  const facets = Object.keys(words).filter((name) => form.elements[name]);
  const list = form.parentElement.querySelector(".tb-register-list");
  const status = form.querySelector("[role=status]");
  const rowAt = async (at) => (await load(register, Math.floor(at / chunk)))[at % chunk];
  let turn = 0; // what is asked now: an answer to something older is not shown
  let found = [];
  let shown = 0;
  const more = element("button", say.more, { type: "button", className: "tb-button tb-quiet", hidden: true, onclick: () => show(turn) });
  list.after(more);

  async function line(at, index) {
    const [number, page, target, about, lang, who, said, answer] = await rowAt(at);
    const item = element("li", "", { className: "tb-found" });
    const word = (name) => words[name][index[name][at]] || "";
    const link = element("a", number, { href: `${register.pages}${page}.html#${number}` });
    const where = [word("artifact"), about].filter(Boolean).join(" · ") || register.targets[target] || target;
    const text = element("p", said.length > 280 ? `${said.slice(0, 280)}…` : said);
    if (lang !== document.documentElement.lang) text.lang = lang;
    item.append(element("p", ""), text);
    item.firstChild.append(link, " ", element("b", word("status"), { className: "tb optional" }), ` ${where} · ${word("nature")} · ${word("severity")}${who ? ` · ${who}` : ""}`);
    if (answer) item.append(element("p", answer.length > 280 ? `${answer.slice(0, 280)}…` : answer, { className: "tb-muted" }));
    return item;
  }

  async function show(mine) {
    const index = await load(register, "facets");
    const lines = await Promise.all(found.slice(shown, shown + PER_TURN).map((at) => line(at, index)));
    if (mine !== turn) return;
    list.append(...lines);
    shown += lines.length;
    more.hidden = shown >= found.length;
    status.textContent = found.length ? say.count.replace("#", found.length).replace("#", total) : say.none;
  }

  async function find() {
    const mine = ++turn;
    const asked = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
    const address = new URL(location.href);
    for (const name of [...facets, "text", "who"]) if (asked[name]) address.searchParams.set(name, asked[name]); else address.searchParams.delete(name);
    try { history.replaceState(null, "", address); } catch { /* a page opened from a file keeps its address */ }
    list.replaceChildren();
    more.hidden = true;
    found = [];
    shown = 0;
    if (!Object.keys(asked).length) { status.textContent = ""; return; }
    try {
      const index = await load(register, "facets");
      let kept = Array.from({ length: total }, (_, at) => at);
      for (const name of facets) if (asked[name]) kept = kept.filter((at) => index[name][at] === Number(asked[name]));
      const texts = fold(asked.text || "").split(/\s+/).filter(Boolean);
      const who = fold(asked.who || "");
      if (texts.length || who) {
        const answers = [];
        for (const [step, at] of kept.entries()) {
          const row = await rowAt(at);
          if (mine !== turn) return;
          if (step % 1000 === 999) status.textContent = say.searching.replace("#", Math.round((100 * step) / kept.length));
          const all = fold([row[0], row[3], row[6], row[7], row[5], words.artifact[index.artifact[at]]].join("\n"));
          if (texts.every((one) => all.includes(one)) && fold(row[5]).includes(who)) answers.push(at);
        }
        kept = answers;
      }
      if (mine !== turn) return;
      found = kept;
      await show(mine);
    } catch {
      if (mine === turn) status.textContent = say.unreadable;
    }
  }

  let later;
  form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
  form.addEventListener("input", (event) => { clearTimeout(later); later = setTimeout(find, event.target.tagName === "SELECT" ? 0 : 250); });
  const asked = new URL(location.href).searchParams;
  for (const name of [...facets, "text", "who"]) if (asked.has(name)) form.elements[name].value = asked.get(name);
  form.hidden = false;
  if ([...asked.keys()].some((name) => form.elements[name])) find();
}
}
