// Keeps a page current while its guide is worked on: loads it again when another edition was built, and shows what keeps
// the next one from being built.
(() => {
  "use strict";
  const WORDS = {
    fr: { building: "Construction en cours…", errors: (n) => `${n} erreur${n > 1 ? "s" : ""} : la page montre l'édition d'avant`, more: (n) => `… et ${n} de plus : tabellion check` },
    en: { building: "Building…", errors: (n) => `${n} error${n > 1 ? "s" : ""}: the page shows the edition before`, more: (n) => `… and ${n} more: tabellion check` },
  };
  let shown = null;
  let version = null;
  const panel = document.createElement("section");
  panel.id = "tb-live";
  panel.setAttribute("role", "status");
  panel.setAttribute("aria-live", "polite");
  panel.style.cssText =
    "position:fixed;left:0;right:0;bottom:0;z-index:1000;max-height:45vh;overflow:auto;padding:.6rem 1rem;" +
    "background:#fff;color:#161616;border-top:4px solid #b34000;font:16px/1.5 sans-serif;box-shadow:0 -2px 8px #0004";
  panel.hidden = true;
  document.body.append(panel);

  function line(tag, text, style) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (style) element.style.cssText = style;
    return element;
  }

  function show(state) {
    const words = WORDS[state.lang] || WORDS.en;
    panel.replaceChildren();
    panel.lang = state.lang;
    if (state.findings.length) {
      panel.append(line("p", words.errors(state.findings.length + state.more), "margin:0;font-weight:bold"));
      const list = document.createElement("ul");
      list.style.cssText = "margin:.3rem 0;padding-left:1.2rem";
      for (const found of state.findings) {
        const item = document.createElement("li");
        item.append(line("code", found.place), ` ${found.message} — ${found.help} (${found.code})`);
        list.append(item);
      }
      panel.append(list);
      if (state.more) panel.append(line("p", words.more(state.more), "margin:0"));
    } else if (state.building) {
      panel.append(line("p", words.building, "margin:0"));
    }
    panel.hidden = !panel.childElementCount;
  }

  async function ask() {
    try {
      // the server answers when something changes
      const answer = await fetch(`/-/live.json${version === null ? "" : `?after=${version}`}`, { cache: "no-store" });
      const state = await answer.json();
      if (shown === null) shown = state.edition;
      if (state.edition !== shown && !state.building) {
        location.reload();
        return;
      }
      if (state.version !== version) show(state);
      version = state.version;
      ask();
    } catch {
      // the server is gone or starts again: asked once more
      version = null;
      setTimeout(ask, 500);
    }
  }
  ask();
})();
