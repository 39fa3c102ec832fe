// Cats as the chapters on OpenAPI, validation, file uploads and streams of the documentation of NestJS write them.

import 'reflect-metadata';
import {
  Body, CanActivate, ConflictException, Controller, Delete, ExecutionContext, Get, Header, Headers, HttpCode, HttpException,
  Injectable, MessageEvent, Module, NotFoundException, Param, ParseArrayPipe, ParseEnumPipe, ParseFilePipe, ParseIntPipe,
  ParseUUIDPipe, Patch, Post, Put, Query, Req, Sse, StreamableFile, UnauthorizedException, UploadedFile, UploadedFiles,
  UseGuards, UseInterceptors, ValidationPipe, applyDecorators, type Type as Class,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FileFieldsInterceptor, FileInterceptor, FilesInterceptor } from '@nestjs/platform-express';
import {
  ApiBasicAuth, ApiBearerAuth, ApiBody, ApiConflictResponse, ApiConsumes, ApiCookieAuth, ApiCreatedResponse, ApiExtraModels,
  ApiHeader, ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiProperty,
  ApiPropertyOptional, ApiQuery, ApiResponse, ApiSecurity, ApiTags, DocumentBuilder, IntersectionType, OmitType, PartialType,
  PickType, SwaggerModule, getSchemaPath,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMinSize, IsArray, IsBoolean, IsDate, IsEmail, IsEnum, IsInt, IsNumber, IsObject, IsOptional, IsString, IsUUID,
  Length, Max, Min, ValidateNested,
} from 'class-validator';
import { from, map } from 'rxjs';

enum UserRole {
  Admin = 'Admin',
  Moderator = 'Moderator',
  User = 'User',
}

enum Size {
  Small = 1,
  Large = 2,
}

class TagDto {
  @ApiProperty({ description: 'The name of the tag' })
  @IsString()
  name: string;
}

/** Body of the request that creates a cat. */
class CreateCatDto {
  @ApiProperty({ minLength: 1, maxLength: 20, example: 'Tom' })
  @Length(1, 20)
  name: string;

  @ApiProperty({ description: 'The age of a cat', minimum: 1, maximum: 30, default: 1, type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(30)
  age: number;

  @ApiPropertyOptional({ nullable: true, type: String })
  @IsOptional()
  @IsString()
  breed?: string | null;

  @ApiPropertyOptional({ type: [TagDto] })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TagDto)
  tags?: TagDto[];

  @ApiProperty({ enum: UserRole, enumName: 'UserRole' })
  @IsEnum(UserRole)
  role: UserRole;

  @ApiPropertyOptional({ enum: [1, 2], type: 'integer' })
  @IsOptional()
  @IsEnum(Size)
  size?: Size;

  @ApiPropertyOptional()
  @IsOptional()
  @IsDate()
  @Type(() => Date)
  born?: Date;

  @ApiPropertyOptional({ type: 'array', items: { type: 'array', items: { type: 'number' } } })
  @IsOptional()
  @IsArray()
  coords?: number[][];

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'integer' } })
  @IsOptional()
  @IsObject()
  scores?: Record<string, number>;

  @ApiPropertyOptional({ format: 'email' })
  @IsOptional()
  @IsEmail()
  owner?: string;
}

class UpdateCatDto extends PartialType(CreateCatDto) {}

class CatNameDto extends PickType(CreateCatDto, ['name'] as const) {}

class AnonymousCatDto extends OmitType(CreateCatDto, ['name'] as const) {}

class AdditionalCatInfo {
  @ApiProperty()
  @IsString()
  color: string;
}

class ColoredCatDto extends IntersectionType(CatNameDto, AdditionalCatInfo) {}

class Cat extends CreateCatDto {
  @ApiProperty({ format: 'uuid', readOnly: true })
  id: string;

  @ApiProperty({ type: () => Cat, nullable: true })
  parent: Cat | null;

  @ApiProperty()
  createdAt: Date;
}

class PaginatedDto<TData> {
  @ApiProperty()
  total: number;

  @ApiProperty()
  limit: number;

  @ApiProperty()
  offset: number;

  results: TData[];
}

