"use strict";
// What all modules share: the page's words, elements made without HTML (texts of reports are never parsed), files to save,
// light and dark.

const Dj = {};

Dj.read = (id) => JSON.parse(document.getElementById(id).textContent);
Dj.words = Dj.read("words");

/** A word of the page; `{n}` in it takes a value. */
Dj.t = (key, values = {}) =>
  (Dj.words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

Dj.byId = (id) => document.getElementById(id);

/** An element with attributes, `on…` listeners and children; strings become text. */
Dj.el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
};

const format = new Intl.NumberFormat(document.documentElement.lang);
Dj.number = (n) => format.format(n);

/** Says something to who listens to the page. */
Dj.say = (text) => {
  Dj.byId("said").textContent = text;
};

/** Runs `work` once after a burst of calls. */
Dj.later = (work, delay = 150) => {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), delay);
  };
};

/** Text for a search: without case, width and blanks. */
Dj.plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// A cell that begins like a formula would be run by a spreadsheet.
const cell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
/** Rows as CSV, with the mark by which spreadsheets know UTF-8. */
Dj.csv = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");

Dj.save = (name, text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = Dj.el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

/** The colour that the style sheet gives a name, in the theme in force. */
Dj.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A group of buttons of which one is pressed. */
Dj.segmented = (box, choices, chosen, choose) => {
  box.setAttribute("role", "group");
  const buttons = choices.map(([value, label]) =>
    Dj.el("button", {
      type: "button",
      "data-value": value,
      "aria-pressed": String(value === chosen),
      onclick: () => {
        buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.value === value)));
        choose(value);
      },
    }, label));
  box.replaceChildren(...buttons);
};

Dj.theme = (() => {
  const { t, byId } = Dj;
  const order = ["auto", "light", "dark"];
  const changed = [];
  // Where a browser keeps nothing for files, the choice lasts as long as the page.
  const kept = () => {
    try { return localStorage.getItem("dangjian-theme"); } catch { return null; }
  };
  const keep = (value) => {
    try { localStorage.setItem("dangjian-theme", value); } catch { /* see above */ }
  };
  let theme = order.includes(kept()) ? kept() : "auto";
  const apply = () => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const label = t("theme", { theme: t("theme." + theme) });
    byId("theme").textContent = { auto: "◐", light: "☀", dark: "☾" }[theme];
    byId("theme").setAttribute("aria-label", label);
    byId("theme").title = label;
    changed.forEach((f) => f());
  };
  return {
    start() {
      byId("theme").addEventListener("click", () => {
        theme = order[(order.indexOf(theme) + 1) % order.length];
        keep(theme);
        apply();
        Dj.say(byId("theme").title);
      });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
      apply();
    },
    /** Calls `f` when colours change. */
    onchange: (f) => changed.push(f),
  };
})();
