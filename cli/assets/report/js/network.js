"use strict";
// The network: the picture, what is told of an organization or an edge beside it, and its keys.

Dj.network = (() => {
  const { t, el, byId, archive, filter } = Dj;
  const MOST = 40; // Cards or partners shown at once.
  let picture = null;
  let chosen = null; // {node} or {edge}

  // An edge takes the colour of its most frequent sort.
  const edges = archive.edges.map((edge) => {
    const counts = {};
    for (const at of edge.pairings) {
      const type = archive.pairings[at].type ?? "none";
      counts[type] = (counts[type] ?? 0) + 1;
    }
    return { a: edge.a, b: edge.b, type: Object.keys(counts).sort((x, y) => counts[y] - counts[x])[0] ?? "none" };
  });
  const nodes = archive.nodes.map((node) => ({
    x: node.x, y: node.y, kind: node.kind, name: node.name, size: 4 + 2.2 * Math.sqrt(archive.graph.degree(node.at)),
  }));

  const shownEdges = (node) => archive.edgesOf(node).filter((e) => filter.passes.edges[e]);
  const shownPairings = (edge) => edge.pairings.filter((p) => filter.passes.pairings[p]).map((p) => archive.pairings[p]);
  const kindLine = (node) =>
    el("p", { class: "meta" },
      el("span", { class: "badge kind" }, el("i", { class: "dot", style: { background: `var(--kind-${node.kind})` } }), t("kind." + node.kind)),
      node.level ? el("span", { class: "badge" }, t("level." + node.level)) : null,
      el("span", {}, node.region ?? t("no_region")));
  /** A list of which the first are shown, the others on demand. */
  const some = (box, items, make) => {
    let shown = 0;
    const more = el("button", { type: "button", class: "more", onclick: () => add() });
    const add = () => {
      items.slice(shown, shown + MOST).forEach((item) => more.before(make(item)));
      shown = Math.min(items.length, shown + MOST);
      more.textContent = t("more", { n: Dj.number(items.length - shown) });
      more.hidden = shown === items.length;
    };
    box.append(more);
    add();
    return box;
  };

  const aboutNode = (at) => {
    const node = archive.nodes[at];
    const list = shownEdges(at).map((e) => archive.edges[e]);
    list.sort((a, b) => filter.passes.edges[b.at] - filter.passes.edges[a.at] || a.at - b.at);
    const hidden = archive.graph.degree(at) - list.length;
    return [
      el("h2", { tabindex: "-1" }, node.name),
      kindLine(node),
      el("p", {}, t("node_figures", {
        pairings: Dj.number(node.pairings), partners: Dj.number(archive.graph.degree(at)), reports: Dj.number(node.reports),
      })),
      el("h3", {}, t("partners")),
      some(el("div", { class: "partners" }), list, (edge) => {
        const other = archive.nodes[archive.other(edge, at)];
        return el("button", { type: "button", class: "partner", "data-edge": edge.at, onclick: () => choose({ edge: edge.at }) },
          el("i", { class: "dot", style: { background: `var(--kind-${other.kind})` } }),
          el("span", {}, other.name),
          el("small", {}, t("n_pairings", { n: filter.passes.edges[edge.at] })));
      }),
      hidden ? el("p", { class: "hint" }, t("hidden_partners", { n: Dj.number(hidden) })) : null,
    ];
  };
  const aboutEdge = (at) => {
    const edge = archive.edges[at];
    const end = (n) => el("button", { type: "button", class: "link", onclick: () => choose({ node: n }) }, archive.nodes[n].name);
    const list = shownPairings(edge);
    return [
      el("h2", { tabindex: "-1", class: "ends" }, end(edge.a), el("span", { role: "img", "aria-label": t("with") }, " ↔ "), end(edge.b)),
      el("p", { class: "meta" }, t("n_pairings", { n: list.length })),
      some(el("div", { class: "evidence" }), list, (pairing) => Dj.pairing.card(pairing)),
    ];
  };
  const welcome = () => [el("p", { class: "hint" }, t("welcome"))];

  /** Who stands out with an organization or an edge. */
  const near = ({ node, edge }) =>
    node === undefined
      ? new Set([archive.edges[edge].a, archive.edges[edge].b])
      : new Set([node, ...shownEdges(node).map((e) => archive.other(archive.edges[e], node))]);

  const show = () => {
    const box = byId("detail");
    const content = chosen === null ? welcome() : chosen.node !== undefined ? aboutNode(chosen.node) : aboutEdge(chosen.edge);
    const close = chosen === null ? null
      : el("button", { type: "button", class: "close", "aria-label": t("close"), title: t("close"), onclick: () => choose(null) }, "×");
    box.replaceChildren(...[close, ...content].filter(Boolean));
    box.scrollTop = 0;
    if (!picture) return;
    if (chosen === null) picture.focus({ nodes: null, edges: null, node: -1, edge: -1 });
    else if (chosen.node !== undefined) {
      picture.focus({ nodes: near(chosen), edges: new Set(shownEdges(chosen.node)), node: chosen.node, edge: -1 });
    } else picture.focus({ nodes: near(chosen), edges: new Set([chosen.edge]), node: -1, edge: chosen.edge });
  };
  const choose = (what, { centre = false, focus = true } = {}) => {
    chosen = what;
    show();
    Dj.app.remember("network", what === null ? "" : what.node !== undefined ? "o" + what.node : "e" + what.edge);
    if (what === null) {
      byId("search").value = "";
      return;
    }
    if (centre && picture) picture.fit(near(what));
    if (focus) byId("detail").querySelector("h2").focus({ preventScroll: true });
    Dj.say(byId("detail").querySelector("h2").textContent);
    // On a phone what is told stands below the picture.
    if (matchMedia("(max-width: 800px)").matches) byId("detail").scrollIntoView({ block: "nearest", behavior: "smooth" });
  };

  const hover = (hit, x, y) => {
    const tip = byId("tip");
    tip.hidden = !hit;
    if (!hit) return;
    if (hit.node !== undefined) {
      const node = archive.nodes[hit.node];
      tip.replaceChildren(el("b", {}, node.name), el("span", {}, [t("kind." + node.kind), node.region].filter(Boolean).join(" · ")),
        el("span", {}, t("n_pairings", { n: node.pairings })));
    } else {
      const edge = archive.edges[hit.edge];
      tip.replaceChildren(el("b", {}, archive.nodes[edge.a].name), el("b", {}, "↔ " + archive.nodes[edge.b].name),
        el("span", {}, t("n_pairings", { n: filter.passes.edges[edge.at] })));
    }
    const room = tip.parentElement.clientWidth - tip.offsetWidth - 8;
    Object.assign(tip.style, { left: Math.max(8, Math.min(room, x + 14)) + "px", top: y + 16 + "px" });
  };

  /** The next organization that passes, from the most paired on. */
  const step = (by) => {
    const count = nodes.length;
    let at = chosen?.node ?? (by > 0 ? -1 : count);
    for (let tries = 0; tries < count; tries++) {
      at = (at + by + count) % count;
      if (filter.passes.nodes[at]) return choose({ node: at }, { centre: true, focus: false });
    }
  };
  const keys = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const actions = {
      ArrowLeft: () => picture.pan(80, 0), ArrowRight: () => picture.pan(-80, 0),
      ArrowUp: () => picture.pan(0, 80), ArrowDown: () => picture.pan(0, -80),
      "+": () => picture.zoom(1.3), "=": () => picture.zoom(1.3), "-": () => picture.zoom(1 / 1.3), 0: () => picture.fit(),
      n: () => step(1), p: () => step(-1),
      Enter: () => byId("detail").querySelector("h2")?.focus(),
      Escape: () => choose(null),
    };
    const action = actions[e.key];
    if (!action) return;
    e.preventDefault();
    action();
  };

  const legend = () => {
    const kinds = filter.KINDS.filter((kind) => nodes.some((n) => n.kind === kind));
    const types = filter.TYPES.filter((type) => edges.some((e) => e.type === type));
    byId("legend").replaceChildren(
      el("p", {}, kinds.map((kind) => el("span", {}, el("i", { class: "dot", style: { background: `var(--kind-${kind})` } }), t("kind." + kind)))),
      el("p", {}, types.map((type) => el("span", {}, el("i", { class: "line", style: { background: `var(--type-${type})` } }), t("type." + type)))));
  };

  return {
    start() {
      legend();
      show();
      Dj.search.start((node) => choose({ node }, { centre: true }));
      byId("graph").addEventListener("keydown", keys);
      byId("zoom-in").addEventListener("click", () => picture.zoom(1.4));
      byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
      byId("zoom-fit").addEventListener("click", () => picture.fit());
      filter.onchange(() => {
        picture?.redraw();
        show();
      });
    },
    /** Called when the view is shown: the picture is made when it is first seen. */
    enter(what) {
      picture ??= Dj.canvas.make(byId("graph"), nodes, edges, filter.passes, { hover, pick: (hit) => choose(hit) });
      Dj.network.picture = picture;
      const match = /^([oe])(\d+)$/.exec(what ?? "");
      const at = match && Number(match[2]);
      if (match && match[1] === "o" && at < nodes.length) choose({ node: at }, { centre: true, focus: false });
      else if (match && match[1] === "e" && at < edges.length) choose({ edge: at }, { centre: true, focus: false });
      else show();
    },
  };
})();
