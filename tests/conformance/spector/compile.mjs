// Compiles each source of the suite to OpenAPI 3.1, and lists its scenarios.
// usage: node compile.mjs SERVER_FOLDER OUT_FOLDER URL
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// The emitter finds examples by the names of parameters in an object, and `Object` for one called `constructor`.
Object.defineProperty(Object, "length", { value: 0 });

const [server, out] = process.argv.slice(2, 4).map((path) => resolve(path));
const config = { baseUrl: process.argv[4] };
const load = async (path) => import(pathToFileURL(join(server, "node_modules/@typespec", path)).href);
const { compile, NodeHost } = await load("compiler/dist/src/index.js");
const { getOpenAPI3 } = await load("openapi3/dist/src/index.js");
const { expandDyns } = await load("spec-api/dist/index.js");

const specs = join(server, "node_modules/@typespec/http-specs/specs");
const files = (await readdir(specs, { recursive: true })).filter((file) => file.endsWith("main.tsp")).sort();
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const all = [];
for (const file of files) {
  const folder = file.slice(0, -"/main.tsp".length);
  const source = folder.replaceAll("/", "-").replaceAll("_", "-").toLowerCase();
  const program = await compile(NodeHost, join(specs, file), { noEmit: true });
  const errors = program.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message)}`);
  // The emitter reports what OpenAPI cannot say, and leaves it out of the document.
  const services = await getOpenAPI3(program, { "openapi-versions": ["3.1.0"] });
  const [service] = services;
  const versions = service.versioned ? service.versions : [service];
  const { Scenarios } = await load(`http-specs/dist/specs/${folder}/mockapi.js`);
  for (const { version, diagnostics, document } of versions) {
    const isLast = version === versions.at(-1).version;
    // A scenario of an older version names it in its path, and needs the document of that version.
    const isOf = ({ apis }) => {
      const named = apis.map(({ uri }) => /version\\?:([^/]+)/.exec(uri)?.[1]).find((name) => name !== undefined);
      return versions.some((other) => other.version === named) ? named === version : isLast;
    };
    const own = Object.entries(Scenarios).filter(([, scenario]) => isOf(scenario));
    if (own.length === 0) continue;
    const name = isLast ? source : `${source}-${version}`;
    await writeFile(join(out, `${name}.json`), JSON.stringify(document, null, 1));
    const scenarios = own.map(([name, scenario]) => ({ name, requests: scenario.apis.map(request) }));
    all.push({ source: name, untold: diagnostics.map(({ message }) => message), scenarios });
  }
}
await writeFile(join(out, "scenarios.json"), JSON.stringify(all, null, 1));

/** A request that a scenario expects, and the response to it. */
function request({ method, uri, request = {}, response }) {
  const { query = {}, pathParams = {}, headers = {} } = request;
  const sent = { query, path: pathParams, headers, body: body(request.body), files: filesOf(request) };
  const { status, headers: declared = {} } = response;
  return { method, uri, ...plain(sent), response: plain({ status, headers: declared, body: body(response.body) }) };
}

/** The value with matchers as what they match, and with the URL of the server. */
function plain(value) {
  return JSON.parse(JSON.stringify(expandDyns(value, config)));
}

function body(body) {
  if (body === undefined) return null;
  const { contentType, parts, rawContent } = body;
  if (body.kind === "multipart") return { contentType, parts: parts ?? {} };
  if (Buffer.isBuffer(rawContent)) return { contentType, base64: rawContent.toString("base64") };
  const text = typeof rawContent === "string" ? rawContent : rawContent?.serialize?.(config) ?? rawContent?.(config);
  return { contentType, text: text ?? "" };
}

function filesOf({ body, files = body?.files ?? [] }) {
  return files.map(({ fieldname, originalname, buffer, mimetype }) => ({
    field: fieldname,
    name: originalname,
    type: mimetype,
    base64: buffer.toString("base64"),
  }));
}
