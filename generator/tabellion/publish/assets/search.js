// Search: pagefind over HTTP, and where it cannot run (a page opened from a file) the small index of search-index.js.
"use strict";

{
  const assets = new URL(".", document.currentScript.src);
  const words = window.guideWords;
  const MOST = 12;
  const ICON = '<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><circle cx="11" cy="11" r="7"/><path d="m16 16 5 5"/></svg>';

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").replaceAll("’", "'");

  // --- the dialog ---------------------------------------------------------------

  const open = document.createElement("button");
  open.type = "button";
  open.className = "tb-search-open";
  open.innerHTML = `${ICON}<span></span><kbd aria-hidden="true">/</kbd>`;
  open.querySelector("span").textContent = words.search;
  open.setAttribute("aria-label", words.search);
  const dialog = document.createElement("dialog");
  dialog.className = "tb-search";
  dialog.setAttribute("aria-label", words.search);
  dialog.innerHTML = '<form method="dialog" role="search"><input type="text" enterkeyhint="search" autocomplete="off"><button></button></form><p role="status"></p><ol></ol>';
  const input = dialog.querySelector("input");
  input.placeholder = words.hint;
  input.setAttribute("aria-label", words.search);
  dialog.querySelector("button").textContent = words.close;
  const list = dialog.querySelector("ol");
  const status = dialog.querySelector("[role=status]");
  (document.querySelector(".md-header__inner") ?? document.body).append(open);
  document.body.append(dialog);

  const show = () => { if (!dialog.open) dialog.showModal(); input.select(); };
  open.addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    show();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  // Enter in the field goes to the first answer; Escape leaves at once, where a search field would only be emptied
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") dialog.close();
    else list.querySelector("a")?.click();
  });

  // --- where answers come from ----------------------------------------------------

  const smallIndex = () => new Promise((resolve, reject) => {
    if (window.guideIndex) return resolve(window.guideIndex);
    const script = document.createElement("script");
    script.src = new URL("search-index.js", assets);
    script.onload = () => resolve(window.guideIndex);
    script.onerror = reject;
    document.head.append(script);
  });

  let engine;
  const pagefind = async () => {
    if (location.protocol === "file:") return null;
    engine ??= (async () => {
      const { root } = await smallIndex();
      const base = new URL(`../${root}`, assets);
      const found = await import(new URL("pagefind/pagefind.js", base));
      // a measure has a long page: its length says nothing against it
      await found.options({ baseUrl: base.pathname, excerptLength: 24, ranking: { pageLength: 0 } });
      await found.init();
      return found;
    })().catch(() => null);
    return engine;
  };

  // every term has to be there, a word at its beginning; a whole word of the title or the text counts most
  const parts = (text) => ` ${text} ${text.replace(/[-_.:/']/g, " ")} `;
  const scored = (entry, terms) => {
    const title = fold(entry[0]);
    const text = parts(`${title} ${fold(entry[3])}`);
    let score = 0;
    for (const term of terms) {
      if (!text.includes(` ${term}`)) return 0;
      score += 1;
      if (title === term) score += 12;
      else if (title.startsWith(term)) score += 8;
      else if (title.includes(term)) score += 6;
      if (text.includes(` ${term} `)) score += 5;
      else if (text.includes(` ${term}`)) score += 2;
    }
    return score;
  };

  // the words of a query, without the punctuation and the French elisions that a sentence has around them
  const bare = (term) => term.replace(/^[«"“(]+|[,;:.!?»"”)]+$/g, "").replace(/^(?:qu|[cdjlmnst])'(?=.)/, "");
  const termsOf = (query) => fold(query).split(/\s+/).map(bare).filter(Boolean);

  const fromSmallIndex = async (query) => {
    const { entries, sure } = await smallIndex();
    const terms = termsOf(query);
    const found = entries.map((entry, rank) => [scored(entry, terms), rank, entry]).filter(([score]) => score);
    found.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
    return found.map(([, , [title, href, kind]]) => {
      const named = parts(fold(title));
      // a measure, an error with a whole message, a page that is called so: none of them is a chance hit
      const told = kind === sure.measure || terms.length > (kind === sure.error ? 2 : 3);
      const certain = told || terms.every((term) => named.includes(` ${term}`));
      return { title, href: new URL(`../${href}`, assets).href, kind, certain };
    });
  };

  const fromPagefind = async (found, query) => {
    const { results } = await found.search(query);
    const pages = await Promise.all(results.slice(0, MOST).map((one) => one.data()));
    const wanted = fold(query);
    return pages.map((page) => {
      const part = page.sub_results.find((one) => one.anchor && one.anchor.element !== "h1" && fold(one.title).includes(wanted));
      const { title, kind } = page.meta;
      return { title, kind, href: (part ?? page).url, excerpt: (part ?? page).excerpt, part: part?.title };
    });
  };

  // --- answering --------------------------------------------------------------------

  const line = (result) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.href;
    link.textContent = result.part ? `${result.title} › ${result.part}` : result.title;
    const note = document.createElement("p");
    if (result.kind) note.append(result.kind, result.excerpt ? " · " : "");
    // excerpts of pagefind are escaped text with <mark> around what was found
    if (result.excerpt) note.insertAdjacentHTML("beforeend", result.excerpt);
    item.append(link, note);
    return item;
  };

  // what the small index is certain of comes first, with what pagefind says of the same page
  const joined = (small, whole) => {
    if (!whole.length) return small;
    const page = (result) => new URL(result.href, location).pathname;
    const first = small.filter((one) => one.certain).slice(0, 3);
    const same = new Map(whole.map((one) => [page(one), one]));
    const ahead = first.map((one) => (one.href.includes("#") ? one : { ...one, ...same.get(page(one)), kind: one.kind }));
    const told = new Set(ahead.map(page));
    return [...ahead, ...whole.filter((one) => !told.has(page(one)))];
  };

  let turn = 0;
  const answer = async () => {
    const query = input.value.trim();
    const mine = ++turn;
    const small = query ? await fromSmallIndex(query) : [];
    // what is certain is there at once, and stays on top
    const certain = small.filter((one) => one.certain).slice(0, 3);
    if (mine === turn && certain.length) list.replaceChildren(...certain.map(line));
    const found = query ? await pagefind() : null;
    const whole = found ? await fromPagefind(found, query) : [];
    if (mine !== turn) return;
    const results = joined(small, whole).slice(0, MOST);
    const count = results.length;
    status.textContent = !query ? "" : !count ? words.none : count === 1 ? words.one : words.many.replace("#", count);
    list.replaceChildren(...results.map(line));
  };

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answer, 120);
  });
}