const ApiPaginatedResponse = <TModel extends Class<unknown>>(model: TModel) =>
  applyDecorators(
    ApiExtraModels(PaginatedDto, model),
    ApiOkResponse({
      schema: {
        title: `PaginatedResponseOf${model.name}`,
        allOf: [
          { $ref: getSchemaPath(PaginatedDto) },
          { properties: { results: { type: 'array', items: { $ref: getSchemaPath(model) } } } },
        ],
      },
    }),
  );

class ErrorDto {
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] })
  message: string | string[];

  @ApiPropertyOptional()
  error?: string;

  @ApiProperty({ type: 'integer' })
  statusCode: number;
}

class ListQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 50, default: 10 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit = 10;

  @ApiPropertyOptional({ enum: UserRole, isArray: true, enumName: 'UserRole' })
  @IsOptional()
  @Type(() => String)
  @IsEnum(UserRole, { each: true })
  roles?: UserRole[];

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  since?: Date;
}

const cats = new Map<string, Cat>();

@ApiTags('cats')
@Controller('cats')
class CatsController {
  @Post()
  @ApiOperation({ summary: 'Create a cat' })
  @ApiCreatedResponse({ description: 'The cat was created.', type: Cat, headers: { 'X-Cats': { schema: { type: 'integer' } } } })
  @ApiResponse({ status: 400, type: ErrorDto, description: 'The body is invalid.' })
  @ApiConflictResponse({ type: ErrorDto })
  @Header('X-Cats', '9')
  create(@Body() dto: CreateCatDto): Cat {
    if ([...cats.values()].some((cat) => cat.name === dto.name)) {
      throw new ConflictException(`there is a cat ${dto.name}`);
    }
    const cat: Cat = { ...dto, id: crypto.randomUUID(), parent: null, createdAt: new Date() };
    cats.set(cat.id, cat);
    return cat;
  }

  @Get()
  @ApiPaginatedResponse(Cat)
  findAll(@Query() query: ListQuery): PaginatedDto<Cat> {
    const results = [...cats.values()].filter((cat) => !query.roles || [query.roles].flat().includes(cat.role));
    return { total: results.length, limit: query.limit, offset: 0, results: results.slice(0, query.limit) };
  }

  @Get(':id')
  @ApiOkResponse({ type: Cat })
  @ApiNotFoundResponse({ type: ErrorDto })
  findOne(@Param('id', ParseUUIDPipe) id: string): Cat {
    const cat = cats.get(id);
    if (!cat) throw new NotFoundException();
    return { ...cat, parent: cat };
  }

  @Patch(':id')
  @ApiOkResponse({ type: Cat })
  @ApiNotFoundResponse({ type: ErrorDto })
  update(@Param('id') id: string, @Body() dto: UpdateCatDto): Cat {
    const cat = cats.get(id);
    if (!cat) throw new NotFoundException();
    for (const [name, value] of Object.entries(dto)) if (value !== undefined) Object.assign(cat, { [name]: value });
    return cat;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ErrorDto })
  remove(@Param('id') id: string): void {
    if (!cats.delete(id)) throw new NotFoundException(`no cat ${id}`);
  }

  @Put('bulk')
  @ApiBody({ type: [CreateCatDto] })
  @ApiOkResponse({ type: [String] })
  bulk(@Body(new ParseArrayPipe({ items: CreateCatDto })) dtos: CreateCatDto[]): string[] {
    return dtos.map((dto) => dto.name);
  }

  @Post('anonymous')
  @HttpCode(200)
  @ApiOkResponse({ type: AnonymousCatDto })
  anonymous(@Body() dto: AnonymousCatDto): AnonymousCatDto {
    return dto;
  }

  @Post('colored')
  @HttpCode(200)
  @ApiOkResponse({ type: ColoredCatDto })
  colored(@Body() dto: ColoredCatDto): ColoredCatDto {
    return dto;
  }
}

class Seen {
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] } })
  values: Record<string, string | string[]>;
}

