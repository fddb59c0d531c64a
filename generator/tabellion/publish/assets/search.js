// Search: the index of search-index.js gives the answers, the same from a file and over HTTP; there pagefind adds excerpts.
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
  // Enter goes to the answer to what is in the field, however fast it was typed; Escape leaves at once, where a search
  // field would only be emptied; arrows move between the field and the answers
  input.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") return dialog.close();
    if (answered !== input.value.trim()) await answer();
    if (answered === input.value.trim()) list.querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const places = [input, ...list.querySelectorAll("a")];
    const next = places[places.indexOf(document.activeElement) + step];
    event.preventDefault();
    next?.focus();
  });

  // --- where answers come from ----------------------------------------------------

  const loaded = () => new Promise((resolve, reject) => {
    if (window.guideIndex) return resolve(window.guideIndex);
    const script = document.createElement("script");
    script.src = new URL("search-index.js", assets);
    script.onload = () => resolve(window.guideIndex);
    script.onerror = reject;
    document.head.append(script);
  });

  // names and codes however they are joined: JDV_J145-MethodBodyWeight is jdvj145methodbodyweight
  const squash = (text) => fold(text).replace(/[\s_-]+/g, "").replace(/[.,;:!?]+$/, "");
  // plurals of both languages, and the mute e of French: bodies and body, mesures and mesure are each one word
  const stem = (word) => (/^\p{L}{4,}$/u.test(word) ? word.replace(/aux$/, "al").replace(/[sx]$/, "").replace(/e$/, "").replace(/y$/, "i") : word);
  // a word as it is typed, its parts, and each without its ending
  const tokensOf = (text) => {
    const found = new Set();
    for (const word of fold(text).split(/\s+/)) {
      for (const part of [word, ...word.split(/[^\p{L}\p{N}%]+/u)]) if (part) found.add(part);
    }
    return found;
  };

  // every word with the pages that have it and what it counts there: in the title, among names, in the text
  const [TITLE, KEY, WORD, TEXT] = [30, 20, 10, 3];
  let made;
  const indexed = async () => {
    made ??= loaded().then(({ root, lists, entries }) => {
      const [postings, words] = [new Map(), new Set()];
      const keys = entries.map((entry) => new Set(entry[4].map(squash)));
      const add = (text, number, weight) => {
        for (const token of tokensOf(text)) words.add(token);
        for (const token of new Set([...tokensOf(text)].flatMap((word) => [word, stem(word)]))) {
          const pages = postings.get(token) ?? postings.set(token, new Map()).get(token);
          if (!(pages.get(number) >= weight)) pages.set(number, weight);
        }
      };
      entries.forEach(([title, , , , named, words, text], number) => {
        add(title, number, TITLE);
        for (const name of named) add(name, number, KEY);
        add(words, number, WORD);
        add(text, number, TEXT);
      });
      return { root, lists, entries, keys, postings, vocabulary: [...words].sort() };
    });
    return made;
  };

  let engine;
  const pagefind = async () => {
    if (location.protocol === "file:") return null;
    engine ??= (async () => {
      const { root } = await indexed();
      const base = new URL(`../${root}`, assets);
      const found = await import(new URL("pagefind/pagefind.js", base));
      // a measure has a long page: its length says nothing against it
      await found.options({ baseUrl: base.pathname, excerptLength: 24, ranking: { pageLength: 0 } });
      await found.init();
      return found;
    })().catch(() => null);
    return engine;
  };

  // the words of a query, without the punctuation and the French elisions that a sentence has around them; small words
  // that say nothing count where there is nothing else
  const SMALL = new Set("a au aux d de des du en et il l la le les un une pour par sur the of to and an in is for with".split(" "));
  const bare = (term) => term.replace(/^[«"“(]+|[,;:.!?»"”)]+$/g, "").replace(/^(?:qu|[cdjlmnst])'(?=.)/, "");
  const termsOf = (query) => {
    const terms = fold(query).split(/\s+/).map(bare).filter(Boolean);
    const telling = terms.filter((term) => !SMALL.has(term));
    return telling.length ? telling : terms;
  };

  // whether one letter too many, too few, another one or two exchanged make one word of the other
  const isSlip = (one, other) => {
    if (Math.abs(one.length - other.length) > 1 || one === other) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    const [rest, more] = [one.slice(start), other.slice(start)];
    return rest.slice(1) === more.slice(1) || rest.slice(1) === more || rest === more.slice(1)
      || (rest[0] === more[1] && rest[1] === more[0] && rest.slice(2) === more.slice(2));
  };

  // the pages that have a term, with what it counts there: as a whole name most, as the beginning of a word least
  const pagesOf = (term, typed, { keys, postings, vocabulary }) => {
    const found = new Map();
    const put = (pages, share) => pages?.forEach((weight, number) => {
      if (!(found.get(number) >= weight * share)) found.set(number, weight * share);
    });
    put(postings.get(term), 1);
    put(postings.get(stem(term)), 0.95);
    if (term.length > 1) {
      let [low, high] = [0, vocabulary.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (vocabulary[middle] < term) low = middle + 1;
        else high = middle;
      }
      for (; low < vocabulary.length && vocabulary[low].startsWith(term); low += 1) put(postings.get(vocabulary[low]), 0.5);
    }
    const whole = squash(term);
    // a part of a name, where it looks like one: J145, MethodBodyWeight
    const isPart = whole.length > 3 && /\d|_|\p{Ll}\p{Lu}/u.test(typed);
    keys.forEach((names, number) => {
      if (names.has(whole)) found.set(number, 100);
      else if (isPart && [...names].some((name) => name.includes(whole))) found.set(number, Math.max(found.get(number) ?? 0, 90));
    });
    return found;
  };

  const fromIndex = async (query) => {
    const index = await indexed();
    const terms = termsOf(query);
    const whole = squash(query);
    const told = squash(terms.join(" "));
    const slips = new Map();
    const found = terms.map((term) => {
      const pages = pagesOf(term, query, index);
      if (pages.size || !/^\p{L}{4,}$/u.test(term)) return pages;
      // no word begins so: one slip of the keyboard away there may be one
      for (const word of index.vocabulary) {
        if (!/^\p{L}+$/u.test(word) || !isSlip(term, word)) continue;
        index.postings.get(word).forEach((weight, number) => {
          if (!(pages.get(number) >= weight * 0.6)) pages.set(number, weight * 0.6);
        });
        index.postings.get(word).forEach((weight, number) => slips.set(`${number} ${word}`, weight));
      }
      return pages;
    });
    const scores = new Map();
    index.entries.forEach(([title, , , tier], number) => {
      const counts = found.map((pages) => pages.get(number) ?? 0);
      const named = whole && (index.keys[number].has(whole) || index.keys[number].has(told));
      if (!named && (!counts.length || counts.some((count) => !count))) return;
      const folded = fold(title);
      let score = tier + counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
      if (named) score += 200;
      if (squash(title) === whole || squash(title) === told) score += 150;
      else if (terms.length > 1 && squash(title).startsWith(whole)) score += 100;
      else if (terms.every((term) => tokensOf(folded).has(term) || tokensOf(folded).has(stem(term)))) score += 40;
      scores.set(number, tier < 0 && !named ? score - 1000 : score);
    });
    const order = [...scores].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, MOST);
    const results = order.map(([number]) => {
      const [title, href, kind] = index.entries[number];
      return { title, kind, href: new URL(`../${href}`, assets).href };
    });
    // the word that the first answer has, of those that may have been meant
    const first = `${order[0]?.[0]} `;
    const [meant] = [...slips].filter(([key]) => key.startsWith(first)).sort((one, other) => other[1] - one[1])[0] ?? [""];
    return { results, meant: meant.slice(first.length) };
  };

  // what pagefind shows of the pages that were found: a few words around what was looked for
  const excerpts = async (query, results) => {
    const engine = await pagefind();
    if (!engine || !results.length) return new Map();
    const { results: pages } = await engine.search(query);
    const shown = await Promise.all(pages.slice(0, 2 * MOST).map((one) => one.data()));
    return new Map(shown.map((one) => [new URL(one.url, location).pathname, one.excerpt]));
  };

  // --- answering --------------------------------------------------------------------

  const line = (result) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.href;
    link.textContent = result.title;
    const note = document.createElement("p");
    if (result.kind) note.append(result.kind, result.excerpt ? " · " : "");
    // excerpts of pagefind are escaped text with <mark> around what was found
    if (result.excerpt) note.insertAdjacentHTML("beforeend", result.excerpt);
    item.append(link, note);
    return item;
  };

  // long lists of codes are not in the index: each page searches its own for what is asked here
  const inLists = async (query) => {
    const { lists } = await indexed();
    return lists.slice(0, MOST).map(([title, href]) => {
      const target = new URL(`../${href}`, assets);
      target.hash = `find=${encodeURIComponent(query)}`;
      return line({ title: words.inList.replace("#", query).replace("#", title), href: target.href });
    });
  };

  let turn = 0;
  let answered = "";
  const answer = async () => {
    const query = input.value.trim();
    const mine = ++turn;
    const { results, meant } = query ? await fromIndex(query) : { results: [], meant: "" };
    if (mine !== turn) return;
    const count = results.length;
    const many = !query ? "" : !count ? words.none : count === 1 ? words.one : words.many.replace("#", count);
    status.textContent = meant ? `${words.meant.replace("#", meant)} ${many}` : many;
    list.replaceChildren(...results.map(line), ...(query ? await inLists(query) : []));
    answered = dialog.dataset.answered = query;
    // excerpts come later, and change no answer
    const shown = await excerpts(query, results).catch(() => new Map());
    if (mine !== turn || !shown.size || list.contains(document.activeElement)) return;
    results.forEach((one, at) => list.children[at].replaceWith(line({ ...one, excerpt: shown.get(new URL(one.href).pathname) })));
  };

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answer, 120);
  });
}
