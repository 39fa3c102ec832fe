// Users as Elysia's documentation writes them, on its adapter for Node.

import { node } from '@elysiajs/node';
import { openapi } from '@elysiajs/openapi';
import { Elysia, t } from 'elysia';

const role = t.Union([t.Literal('admin'), t.Literal('member')]);

const newUser = t.Object({
  name: t.String({ minLength: 1, maxLength: 20 }),
  email: t.Optional(t.String({ format: 'email' })),
  role,
  tags: t.Array(t.String()),
  born: t.Optional(t.Nullable(t.Date())),
});

const user = t.Composite([newUser, t.Object({ id: t.Integer() })]);

const failure = t.Object({ code: t.Integer(), message: t.String() });

const byId = t.Object({ id: t.Numeric() });

const users = new Map<number, typeof user.static>();

new Elysia({ adapter: node() })
  .use(openapi({ documentation: { info: { title: 'Users', version: '1.0.0' }, components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } } }))
  .model({ newUser, user, failure })
  .get('/users', ({ query }) => {
    const found = [...users.values()].filter((user) => (!query.role || user.role === query.role) && (query.tags ?? []).every((tag) => user.tags.includes(tag)));
    return { items: found.slice((query.page - 1) * query.size, query.page * query.size), total: found.length };
  }, {
    query: t.Object({ page: t.Numeric({ default: 1, minimum: 1 }), size: t.Numeric({ default: 10 }), role: t.Optional(role), tags: t.Optional(t.Array(t.String())) }),
    response: t.Object({ items: t.Array(t.Ref('user')), total: t.Integer() }),
    detail: { tags: ['users'], operationId: 'listUsers' },
  })
  .post('/users', ({ body, status }) => {
    const made = { ...body, id: users.size + 1 };
    users.set(made.id, made);
    return status(201, made);
  }, { body: 'newUser', response: { 201: 'user' }, detail: { tags: ['users'], operationId: 'createUser' } })
  .get('/users/:id', ({ params, status }) => users.get(params.id) ?? status(404, { code: 7, message: 'no such user' }), {
    params: byId, response: { 200: 'user', 404: 'failure' }, detail: { tags: ['users'] },
  })
  .patch('/users/:id', ({ params, body, status }) => {
    const user = users.get(params.id);
    if (!user) return status(404, { code: 7, message: 'no such user' });
    if (body.name !== undefined) user.name = body.name;
    if (body.email === null) delete user.email;
    return user;
  }, {
    params: byId, body: t.Object({ name: t.Optional(t.String()), email: t.Optional(t.Nullable(t.String())) }),
    response: { 200: 'user', 404: 'failure' }, detail: { tags: ['users'] },
  })
  .delete('/users/:id', ({ params, headers, status }) => {
    if (headers.authorization !== 'Bearer key') return status(401, { code: 1, message: 'who are you?' });
    users.delete(params.id);
    return status(204, undefined);
  }, { params: byId, response: { 204: t.Void(), 401: 'failure' }, detail: { tags: ['users'], security: [{ bearer: [] }] } })
  .put('/users/:id/avatar', async ({ body, headers }) => `${body.file.name} ${body.file.size} ${body.caption} ${headers['x-request-id']}`, {
    params: byId, headers: t.Object({ 'x-request-id': t.Optional(t.String()) }),
    body: t.Object({ file: t.File(), caption: t.Optional(t.String()) }), response: t.String(), detail: { tags: ['users'] },
  })
  .post('/users/:id/files', ({ body }) => body.files.map((file) => file.name), {
    params: byId, body: t.Object({ files: t.Files() }), response: t.Array(t.String()), detail: { tags: ['users'] },
  })
  .post('/events', ({ body }) => body.type === 'created' && body.user.name === 'Ann', {
    body: t.Union([t.Object({ type: t.Literal('created'), user: newUser }), t.Object({ type: t.Literal('deleted'), id: t.Number() })]),
    response: t.Boolean(), detail: { tags: ['events'] },
  })
  .get('/events/count', () => 3, { response: t.Number(), detail: { tags: ['events'] } })
  .post('/values', ({ body }) => body, {
    body: t.Object({ pair: t.Tuple([t.String(), t.Number()]), scores: t.Record(t.String(), t.Number()), any: t.Union([t.String(), t.Number(), t.Null()]), flag: t.BooleanString() }),
    response: t.Object({ pair: t.Tuple([t.String(), t.Number()]), scores: t.Record(t.String(), t.Number()), any: t.Union([t.String(), t.Number(), t.Null()]), flag: t.Boolean() }),
    detail: { tags: ['values'] },
  })
  .get('/search/:kind', ({ params, cookie }) => ({ kind: params.kind, session: cookie.session.value ?? null }), {
    params: t.Object({ kind: t.Enum({ Red: 'red', Blue: 'blue' }) }), cookie: t.Cookie({ session: t.Optional(t.String()) }),
    response: t.Record(t.String(), t.Nullable(t.String())), detail: { tags: ['values'] },
  })
  .listen({ port: Number(process.env.PORT), hostname: '127.0.0.1' });
