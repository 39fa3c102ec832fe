import type { Request } from 'express';

export class Unauthorized extends Error {}

export async function expressAuthentication(request: Request, name: string, _scopes?: string[]): Promise<unknown> {
  if (name === 'api_key' && request.query['access_token'] === 'abc123456') {
    return { id: 1, name: 'Ironman' };
  }
  if (name === 'jwt' && request.headers.authorization === 'Bearer token') {
    return { id: 2, name: 'Thor' };
  }
  throw new Unauthorized('No token provided');
}
