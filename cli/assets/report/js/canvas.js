"use strict";
// The network drawn on a plain canvas (no WebGL, which many office machines lack): all lines of a colour in one stroke, as
// hairlines, all circles of a colour in one fill. A large network still takes longer than a frame: while a hand moves it, the
// last picture is moved and scaled, and it is drawn anew as soon as the hand rests.

Dj.canvas = (() => {
  const BUSY = 1500; // Lines and circles that are drawn anew for each frame; with more, the picture is moved.
  const REST = 120; // Milliseconds after which a hand rests.
  const MARGIN = 0.4; // How far beyond its edge the kept picture reaches, of its size.
  const LABELS = 90;

  /** `nodes`: {x, y, size, kind, name}; `edges`: {a, b, type}. `shown`: which pass. `on`: hover(hit, x, y), pick(hit). */
  const make = (box, nodes, edges, shown, on) => {
    const canvas = Dj.el("canvas", { "aria-hidden": "true" });
    box.append(canvas);
    const context = canvas.getContext("2d");
    const kept = document.createElement("canvas");
    const sheet = kept.getContext("2d");
    let [width, height, ratio] = [0, 0, 1];
    const view = { x: 0, y: 0, k: 1 }; // The middle of the picture, and pixels a unit.
    let keptView = null;
    let drawn = 0; // Lines and circles of the last picture.
    let idle = 0;
    let pending = 0;
    let resting = 0;
    let moving = false;
    let wanted = null; // What is to be in sight when the picture first has a size.
    let colours = null;
    let focus = { nodes: null, edges: null, node: -1, edge: -1 };
    const stats = { full: 0, moved: 0 };

    const paint = () => {
      const names = (prefix, values) => Object.fromEntries(values.map((v) => [v, Dj.colour(`${prefix}-${v}`)]));
      colours = {
        kind: names("kind", Dj.filter.KINDS), type: names("type", Dj.filter.TYPES),
        text: Dj.colour("text"), halo: Dj.colour("surface"), accent: Dj.colour("accent"),
      };
    };
    // Circles grow slower than the picture: near or far, they can be told apart and hit.
    const radius = (node, k = view.k) => Math.max(1, node.size * Math.min(1.6, k ** 0.7));

    /** Draws all that is in sight, `w` × `h` pixels round the middle of `view`; gives the number of lines and circles. */
    const draw = (c, w, h) => {
      const { k } = view;
      const left = w / 2 - view.x * k;
      const top = h / 2 - view.y * k;
      c.setTransform(ratio, 0, 0, ratio, 0, 0);
      c.clearRect(0, 0, w, h);
      let count = 0;
      const dim = focus.nodes !== null;
      const lines = (wanted, alpha, thick) => {
        const paths = {};
        let length = 0;
        for (let i = 0; i < edges.length; i++) {
          if (!shown.edges[i] || !wanted(i)) continue;
          const e = edges[i];
          const x1 = nodes[e.a].x * k + left, y1 = nodes[e.a].y * k + top;
          const x2 = nodes[e.b].x * k + left, y2 = nodes[e.b].y * k + top;
          if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > w && x2 > w) || (y1 > h && y2 > h)) continue;
          const path = (paths[e.type] ??= new Path2D());
          path.moveTo(x1, y1);
          path.lineTo(x2, y2);
          count += 1;
          length += Math.abs(x2 - x1) + Math.abs(y2 - y1);
        }
        // Where lines would cover the picture, they are made fainter.
        c.globalAlpha = Math.max(alpha / 6, Math.min(alpha, (0.5 * w * h) / (length * thick || 1)));
        c.lineWidth = thick;
        for (const type in paths) {
          c.strokeStyle = colours.type[type];
          c.stroke(paths[type]);
        }
      };
      // A line wider than a pixel of the screen costs ten times as much: only those that stand out are.
      const hair = 1 / ratio;
      if (dim) {
        lines((i) => !focus.edges.has(i), 0.3, hair);
        lines((i) => focus.edges.has(i), 0.9, 1.8);
        lines((i) => i === focus.edge, 1, 4);
      } else lines(() => true, 0.9, hair);

      const circles = (wanted, alpha) => {
        const paths = {};
        for (let i = 0; i < nodes.length; i++) {
          if (!shown.nodes[i] || !wanted(i)) continue;
          const n = nodes[i];
          const r = radius(n);
          const x = n.x * k + left, y = n.y * k + top;
          if (x < -r || y < -r || x > w + r || y > h + r) continue;
          count += 1;
          const path = (paths[n.kind] ??= new Path2D());
          if (r < 2.2) path.rect(x - r, y - r, 2 * r, 2 * r);
          else {
            path.moveTo(x + r, y);
            path.arc(x, y, r, 0, 6.2832);
          }
        }
        c.globalAlpha = alpha;
        c.lineWidth = 1;
        c.strokeStyle = colours.halo;
        for (const kind in paths) {
          c.fillStyle = colours.kind[kind];
          c.fill(paths[kind]);
          if (k > 0.35) c.stroke(paths[kind]);
        }
      };
      if (dim) circles((i) => !focus.nodes.has(i), 0.28);
      circles(dim ? (i) => focus.nodes.has(i) : () => true, 1);
      c.globalAlpha = 1;
      if (focus.node >= 0 && shown.nodes[focus.node]) {
        const n = nodes[focus.node];
        c.beginPath();
        c.arc(n.x * k + left, n.y * k + top, radius(n) + 3, 0, 6.2832);
        c.lineWidth = 2.5;
        c.strokeStyle = colours.accent;
        c.stroke();
      }
      labels(c, w, h, left, top);
      return count;
    };

    /** Names, the most paired first, as many as have room. */
    const labels = (c, w, h, left, top) => {
      const CELL = 16;
      const taken = new Set();
      c.font = "12px system-ui, 'Noto Sans CJK SC', sans-serif";
      c.textAlign = "center";
      c.lineJoin = "round";
      c.lineWidth = 3;
      c.strokeStyle = colours.halo;
      c.fillStyle = colours.text;
      const place = (n, must) => {
        const r = radius(n);
        const x = n.x * view.k + left, y = n.y * view.k + top + r + 12;
        if (x < 0 || y < 0 || x > w || y > h + 12) return false;
        const name = n.name.length > 18 && !must ? n.name.slice(0, 17) + "…" : n.name;
        n.wide ??= {};
        const half = (n.wide[name] ??= c.measureText(name).width) / 2 + 4;
        const cells = [];
        for (let cx = Math.floor((x - half) / CELL); cx <= Math.floor((x + half) / CELL); cx++)
          for (let cy = Math.floor((y - 12) / CELL); cy <= Math.floor((y + 3) / CELL); cy++) cells.push(cx * 10007 + cy);
        if (!must && cells.some((cell) => taken.has(cell))) return false;
        cells.forEach((cell) => taken.add(cell));
        c.strokeText(name, x, y);
        c.fillText(name, x, y);
        return true;
      };
      let left_ = LABELS;
      if (focus.nodes) {
        const ends = focus.edge >= 0 ? [edges[focus.edge].a, edges[focus.edge].b] : [focus.node];
        for (const i of ends) if (shown.nodes[i]) place(nodes[i], true);
        for (const i of focus.nodes) if (left_ > 0 && shown.nodes[i] && place(nodes[i])) left_ -= 1;
        return;
      }
      // From afar only the largest are worth a name.
      for (let i = 0; i < nodes.length && left_ > 0; i++)
        if (shown.nodes[i] && (radius(nodes[i]) > 4 || view.k > 0.7) && place(nodes[i])) left_ -= 1;
    };

    const frame = () => {
      pending = 0;
      if (!width) return;
      if (moving && drawn > BUSY && keptView) {
        // The kept picture, where it would stand now.
        const scale = view.k / keptView.k;
        const x = width / 2 + (keptView.x - view.x) * view.k - (keptView.w * scale) / 2;
        const y = height / 2 + (keptView.y - view.y) * view.k - (keptView.h * scale) / 2;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        context.globalAlpha = 1;
        context.drawImage(kept, x, y, keptView.w * scale, keptView.h * scale);
        stats.moved += 1;
        return;
      }
      drawn = draw(context, width, height);
      stats.full += 1;
      keptView = null;
      clearTimeout(idle);
      if (drawn > BUSY) idle = setTimeout(() => keep(MARGIN), 2 * REST);
    };
    const ask = () => {
      pending ||= requestAnimationFrame(frame);
    };
    /** Keeps a picture that reaches beyond the edges, so that there is something to move into sight. */
    const keep = (margin) => {
      clearTimeout(idle);
      const [w, h] = [Math.ceil(width * (1 + 2 * margin)), Math.ceil(height * (1 + 2 * margin))];
      [kept.width, kept.height] = [w * ratio, h * ratio];
      if (margin) draw(sheet, w, h);
      else sheet.drawImage(canvas, 0, 0);
      keptView = { ...view, w, h };
    };
    const move = (change) => {
      // A hand was quicker than the wider picture: what is seen must do.
      if (!keptView && !moving && drawn > BUSY) keep(0);
      moving = true;
      clearTimeout(idle);
      clearTimeout(resting);
      resting = setTimeout(() => {
        moving = false;
        ask();
      }, REST);
      change();
      ask();
    };

    const resize = () => {
      const bounds = box.getBoundingClientRect();
      if (!bounds.width) return;
      const fresh = !width;
      [width, height] = [bounds.width, bounds.height];
      ratio = Math.min(2, window.devicePixelRatio || 1);
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      Object.assign(canvas.style, { width: width + "px", height: height + "px" });
      if (fresh) fit(wanted);
      keptView = null;
      ask();
    };
    const fit = (only = null) => {
      wanted = only;
      let [x1, y1, x2, y2, any] = [Infinity, Infinity, -Infinity, -Infinity, false];
      for (let i = 0; i < nodes.length; i++) {
        if (!shown.nodes[i] || (only && !only.has(i))) continue;
        any = true;
        x1 = Math.min(x1, nodes[i].x); x2 = Math.max(x2, nodes[i].x);
        y1 = Math.min(y1, nodes[i].y); y2 = Math.max(y2, nodes[i].y);
      }
      if (!any || !width) return;
      const room = Math.min((width - 60) / Math.max(1, x2 - x1), (height - 60) / Math.max(1, y2 - y1));
      Object.assign(view, { x: (x1 + x2) / 2, y: (y1 + y2) / 2, k: Math.min(only ? 1.4 : 1.1, Math.max(0.02, room)) });
      keptView = null;
      ask();
    };
    const zoom = (by, px = width / 2, py = height / 2) =>
      move(() => {
        const k = Math.min(6, Math.max(0.02, view.k * by));
        const [dx, dy] = [px - width / 2, py - height / 2];
        view.x += dx / view.k - dx / k;
        view.y += dy / view.k - dy / k;
        view.k = k;
      });
    const pan = (dx, dy) =>
      move(() => {
        view.x -= dx / view.k;
        view.y -= dy / view.k;
      });

    /** What lies at a place: an organization before an edge. Ten thousand distances take less than a millisecond. */
    const hit = (px, py, slack) => {
      const x = (px - width / 2) / view.k + view.x;
      const y = (py - height / 2) / view.k + view.y;
      let best = null;
      let nearest = Infinity;
      for (let i = 0; i < nodes.length; i++) {
        if (!shown.nodes[i]) continue;
        const d = Math.hypot(nodes[i].x - x, nodes[i].y - y) * view.k - radius(nodes[i]);
        if (d < slack && d < nearest) [best, nearest] = [{ node: i }, d];
      }
      if (best) return best;
      nearest = slack + 2;
      for (let i = 0; i < edges.length; i++) {
        if (!shown.edges[i]) continue;
        const { x: ax, y: ay } = nodes[edges[i].a];
        const [bx, by] = [nodes[edges[i].b].x - ax, nodes[edges[i].b].y - ay];
        const along = Math.min(1, Math.max(0, ((x - ax) * bx + (y - ay) * by) / (bx * bx + by * by || 1)));
        const d = Math.hypot(ax + along * bx - x, ay + along * by - y) * view.k;
        if (d < nearest) [best, nearest] = [{ edge: i }, d];
      }
      return best;
    };

    // One pointer moves, two pinch; a pointer that stayed where it was has picked.
    const pointers = new Map();
    let travelled = 0;
    const at = (e) => {
      const bounds = canvas.getBoundingClientRect();
      return [e.clientX - bounds.left, e.clientY - bounds.top];
    };
    canvas.addEventListener("pointerdown", (e) => {
      canvas.setPointerCapture(e.pointerId);
      pointers.set(e.pointerId, at(e));
      if (pointers.size === 1) travelled = 0;
      on.hover(null);
    });
    let hovering = 0;
    canvas.addEventListener("pointermove", (e) => {
      const here = at(e);
      const before = pointers.get(e.pointerId);
      if (!before) {
        if (e.pointerType !== "mouse") return;
        hovering ||= requestAnimationFrame(() => {
          hovering = 0;
          const found = hit(here[0], here[1], 3);
          canvas.style.cursor = found ? "pointer" : "grab";
          on.hover(found, ...here);
        });
        return;
      }
      const moved = Math.hypot(here[0] - before[0], here[1] - before[1]);
      if (pointers.size === 1) {
        travelled += moved;
        if (travelled > 4) {
          canvas.style.cursor = "grabbing";
          pan(here[0] - before[0], here[1] - before[1]);
        }
      } else {
        travelled += 10;
        const [other] = [...pointers].filter(([id]) => id !== e.pointerId).map(([, place]) => place);
        const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
        pan((here[0] - before[0]) / 2, (here[1] - before[1]) / 2);
        zoom(far(here) / far(before), (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
      }
      pointers.set(e.pointerId, here);
    });
    const lift = (e) => {
      if (!pointers.delete(e.pointerId)) return;
      canvas.style.cursor = "grab";
      if (e.type === "pointerup" && pointers.size === 0 && travelled <= 4)
        on.pick(hit(...at(e), e.pointerType === "mouse" ? 4 : 14));
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => on.hover(null));
    canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      // A line of a wheel is about 16 pixels; pinches of a touchpad come as small wheel steps with ctrl.
      const step = e.deltaY * (e.deltaMode === 1 ? 16 : 1) * (e.ctrlKey ? 4 : 1);
      zoom(Math.exp(-Math.max(-240, Math.min(240, step)) * 0.0022), ...at(e));
    }, { passive: false });
    canvas.addEventListener("dblclick", (e) => zoom(1.8, ...at(e)));
    new ResizeObserver(resize).observe(box);
    Dj.theme.onchange(() => {
      paint();
      keptView = null;
      ask();
    });
    paint();

    return {
      /** Brings all that passes into sight, or these organizations alone. */
      fit, zoom, pan, stats, view,
      /** Draws again: what passes has changed. */
      redraw() {
        keptView = null;
        ask();
      },
      /** What stands out; with `nodes` null nothing does. */
      focus(value) {
        focus = value;
        keptView = null;
        ask();
      },
      /** Where a point of the network stands in the window. */
      place(x, y) {
        const bounds = canvas.getBoundingClientRect();
        return [bounds.left + (x - view.x) * view.k + width / 2, bounds.top + (y - view.y) * view.k + height / 2];
      },
    };
  };
  return { make };
})();
