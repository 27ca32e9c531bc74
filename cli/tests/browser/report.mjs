// The report page as a person uses it, in a headless Chromium: node report.mjs SMALL.html LARGE.html, from the folder
// of the project. Beside each page lie the records it was made of (SMALL.jsonl), with which it is compared.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.resolve("target/browser/package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [small, large] = process.argv.slice(2).map((p) => path.resolve(p));
const readLines = (html) => fs.readFileSync(html.replace(/html$/, "jsonl"), "utf8").trim().split("\n").map((l) => JSON.parse(l));
const records = readLines(small);
const pairings = records.flatMap((record) => record.pairings.map((pairing) => ({ ...pairing, record })));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A new page of which all faults are noted: errors, messages of the console, anything fetched. */
const open = async (html, options = {}, address = "") => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (e) => page.faults.push(String(e.stack)));
  page.on("console", (m) => {
    // What measuring itself brings about.
    if (!m.text().includes("Multiple readback operations")) page.faults.push(`${m.type()}: ${m.text()}`);
  });
  page.on("request", (r) => r.url().startsWith("file:") || r.url().startsWith("blob:") || page.faults.push("fetched " + r.url()));
  await page.goto("file://" + html + address);
  await page.waitForFunction(() => document.body.dataset.view);
  return page;
};
const close = async (page) => {
  assert.deepEqual(page.faults, []);
  assert.equal(await page.evaluate(() => window.harmed), undefined, "a program of a report has run");
  await page.context().close();
};
const text = (page, selector) => page.locator(selector).first().innerText();
const figures = (value) => value.replace(/[,\s]/g, "");
/** What the filter says passes: organizations, edges, pairings. */
const passing = async (page) => figures(await page.locator("#filter-count").textContent()).match(/\d+/g).map(Number);
/** Where the middle of an edge or an organization stands on the screen. */
const placeOf = (page, what) =>
  page.evaluate(([kind, at]) => {
    const { nodes, edges } = Dj.archive;
    if (kind === "node") return Dj.network.picture.place(nodes[at].x, nodes[at].y);
    const [a, b] = [nodes[edges[at].a], nodes[edges[at].b]];
    return Dj.network.picture.place((a.x + b.x) / 2, (a.y + b.y) / 2);
  }, what);
const rest = (page) => page.waitForTimeout(250);

