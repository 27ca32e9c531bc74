"use strict";
// The tables: pairings, edges, organizations, reports. The filter rules all but the last; what is shown is what is saved.

Dj.tables = (() => {
  const { t, el, byId, archive, filter } = Dj;
  const { passes } = filter;
  let chosen = "pairings";
  let table = null;

  const join = (names) => names.join("；");
  const opens = (label, open) => el("button", { type: "button", class: "link", onclick: open }, label);
  const text = (head, value, extra = {}) => ({ head, value, ...extra });
  const figure = (head, value) => ({ head, value, number: true });
  const report = (p) => archive.reports[p.report];
  // The days or months of an edge's pairings, from first to last.
  const times = (edge) => shown(edge).map((p) => p.date ?? p.when).filter(Boolean).sort();
  const shown = (edge) => edge.pairings.filter((p) => passes.pairings[p]).map((p) => archive.pairings[p]);

  const sets = {
    pairings: {
      columns: [
        text(t("kind"), (p) => p.kind, { cell: (p) => opens(p.kind, () => (p.edges.length ? Dj.app.openEdge(p.edges[0]) : Dj.app.openReport(p.report, p.evidence[0]?.[0]))) }),
        text(t("by_type"), (p) => t("type." + (p.type ?? "none"))),
        text(t("status"), (p) => t("status." + p.status)),
        text(t("side_1"), (p) => join(archive.sides(p)[0] ?? []), { wide: true }),
        text(t("side_2"), (p) => join(archive.sides(p).slice(1).flat()), { wide: true }),
        text(t("date"), (p) => p.date),
        text(t("counted_in"), (p) => p.when),
        text(t("since"), (p) => p.since),
        text(t("place"), (p) => p.place),
        text(t("theme_of"), (p) => p.theme),
        figure(t("declared"), (p) => p.declared ?? null),
        figure(t("confidence"), (p) => p.confidence),
        text(t("report"), (p) => archive.title(report(p)), { wide: true, cell: (p) => opens(archive.title(report(p)), () => Dj.app.openReport(p.report, p.evidence[0]?.[0])) }),
        text(t("source"), (p) => report(p).source ?? report(p).id),
        text(t("evidence"), (p) => p.evidence.map(([, , words]) => words.replace(/\s+/g, "")).join(" / "), { wide: true, clamp: true }),
      ],
      rows: () => archive.pairings.filter((p) => passes.pairings[p.at]),
    },
    edges: {
      columns: [
        text(t("organization_1"), (e) => archive.nodes[e.a].name, { wide: true, cell: (e) => opens(archive.nodes[e.a].name, () => Dj.app.openEdge(e.at)) }),
        text(t("organization_2"), (e) => archive.nodes[e.b].name, { wide: true, cell: (e) => opens(archive.nodes[e.b].name, () => Dj.app.openEdge(e.at)) }),
        figure(t("pairings"), (e) => passes.edges[e.at]),
        figure(t("reports"), (e) => new Set(shown(e).map((p) => p.report)).size),
        text(t("kind"), (e) => join([...new Set(shown(e).map((p) => p.kind))])),
        text(t("first"), (e) => times(e)[0]),
        text(t("last"), (e) => times(e).at(-1)),
      ],
      rows: () => archive.edges.filter((e) => passes.edges[e.at]),
    },
    organizations: {
      columns: [
        text(t("name"), (n) => n.name, { wide: true, cell: (n) => opens(n.name, () => Dj.app.openNode(n.at)) }),
        text(t("organization_kind"), (n) => t("kind." + n.kind)),
        text(t("level"), (n) => (n.level ? t("level." + n.level) : null)),
        text(t("region"), (n) => n.region),
        figure(t("pairings"), (n) => n.pairings),
        figure(t("partners"), (n) => archive.graph.degree(n.at)),
        figure(t("reports"), (n) => n.reports),
      ],
      rows: () => archive.nodes.filter((n) => passes.nodes[n.at]),
    },
    reports: {
      columns: [
        text(t("report_title"), (r) => archive.title(r), { wide: true, cell: (r) => opens(archive.title(r), () => Dj.app.openReport(r.at)) }),
        text(t("outlet"), (r) => r.outlet),
        text(t("published"), (r) => r.published),
        text(t("basis"), (r) => (r.basis ? t("basis." + r.basis) : null)),
        figure(t("pairings"), (r) => r.pairings),
        figure(t("organizations"), (r) => r.organizations),
        figure(t("people"), (r) => r.people),
        text("id", (r) => r.id),
        text(t("source"), (r) => r.source),
      ],
      rows: () => archive.reports,
    },
  };

  const show = () => {
    const wanted = Dj.plain(byId("table-search").value);
    const { columns, rows } = sets[chosen];
    const fits = (row) => columns.some((c) => {
      const value = c.value(row);
      return typeof value === "string" && Dj.plain(value).includes(wanted);
    });
    table.show(columns, wanted ? rows().filter(fits) : rows());
    byId("filter").classList.toggle("off", chosen === "reports");
  };

  return {
    start() {
      table = Dj.table.make(byId("table-body"), byId("table-pager"), () => t("table." + chosen));
      Dj.segmented(byId("table-choice"), Object.keys(sets).map((key) => [key, t("table." + key)]), chosen, (value) => {
        chosen = value;
        show();
      });
      byId("table-search").addEventListener("input", Dj.later(show));
      byId("table-csv").addEventListener("click", () => Dj.save(`dangjian-${chosen}.csv`, table.csv()));
      filter.onchange(() => byId("tables").hidden || show());
    },
    enter: () => show(),
  };
})();
