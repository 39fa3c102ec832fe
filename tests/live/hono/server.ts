// Users as the documentation of @hono/zod-openapi writes them.

import { serve } from '@hono/node-server';
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';

const Role = z.enum(['admin', 'user']).openapi('Role');

const Address = z.object({ city: z.string(), zip: z.string().regex(/^\d{5}$/) });

const NewUser = z
  .object({
    name: z.string().min(1).max(20).openapi({ example: 'John Doe' }),
    age: z.number().int().min(0).optional(),
    email: z.email().nullable(),
    role: Role.default('user'),
    address: Address.optional(),
    born: z.iso.date().optional(),
    seen: z.iso.datetime({ offset: true }).optional(),
    tags: z.array(z.string()).default([]),
    scores: z.record(z.string(), z.number()).optional(),
    pair: z.tuple([z.number(), z.string()]).optional(),
    nick: z.string().nullish(),
  })
  .openapi('NewUser');

const User = NewUser.extend({ id: z.uuid() }).openapi('User');

const Failure = z.object({ code: z.number().int(), message: z.string() }).openapi('Failure');

const Circle = z.object({ kind: z.literal('circle'), radius: z.number().positive() }).openapi('Circle');
const Square = z.object({ kind: z.literal('square'), side: z.number() }).openapi('Square');
const Shape = z.discriminatedUnion('kind', [Circle, Square]).openapi('Shape');

const Node: z.ZodType<{ name: string; children: unknown[] }> = z
  .lazy(() => z.object({ name: z.string(), children: z.array(Node) }))
  .openapi('Node', { type: 'object', required: ['name', 'children'], properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } } });

const Values = z
  .object({
    shape: Shape,
    shapes: z.array(Shape),
    either: z.union([z.string(), z.number(), z.array(z.string())]),
    both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
    literal: z.literal(7),
    anything: z.unknown(),
    node: Node,
    nullable: Circle.nullable(),
  })
  .openapi('Values');

const json = <T extends z.ZodType>(schema: T, description: string) => ({ content: { 'application/json': { schema } }, description });

const app = new OpenAPIHono({
  defaultHook: (result, c) => {
    if (!result.success) {
      return c.json({ code: 400, message: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') }, 400);
    }
  },
});

const users = new Map<string, z.infer<typeof User>>();

app.openapi(
  createRoute({
    method: 'post', path: '/users', operationId: 'createUser', tags: ['users'],
    request: { body: { content: { 'application/json': { schema: NewUser } }, required: true } },
    responses: {
      201: { ...json(User, 'The user'), headers: z.object({ location: z.string() }) },
      400: json(Failure, 'Invalid'), 409: json(Failure, 'Taken'),
    },
  }),
  (c) => {
    const user = { ...c.req.valid('json'), id: crypto.randomUUID() };
    if (user.name === 'taken') return c.json({ code: 409, message: 'the name is taken' }, 409);
    users.set(user.id, user);
    return c.json(user, 201, { location: `/users/${user.id}` });
  },
);

app.openapi(
  createRoute({
    method: 'get', path: '/users/{id}', operationId: 'getUser', tags: ['users'],
    request: { params: z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) }) },
    responses: { 200: json(User, 'The user'), 404: json(Failure, 'Not found') },
  }),
  (c) => {
    const user = users.get(c.req.valid('param').id);
    return user ? c.json(user, 200) : c.json({ code: 404, message: 'no such user' }, 404);
  },
);

app.openapi(
  createRoute({
    method: 'get', path: '/users', operationId: 'listUsers', tags: ['users'],
    request: {
      query: z.object({
        limit: z.coerce.number().int().min(1).max(10).default(5),
        role: Role.optional(),
        names: z.array(z.string()).or(z.string().transform((name) => [name])).pipe(z.array(z.string())).optional().openapi({ type: 'array', items: { type: 'string' } }),
        active: z.stringbool().optional().openapi({ type: 'boolean' }),
      }),
      headers: z.object({ 'x-request-id': z.string().optional() }),
      cookies: z.object({ session: z.string().optional() }),
    },
    responses: { 200: json(z.object({ users: z.array(User), seen: z.record(z.string(), z.unknown()) }), 'Users') },
  }),
  (c) => {
    const query = c.req.valid('query');
    const found = [...users.values()].filter((user) => !query.role || user.role === query.role);
    const seen = { ...query, id: c.req.valid('header')['x-request-id'], session: c.req.valid('cookie').session };
    return c.json({ users: found.slice(0, query.limit), seen: JSON.parse(JSON.stringify(seen)) }, 200);
  },
);

app.openapi(
  createRoute({
    method: 'delete', path: '/users/{id}', operationId: 'deleteUser', tags: ['users'],
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: 'Deleted' } },
  }),
  (c) => {
    users.delete(c.req.valid('param').id);
    return c.body(null, 204);
  },
);

app.openapi(
  createRoute({
    method: 'post', path: '/values', operationId: 'echoValues', tags: ['values'],
    request: { body: { content: { 'application/json': { schema: Values } }, required: true } },
    responses: { 200: json(Values, 'The same') },
  }),
  (c) => c.json(c.req.valid('json'), 200),
);

app.openapi(
  createRoute({
    method: 'post', path: '/upload', operationId: 'upload', tags: ['files'],
    request: {
      body: {
        required: true,
        content: { 'multipart/form-data': { schema: z.object({ title: z.string(), file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }) }) } },
      },
    },
    responses: { 200: json(z.object({ title: z.string(), name: z.string(), type: z.string(), size: z.number().int() }), 'The file') },
  }),
  (c) => {
    const { title, file } = c.req.valid('form');
    return c.json({ title, name: file.name, type: file.type, size: file.size }, 200);
  },
);

app.openapi(
  createRoute({
    method: 'post', path: '/login', operationId: 'login', tags: ['files'],
    request: { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: z.object({ user: z.string(), password: z.string().min(3) }) } } } },
    responses: { 200: { content: { 'text/plain': { schema: z.string() } }, description: 'The user' }, 400: json(Failure, 'Invalid') },
  }),
  (c) => c.text(c.req.valid('form').user, 200),
);

app.openapi(
  createRoute({
    method: 'get', path: '/image', operationId: 'getImage', tags: ['files'],
    responses: { 200: { content: { 'image/png': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } }, description: 'An image' } },
  }),
  (c) => c.body(new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 200, { 'content-type': 'image/png' }),
);

app.openapi(
  createRoute({
    method: 'get', path: '/events', operationId: 'watch', tags: ['files'],
    responses: { 200: { content: { 'text/event-stream': { schema: Circle } }, description: 'Events' } },
  }),
  (c) =>
    streamSSE(c, async (stream) => {
      for (const radius of [1, 2, 3]) await stream.writeSSE({ data: JSON.stringify({ kind: 'circle', radius }), event: 'shape', id: String(radius) });
    }),
);

app.openAPIRegistry.registerComponent('securitySchemes', 'Bearer', { type: 'http', scheme: 'bearer' });
app.openapi(
  createRoute({
    method: 'get', path: '/me', operationId: 'getMe', tags: ['security'], security: [{ Bearer: [] }],
    responses: { 200: json(z.object({ by: z.string() }), 'Me'), 401: json(Failure, 'Unauthorized') },
  }),
  (c) => {
    const by = c.req.header('authorization');
    return by === 'Bearer wrong' ? c.json({ code: 401, message: 'who are you?' }, 401) : c.json({ by: by ?? '' }, 200);
  },
);

app.doc31('/openapi.json', { openapi: '3.1.0', info: { version: '1.0.0', title: 'Users' } });
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
