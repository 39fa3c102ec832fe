"""Products as the documentation of Litestar writes them: dataclasses, msgspec structs and attrs classes."""

import os
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypedDict, TypeVar
from uuid import UUID, uuid4

import msgspec
import uvicorn
from litestar import Controller, Litestar, MediaType, Request, Response, delete, get, patch, post, put
from litestar.connection import ASGIConnection
from litestar.datastructures import ResponseHeader, UploadFile
from litestar.dto import DTOConfig, DataclassDTO, DTOData
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.spec import Components, SecurityScheme
from litestar.pagination import ClassicPagination, OffsetPagination
from litestar.params import Body, Parameter
from litestar.response import File, ServerSentEvent, ServerSentEventMessage, Stream


class Color(str, Enum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass
class Part:
    name: str
    weight: float


@dataclass
class Product:
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    price: Decimal
    color: Color
    id: UUID = field(default_factory=uuid4)
    level: Level = Level.LOW
    note: str | None = None
    parts: list[Part] = field(default_factory=list)
    released: date | None = None
    updated: datetime | None = None
    opens: time | None = None
    lasts: timedelta | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    pair: tuple[int, str] = (0, "")


class PatchDTO(DataclassDTO[Product]):
    config = DTOConfig(exclude={"id", "parts"}, partial=True, rename_strategy="camel")


@dataclass
class Problem:
    reason: str
    missing: UUID


products: dict[UUID, Product] = {}


class ProductController(Controller):
    path = "/products"
    tags = ["products"]

    @post(operation_id="createProduct", response_headers=[ResponseHeader(name="location", description="Where it is", documentation_only=True)])
    async def create(self, data: Product) -> Response[Product]:
        if data.name == "taken":
            raise ClientException("the name is taken", status_code=409)
        products[data.id] = data
        return Response(data, headers={"location": f"/products/{data.id}"})

    @get(operation_id="listProducts")
    async def list_products(
        self,
        limit: Annotated[int, Parameter(ge=1, le=50)] = 10,
        offset: int = 0,
        color: list[Color] | None = None,
        since: datetime | None = None,
        q: Annotated[str | None, Parameter(query="search-term", max_length=10)] = None,
    ) -> OffsetPagination[Product]:
        found = [one for one in products.values() if not color or one.color in color]
        found = [one for one in found if not q or q in one.name]
        return OffsetPagination(items=found[offset : offset + limit], total=len(found), limit=limit, offset=offset)

    @get("/{product_id:uuid}", operation_id="getProduct", responses={404: ResponseSpec(Problem, description="No such product")})
    async def read(self, product_id: UUID) -> Product:
        if product_id not in products:
            return Response(Problem("missing", product_id), status_code=404)
        return products[product_id]

    @patch("/{product_id:uuid}", operation_id="patchProduct", dto=PatchDTO, return_dto=None)
    async def change(self, product_id: UUID, data: DTOData[Product]) -> Product:
        if product_id not in products:
            raise NotFoundException("no such product")
        return data.update_instance(products[product_id])

    @delete("/{product_id:uuid}", operation_id="deleteProduct")
    async def remove(self, product_id: UUID) -> None:
        products.pop(product_id, None)


class Circle(msgspec.Struct, tag_field="kind", tag="circle"):
    radius: float


class Square(msgspec.Struct, tag_field="kind", tag="square"):
    side: int


class Movie(TypedDict):
    title: str
    year: int | None


@dataclass
class Values:
    shape: Circle | Square
    shapes: list[Circle | Square]
    key: int | str
    literal: Literal["a", "b"]
    movie: Movie
    optional: Part | None = None
    anything: Any = None
    numbers: set[int] = field(default_factory=set)


@post("/values", operation_id="echoValues", tags=["values"], status_code=200)
async def echo_values(data: Values) -> Values:
    return data


@dataclass
class Seen:
    values: dict[str, str]


@get("/seen/{number:int}/{day:date}/{rest:path}", operation_id="see", tags=["values"])
async def seen(
    number: int,
    day: date,
    rest: Path,
    token: Annotated[str, Parameter(header="X-Token")],
    session: Annotated[str | None, Parameter(cookie="session")] = None,
) -> Seen:
    return Seen({"number": str(number), "day": day.isoformat(), "rest": str(rest), "token": token, "session": session or ""})


T = TypeVar("T")


@dataclass
class Envelope(Generic[T]):
    data: T
    count: int


@get("/envelope", operation_id="getEnvelope", tags=["values"])
async def envelope() -> Envelope[Part]:
    return Envelope(Part("wheel", 1.5), 1)


@get("/pages", operation_id="getPages", tags=["values"])
async def pages(page_size: int, current_page: int) -> ClassicPagination[Part]:
    return ClassicPagination(items=[Part("wheel", 1.5)], page_size=page_size, current_page=current_page, total_pages=3)


@dataclass
class UserForm:
    name: str
    age: int


@post("/form", operation_id="sendForm", tags=["files"], status_code=200)
async def form(data: Annotated[UserForm, Body(media_type=RequestEncodingType.URL_ENCODED)]) -> UserForm:
    return data


@dataclass
class Upload:
    title: str
    cv: UploadFile
    diplomas: list[UploadFile]


@dataclass
class Uploaded:
    title: str
    names: list[str]
    sizes: list[int]


@post("/upload", operation_id="upload", tags=["files"], status_code=200)
async def upload(data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]) -> Uploaded:
    files = [data.cv, *data.diplomas]
    return Uploaded(data.title, [file.filename for file in files], [len(await file.read()) for file in files])


@post("/file", operation_id="uploadOne", tags=["files"], status_code=200)
async def upload_one(data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)]) -> str:
    return f"{data.filename} {len(await data.read())}"


@get("/text", operation_id="getText", tags=["files"], media_type=MediaType.TEXT)
async def text() -> str:
    return "Hello, world"


@get("/download", operation_id="download", tags=["files"], media_type="text/x-python")
async def download() -> File:
    return File(path=Path(__file__), filename="server.py")


@get("/bytes", operation_id="getBytes", tags=["files"], media_type="application/octet-stream")
async def get_bytes() -> bytes:
    return b"\x00\x01\x02"


@get("/stream", operation_id="stream", tags=["files"])
async def stream() -> Stream:
    async def lines() -> AsyncGenerator[bytes, None]:
        for number in range(3):
            yield b'{"n": %d}\n' % number

    return Stream(lines, media_type="application/x-ndjson")


@get("/events", operation_id="watch", tags=["files"], sync_to_thread=False)
def events() -> ServerSentEvent:
    async def messages() -> AsyncGenerator[ServerSentEventMessage, None]:
        for number in range(3):
            yield ServerSentEventMessage(data=str(number), event="count", id=str(number))

    return ServerSentEvent(messages())


def guard(connection: ASGIConnection, _: BaseRouteHandler) -> None:
    if "authorization" not in connection.headers:
        raise NotAuthorizedException("who are you?")


@get("/me", operation_id="me", tags=["security"], guards=[guard], security=[{"bearer": []}], raises=[NotAuthorizedException])
async def me(request: Request) -> dict[str, str]:
    return {"by": request.headers["authorization"]}


app = Litestar(
    [ProductController, echo_values, seen, envelope, pages, form, upload, upload_one, text, download, get_bytes, stream, events, me],
    openapi_config=OpenAPIConfig(
        title="Products",
        version="1.0.0",
        components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
    ),
)

if __name__ == "__main__":
    # By name, as on the command line: the names of models contain that of their module.
    uvicorn.run("server:app", host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
