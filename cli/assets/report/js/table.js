"use strict";
// A table that sorts by its headings, shows one page at a time, and knows its rows as CSV. Only a page of rows
// is in the document, so ten thousand rows cost nothing.

Dj.table = (() => {
  const { t, el } = Dj;
  const PAGE = 50;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  /** `columns`: {head, value: row → text or number, cell?: row → node, number?, wide?, clamp?}. */
  const make = (body, pager, label) => {
    let columns = [];
    let rows = [];
    let order = [];
    let sorted = { column: -1, down: false };
    let page = 0;

    const sort = () => {
      order = rows.map((_, i) => i);
      const column = columns[sorted.column];
      if (!column) return;
      const values = rows.map(column.value);
      const sign = sorted.down ? -1 : 1;
      const empty = (v) => v === null || v === undefined || v === "";
      order.sort((a, b) => {
        const [x, y] = [values[a], values[b]];
        // What is not known stands last, either way.
        if (empty(x) || empty(y)) return empty(x) - empty(y) || a - b;
        const by = typeof x === "number" ? x - y : collator.compare(x, y);
        return sign * by || a - b;
      });
    };
    const heading = (column, i) => {
      const on = sorted.column === i;
      const direction = on ? (sorted.down ? "descending" : "ascending") : "none";
      const button = el("button", {
        type: "button",
        onclick: () => {
          // Figures are wanted from the greatest.
          sorted = on ? { column: i, down: !sorted.down } : { column: i, down: Boolean(column.number) };
          page = 0;
          sort();
          draw();
          body.querySelectorAll("th button")[i].focus();
        },
      }, column.head, el("span", { class: "arrow", "aria-hidden": "true" }, on ? (sorted.down ? " ▼" : " ▲") : " ↕"));
      return el("th", { scope: "col", "aria-sort": direction, class: column.number ? "number" : null }, button);
    };
    const draw = () => {
      const pages = Math.max(1, Math.ceil(order.length / PAGE));
      page = Math.min(page, pages - 1);
      const shown = order.slice(page * PAGE, page * PAGE + PAGE);
      const line = (i) =>
        el("tr", {}, columns.map((column) => {
          const value = column.value(rows[i]);
          const shown = column.number ? (value === null ? "" : Dj.number(value)) : value ?? "";
          const inside = column.cell ? column.cell(rows[i]) : column.clamp ? el("div", { class: "clamp", title: shown }, shown) : shown;
          return el("td", { class: [column.number && "number", column.wide && "wide"].filter(Boolean).join(" ") || null }, inside);
        }));
      body.replaceChildren(
        el("table", {},
          el("caption", { class: "sr" }, label()),
          el("thead", {}, el("tr", {}, columns.map(heading))),
          el("tbody", {}, shown.map(line))),
        ...(shown.length ? [] : [el("p", { class: "empty" }, t("nothing"))]));
      body.scrollTop = 0;
      const go = (to) => () => { page = to; draw(); Dj.say(status); };
      const status = t("page_of", {
        from: Dj.number(order.length ? page * PAGE + 1 : 0),
        to: Dj.number(page * PAGE + shown.length), all: Dj.number(order.length),
      });
      pager.replaceChildren(
        el("button", { type: "button", disabled: page === 0, onclick: go(page - 1) }, t("previous")),
        el("span", {}, status),
        el("button", { type: "button", disabled: page >= pages - 1, onclick: go(page + 1) }, t("next")));
    };
    return {
      /** Shows other rows; with other columns the order is forgotten. */
      show(newColumns, newRows) {
        if (newColumns !== columns) sorted = { column: -1, down: false };
        [columns, rows, page] = [newColumns, newRows, 0];
        sort();
        draw();
      },
      /** All rows in their order. */
      csv: () => Dj.csv([columns.map((c) => c.head), ...order.map((i) => columns.map((c) => c.value(rows[i])))]),
    };
  };
  return { make };
})();
