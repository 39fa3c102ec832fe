// The server of the documentation of tsoa: express with the routes that tsoa wrote.

import express, { type NextFunction, type Request, type Response } from 'express';
import { readFileSync } from 'node:fs';
import { ValidateError } from 'tsoa';

import { Unauthorized } from './authentication.js';
import { RegisterRoutes } from './routes.js';

const app = express();
app.use(express.urlencoded({ extended: true }));
app.use(express.json());
app.get('/openapi.json', (_request, response) => {
  response.type('json').send(readFileSync(new URL('../../tsoa/openapi.json', import.meta.url)));
});
RegisterRoutes(app);

app.use((error: unknown, _request: Request, response: Response, next: NextFunction): void => {
  if (error instanceof ValidateError) {
    response.status(422).json({ message: 'Validation failed', details: error.fields });
  } else if (error instanceof Unauthorized) {
    response.status(401).json({ message: error.message });
  } else {
    next(error);
  }
});

app.listen(Number(process.env.PORT), '127.0.0.1');
