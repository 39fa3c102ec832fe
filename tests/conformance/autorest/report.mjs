// Writes the coverage of a running conformance server as Markdown.
// usage: node report.mjs URL MISSES
import { readFile } from "node:fs/promises";

const [url, missesFile] = process.argv.slice(2);
const misses = JSON.parse(await readFile(missesFile, "utf8"));
const suites = [["general", ""], ["Azure", "/azure"]];

const lines = [];
const tables = [];
for (const [suite, path] of suites) {
  const response = await fetch(`${url}/report${path}`);
  const coverage = Object.entries(await response.json()).sort(([a], [b]) => (a < b ? -1 : 1));
  const covered = coverage.filter(([, count]) => count > 0);
  lines.push(`| ${suite} | ${covered.length} | ${coverage.length} |`);
  tables.push(`\n## ${suite}\n\nCovered: ${covered.map(([name]) => `\`${name}\``).join(", ")}.`);
  const missing = coverage.filter(([, count]) => count === 0).map(([name]) => name);
  const why = (name) => misses.find(({ pattern }) => new RegExp(`^(${pattern})$`).test(name))?.why ?? "no call yet";
  const reasons = Map.groupBy ? Map.groupBy(missing, why) : groupBy(missing, why);
  for (const [reason, names] of reasons) {
    tables.push(`\nMissing, ${reason}: ${names.map((name) => `\`${name}\``).join(", ")}.`);
  }
}

console.log("# Coverage of Microsoft's conformance server\n");
console.log("Written by `tests/conformance/autorest/run`. The server counts a scenario when the request is right.\n");
console.log("| suite | covered | scenarios |\n| --- | --- | --- |");
console.log(lines.join("\n"));
console.log(tables.join("\n"));

function groupBy(names, key) {
  const groups = new Map();
  for (const name of names) {
    groups.set(key(name), [...(groups.get(key(name)) ?? []), name]);
  }
  return groups;
}
