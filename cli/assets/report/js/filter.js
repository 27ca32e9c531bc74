"use strict";
// One filter for the network and the tables: by time, sort of pairing, word, region, sort of organization, status.

Dj.filter = (() => {
  const { t, el, byId, archive } = Dj;
  const TYPES = ["co-building", "alliance", "assistance", "agreement", "none"];
  const KINDS = ["party", "government", "enterprise", "institution", "grassroots", "social", "media", "other"];
  const empty = () => ({
    from: "", to: "", types: new Set(TYPES), kinds: new Set(KINDS), word: "", region: "", status: "",
  });
  let state = empty();
  const listeners = [];
  // What passes, by position; `edges` holds how many pairings of each pass.
  const passes = {
    pairings: new Uint8Array(archive.pairings.length),
    edges: new Uint32Array(archive.edges.length),
    nodes: new Uint8Array(archive.nodes.length),
  };

  // 2021 lies from 2021-01 to 2021-12.
  const first = (when) => (when.length === 4 ? when + "-01" : when);
  const last = (when) => (when.length === 4 ? when + "-12" : when);
  const inTime = (pairing) => {
    if (!state.from && !state.to) return true;
    if (!pairing.when) return false;
    return (!state.from || last(pairing.when) >= first(state.from)) && (!state.to || first(pairing.when) <= last(state.to));
  };
  const pairingPasses = (p) =>
    state.types.has(p.type ?? "none") &&
    (!state.word || p.kind === state.word) &&
    (!state.status || p.status === state.status) &&
    (!state.region || p.nodes.some((n) => archive.nodes[n].region === state.region)) &&
    inTime(p);
  const nodePasses = (n) => state.kinds.has(archive.nodes[n].kind);

  const run = () => {
    const all = state.kinds.size === KINDS.length;
    passes.nodes.fill(0);
    passes.edges.fill(0);
    const counts = { pairings: 0, edges: 0, nodes: 0 };
    archive.pairings.forEach((pairing, at) => {
      const fits = pairingPasses(pairing);
      let shown = 0;
      if (fits) {
        for (const e of pairing.edges) {
          const edge = archive.edges[e];
          if (all || (nodePasses(edge.a) && nodePasses(edge.b))) {
            passes.edges[e] += 1;
            passes.nodes[edge.a] = passes.nodes[edge.b] = 1;
            shown += 1;
          }
        }
      }
      // One that joins nobody passes by its members.
      const pass = fits && (shown > 0 || (pairing.edges.length === 0 && pairing.nodes.every(nodePasses)));
      passes.pairings[at] = pass ? 1 : 0;
      if (pass && shown === 0) for (const n of pairing.nodes) passes.nodes[n] = 1;
      counts.pairings += pass ? 1 : 0;
    });
    for (const pass of passes.edges) counts.edges += pass ? 1 : 0;
    for (const pass of passes.nodes) counts.nodes += pass;
    const text = t("filter_count", {
      pairings: Dj.number(counts.pairings), edges: Dj.number(counts.edges), nodes: Dj.number(counts.nodes),
    });
    byId("filter-count").textContent = text;
    listeners.forEach((f) => f());
  };

  const counted = (values) => {
    const counts = new Map();
    for (const v of values) if (v) counts.set(v, (counts.get(v) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const options = (select, rows) =>
    select.replaceChildren(...rows.map(([value, label]) => el("option", { value }, label)));
  const select = (id, label, rows) => {
    const box = el("select", { id: "filter-" + id, onchange: (e) => { state[id] = e.target.value; run(); } });
    options(box, rows);
    return el("label", { class: "field" }, el("span", {}, label), box);
  };
  const chips = (name, label, values) =>
    el("fieldset", { class: "chips", "data-name": name }, el("legend", {}, label),
      ...values.map((value) =>
        el("label", { class: "chip" },
          el("input", {
            type: "checkbox", checked: true, value,
            onchange: (e) => {
              if (e.target.checked) state[name].add(value);
              else state[name].delete(value);
              run();
            },
          }),
          el("i", { class: "dot", style: { background: `var(--${name === "types" ? "type" : "kind"}-${value})` } }),
          t((name === "types" ? "type." : "kind.") + value))));

  const build = () => {
    const times = [...new Set(archive.pairings.map((p) => p.when).filter(Boolean).flatMap((w) => [w, w.slice(0, 4)]))].sort();
    const time = [["", t("any")], ...times.map((w) => [w, w])];
    const some = (rows) => [["", t("any")], ...rows.map(([v, n]) => [v, `${v} (${Dj.number(n)})`])];
    const words = counted(archive.pairings.map((p) => p.kind));
    const regions = counted(archive.pairings.flatMap((p) => [...new Set(p.nodes.map((n) => archive.nodes[n].region))]));
    const types = TYPES.filter((v) => archive.pairings.some((p) => (p.type ?? "none") === v));
    const kinds = KINDS.filter((v) => archive.nodes.some((n) => n.kind === v));
    byId("filter-form").replaceChildren(
      el("div", { class: "fields" },
        select("from", t("from"), time), select("to", t("to"), time),
        select("region", t("region"), some(regions)), select("word", t("word"), some(words)),
        select("status", t("status"), [["", t("any")], ...["signed", "planned"].map((s) => [s, t("status." + s)])]),
        el("button", { type: "button", id: "filter-reset", onclick: () => api.set({}) }, t("reset"))),
      chips("types", t("by_type"), types),
      chips("kinds", t("organization_kind"), kinds));
  };
  /** Puts the state into the form. */
  const show = () => {
    for (const id of ["from", "to", "region", "word", "status"]) {
      const box = byId("filter-" + id);
      // The overview counts the whole archive: what it leads to may be in no pairing of the page.
      if (![...box.options].some((o) => o.value === state[id])) box.append(el("option", { value: state[id] }, state[id]));
      box.value = state[id];
    }
    for (const box of byId("filter-form").querySelectorAll("fieldset"))
      for (const input of box.querySelectorAll("input")) input.checked = state[box.dataset.name].has(input.value);
  };

  const api = {
    passes,
    KINDS,
    TYPES,
    start() {
      build();
      byId("filter-form").addEventListener("submit", (e) => e.preventDefault());
      run();
    },
    /** Takes these values and forgets all others. */
    set(values) {
      state = { ...empty(), ...values };
      show();
      run();
    },
    onchange: (f) => listeners.push(f),
  };
  return api;
})();
