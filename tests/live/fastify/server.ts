// Recipes as the documentation of Fastify and @fastify/swagger writes them: plain JSON schemas.

import fastifyMultipart from '@fastify/multipart';
import fastifySwagger from '@fastify/swagger';
import Fastify, { type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';

const app = Fastify({ ajv: { customOptions: { coerceTypes: 'array' } } });

await app.register(fastifySwagger, {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Recipes', description: 'Testing the Fastify swagger API', version: '0.1.0' },
    tags: [{ name: 'recipes', description: 'Recipe related end-points' }],
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', name: 'apiKey', in: 'header' },
        basic: { type: 'http', scheme: 'basic' },
      },
    },
  },
  refResolver: { buildLocalReference: (json, _base, _fragment, at) => String(json.$id ?? `def-${at}`) },
});
await app.register(fastifyMultipart, { attachFieldsToBody: true });

app.addSchema({
  $id: 'Recipe',
  type: 'object',
  required: ['name', 'minutes', 'difficulty'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid', readOnly: true },
    name: { type: 'string', minLength: 1, maxLength: 50 },
    minutes: { type: 'integer', minimum: 1 },
    difficulty: { type: 'string', enum: ['easy', 'hard'] },
    servings: { type: ['integer', 'null'] },
    notes: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    created: { type: 'string', format: 'date-time', readOnly: true },
    season: { type: 'string', format: 'date' },
    nutrients: { type: 'object', additionalProperties: { type: 'number' } },
    steps: { type: 'array', items: { $ref: 'Step#' } },
  },
});
app.addSchema({
  $id: 'Step',
  oneOf: [
    { type: 'object', title: 'Mix', required: ['kind', 'ingredients'], properties: { kind: { const: 'mix' }, ingredients: { type: 'array', items: { type: 'string' } } } },
    { type: 'object', title: 'Bake', required: ['kind', 'degrees'], properties: { kind: { const: 'bake' }, degrees: { type: 'number' } } },
  ],
});
app.addSchema({
  $id: 'Error',
  type: 'object',
  properties: { statusCode: { type: 'integer' }, code: { type: 'string' }, error: { type: 'string' }, message: { type: 'string' } },
});

const recipes = new Map<string, Record<string, unknown>>();

app.post('/recipes', {
  schema: {
    tags: ['recipes'],
    operationId: 'createRecipe',
    summary: 'Creates a recipe',
    body: { $ref: 'Recipe#' },
    response: {
      201: { description: 'Created', $ref: 'Recipe#', headers: { location: { type: 'string', description: 'Where it is' } } },
      '4xx': { $ref: 'Error#' },
    },
  },
}, async (request, reply) => {
  const body = request.body as Record<string, unknown>;
  const id = crypto.randomUUID();
  const recipe = { ...body, id, created: new Date().toISOString() };
  recipes.set(id, recipe);
  reply.code(201).header('location', `/recipes/${id}`);
  return recipe;
});

app.get('/recipes', {
  schema: {
    tags: ['recipes'],
    operationId: 'listRecipes',
    querystring: {
      type: 'object',
      required: ['limit'],
      properties: {
        limit: { type: 'integer', minimum: 1, maximum: 100 },
        difficulty: { type: 'array', items: { type: 'string', enum: ['easy', 'hard'] } },
        quick: { type: 'boolean', default: false },
        since: { type: 'string', format: 'date-time' },
      },
    },
    response: { 200: { type: 'object', required: ['total', 'items'], properties: { total: { type: 'integer' }, items: { type: 'array', items: { $ref: 'Recipe#' } } } } },
  },
}, async (request) => {
  const query = request.query as { limit: number; difficulty?: string[]; quick: boolean };
  const items = [...recipes.values()]
    .filter((recipe) => !query.difficulty || query.difficulty.includes(String(recipe.difficulty)))
    .filter((recipe) => !query.quick || Number(recipe.minutes) < 20);
  return { total: items.length, items: items.slice(0, query.limit) };
});

app.get('/recipes/:id', {
  schema: {
    tags: ['recipes'],
    operationId: 'getRecipe',
    params: { type: 'object', properties: { id: { type: 'string', description: 'The id of the recipe' } } },
    response: { 200: { $ref: 'Recipe#' }, 404: { description: 'No such recipe', $ref: 'Error#' } },
  },
}, async (request, reply) => {
  const recipe = recipes.get((request.params as { id: string }).id);
  if (!recipe) return reply.code(404).send({ statusCode: 404, code: 'NO_RECIPE', error: 'Not Found', message: 'no such recipe' });
  return recipe;
});

