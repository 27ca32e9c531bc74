"use strict";
// The reports: a list, and one of them with its finds in colour. What a find means is told at the mouse, and to who
// goes from find to find with the arrow keys.

Dj.reading = (() => {
  const { t, el, byId, archive } = Dj;
  const SORTS = { o: "organization", s: "organization", a: "organization", p: "person", d: "date", n: "number" };
  const STEP = 100;
  let current = null;
  let matching = [];
  let shown = 0;

  const line = (report) =>
    el("li", {}, el("button", {
      type: "button", "data-report": report.at, "aria-current": current === report.at ? "true" : null,
      onclick: () => open(report.at),
    },
    el("span", { class: "name" }, archive.title(report)),
    el("small", {}, [report.published, report.outlet, t("n_pairings", { n: report.pairings })].filter(Boolean).join(" · "))));
  const more = () => {
    const list = byId("report-list");
    list.querySelector(".more")?.parentElement.remove();
    list.append(...matching.slice(shown, shown + STEP).map(line));
    shown = Math.min(matching.length, shown + STEP);
    if (shown < matching.length)
      list.append(el("li", {}, el("button", { type: "button", class: "more", onclick: more }, t("more", { n: Dj.number(matching.length - shown) }))));
  };
  const search = () => {
    const wanted = Dj.plain(byId("report-search").value);
    const paired = byId("report-paired").checked;
    matching = archive.reports.filter((r) => {
      if (paired && !r.pairings) return false;
      // Made when first asked for: most pages are never searched.
      r.key ??= Dj.plain([r.title, r.outlet, r.id, r.source, r.text, ...r.list.flatMap((p) => p.sides.flat().map(archive.name))].filter(Boolean).join("\n"));
      return r.key.includes(wanted);
    });
    shown = 0;
    byId("report-list").replaceChildren();
    byId("report-count").textContent = t("n_reports", { n: Dj.number(matching.length) });
    more();
  };

  const detail = (report, [, , sort, at]) => {
    const finds = report.finds;
    const rows = [];
    const row = (label, value) => value !== null && value !== undefined && value !== "" && rows.push([label, String(value)]);
    let head = t("find." + SORTS[sort]);
    if (SORTS[sort] === "organization") {
      const o = finds.organizations[at];
      head = o.name;
      row(t("organization_kind"), t("kind." + o.kind) + (o.level ? ` · ${t("level." + o.level)}` : ""));
      row(t("host"), o.host);
      row(t("form"), t("form." + sort));
      if (finds.nodes[at] !== null) row(t("pairings"), Dj.number(archive.nodes[finds.nodes[at]].pairings));
    } else if (sort === "p") {
      head = finds.people[at].name;
      for (const [organization, post] of finds.people[at].roles) row(t("post"), [organization, post].filter(Boolean).join(" "));
    } else if (sort === "d") {
      const d = finds.dates[at];
      row(t("value"), d.value ?? t("unknown"));
      if (d.earliest !== d.value || d.latest !== d.value) row(t("from_to"), d.earliest || d.latest ? `${d.earliest ?? "…"} – ${d.latest ?? "…"}` : null);
    } else {
      const n = finds.numbers[at];
      row(t("value"), n.value === null ? t("unknown") : Array.isArray(n.value) ? n.value.map((v) => v ?? "…").join("–") : n.value);
      row(t("unit"), n.unit);
      row(t("bound"), n.bound === "exact" ? null : t("bound." + n.bound));
      row(t("counted"), n.counted);
    }
    return [el("b", {}, head), el("dl", {}, rows.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]))];
  };

  /** The text, cut wherever a find or a sentence of evidence begins or ends. */
  const text = (report) => {
    // Positions count characters as Unicode does, not as JavaScript does.
    const chars = Array.from(report.text);
    const spans = report.finds.spans;
    const evidence = report.list.flatMap((p) => p.evidence.map(([start, end]) => [start, end]));
    const cuts = [...new Set([0, chars.length, ...spans.flatMap(([s, e]) => [s, e]), ...evidence.flat()])].sort((a, b) => a - b);
    const card = el("div", { class: "tip fixed", role: "tooltip", id: "find-tip", hidden: true });
    const body = el("div", { class: "text", role: "group", "aria-label": t("text_label") });
    let next = 0;
    let told = 0; // How many sentences of evidence are open; they may overlap.
    const begins = new Map(), ends = new Map();
    for (const [s, e] of evidence) {
      begins.set(s, (begins.get(s) ?? 0) + 1);
      ends.set(e, (ends.get(e) ?? 0) + 1);
    }
    for (let i = 0; i < cuts.length - 1; i++) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      told += (begins.get(start) ?? 0) - (ends.get(start) ?? 0);
      while (next < spans.length && spans[next][1] <= start) next += 1;
      const span = spans[next];
      const slice = chars.slice(start, end).join("");
      const found = span && span[0] <= start && start < span[1];
      if (!found && !told) {
        body.append(slice);
        continue;
      }
      const kind = found && SORTS[span[2]];
      const party = kind === "organization" && report.finds.organizations[span[3]].kind === "party";
      const names = [told && "evidence", kind && "find", kind && `find-${party ? "party" : kind}`, span?.[2] === "a" && found && "back"];
      const part = el("span", { class: names.filter(Boolean).join(" "), "data-at": start }, slice);
      if (found && start === span[0]) {
        part.tabIndex = body.querySelector(".find") ? -1 : 0;
        part.dataset.find = next;
      } else if (found) part.dataset.find = next;
      body.append(part);
    }

    const tell = (part) => {
      const span = spans[part.dataset.find];
      card.replaceChildren(...detail(report, span));
      card.hidden = false;
      part.setAttribute("aria-describedby", "find-tip");
      const bounds = part.getClientRects()[0];
      const left = Math.max(8, Math.min(window.innerWidth - card.offsetWidth - 8, bounds.left));
      const below = bounds.bottom + card.offsetHeight + 12 < window.innerHeight;
      Object.assign(card.style, { left: left + "px", top: (below ? bounds.bottom + 6 : bounds.top - card.offsetHeight - 6) + "px" });
      // All mentions of one organization or person light up together.
      const same = ([, , sort, at]) => SORTS[sort] === SORTS[span[2]] && at === span[3];
      for (const other of body.querySelectorAll(".find")) other.classList.toggle("same", same(spans[other.dataset.find]));
    };
    const hush = () => {
      card.hidden = true;
      body.querySelectorAll("[aria-describedby]").forEach((p) => p.removeAttribute("aria-describedby"));
      body.querySelectorAll(".same").forEach((p) => p.classList.remove("same"));
    };
    const node = (part) => {
      const [, , sort, at] = spans[part.dataset.find];
      return SORTS[sort] === "organization" ? report.finds.nodes[at] : null;
    };
    body.addEventListener("pointerover", (e) => (e.target.classList.contains("find") ? tell(e.target) : hush()));
    body.addEventListener("pointerleave", hush);
    body.addEventListener("focusin", (e) => e.target.classList.contains("find") && tell(e.target));
    body.addEventListener("focusout", hush);
    body.addEventListener("click", (e) => e.target.classList.contains("find") && tell(e.target));
    body.addEventListener("keydown", (e) => {
      const stops = [...body.querySelectorAll("[tabindex]")];
      const at = stops.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[e.key];
      if (to !== undefined && stops[to]) {
        e.preventDefault();
        stops[at].tabIndex = -1;
        stops[to].tabIndex = 0;
        stops[to].focus();
      } else if (e.key === "Enter" && at >= 0 && node(stops[at]) !== null) Dj.app.openNode(node(stops[at]));
      else if (e.key === "Escape") hush();
    });
    return [body, card];
  };

  const key = () =>
    el("p", { class: "key" }, ["party", "organization", "person", "date", "number"].map((s) =>
      el("span", { class: "find find-" + s }, t("find." + s))), el("span", { class: "evidence" }, t("find.evidence")));

  const open = (at, place) => {
    current = at;
    const report = archive.reports[at];
    for (const button of byId("report-list").querySelectorAll("[data-report]"))
      if (Number(button.dataset.report) === at) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    const meta = [report.outlet, report.published && t("published_on", { date: report.published, basis: t("basis." + report.basis) }), report.source ?? report.id];
    byId("report").replaceChildren(
      el("button", { type: "button", class: "back-to-list", onclick: () => byId("report-search").scrollIntoView() }, "↑ " + t("reading")),
      el("h2", { tabindex: "-1" }, archive.title(report)),
      el("p", { class: "meta" }, meta.filter(Boolean).join(" · ")),
      ...(report.text === undefined ? [el("p", { class: "hint" }, t("no_text"))] : [key(), ...text(report)]),
      el("h3", {}, t("pairings_here", { n: Dj.number(report.list.length) })),
      ...report.list.map((p) => Dj.pairing.card(p, { withReport: false })));
    if (report.list.length < report.pairings)
      byId("report").append(el("p", { class: "hint" }, t("pairings_left_out", { n: Dj.number(report.pairings - report.list.length) })));
    Dj.app.remember("reading", at);
    const part = place === undefined ? null : byId("report").querySelector(`[data-at="${place}"]`);
    byId("report").scrollTop = 0;
    const phone = matchMedia("(max-width: 800px)").matches;
    if (part) {
      part.scrollIntoView({ block: "center" });
      part.classList.add("shown");
    } else if (phone) byId("report").scrollIntoView();
    byId("report").querySelector("h2").focus({ preventScroll: true });
  };

  let ready = false;
  return {
    start() {
      byId("report-search").addEventListener("input", Dj.later(search));
      byId("report-paired").addEventListener("change", search);
    },
    enter(at, place) {
      if (!ready) {
        ready = true;
        if (!archive.reports.some((r) => r.pairings)) byId("report-paired").checked = false;
        search();
      }
      if (at !== undefined && archive.reports[at]) open(at, place);
      else if (current === null && matching.length && !matchMedia("(max-width: 800px)").matches) {
        open(matching[0].at);
        byId("tab-reading").focus();
      }
    },
  };
})();
