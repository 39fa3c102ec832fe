// Writes which scenarios passed as Markdown.
// usage: node report.mjs FOLDER MISSES
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const [folder, missesFile] = process.argv.slice(2);
const read = async (file) => JSON.parse(await readFile(file, "utf8"));
const sources = await read(join(folder, "openapi/scenarios.json"));
const calls = await read(join(folder, "calls.json"));
const skipped = await read(join(folder, "calls/skipped.json"));
const misses = await read(missesFile);
const server = Object.assign({}, ...(await read(join(folder, "server.json"))).map(({ results }) => results));

/** Why a scenario did not pass; nothing if it did. */
function miss(name) {
  if (calls[name] === null && server[name] === "pass") return undefined;
  const known = misses.find(({ scenarios }) => scenarios.includes(name));
  if (known !== undefined) return known.why;
  return calls[name] ?? skipped[name] ?? `the server says \`${server[name]}\``;
}

const lines = [];
const failed = [];
let passed = 0;
let all = 0;
for (const { source, scenarios } of sources) {
  const missed = scenarios.map(({ name }) => [name, miss(name)]).filter(([, why]) => why !== undefined);
  failed.push(...missed);
  passed += scenarios.length - missed.length;
  all += scenarios.length;
  lines.push(`| ${source} | ${scenarios.length - missed.length} | ${scenarios.length} |`);
}

console.log("# Coverage of TypeSpec's Spector suite\n");
console.log("Written by `tests/conformance/spector/run`. A scenario passes if the server accepts each of its requests, and");
console.log("if each decoded response has the values that the suite states.\n");
console.log("| source | passed | scenarios |\n| --- | --- | --- |");
console.log(lines.join("\n"));
console.log(`| all | ${passed} | ${all} |`);
console.log("\n## Scenarios that do not pass\n");
console.log("| scenario | reason |\n| --- | --- |");
for (const [name, why] of failed) console.log(`| \`${name}\` | ${why.replaceAll("\n", " ").replaceAll("|", "\\|")} |`);
