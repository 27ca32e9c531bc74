"use strict";
// The field that finds an organization by a part of its name: a list under it, by mouse and by arrows.

Dj.search = (() => {
  const { t, el, byId, archive } = Dj;
  const MOST = 30;
  let hits = [];
  let active = -1;

  /** Organizations whose name holds all parts, those that begin so first, then the most paired. */
  const find = (text) => {
    const parts = text.split(/\s+/).map(Dj.plain).filter(Boolean);
    if (!parts.length) return [];
    const found = archive.nodes.filter((n) => parts.every((p) => n.key.includes(p)));
    const begins = (n) => (n.key.startsWith(parts[0]) ? 0 : 1);
    return found.sort((a, b) => begins(a) - begins(b) || a.at - b.at).slice(0, MOST);
  };

  const start = (choose) => {
    const input = byId("search");
    const list = byId("hits");
    const open = (is) => {
      list.hidden = !is;
      input.setAttribute("aria-expanded", String(is));
      if (!is) input.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      active = at;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      const item = list.children[at];
      if (item) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const take = (at) => {
      const node = hits[at];
      if (!node) return;
      input.value = node.name;
      open(false);
      choose(node.at);
    };
    input.addEventListener("input", () => {
      hits = find(input.value);
      list.replaceChildren(...hits.map((node, i) =>
        el("li", { id: "hit-" + i, role: "option", "aria-selected": "false", onpointerdown: (e) => { e.preventDefault(); take(i); } },
          el("i", { class: "dot", style: { background: `var(--kind-${node.kind})` } }),
          el("span", {}, node.name),
          el("small", {}, [node.region, t("n_pairings", { n: node.pairings })].filter(Boolean).join(" · ")))),
      ...(input.value.trim() && !hits.length ? [el("li", { class: "empty" }, t("nothing"))] : []));
      open(Boolean(input.value.trim()));
      mark(hits.length ? 0 : -1);
      if (input.value.trim()) Dj.say(t("n_hits", { n: hits.length }));
    });
    input.addEventListener("keydown", (e) => {
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        if (!hits.length) return;
        e.preventDefault();
        open(true);
        mark((active + (e.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
      } else if (e.key === "Enter" && !list.hidden) {
        e.preventDefault();
        take(active);
      } else if (e.key === "Escape") open(false);
    });
    input.addEventListener("blur", () => open(false));
  };
  return { start };
})();
