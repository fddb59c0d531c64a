// Long lists: rows from files beside the page, a page of them at a time, searched here. Loaded where a page has such a list.
"use strict";

{
  const tools = document.querySelector("[data-list]");
  const list = JSON.parse(tools.dataset.list);
  const { total, chunk, page, columns, say } = list;
  const table = document.querySelector("[data-list-rows] table");
  const files = new Map(); // number of a file: its rows, once it is there
  const asked = new Map();
  let first = 0;
  let found = null; // the numbers of the rows that answer, `null` while nothing is asked
  let search = 0;

  // --- files -----------------------------------------------------------------

  window.guideRows = (name, number, rows) => { if (name === list.name) files.set(number, rows); };

  function rowsOf(number) {
    if (files.has(number)) return Promise.resolve(files.get(number));
    if (!asked.has(number)) {
      asked.set(number, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${list.base}${number}.js`;
        script.onload = () => { script.remove(); resolve(files.get(number)); };
        script.onerror = () => { script.remove(); asked.delete(number); reject(new Error(script.src)); };
        document.head.append(script);
      }));
    }
    return asked.get(number);
  }

  async function rowsAt(numbers) {
    const needed = [...new Set(numbers.map((one) => Math.floor(one / chunk)))];
    await Promise.all(needed.map(rowsOf));
    return numbers.map((one) => files.get(Math.floor(one / chunk))[one % chunk]);
  }

  // --- rows ------------------------------------------------------------------

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function element(tag, text, more = {}) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
    return made;
  }

  function codeCell(column, row) {
    const cell = element("th", "", { scope: "row" });
    const code = row[column.at];
    const depth = column.more.depth === undefined ? 0 : row[column.more.depth];
    if (depth) cell.style.paddingLeft = `${0.6 + Math.min(depth, 12) * 0.7}rem`;
    const parent = column.more.parent === undefined ? -1 : row[column.more.parent];
    if (parent >= 0) {
      const up = element("button", "↑", { type: "button", class: "tb-up", title: say.parent, "aria-label": say.parent });
      up.addEventListener("click", () => goTo(parent));
      cell.append(up, " ");
    }
    if (code) {
      const span = element("span", "", { class: "tb-code" });
      const copy = element("button", window.guideWords.copy, { type: "button", class: "tb-copy", "data-copy": code });
      copy.setAttribute("aria-label", `${window.guideWords.copy} ${code}`);
      span.append(element("code", code), copy);
      cell.append(span);
    }
    return cell;
  }

  function cellOf(column, row) {
    if (column.kind === "code") return codeCell(column, row);
    const value = row[column.at];
    const cell = element("td", "", { "data-label": column.heading });
    if (column.kind === "own") {
      cell.textContent = value[column.more.lang] ?? "";
      if (column.words.lang) cell.lang = column.words.lang;
    } else {
      const word = column.words[value];
      cell.textContent = column.kind === "word" ? word ?? "" : value;
    }
    if (column.more.instead !== undefined && row[column.more.instead]) {
      cell.append(` ${say.instead} `, element("code", row[column.more.instead]));
    }
    return cell;
  }

  // what no row shown has takes no column
  function filled(rows) {
    return columns.filter((column) => column.kind === "code" || rows.some((row) => cellOf(column, row).textContent));
  }

  // --- showing ----------------------------------------------------------------

  const input = element("input", "", { type: "search", "aria-label": say.search, placeholder: say.search, autocomplete: "off" });
  const previous = element("button", say.previous, { type: "button" });
  const next = element("button", say.next, { type: "button" });
  const status = element("span", "", { role: "status" });
  tools.append(input, previous, next, status);
  tools.hidden = false;
  document.querySelector("[data-list-first]").hidden = true;

  const digits = (number) => number.toLocaleString(document.documentElement.lang);

  function said(text, ...numbers) {
    return text.replace(/#/g, () => digits(numbers.shift()));
  }

  async function show(mark) {
    const count = found === null ? total : found.length;
    first = Math.max(0, Math.min(first, Math.floor((count - 1) / page) * page));
    const last = Math.min(first + page, count);
    const numbers = Array.from({ length: last - first }, (_, at) => (found === null ? first + at : found[first + at]));
    let rows;
    try {
      rows = await rowsAt(numbers);
    } catch {
      status.textContent = say.unreadable;
      return;
    }
    const shown = filled(rows);
    const head = element("tr");
    head.append(...shown.map((column) => element("th", column.heading, { scope: "col" })));
    table.tHead.replaceChildren(head);
    const lines = rows.map((row) => {
      const line = element("tr");
      line.append(...shown.map((column) => cellOf(column, row)));
      return line;
    });
    table.tBodies[0].replaceChildren(...lines);
    previous.disabled = first === 0;
    next.disabled = last >= count;
    status.textContent = count ? said(found === null ? say.lines : say.found, first + 1, last, count) : say.none;
    if (mark !== undefined) {
      lines[mark - first].classList.add("tb-marked");
      lines[mark - first].scrollIntoView({ block: "center" });
    }
  }

  function goTo(number) {
    found = null;
    input.value = "";
    first = Math.floor(number / page) * page;
    show(number);
  }

  function turn(by) {
    first += by;
    show().then(() => tools.scrollIntoView({ block: "start" }));
  }

  previous.addEventListener("click", () => turn(-page));
  next.addEventListener("click", () => turn(page));

  // --- searching ----------------------------------------------------------------

  const texts = new Map(); // number of a file: what is searched in each of its rows

  function textsOf(number, rows) {
    if (!texts.has(number)) texts.set(number, rows.map((row) => fold(row.flat().filter((one) => typeof one === "string").join("\n"))));
    return texts.get(number);
  }

  async function find() {
    const mine = ++search;
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    first = 0;
    if (!words.length) {
      found = null;
      await show();
      return;
    }
    const exact = [];
    const other = [];
    const count = Math.ceil(total / chunk);
    for (let number = 0; number < count; number += 1) {
      let rows;
      try {
        rows = await rowsOf(number);
      } catch {
        status.textContent = say.unreadable;
        return;
      }
      if (mine !== search) return; // something else is asked by now
      textsOf(number, rows).forEach((text, at) => {
        if (!words.every((word) => text.includes(word))) return;
        (words.length === 1 && fold(rows[at][0]) === words[0] ? exact : other).push(number * chunk + at);
      });
      if (number % 10 === 9) {
        status.textContent = said(say.searching, Math.round((100 * (number + 1)) / count));
        await new Promise((resolve) => { setTimeout(resolve); });
        if (mine !== search) return;
      }
    }
    found = [...exact, ...other];
    await show();
  }

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 250);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(waiting);
    find();
  });

  // an address may say what to find: a code by itself, or what was asked of the search of the site
  async function findAddressed() {
    const given = /^#find=(.+)$/.exec(location.hash);
    try {
      input.value = decodeURIComponent(given?.[1] ?? "");
    } catch {
      return false; // an address that was cut
    }
    if (!input.value) return false;
    await find();
    tools.scrollIntoView({ block: "start" });
    return true;
  }
  window.addEventListener("hashchange", findAddressed);

  findAddressed().then((isTold) => isTold || show());
}
