// Opens the page of `cargo xtask diff --output html` in headless Chromium, and uses it as a reader does.
//
//     node tests/browser/page.mjs [FOLDER]
//
// Needs node, cargo and Chromium (the variable CHROMIUM names it, otherwise it is looked for by its usual names), and
// nothing from a registry: the browser is spoken to through a pipe. With a folder, pictures of the page go there.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = mkdtempSync(join(tmpdir(), "diff-page-"));
const pictures = process.argv[2];

/** The base of the cases, and the same with changes of many kinds, one of them with hostile text. */
function documents() {
  const base = JSON.parse(readFileSync(join(root, "tests/cases/diff/_base.api.json"), "utf8"));
  const [before, after] = ["old.api.json", "new.api.json"].map((name) => join(folder, name));
  // Many operations that reach one change, and whose docs change in the same words.
  const copies = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `copy${number}`);
  for (const name of copies) {
    base.operations[name] = { ...base.operations.create, name, path: `/${name}`, docs: `Copies a cart, see v1.8/${name}.` };
  }
  writeFileSync(before, JSON.stringify(base, null, 2));
  const members = base.types.Cart.shape.struct.members;
  delete members.tag;
  members.remark = { type: "string", docs: "<script>alert(1)</script><img src=x onerror=alert(2)>" };
  members.note.docs = "</pre></article><script>document.title = 'broken'</script>";
  base.types.Cycle.shape.strings.values.push({ value: "weekly" });
  base.operations.get.params.query.tags.presence = "required";
  delete base.operations.count;
  base.types.Cart.docs = "A cart with things.";
  base.docs = "Carts of customers, & more.";
  for (const name of copies) {
    base.operations[name].docs = `Copies a cart, see v1.9/${name}.`;
  }
  writeFileSync(after, JSON.stringify(base, null, 2));
  return [before, after];
}