const tests = {
  async "the overview counts what the records hold"() {
    const page = await open(small);
    const values = await page.locator("#figures dd:not(.note)").allInnerTexts();
    assert.equal(figures(values[0]), String(records.length));
    assert.equal(figures(values[1]), String(pairings.length));
    const types = await page.locator("#values-types tr").allTextContents();
    const count = (type) => pairings.filter((p) => p.type === type).length;
    assert.ok(types.includes("共建" + count("co-building")), types.join());
    assert.ok(types.includes("签约" + count("agreement")), types.join());
    const drawn = await page.evaluate(() => ["months", "types", "kinds", "regions"].map((id) => {
      const c = document.getElementById("chart-" + id);
      return new Set(c.getContext("2d").getImageData(0, 0, c.width, c.height).data).size > 3;
    }));
    assert.deepEqual(drawn, [true, true, true, true], "charts are drawn");
    await page.getByRole("button", { name: "按年" }).click();
    const years = await page.locator("#values-months tbody th").allTextContents();
    assert.ok(years.length > 0 && years.every((y) => /^\d{4}$/.test(y)), years.join());
    await close(page);
  },

  async "a bar leads to the network of what it counts"() {
    const page = await open(small);
    await page.locator("#chart-types").scrollIntoViewIfNeeded();
    const box = await page.locator("#chart-types").boundingBox();
    await rest(page);
    await page.mouse.click(box.x + 90, box.y + 20);
    await page.waitForFunction(() => document.body.dataset.view === "network");
    const most = ["co-building", "alliance", "assistance", "agreement", null]
      .map((type) => pairings.filter((p) => p.type === type).length).sort((a, b) => b - a)[0];
    assert.equal((await passing(page))[2], most);
    await close(page);
  },

  async "a click on an edge shows its evidence in place"() {
    const page = await open(small, {}, "#/network");
    await rest(page);
    const at = await page.evaluate(() => Dj.archive.edges.findIndex((e) => e.pairings.length === 1 && Dj.archive.pairings[e.pairings[0]].evidence.length));
    // Close enough to be hit with certainty.
    await page.evaluate((e) => { const { a, b } = Dj.archive.edges[e]; Dj.network.picture.fit(new Set([a, b])); }, at);
    await rest(page);
    await page.mouse.move(...(await placeOf(page, ["edge", at])));
    await page.locator("#tip").waitFor({ state: "visible" });
    await page.mouse.click(...(await placeOf(page, ["edge", at])));
    const wanted = await page.evaluate((e) => Dj.archive.pairings[Dj.archive.edges[e].pairings[0]].evidence[0][2], at);
    assert.ok(records.some((r) => r.pairings.some((p) => p.evidence.some((e) => e.text === wanted))));
    assert.equal(await page.locator("#detail blockquote .quote").first().textContent(), wanted);
    const whole = await page.locator("#detail blockquote").first().textContent();
    const source = await page.evaluate((e) => Dj.archive.reports[Dj.archive.pairings[Dj.archive.edges[e].pairings[0]].report].text, at);
    assert.ok(source.includes(whole), "the words around it are those of the text");
    assert.equal(new URL(page.url()).hash, "#/network/e" + at);
    // On to the report, where the sentence stands.
    await page.locator("#detail .source .link").first().click();
    await page.waitForFunction(() => document.body.dataset.view === "reading");
    assert.equal(await page.locator(".text .shown").count(), 1);
    await close(page);
  },

  async "a click on an organization shows its partners"() {
    const page = await open(small, {}, "#/network");
    await rest(page);
    await page.evaluate(() => Dj.network.picture.fit(new Set([0])));
    await rest(page);
    await page.mouse.click(...(await placeOf(page, ["node", 0])));
    const [name, degree] = await page.evaluate(() => [Dj.archive.nodes[0].name, Dj.archive.graph.degree(0)]);
    assert.equal(await text(page, "#detail h2"), name);
    assert.equal(await page.locator("#detail .partner").count(), Math.min(40, degree));
    await page.locator("#detail .partner").first().click();
    assert.ok((await page.locator("#detail blockquote").count()) > 0);
    await page.keyboard.press("Tab");
    await page.locator("#detail .close").click();
    assert.equal(new URL(page.url()).hash, "#/network");
    await close(page);
  },

  async "the search finds by a part of the name"() {
    const page = await open(small, {}, "#/network");
    const wanted = pairings[0].record.organizations.find((o) => o.id === pairings[0].sides[0][0]).name;
    await page.locator("#search").pressSequentially(wanted.slice(1));
    assert.ok((await page.locator("#hits [role=option]").allTextContents()).some((h) => h.includes(wanted)));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    assert.ok((await text(page, "#detail h2")).includes(wanted.slice(1)));
    await page.locator("#search").fill("没有这个机构");
    assert.equal(await text(page, "#hits"), "没有符合的内容");
    await close(page);
  },

  async "the filter keeps what fits, in network and tables"() {
    const page = await open(small, {}, "#/network");
    const all = await passing(page);
    assert.equal(all[2], pairings.length);
    const chip = (value) => page.locator(`#filter-form input[value="${value}"]`);
    await chip("co-building").uncheck();
    assert.equal((await passing(page))[2], pairings.filter((p) => p.type !== "co-building").length);
    await page.locator("#filter-reset").click();
    assert.deepEqual(await passing(page), all);
    await page.locator("#filter-status").selectOption("planned");
    assert.equal((await passing(page))[2], pairings.filter((p) => p.status === "planned").length);
    await page.locator("#filter-reset").click();
    await page.locator("#filter-from").selectOption("2021");
    await page.locator("#filter-to").selectOption("2021");
    // As the page says: the date told, else that of publication.
    const year = (value) => (/^\d{4}(?!\d)/.test(value ?? "") ? value.slice(0, 4) : null);
    const when = (p) => year(p.date) ?? year(p.record.published?.date);
    const in2021 = pairings.filter((p) => when(p) === "2021").length;
    assert.ok(in2021 > 0);
    assert.equal((await passing(page))[2], in2021);
    await page.locator("#tab-tables").click();
    assert.ok(figures(await text(page, "#table-pager span")).includes("共" + in2021));
    await page.locator("#filter-reset").click();
    const region = await page.locator("#filter-region option").nth(1).getAttribute("value");
    await page.locator("#filter-region").selectOption(region);
    const [nodes, , some] = await passing(page);
    assert.ok(some > 0 && some < pairings.length && nodes > 0);
    const ofRegion = await page.evaluate((r) => Dj.archive.nodes.filter((n) => n.region === r).length, region);
    assert.ok(nodes >= ofRegion);
    await close(page);
  },

  async "tables sort by a click, and are saved as they are shown"() {
    const page = await open(small, {}, "#/tables");
    await page.locator('#table-choice [data-value=organizations]').click();
    const head = page.locator("th", { hasText: "结对对象" });
    const column = () => page.locator("#table-body tbody tr td:nth-child(6)").allInnerTexts();
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    const down = (await column()).map(Number);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const up = (await column()).map(Number);
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    await page.locator("th", { hasText: "名称" }).getByRole("button").click();
    const names = await page.locator("#table-body tbody tr td:first-child").allInnerTexts();
    const collator = new Intl.Collator("zh-CN", { numeric: true });
    assert.deepEqual(names, [...names].sort(collator.compare));

    await page.locator('#table-choice [data-value=pairings]').click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#table-csv").click()]);
    assert.equal(download.suggestedFilename(), "dangjian-pairings.csv");
    const csv = fs.readFileSync(await download.path(), "utf8");
    assert.ok(csv.startsWith("\ufeff关系,"));
    const rows = parse(csv.slice(1));
    assert.equal(rows.length, pairings.length + 1);
    const kinds = (list) => list.sort().join();
    assert.equal(kinds(rows.slice(1).map((r) => r[0])), kinds(pairings.map((p) => p.kind)));
    const hostile = rows.find((r) => r[0] === "<s>签约");
    assert.equal(hostile[3], "</script><img src=x onerror=\"window.harmed=1\">党支部");
    assert.equal(hostile[4], "'=HYPERLINK(\"http://x.invalid\",\"点\"),<!--党委", "no formula for a spreadsheet");

    await page.locator("#table-search").fill("script");
    await page.waitForFunction(() => document.querySelectorAll("#table-body tbody tr").length === 1);
    await page.locator("#table-search").fill("");
    if (pairings.length > 50) {
      await page.getByRole("button", { name: "下一页" }).click();
      assert.ok((await text(page, "#table-pager span")).startsWith("第 51–"));
    }
    await close(page);
  },

  async "a report's text stands there to the letter, with its finds"() {
    const page = await open(small, {}, "#/reading");
    const index = records.findIndex((r) => r.pairings.length > 1 && r.people.length > 0);
    const record = records[index];
    await page.locator(`[data-report="${index}"]`).click();
    assert.equal(await page.locator(".text").textContent(), fs.readFileSync(record.source, "utf8"));
    const organization = record.organizations.find((o) => o.mentions.length > 0);
    const part = page.locator(`.text .find[data-at="${organization.mentions[0].start}"]`);
    await part.hover();
    assert.equal(await page.locator("#find-tip b").textContent(), organization.name);
    await page.mouse.move(5, 300);
    await page.locator("#find-tip").waitFor({ state: "hidden" });
    // From find to find by keys.
    await page.locator(".text .find").first().focus();
    const first = await page.evaluate(() => document.activeElement.dataset.at);
    await page.keyboard.press("ArrowRight");
    const second = await page.evaluate(() => document.activeElement.dataset.at);
    assert.ok(Number(second) > Number(first));
    assert.ok(await page.locator("#find-tip").isVisible());
    assert.equal(await page.locator(".text [tabindex='0']").count(), 1, "one stop of the Tab key");
    await page.locator("#report-search").fill("没有这篇报道");
    await page.waitForFunction(() => document.querySelectorAll("#report-list [data-report]").length === 0);
    await close(page);
  },

  async "tags in names and texts stay words"() {
    const page = await open(small, {}, `#/reading/${records.length - 1}`);
    const { text: wanted } = JSON.parse(fs.readFileSync(path.join(path.dirname(small), "hostile-text.jsonl"), "utf8"));
    assert.equal(await page.locator(".text").textContent(), wanted);
    for (const view of ["overview", "network", "reading", "tables"]) {
      await page.locator("#tab-" + view).click();
      await rest(page);
    }
    await page.locator("#tab-network").click();
    await page.locator("#search").fill("</script>");
    await page.keyboard.press("Enter");
    await page.locator("#detail .partner").click();
    assert.equal(await page.locator("#detail blockquote").count(), 1);
    assert.equal(await page.evaluate(() => document.querySelectorAll("img, iframe, main b > b, main i > u").length), 0);
    await close(page);
  },

  async "all can be done from the keyboard"() {
    const page = await open(small);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id + document.body.dataset.view), "tab-networknetwork");
    await page.locator("#graph").focus();
    await page.keyboard.press("n");
    const first = await page.evaluate(() => Dj.archive.nodes[0].name);
    assert.equal(await text(page, "#detail h2"), first);
    assert.equal(await text(page, "#said"), first, "it is said aloud");
    const before = await page.evaluate(() => ({ ...Dj.network.picture.view }));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("+");
    const after = await page.evaluate(() => ({ ...Dj.network.picture.view }));
    assert.ok(after.x > before.x && after.k > before.k);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains("partner")));
    await page.keyboard.press("Enter");
    assert.ok((await page.locator("#detail blockquote").count()) > 0);
    await page.locator("#graph").focus();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#detail h2").count(), 0);
    // Nothing that has the focus is without a mark.
    await page.locator("#tab-network").focus();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      const mark = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(mark, "none", await page.evaluate(() => document.activeElement.outerHTML.slice(0, 90)));
    }
    await close(page);
  },

  async "a phone's width holds it, and a finger works it"() {
    const page = await open(small, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    for (const view of ["overview", "network", "reading", "tables"]) {
      await page.locator("#tab-" + view).tap();
      await rest(page);
      const [wide, own] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= own, `${view} is ${wide} wide on ${own}`);
    }
    await page.locator("#tab-network").tap();
    await page.evaluate(() => Dj.network.picture.fit(new Set([0])));
    await rest(page);
    await page.locator("#graph").scrollIntoViewIfNeeded();
    const [x, y] = await placeOf(page, ["node", 0]);
    await page.touchscreen.tap(x, y);
    assert.equal(await text(page, "#detail h2"), await page.evaluate(() => Dj.archive.nodes[0].name));
    // Two fingers.
    const k = await page.evaluate(() => Dj.network.picture.view.k);
    const client = await page.context().newCDPSession(page);
    const fingers = (type, gap) => client.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x: x - gap, y, id: 1 }, { x: x + gap, y, id: 2 }] });
    await page.evaluate(() => document.getElementById("graph").scrollIntoView({ block: "center" }));
    await fingers("touchStart", 20);
    for (const gap of [30, 40, 60]) await fingers("touchMove", gap);
    await fingers("touchEnd");
    assert.ok((await page.evaluate(() => Dj.network.picture.view.k)) > k * 1.5);
    await close(page);
  },

  async "dark and light, as the system or as chosen"() {
    const page = await open(small, { colorScheme: "dark" }, "#/network");
    const dark = () => page.evaluate(() => {
      const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
      return r + g + b < 200;
    });
    assert.equal(await dark(), true);
    const pixel = () => page.evaluate(() => Dj.colour("kind-party"));
    const colour = await pixel();
    await page.locator("#theme").click();
    assert.equal(await dark(), false, "light was chosen");
    assert.notEqual(await pixel(), colour);
    await page.locator("#theme").click();
    assert.equal(await dark(), true, "dark was chosen");
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await dark(), true, "what was chosen holds");
    await page.locator("#theme").click();
    assert.equal(await dark(), false, "again as the system");
    await close(page);
  },

  async "no fault that axe finds, in light and in dark"() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(small, { colorScheme, reducedMotion: "reduce" });
      await page.evaluate(axe);
      for (const view of ["overview", "network", "reading", "tables"]) {
        await page.locator("#tab-" + view).click();
        if (view === "network") {
          await page.locator("#graph").focus();
          await page.keyboard.press("n");
        }
        await rest(page);
        const { violations } = await page.evaluate(() => axe.run());
        const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join("\n   ")}`);
        assert.deepEqual(told, [], `${view}, ${colorScheme}`);
      }
      await close(page);
    }
  },

  async "5,000 organizations and 10,000 edges stay fluid"() {
    const begun = Date.now();
    const page = await open(large, {}, "#/network");
    await page.waitForFunction(() => Dj.network.picture?.stats.full > 0);
    const loaded = Date.now() - begun;
    assert.deepEqual((await passing(page)).slice(0, 3), [5000, 10000, 10000]);
    /** Times from frame to frame while something is done; each frame waits until its picture is made, not only told. */
    const during = async (work) => {
      await page.evaluate(() => {
        const picture = document.querySelector("#graph canvas").getContext("2d");
        window.times = [];
        window.measuring = true;
        let last = performance.now();
        const tick = (now) => {
          window.times.push(now - last);
          last = now;
          picture.getImageData(0, 0, 1, 1);
          if (window.measuring) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      });
      await work();
      const times = await page.evaluate(() => { window.measuring = false; return window.times; });
      times.sort((a, b) => a - b);
      const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
      return { median: Number(at(0.5)), p95: Number(at(0.95)), most: Number(at(1)), frames: times.length };
    };
    const drag = async () => {
      await page.mouse.move(500, 500);
      await page.mouse.down();
      for (let i = 1; i <= 60; i++) {
        await page.mouse.move(500 + 5 * Math.min(i, 60 - i), 500 + 3 * i);
        await page.waitForTimeout(12);
      }
      await page.mouse.up();
    };
    const wheel = async () => {
      await page.mouse.move(500, 500);
      for (let i = 0; i < 40; i++) {
        await page.mouse.wheel(0, i < 20 ? -60 : 60);
        await page.waitForTimeout(20);
      }
    };
    // Other work on the machine can only make it slower: of three tries the best tells.
    for (const [name, work] of [["pan", drag], ["zoom", wheel]]) {
      let best = null;
      for (let i = 0; i < 3; i++) {
        const times = await during(work);
        await page.waitForTimeout(300);
        if (!best || times.median + times.p95 < best.median + best.p95) best = times;
      }
      console.log(`  ${name}: median ${best.median} ms a frame, 95 % below ${best.p95} ms, longest ${best.most} ms, ${best.frames} frames`);
      assert.ok(best.median <= 34, `${name}: half of the frames take more than ${best.median} ms`);
    }
    const cost = await page.evaluate(async () => {
      const picture = document.querySelector("#graph canvas").getContext("2d");
      const run = async (work) => {
        const begun = performance.now();
        work();
        await new Promise((done) => requestAnimationFrame(done));
        picture.getImageData(0, 0, 1, 1);
        return Math.round(performance.now() - begun);
      };
      const filter = [await run(() => Dj.filter.set({ region: Dj.archive.nodes[0].region })), await run(() => Dj.filter.set({}))];
      return { filter, draw: await run(() => Dj.network.picture.redraw()), moved: Dj.network.picture.stats.moved };
    });
    assert.ok(cost.moved > 50, "a picture this large is moved, not drawn");
    console.log(`  shown after ${loaded} ms; drawn in ${cost.draw} ms; filtered in ${cost.filter.join(" and ")} ms`);
    await page.locator("#search").fill("第4999");
    assert.ok((await page.locator("#hits [role=option]").count()) > 0);
    await page.keyboard.press("Enter");
    assert.ok((await page.locator("#detail .partner").count()) > 0);
    const sorting = await page.evaluate(() => {
      document.getElementById("tab-tables").click();
      const begun = performance.now();
      document.querySelectorAll("#table-body th button")[3].click();
      return Math.round(performance.now() - begun);
    });
    console.log(`  10,000 rows sorted in ${sorting} ms; page of ${(fs.statSync(large).size / 1e6).toFixed(1)} MB`);
    assert.equal(await page.locator("#table-body tbody tr").count(), 50);
    await close(page);
  },
};

/** CSV to rows, by its standard (RFC 4180). */
function parse(csv) {
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let m = cells.exec(csv); m && cells.lastIndex <= csv.length; m = cells.exec(csv)) {
    rows.at(-1).push(m[1] !== undefined ? m[1].replaceAll('""', '"') : m[2]);
    if (m[3] === "\r\n") rows.push([]);
    if (cells.lastIndex >= csv.length) break;
  }
  if (rows.at(-1).length === 0) rows.pop();
  return rows;
}

let [passed, failed] = [0, 0];
for (const [name, test] of Object.entries(tests)) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  try {
    await test();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (e) {
    failed += 1;
    console.log(`FAILED ${name}\n${e.stack}`);
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
