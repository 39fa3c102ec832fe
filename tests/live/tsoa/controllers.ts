// Users in the way of the documentation of tsoa.

import type { Request as ExpressRequest } from 'express';
import { Readable } from 'node:stream';
import {
  Body, Controller, Delete, Example, FormField, Get, Header, Patch, Path, Post, Produces, Query, Request, Res, Response,
  Route, Security, SuccessResponse, Tags, type TsoaResponse, UploadedFile, UploadedFiles,
} from 'tsoa';

/**
 * Stringified UUIDv4.
 * @pattern [0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}
 * @format uuid
 */
export type UUID = string;

export enum Level {
  Low = 1,
  High = 2,
}

export interface User {
  /** @isInt */
  id: number;
  /** @minLength 1 */
  name: string;
  email: string;
  status?: 'Happy' | 'Sad';
  level: Level;
  phoneNumbers: string[];
  born?: Date | null;
  pet: Pet | null;
  token?: UUID;
  settings: Record<string, number>;
}

export type UserCreationParams = Pick<User, 'email' | 'name' | 'phoneNumbers' | 'settings' | 'level'> & { pet?: Pet };

export type Pet = Cat | Dog;

export interface Cat {
  kind: 'cat';
  lives: number;
}

export interface Dog {
  kind: 'dog';
  barks: boolean;
  friend?: Pet;
}

export interface Values {
  mixed: Array<string | number | boolean>;
  either: { a: string } | { b: number };
  anything: unknown;
  /** @isLong */
  large: number;
  nothing: null;
  nested: { deep: { value?: string } };
}

export interface Page<T> {
  items: T[];
  total: number;
}

interface ValidateErrorJSON {
  message: 'Validation failed';
  details: { [name: string]: unknown };
}

const users = new Map<number, User>();

@Route('users')
@Tags('User')
export class UsersController extends Controller {
  /**
   * Retrieves the details of an existing user.
   * @param userId The user's identifier
   */
  @Get('{userId}')
  public async getUser(
    @Path() userId: number,
    @Res() notFound: TsoaResponse<404, { reason: string }, { 'x-reason': string }>,
  ): Promise<User> {
    const user = users.get(userId);
    return user ?? notFound(404, { reason: `no user ${userId}` }, { 'x-reason': 'absent' });
  }

  /** Lists users. */
  @Get()
  public async listUsers(
    @Query() name?: string,
    @Query() levels?: Level[],
    @Query() since?: Date,
    /** @isInt @maximum 100 */
    @Query() limit: number = 10,
    @Header('X-Trace') trace?: string,
  ): Promise<Page<User>> {
    let items = [...users.values()].filter((user) => (!name || user.name === name) && (!levels || levels.includes(user.level)));
    if (since && since.getTime() > Date.now()) items = [];
    this.setHeader('X-Trace', trace ?? 'none');
    return { items: items.slice(0, limit), total: items.length };
  }

  @Response<ValidateErrorJSON>(422, 'Validation Failed')
  @SuccessResponse('201', 'Created')
  @Example<User>({ id: 1, name: 'Ann', email: 'a@example.com', level: 1, phoneNumbers: [], pet: null, settings: {} })
  @Post()
  public async createUser(@Body() requestBody: UserCreationParams): Promise<User> {
    this.setStatus(201);
    const user: User = { id: users.size + 1, ...requestBody, pet: requestBody.pet ?? null, born: new Date(0) };
    users.set(user.id, user);
    return user;
  }

  @Patch('{userId}')
  public async updateUser(@Path() userId: number, @Body() body: Partial<Pick<User, 'name' | 'status' | 'born'>>): Promise<User> {
    const user = { ...users.get(userId)!, ...body };
    users.set(userId, user);
    return user;
  }

  @SuccessResponse('204', 'Gone')
  @Delete('{userId}')
  public async deleteUser(@Path() userId: number): Promise<void> {
    users.delete(userId);
  }
}

@Route('values')
@Tags('Values')
export class ValuesController extends Controller {
  @Post()
  public async echo(@Body() values: Values): Promise<Values> {
    return values;
  }

  @Security('api_key')
  @Get('secure')
  public async secure(@Request() request: ExpressRequest & { user?: { name: string } }): Promise<{ name: string }> {
    return { name: request.user!.name };
  }

  @Security('jwt')
  @Get('jwt')
  public async jwt(@Request() request: ExpressRequest & { user?: { name: string } }): Promise<{ name: string }> {
    return { name: request.user!.name };
  }

  @Produces('text/plain')
  @Get('text')
  public async text(@Request() request: ExpressRequest): Promise<string> {
    this.setHeader('Content-Type', 'text/plain');
    return request.headers.accept ?? 'none';
  }

  @Produces('application/octet-stream')
  @Get('file')
  public async file(): Promise<Readable> {
    this.setHeader('Content-Type', 'application/octet-stream');
    return Readable.from([Buffer.from('all '), Buffer.from('of it')]);
  }
}

@Route('files')
@Tags('Files')
export class FilesController extends Controller {
  @Post()
  public async uploadFile(@FormField() title: string, @UploadedFile() file: Express.Multer.File, @FormField() note?: string): Promise<string[]> {
    return [title, note ?? 'none', `${file.originalname} ${file.size}`];
  }

  @Post('several')
  public async uploadFiles(@UploadedFiles() files: Express.Multer.File[]): Promise<string[]> {
    return files.map((file) => `${file.originalname} ${file.size}`);
  }
}