app.delete('/recipes/:id', {
  schema: {
    tags: ['recipes'],
    operationId: 'deleteRecipe',
    params: { type: 'object', properties: { id: { type: 'string' } } },
    response: { 204: { description: 'Deleted', type: 'null' } },
  },
}, async (request, reply) => {
  recipes.delete((request.params as { id: string }).id);
  return reply.code(204).send();
});

// Without an operationId: the name comes from the path.
app.put('/recipes/:id/rating/:stars', {
  schema: {
    tags: ['recipes'],
    params: { type: 'object', properties: { id: { type: 'string' }, stars: { type: 'integer', minimum: 1, maximum: 5 } } },
    headers: { type: 'object', required: ['x-user'], properties: { 'x-user': { type: 'string' } } },
    response: { 200: { type: 'object', properties: { stars: { type: 'integer' }, user: { type: 'string' } } } },
  },
}, async (request) => ({ stars: (request.params as { stars: number }).stars, user: request.headers['x-user'] }));

app.post('/values', {
  schema: {
    tags: ['values'],
    operationId: 'echoValues',
    body: {
      type: 'object',
      required: ['one', 'many'],
      properties: {
        one: { oneOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'object', required: ['x'], properties: { x: { type: 'number' } } }] },
        many: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] },
        fixed: { const: 'fixed' },
        code: { type: 'integer', enum: [1, 2, 3] },
        nothing: { type: 'null' },
        anything: {},
        list: { type: 'array', items: { type: ['string', 'null'] }, uniqueItems: true },
      },
    },
    response: { 200: { type: 'object', additionalProperties: true } },
  },
}, async (request) => request.body);

app.post('/files', {
  schema: {
    tags: ['files'],
    operationId: 'uploadFiles',
    consumes: ['multipart/form-data'],
    body: {
      type: 'object',
      required: ['file', 'title'],
      properties: { file: { type: 'string', format: 'binary' }, title: { type: 'string' } },
    },
    response: { 200: { type: 'object', properties: { name: { type: 'string' }, type: { type: 'string' }, size: { type: 'integer' }, title: { type: 'string' } } } },
  },
  // The parts are objects of the plugin, which the schema of the document does not describe.
  validatorCompiler: () => () => true,
}, async (request: FastifyRequest) => {
  const { file, title } = request.body as { file: { filename: string; mimetype: string; toBuffer(): Promise<Buffer> }; title: { value: string } };
  return { name: file.filename, type: file.mimetype, size: (await file.toBuffer()).length, title: title.value };
});

app.get('/files/csv', {
  schema: { tags: ['files'], operationId: 'downloadCsv', produces: ['text/csv'], response: { 200: { description: 'A table', type: 'string' } } },
}, async (_request, reply) => reply.type('text/csv').send('name,minutes\nSoup,30\n'));

app.get('/files/image', {
  schema: {
    tags: ['files'],
    operationId: 'downloadImage',
    response: { 200: { description: 'An image', content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } } },
  },
}, async (_request, reply) => reply.type('image/png').send(Buffer.from([0x89, 0x50, 0x4e, 0x47])));

app.get('/events', {
  schema: {
    tags: ['files'],
    operationId: 'watch',
    response: { 200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } } } } },
  },
}, async (_request, reply) =>
  reply.type('text/event-stream').send(Readable.from([1, 2, 3].map((n) => `id: ${n}\ndata: {"n": ${n}}\n\n`))));

app.get('/secret', {
  schema: {
    tags: ['secret'],
    operationId: 'readSecret',
    security: [{ apiKey: [] }, { basic: [] }],
    response: { 200: { type: 'object', properties: { by: { type: 'string' } } }, 401: { $ref: 'Error#' } },
  },
}, async (request, reply) => {
  const by = request.headers.apikey ?? request.headers.authorization;
  if (!by || by === 'wrong') return reply.code(401).send({ statusCode: 401, error: 'Unauthorized', message: 'who are you?' });
  return { by };
});

// Nothing but a handler.
app.get('/plain', async () => ({ hello: 'world' }));

app.get('/openapi.json', { schema: { hide: true } as object }, async () => app.swagger());
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
