"use strict";
// Which view is shown, and its address: a link of the page leads back to the same organization, edge or report.

Dj.app = (() => {
  const { byId } = Dj;
  const VIEWS = ["overview", "network", "reading", "tables"];
  let view = null;

  const show = (name, ...values) => {
    view = name;
    for (const other of VIEWS) {
      byId(other).hidden = other !== name;
      byId("tab-" + other).setAttribute("aria-selected", String(other === name));
      byId("tab-" + other).tabIndex = other === name ? 0 : -1;
    }
    byId("filter").hidden = name !== "network" && name !== "tables";
    byId("filter").classList.remove("off");
    document.body.dataset.view = name;
    if (name === "overview" || name === "tables") remember(name, "");
    Dj[name].enter(...values);
  };
  const remember = (name, what) => {
    if (name !== view) return;
    const address = "#/" + name + (what === "" || what === undefined ? "" : "/" + what);
    if (location.hash !== address) history.replaceState(null, "", address);
  };
  const fromAddress = () => {
    // With the stroke, it names no element that a browser would scroll to.
    const [, name, what] = location.hash.split("/");
    if (!VIEWS.includes(name)) return show("overview");
    if (name === "reading") show(name, /^\d+$/.test(what ?? "") ? Number(what) : undefined);
    else show(name, what);
  };

  return {
    remember,
    openNode: (node) => show("network", "o" + node),
    openEdge: (edge) => show("network", "e" + edge),
    openReport: (report, place) => show("reading", report, place),
    /** The network of what passes this filter alone. */
    openFilter(values) {
      Dj.filter.set(values);
      byId("filter").open = true;
      show("network");
      Dj.network.picture.fit();
    },
    start() {
      Dj.theme.start();
      Dj.filter.start();
      for (const name of VIEWS) Dj[name].start();
      for (const name of VIEWS) byId("tab-" + name).addEventListener("click", () => show(name));
      document.querySelector(".tabs").addEventListener("keydown", (e) => {
        const at = VIEWS.indexOf(view);
        const to = { ArrowRight: (at + 1) % 4, ArrowLeft: (at + 3) % 4, Home: 0, End: 3 }[e.key];
        if (to === undefined) return;
        e.preventDefault();
        show(VIEWS[to]);
        byId("tab-" + VIEWS[to]).focus();
      });
      addEventListener("hashchange", fromAddress);
      // On a wide screen the filter has room.
      byId("filter").open = !matchMedia("(max-width: 800px)").matches;
      fromAddress();
    },
  };
})();

Dj.app.start();