function page() {
  const command = ["xtask", "diff", ...documents(), "--output", "html"];
  const html = execFileSync("cargo", command, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  assert.ok(!/(src|href)="(https?:)?\/\//.test(html), "the page needs nothing else");
  return pathToFileURL(file).href;
}

/** The browser, spoken to through a pipe by the protocol of its developer tools. */
class Browser {
  constructor() {
    const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome"];
    const name = names.find((name) => {
      try {
        execFileSync(name, ["--version"], { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    });
    assert.ok(name, `no Chromium is installed: none of ${names.join(", ")}`);
    const args = ["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}/profile`];
    this.process = spawn(name, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.waiting = new Map();
    this.faults = [];
    this.next = 1;
    let rest = "";
    this.process.stdio[4].on("data", (data) => {
      const messages = (rest + data).split("\0");
      rest = messages.pop();
      messages.forEach((message) => this.take(JSON.parse(message)));
    });
  }

  take({ id, method, params, result, error }) {
    if (id) {
      const { done, failed } = this.waiting.get(id);
      this.waiting.delete(id);
      return error ? failed(new Error(error.message)) : done(result);
    }
    if (method === "Page.loadEventFired") {
      this.loaded?.();
    } else if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded" || method === "Page.javascriptDialogOpening"
      || (method === "Runtime.consoleAPICalled" && params.type !== "log")) {
      this.faults.push(JSON.stringify(params));
    } else if (method === "Network.requestWillBeSent" && !/^(file|data):/.test(params.request.url)) {
      this.faults.push(`asked for ${params.request.url}`);
    }
  }

  send(method, params = {}) {
    const id = this.next++;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  async open(url) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    this.session = (await this.send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) {
      await this.send(`${domain}.enable`);
    }
    const loaded = new Promise((done) => { this.loaded = done; });
    await this.send("Page.navigate", { url });
    await loaded;
  }

  async ask(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
    assert.ok(!exceptionDetails, JSON.stringify(exceptionDetails));
    return result.value;
  }

  async press(key, text) {
    const codes = { " ": 32, Enter: 13, Tab: 9 };
    const event = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: codes[key], text };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async look(width, height, scheme, picture) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      const { data } = await this.send("Page.captureScreenshot", { format: "png" });
      writeFileSync(join(pictures, picture), Buffer.from(data, "base64"));
    }
    const wide = await this.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert.ok(wide <= 0, `at ${width} the page is ${wide} too wide`);
    return this.ask("getComputedStyle(document.body).backgroundColor");
  }
}

const visible = "[...document.querySelectorAll('article')].filter((one) => !one.hidden).length";

async function read(browser) {
  const all = await browser.ask("document.querySelectorAll('article').length");
  assert.ok(all >= 8, `${all} changes`);
  assert.equal(await browser.ask(visible), all);
  assert.equal(await browser.ask("document.title"), "Carts: what changed");
  assert.equal(await browser.ask("document.images.length + document.scripts.length"), 2, "text of a document is text");

  // A filter, by the keyboard.
  const breaking = await browser.ask("document.querySelectorAll('article[data-verdict=breaking]').length");
  assert.ok(breaking > 0);
  await browser.ask("document.querySelector('[name=verdict][value=breaking]').focus()");
  await browser.press(" ", " ");
  assert.equal(await browser.ask(visible), all - breaking);
  assert.equal(await browser.ask("document.getElementById('shown').textContent"), `${all - breaking} of ${all} entries shown`);
  await browser.ask("document.querySelector('[name=group][value=enums]').click()");
  assert.equal(await browser.ask("document.querySelectorAll('article[data-group=enums]:not([hidden])').length"), 0);

  // A search, with words of different places of one entry.
  await browser.ask("filters.reset(); search.value = 'value-added WEEKLY'; search.dispatchEvent(new Event('input'))");
  assert.equal(await browser.ask(visible), 1);
  const quick = await browser.ask("(() => { const start = performance.now(); filter(); return performance.now() - start; })()");
  assert.ok(quick < 100, `a filter takes ${quick} ms`);
  await browser.ask("search.value = ''; search.dispatchEvent(new Event('input'))");
  assert.equal(await browser.ask(visible), all);

  // The operations that a change reaches, beyond a few, and a change of docs are there where somebody opens them.
  await browser.ask("document.querySelector('.more summary').focus()");
  await browser.press("Enter", "\r");
  await new Promise((done) => setTimeout(done, 100));
  const more = "document.querySelector('.more')";
  assert.ok(await browser.ask(`${more}.open && ${more}.querySelectorAll('code').length === parseInt(${more}.textContent.match(/\\d+/))`));
  assert.ok(await browser.ask("document.querySelector('.docs:not([open]) .words ins') !== null"), "docs have a word diff");
  const same = "[...document.querySelectorAll('.docs')].filter((one) => one.textContent.includes('v1.8v1.9 in 8 descriptions'))";
  assert.equal(await browser.ask(`${same}.length`), 1, "the same words in several places are one entry");
  await browser.ask("search.value = 'copy8 v1.9'; search.dispatchEvent(new Event('input'))");
  assert.ok(await browser.ask(`!${same}[0].hidden`), "a search finds what is folded");
  await browser.ask("search.value = ''; search.dispatchEvent(new Event('input'))");
  await browser.ask("document.querySelector('[name=verdict][value=breaking]').click()");

  // A link to a change that is hidden, as somebody else sends it, shows it.
  await browser.ask("location.hash = document.querySelector('article[data-verdict=breaking]').id");
  await browser.ask("new Promise((done) => setTimeout(done, 100))");
  assert.equal(await browser.ask(visible), all);

  // A link in the list, by the keyboard.
  await browser.ask("document.querySelectorAll('nav a')[3].focus()");
  await browser.press("Enter", "\r");
  await browser.ask("0");
  await new Promise((done) => setTimeout(done, 200));
  assert.equal(await browser.ask("location.hash"), "#change-4");
  assert.equal(await browser.ask("document.activeElement.id"), "change-4");
  assert.ok(await browser.ask("(() => { const { top } = document.activeElement.getBoundingClientRect();"
    + " return top >= -1 && top < innerHeight; })()"), "the change is in sight");
  assert.ok(await browser.ask("document.querySelector('article .rust ins, article .rust del') !== null"));
  await browser.ask("scrollTo(0, 0)");
}

const browser = new Browser();
try {
  await browser.open(page());
  await read(browser);
  const light = await browser.look(1280, 1600, "light", "wide.png");
  await browser.look(420, 1600, "light", "narrow.png");
  const dark = await browser.look(1280, 1600, "dark", "dark.png");
  assert.notEqual(light, dark);
  assert.deepEqual(browser.faults, []);
  console.log("the page can be read");
} finally {
  browser.process.kill();
  await new Promise((done) => browser.process.once("exit", done));
  rmSync(folder, { recursive: true, force: true });
}
