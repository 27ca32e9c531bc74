"use strict";
// The whole archive at a glance. A bar leads to the network of what it counts.

Dj.overview = (() => {
  const { t, el, byId, archive, number } = Dj;
  const { glance, cut } = archive;
  const charts = {};
  let grain = "month";

  const figures = () => {
    const told = glance.months.filter(([, said, published]) => said + published > 0).map(([at]) => at);
    const span = told.length ? (told[0].slice(0, 4) === told.at(-1).slice(0, 4) ? told[0].slice(0, 4) : `${told[0].slice(0, 4)}–${told.at(-1).slice(0, 4)}`) : "–";
    const rows = [
      [t("figure_reports"), number(glance.reports), t("figure_reports_note", { n: number(glance.reports_with_pairings) })],
      [t("figure_pairings"), number(glance.pairings), t("figure_pairings_note", { n: number(glance.edges) })],
      [t("figure_organizations"), number(glance.organizations), t("figure_organizations_note", { n: number(glance.all_regions) })],
      [t("figure_span"), span, t("figure_span_note", { n: number(glance.undated) })],
      [t("figure_outlets"), number(glance.outlets), t("figure_outlets_note")],
    ];
    byId("figures").replaceChildren(...rows.map(([label, value, note]) =>
      el("div", {}, el("dt", {}, label), el("dd", {}, value), el("dd", { class: "note" }, note))));
    byId("subtitle").textContent = t("subtitle", { reports: number(glance.reports), pairings: number(glance.pairings) });
  };
  const notice = () => {
    const lines = [];
    if (cut.organizations || cut.pairings || cut.edges)
      lines.push(t("cut_organizations", {
        nodes: number(archive.nodes.length), all_nodes: number(glance.organizations),
        pairings: number(archive.pairings.length), all_pairings: number(glance.pairings),
      }));
    if (cut.reports) lines.push(t("cut_reports", { n: number(archive.reports.length), all: number(glance.reports) }));
    if (!cut.texts) lines.push(t("no_texts"));
    else if (cut.without_text) lines.push(t("cut_texts", { n: number(archive.reports.length - cut.without_text), all: number(archive.reports.length) }));
    byId("cut").textContent = lines.join(" ");
    byId("cut").hidden = !lines.length;
  };

  /** The months from the first to the last, also those without a pairing. */
  const months = () => {
    if (grain === "year") {
      const years = new Map();
      for (const [at, said, published] of glance.months) {
        const row = years.get(at.slice(0, 4)) ?? [0, 0];
        years.set(at.slice(0, 4), [row[0] + said, row[1] + published]);
      }
      const all = [...years.keys()].sort();
      const rows = [];
      // A slip of a year (0201) would draw a thousand empty bars.
      if (all.length && all.at(-1) - all[0] > 120) return all.map((y) => [y, ...years.get(y)]);
      for (let y = Number(all[0]); y <= Number(all.at(-1)); y++) rows.push([String(y), ...(years.get(String(y)) ?? [0, 0])]);
      return rows;
    }
    const known = new Map(glance.months.filter(([at]) => at.length === 7).map(([at, ...n]) => [at, n]));
    const all = [...known.keys()].sort();
    if (!all.length) return [];
    const at = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
    const rows = [];
    if (at(all.at(-1)) - at(all[0]) > 600) return all.map((m) => [m, ...known.get(m)]);
    for (let m = at(all[0]); m <= at(all.at(-1)); m++) {
      const name = `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`;
      rows.push([name, ...(known.get(name) ?? [0, 0])]);
    }
    return rows;
  };
  const yearsOnly = () => glance.months.filter(([at]) => at.length === 4).reduce((n, [, a, b]) => n + a + b, 0);

  const values = (id, heads, rows) =>
    byId("values-" + id).replaceChildren(el("table", {},
      el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, rows.map(([first, ...others]) =>
        el("tr", {}, el("th", { scope: "row" }, first), others.map((n) => el("td", { class: "number" }, number(n))))))));

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = (id, horizontal, labels, sets, pick) => {
    charts[id]?.destroy();
    const [grid, text] = [Dj.colour("line"), Dj.colour("muted")];
    const figure = { grid: { color: grid }, border: { display: false }, ticks: { color: text, precision: 0 }, beginAtZero: true, stacked: true };
    const name = { grid: { display: false }, border: { color: grid }, ticks: { color: text, autoSkip: !horizontal, maxRotation: 0 }, stacked: true };
    charts[id] = new Chart(byId("chart-" + id), {
      type: "bar",
      data: { labels, datasets: sets.map((set) => ({ maxBarThickness: 26, borderRadius: 2, ...set })) },
      options: {
        indexAxis: horizontal ? "y" : "x",
        responsive: true,
        maintainAspectRatio: false,
        animation: still ? false : { duration: 300 },
        interaction: { mode: "index", axis: horizontal ? "y" : "x", intersect: false },
        scales: horizontal ? { x: figure, y: name } : { x: name, y: figure },
        plugins: {
          legend: { display: sets.length > 1, position: "top", align: "end", labels: { color: text, boxWidth: 12 } },
          tooltip: { callbacks: { label: (item) => ` ${item.dataset.label} ${number(item.raw)}` } },
        },
        onClick: (_, hits) => hits.length && pick(hits[0].index),
        onHover: (e, hits) => { e.native.target.style.cursor = hits.length ? "pointer" : "default"; },
      },
    });
    // The figures themselves stand in the table below each chart.
    const top = labels.map((l, i) => [l, sets.reduce((n, s) => n + s.data[i], 0)]).sort((a, b) => b[1] - a[1]).slice(0, 3);
    byId("chart-" + id).setAttribute("aria-label", t("chart_label", {
      title: t({ months: "by_month", types: "by_type", kinds: "by_word", regions: "by_region" }[id]),
      top: top.map(([l, n]) => `${l} ${n}`).join(", "),
    }));
  };
  const draw = () => {
    const time = months();
    chart("months", false, time.map(([at]) => at), [
      { label: t("told"), data: time.map((r) => r[1]), backgroundColor: Dj.colour("accent") },
      { label: t("published"), data: time.map((r) => r[2]), backgroundColor: Dj.colour("accent-soft") },
    ], (i) => Dj.app.openFilter({ from: time[i][0], to: time[i][0] }));
    values("months", [t("time"), t("told"), t("published")], time.filter((r) => r[1] + r[2]));
    const notes = [];
    if (grain === "month" && yearsOnly()) notes.push(t("years_only", { n: number(yearsOnly()) }));
    if (glance.undated) notes.push(t("without_date", { n: number(glance.undated) }));
    byId("months-note").textContent = notes.join(" ");

    const types = glance.types.map(([type, n]) => [type ?? "none", n]);
    chart("types", true, types.map(([type]) => t("type." + type)), [
      { label: t("pairings"), data: types.map((r) => r[1]), backgroundColor: types.map(([type]) => Dj.colour("type-" + type)) },
    ], (i) => Dj.app.openFilter({ types: new Set([types[i][0]]) }));
    values("types", [t("by_type"), t("pairings")], types.map(([type, n]) => [t("type." + type), n]));

    const ranked = (id, rows, field, head) => {
      const top = rows.slice(0, 12);
      chart(id, true, top.map((r) => r[0]), [
        { label: t("pairings"), data: top.map((r) => r[1]), backgroundColor: Dj.colour("accent") },
      ], (i) => Dj.app.openFilter({ [field]: top[i][0] }));
      values(id, [head, t("pairings")], rows);
    };
    ranked("kinds", glance.kinds, "word", t("word"));
    byId("kinds-note").textContent = t("of_all", { n: number(Math.min(12, glance.kinds.length)), all: number(glance.all_kinds) });
    ranked("regions", glance.regions, "region", t("region"));
    byId("regions-note").textContent = t("regions_note", {
      n: number(Math.min(12, glance.regions.length)), all: number(glance.all_regions), without: number(glance.without_region),
    });
  };
  const organizations = () => {
    const top = archive.nodes.slice(0, 15);
    const most = top[0]?.pairings ?? 1;
    byId("top-organizations").replaceChildren(...top.map((node) =>
      el("li", {}, el("button", { type: "button", onclick: () => Dj.app.openNode(node.at) },
        el("span", { class: "name" }, node.name),
        el("span", { class: "count" }, number(node.pairings), el("span", { class: "sr" }, t("pairings"))),
        el("span", { class: "bar", "aria-hidden": "true" },
          el("i", { style: { width: (100 * node.pairings) / most + "%", background: `var(--kind-${node.kind})` } }))))));
  };

  return {
    start() {
      figures();
      notice();
      organizations();
      Dj.segmented(byId("grain"), [["month", t("month")], ["year", t("year")]], grain, (value) => {
        grain = value;
        draw();
      });
      Dj.theme.onchange(() => charts.months && draw());
    },
    /** Charts need to be seen to know their size. */
    enter: () => charts.months || draw(),
  };
})();
