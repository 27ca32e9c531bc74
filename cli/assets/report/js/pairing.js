"use strict";
// One pairing as a card: who, what, when, and the sentences that say so.

Dj.pairing = (() => {
  const { t, el, archive } = Dj;

  /** Text in which the names are marked; the longest name wins where several begin. */
  const marked = (text, names) => {
    const sorted = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length);
    const out = [];
    let plain = "";
    for (let at = 0; at < text.length;) {
      const name = sorted.find((n) => text.startsWith(n, at));
      if (name) {
        out.push(plain, el("b", {}, name));
        plain = "";
        at += name.length;
      } else plain += text[at++];
    }
    return [...out, plain];
  };
  const ENDS = "。！？!?\n";
  const FAR = 80;
  /** What stands before and after a stretch of a text, to the ends of its sentence. Positions count characters. */
  const around = (text, start, end) => {
    const chars = Array.from(text);
    let [from, to] = [start, end];
    while (from > 0 && start - from < FAR && !ENDS.includes(chars[from - 1])) from -= 1;
    if (!ENDS.includes(chars[end - 1])) while (to < chars.length && to - end < FAR && !ENDS.includes(chars[to])) to += 1;
    if (to > end && chars[to] !== "\n") to = Math.min(chars.length, to + 1);
    return [chars.slice(from, start).join(""), chars.slice(end, to).join("")];
  };
  /** A sentence that tells of a pairing: the words of evidence, and in grey the rest where the page has the text. */
  const quote = (report, [start, end, text], names) => {
    const [before, after] = report.text === undefined ? ["", ""] : around(report.text, start, end);
    const grey = (words) => (words ? el("span", { class: "around" }, words) : null);
    return el("blockquote", {}, grey(before), el("span", { class: "quote" }, marked(text, names)), grey(after));
  };
  const member = (m) =>
    typeof m === "number"
      ? el("button", { type: "button", class: "link", onclick: () => Dj.app.openNode(m) }, archive.nodes[m].name)
      : el("span", {}, m);
  const between = (items, mark) => items.flatMap((item, i) => (i ? [mark(), item] : [item]));
  const sides = (pairing) =>
    el("p", { class: "sides" },
      between(pairing.sides.map((side) => el("span", { class: "side" }, between(side.map(member), () => "、"))),
        () => el("span", { class: "joins", role: "img", "aria-label": t("with") }, " ↔ ")));
  const date = (pairing) => pairing.date ?? (pairing.when ? t("by_publication", { date: pairing.when }) : t("undated"));
  const fact = (label, value) => (value === undefined || value === null ? [] : [el("dt", {}, label), el("dd", {}, String(value))]);

  const card = (pairing, { withReport = true } = {}) => {
    const names = pairing.sides.flat().map(archive.name);
    const report = archive.reports[pairing.report];
    return el("article", { class: "pairing" },
      el("p", { class: "pairing-head" },
        el("i", { class: "dot", style: { background: `var(--type-${pairing.type ?? "none"})` } }),
        el("strong", {}, pairing.kind),
        el("span", { class: "badge" }, t("type." + (pairing.type ?? "none"))),
        pairing.status === "planned" ? el("span", { class: "badge planned" }, t("status.planned")) : null,
        el("time", {}, date(pairing))),
      sides(pairing),
      pairing.evidence.map((evidence) => quote(report, evidence, names)),
      el("dl", { class: "facts" },
        fact(t("theme_of"), pairing.theme), fact(t("place"), pairing.place), fact(t("since"), pairing.since),
        fact(t("declared"), pairing.declared), fact(t("confidence"), pairing.confidence.toFixed(2))),
      withReport
        ? el("p", { class: "source" },
          el("button", { type: "button", class: "link", onclick: () => Dj.app.openReport(report.at, pairing.evidence[0]?.[0]) },
            archive.title(report)),
          el("span", {}, [report.outlet, report.published].filter(Boolean).join(" · ")))
        : null);
  };
  return { card, date };
})();