@ApiTags('parameters')
@Controller('parameters')
class ParametersController {
  @ApiOkResponse({ type: Seen })
  @Get('path/:number/:role')
  @ApiParam({ name: 'role', enum: UserRole, enumName: 'UserRole' })
  path(@Param('number', ParseIntPipe) number: number, @Param('role', new ParseEnumPipe(UserRole)) role: UserRole): Seen {
    return { values: { number: String(number), role } };
  }

  @ApiOkResponse({ type: Seen })
  @Get('query')
  @ApiQuery({ name: 'role', enum: UserRole, enumName: 'UserRole', required: false })
  @ApiQuery({ name: 'names', type: [String], required: false })
  @ApiQuery({ name: 'ids', type: [Number], required: false, explode: false, style: 'form' })
  @ApiQuery({ name: 'active', type: Boolean })
  @ApiQuery({
    name: 'filter', required: false, style: 'deepObject', explode: true,
    schema: { type: 'object', properties: { color: { type: 'string' }, age: { type: 'integer' } } },
  })
  query(@Req() request: { url: string }, @Query('active') active: boolean): Seen {
    const values: Record<string, string[]> = {};
    for (const [name, value] of new URL(request.url, 'http://localhost').searchParams) (values[name] ??= []).push(value);
    return { values };
  }

  @ApiOkResponse({ type: Seen })
  @Get('headers')
  @ApiHeader({ name: 'X-MyHeader', description: 'Custom header', required: true })
  headers(@Headers('x-myheader') header: string): Seen {
    return { values: { header } };
  }
}

class CatPet {
  @ApiProperty({ enum: ['cat'] })
  @IsEnum(['cat'])
  type: 'cat';

  @ApiProperty()
  @IsInt()
  lives: number;
}

class DogPet {
  @ApiProperty({ enum: ['dog'] })
  @IsEnum(['dog'])
  type: 'dog';

  @ApiProperty()
  @IsBoolean()
  barks: boolean;
}

@ApiExtraModels(CatPet, DogPet)
class Owner {
  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(CatPet) }, { $ref: getSchemaPath(DogPet) }],
    discriminator: { propertyName: 'type', mapping: { cat: getSchemaPath(CatPet), dog: getSchemaPath(DogPet) } },
  })
  @ValidateNested()
  @Type(() => Object, {
    discriminator: { property: 'type', subTypes: [{ value: CatPet, name: 'cat' }, { value: DogPet, name: 'dog' }] },
    keepDiscriminatorProperty: true,
  })
  pet: CatPet | DogPet;

  @ApiProperty({ type: 'array', items: { oneOf: [{ $ref: getSchemaPath(CatPet) }, { $ref: getSchemaPath(DogPet) }] } })
  @IsArray()
  others: (CatPet | DogPet)[];

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }] })
  @IsOptional()
  key: string | number;
}

@ApiTags('unions')
@Controller('unions')
class UnionsController {
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: Owner })
  echo(@Body(new ValidationPipe({ transform: true })) owner: Owner): Owner {
    return owner;
  }
}

class Uploaded {
  @ApiProperty()
  name: string;

  @ApiProperty()
  size: number;

  @ApiProperty()
  mimetype: string;
}

class FileUploadDto {
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}

class FilesUploadDto {
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } })
  files: unknown[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  note?: string;
}

const uploaded = (file: Express.Multer.File): Uploaded => ({ name: file.originalname, size: file.size, mimetype: file.mimetype });

@ApiTags('files')
@Controller('files')
class FilesController {
  @Post()
  @UseInterceptors(FileInterceptor('file'))
  @ApiConsumes('multipart/form-data')
  @ApiBody({ description: 'A file', type: FileUploadDto })
  @ApiCreatedResponse({ type: Uploaded })
  upload(@UploadedFile(new ParseFilePipe()) file: Express.Multer.File): Uploaded {
    return uploaded(file);
  }

  @Post('several')
  @UseInterceptors(FilesInterceptor('files'))
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: FilesUploadDto })
  @ApiCreatedResponse({ type: [Uploaded], headers: { 'X-Note': { schema: { type: 'string' } } } })
  several(@UploadedFiles() files: Express.Multer.File[], @Body() body: { note?: string }): Uploaded[] {
    return files.map((file) => ({ ...uploaded(file), name: `${body.note ?? ''}${file.originalname}` }));
  }

  @Post('fields')
  @UseInterceptors(FileFieldsInterceptor([{ name: 'avatar', maxCount: 1 }, { name: 'background', maxCount: 1 }]))
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['avatar'],
      properties: { avatar: { type: 'string', format: 'binary' }, background: { type: 'string', format: 'binary' } },
    },
  })
  @ApiCreatedResponse({ type: [String] })
  fields(@UploadedFiles() files: Record<string, Express.Multer.File[]>): string[] {
    return Object.keys(files);
  }

  @Get()
  @ApiProduces('application/json')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Content-Type', 'application/json')
  @Header('Content-Disposition', 'attachment; filename="package.json"')
  download(): StreamableFile {
    return new StreamableFile(Buffer.from('{"name": "cats"}'));
  }

  @Get('image')
  @ApiProduces('image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  image(): StreamableFile {
    return new StreamableFile(Buffer.from([0x89, 0x50, 0x4e, 0x47]), { type: 'image/png' });
  }
}

class Tick {
  @ApiProperty({ type: 'integer' })
  number: number;
}

@ApiTags('streams')
@ApiExtraModels(Tick)
@Controller('streams')
class StreamsController {
  @Sse('undeclared')
  undeclared() {
    return from([1, 2, 3]).pipe(map((number): MessageEvent => ({ data: { number } })));
  }

  @Sse('declared')
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { $ref: getSchemaPath(Tick) } } } })
  declared() {
    return from([1, 2, 3]).pipe(map((number): MessageEvent => ({ id: String(number), type: 'tick', data: { number } })));
  }
}

class Me {
  @ApiProperty()
  by: string;
}

@Injectable()
class Guard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest();
    const { authorization, cookie } = request.headers;
    request.by = authorization ?? request.headers['x-api-key'] ?? cookie;
    if (!request.by) throw new UnauthorizedException();
    return true;
  }
}

@ApiTags('security')
@UseGuards(Guard)
@Controller('security')
class SecurityController {
  @ApiOkResponse({ type: Me })
  @Get('bearer')
  @ApiBearerAuth()
  bearer(@Req() request: { by: string }): Me {
    return { by: request.by };
  }

  @ApiOkResponse({ type: Me })
  @Get('basic')
  @ApiBasicAuth()
  basic(@Req() request: { by: string }): Me {
    return { by: request.by };
  }

  @ApiOkResponse({ type: Me })
  @Get('cookie')
  @ApiCookieAuth()
  cookie(@Req() request: { by: string }): Me {
    return { by: request.by };
  }

  @ApiOkResponse({ type: Me })
  @Get('key')
  @ApiSecurity('api-key')
  key(@Req() request: { by: string }): Me {
    return { by: request.by };
  }
}

@ApiTags('plain')
@Controller('plain')
class PlainController {
  // The values that a controller returns without a decorator: the framework cannot see the types.
  @Get('text')
  text(): string {
    return 'This action returns all cats';
  }

  @Get('number')
  number(): number {
    return 42;
  }

  @Get('any')
  any(): object {
    return { a: [1, null] };
  }

  @Get('teapot')
  @ApiResponse({ status: 418, schema: { type: 'object', properties: { code: { type: 'string' }, reason: { type: 'string' } } } })
  teapot(): void {
    throw new HttpException({ code: 'teapot', reason: 'I am a teapot' }, 418);
  }
}

@Module({
  controllers: [
    CatsController, ParametersController, UnionsController, FilesController, StreamsController, SecurityController,
    PlainController,
  ],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
const config = new DocumentBuilder()
  .setTitle('Cats example')
  .setDescription('The cats API description')
  .setVersion('1.0')
  .addBearerAuth()
  .addBasicAuth()
  .addCookieAuth('session')
  .addApiKey({ type: 'apiKey', name: 'X-API-KEY', in: 'header' }, 'api-key')
  .build();
SwaggerModule.setup('api', app, () => SwaggerModule.createDocument(app, config));
await app.listen(Number(process.env.PORT), '127.0.0.1');
