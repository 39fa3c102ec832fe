"""A shop as the tutorial of FastAPI writes it: each section of the tutorial that has an effect on the document."""

import os
from collections.abc import AsyncIterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

import uvicorn
from fastapi import (
    APIRouter, Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Path, Query, Request, Response,
    UploadFile, status,
)
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.security import (
    APIKeyCookie, APIKeyHeader, APIKeyQuery, HTTPBasic, HTTPBasicCredentials, HTTPBearer, OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
)
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, EmailStr, Field, HttpUrl, RootModel, computed_field

app = FastAPI(title="Shop", version="1.0.0", summary="Everything that the tutorial teaches.")


# Path parameters


class ModelName(str, Enum):
    alexnet = "alexnet"
    resnet = "resnet"
    lenet = "lenet"


class Priority(IntEnum):
    low = 1
    high = 10


@app.get("/models/{model_name}", tags=["path parameters"])
async def get_model(model_name: ModelName) -> dict[str, str]:
    return {"model_name": model_name.value, "message": "Deep Learning FTW!"}


@app.get("/files/{file_path:path}", tags=["path parameters"])
async def read_file(file_path: str) -> str:
    return file_path


@app.get("/numbers/{item_id}", tags=["path parameters"])
async def read_number(
    item_id: Annotated[int, Path(title="The ID of the item to get", ge=0, le=1000)],
    size: Annotated[float, Query(gt=0, lt=10.5)],
) -> dict[str, float]:
    return {"item_id": item_id, "size": size}


# Query parameters, string validations, parameter models


class FilterParams(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, gt=0, le=100)
    offset: int = Field(0, ge=0)
    order_by: Literal["created_at", "updated_at"] = "created_at"
    tags: list[str] = []


class Seen(BaseModel):
    values: dict[str, list[str]]


def seen(request: Request) -> Seen:
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        values.setdefault(name, []).append(value)
    return Seen(values=values)


@app.get("/query", tags=["query parameters"])
async def read_query(
    request: Request,
    needy: str,
    skip: int = 0,
    short: bool = False,
    q: Annotated[str | None, Query(min_length=3, max_length=50, pattern="^fixed", deprecated=True)] = None,
    item_query: Annotated[str | None, Query(alias="item-query")] = None,
    tags: Annotated[list[str] | None, Query()] = None,
    priority: Priority = Priority.low,
    model: ModelName | None = None,
    at: datetime | None = None,
    day: date | None = None,
    price: Decimal | None = None,
    id: UUID | None = None,
) -> Seen:
    return seen(request)


@app.get("/query-model", tags=["query parameters"])
async def read_query_model(filter_query: Annotated[FilterParams, Query()]) -> FilterParams:
    return filter_query


# Header and cookie parameters


class CommonHeaders(BaseModel):
    host: str
    save_data: bool
    if_modified_since: str | None = None
    traceparent: str | None = None
    x_tag: list[str] = []


@app.get("/headers", tags=["headers"])
async def read_headers(
    user_agent: Annotated[str | None, Header()] = None,
    x_token: Annotated[list[str] | None, Header()] = None,
    strange_header: Annotated[str | None, Header(convert_underscores=False)] = None,
) -> dict[str, str | list[str] | None]:
    return {"user_agent": user_agent, "x_token": x_token, "strange_header": strange_header}


@app.get("/headers-model", tags=["headers"])
async def read_headers_model(headers: Annotated[CommonHeaders, Header()]) -> CommonHeaders:
    return headers


@app.get("/cookies", tags=["headers"])
async def read_cookies(ads_id: Annotated[str | None, Cookie()] = None) -> dict[str, str | None]:
    return {"ads_id": ads_id}


# Bodies: nested models, several bodies, fields, separate schemas for input and output


class Image(BaseModel):
    url: HttpUrl
    name: str


class Item(BaseModel):
    name: str = Field(examples=["Foo"])
    description: str | None = Field(default=None, title="The description of the item", max_length=300)
    price: float = Field(gt=0, description="The price must be greater than zero")
    tax: float | None = 10.5
    tags: set[str] = set()
    images: list[Image] | None = None
    priority: Priority = Priority.low
    model: ModelName | None = None

    @computed_field
    @property
    def total(self) -> float:
        return self.price + (self.tax or 0)


class User(BaseModel):
    username: str
    full_name: str | None = None


class Offer(BaseModel):
    name: str
    items: list[Item]


class Message(BaseModel):
    message: str


items: dict[str, Item] = {}


@app.put("/items/{item_id}", tags=["bodies"], responses={404: {"model": Message}})
async def update_item(item_id: str, item: Item, q: str | None = None) -> Item:
    items[item_id] = item
    return item


@app.get(
    "/items/{item_id}",
    tags=["bodies"],
    response_model_exclude_unset=True,
    responses={404: {"model": Message, "description": "The item was not found"}},
)
async def read_item(item_id: str) -> Item:
    if item_id not in items:
        return JSONResponse(status_code=404, content={"message": "Item not found"})
    return items[item_id]


@app.post("/items/several/{item_id}", tags=["bodies"])
async def several_bodies(
    item_id: int, item: Item, user: User, importance: Annotated[int, Body(gt=0)], q: str | None = None
) -> dict[str, str | int]:
    return {"item": item.name, "user": user.username, "importance": importance}


@app.post("/items/embedded", tags=["bodies"])
async def embedded_body(item: Annotated[Item, Body(embed=True)]) -> Item:
    return item


@app.post("/offers", tags=["bodies"])
async def create_offer(offer: Offer) -> Offer:
    return offer


@app.post("/images/multiple", tags=["bodies"])
async def create_multiple_images(images: list[Image]) -> list[Image]:
    return images


@app.post("/index-weights", tags=["bodies"])
async def create_index_weights(weights: dict[int, float]) -> dict[int, float]:
    return weights


class Partial(BaseModel):
    name: str | None = None
    description: str | None = None
    price: float | None = None


@app.patch("/items/{item_id}", tags=["bodies"])
async def patch_item(item_id: str, item: Partial) -> dict[str, str | float | None]:
    return item.model_dump(exclude_unset=True)


# Extra data types


class Extra(BaseModel):
    id: UUID
    start: datetime
    day: date
    repeat_at: time
    process_after: timedelta
    price: Decimal
    mail: EmailStr
    raw: bytes
    choices: frozenset[ModelName]
    pair: tuple[int, str]
    anything: object = None
    nothing: None = None


@app.post("/extra", tags=["data types"])
async def extra_data_types(extra: Extra) -> Extra:
    return extra


class Node(BaseModel):
    name: str
    children: list["Node"] = []


@app.post("/tree", tags=["data types"])
async def tree(node: Node) -> Node:
    return node


class Tags(RootModel[list[str]]):
    pass


@app.post("/root", tags=["data types"])
async def root_model(tags: Tags) -> Tags:
    return tags


class Aliased(BaseModel):
    model_config = ConfigDict(extra="allow")

    item_name: str = Field(alias="itemName")
    type_: Literal["fixed"] = Field("fixed", alias="type")


@app.post("/aliased", tags=["data types"])
async def aliased(body: Aliased) -> Aliased:
    return body


# Unions


class BaseItem(BaseModel):
    description: str
    type: str


class CarItem(BaseItem):
    type: str = "car"


class PlaneItem(BaseItem):
    type: str = "plane"
    size: int


class Cat(BaseModel):
    pet_type: Literal["cat"]
    meows: int


class Dog(BaseModel):
    pet_type: Literal["dog"]
    barks: float


class Lizard(BaseModel):
    pet_type: Literal["reptile", "lizard"]
    scales: bool


Pet = Annotated[Cat | Dog | Lizard, Field(discriminator="pet_type")]


@app.get("/vehicles/{vehicle_id}", tags=["unions"])
async def read_vehicle(vehicle_id: Literal["car", "plane"]) -> PlaneItem | CarItem:
    if vehicle_id == "car":
        return CarItem(description="All my friends drive a low rider")
    return PlaneItem(description="Music is my aeroplane, it's my aeroplane", size=5)


@app.post("/vehicles", tags=["unions"])
async def create_vehicle(vehicle: PlaneItem | CarItem) -> PlaneItem | CarItem:
    return vehicle


@app.post("/pets", tags=["unions"])
async def create_pet(pet: Pet) -> Pet:
    return pet


@app.post("/pets/all", tags=["unions"])
async def create_pets(pets: list[Pet]) -> dict[str, Pet]:
    return {pet.pet_type: pet for pet in pets}


class Scalar(BaseModel):
    value: int | str | bool | None
    values: list[int] | str = "none"
    when: date | Literal["never"] = "never"


@app.post("/scalars", tags=["unions"])
async def scalars(scalar: Scalar) -> Scalar:
    return scalar


# Generic models

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    next: str | None = None


@app.get("/pages/users", tags=["generics"])
async def user_page() -> Page[User]:
    return Page(items=[User(username="ada")], total=1)


@app.get("/pages/items", tags=["generics"])
async def item_page() -> Page[Item]:
    return Page(items=[Item(name="pen", price=1.5)], total=1, next="/pages/items?page=2")


# Forms and files


class FormData(BaseModel):
    model_config = ConfigDict(extra="forbid")

    username: str
    password: str
    tags: list[str] = []


@app.post("/login", tags=["forms"])
async def login(data: Annotated[FormData, Form()]) -> FormData:
    return data


@app.post("/form", tags=["forms"])
async def form(username: Annotated[str, Form()], age: Annotated[int | None, Form()] = None) -> dict[str, str | int | None]:
    return {"username": username, "age": age}


@app.post("/file", tags=["forms"])
async def create_file(file: Annotated[bytes, File(description="A file read as bytes")]) -> dict[str, int]:
    return {"file_size": len(file)}


class Uploaded(BaseModel):
    filename: str | None
    content_type: str | None
    size: int


async def uploaded(file: UploadFile) -> Uploaded:
    return Uploaded(filename=file.filename, content_type=file.content_type, size=len(await file.read()))


@app.post("/uploadfile", tags=["forms"])
async def create_upload_file(file: UploadFile | None = None) -> Uploaded | None:
    return await uploaded(file) if file else None


@app.post("/uploadfiles", tags=["forms"])
async def create_upload_files(files: list[UploadFile]) -> list[Uploaded]:
    return [await uploaded(file) for file in files]


@app.post("/file-and-form", tags=["forms"])
async def file_and_form(
    fileb: Annotated[UploadFile, File()], token: Annotated[str, Form()], notes: Annotated[list[str], Form()] = []
) -> dict[str, str | list[str] | int]:
    return {"size": len(await fileb.read()), "token": token, "notes": notes}


# Responses


@app.post("/created", status_code=status.HTTP_201_CREATED, tags=["responses"])
async def created(response: Response, name: str) -> Message:
    response.headers["X-Cat-Dog"] = "alone in the world"
    response.set_cookie(key="fakesession", value="fake-cookie-session-value")
    return Message(message=name)


@app.delete("/items/{item_id}", status_code=204, tags=["responses"])
async def delete_item(item_id: str) -> None:
    if items.pop(item_id, None) is None:
        raise HTTPException(status_code=404, detail="Item not found", headers={"X-Error": "There goes my error"})


@app.get("/text", response_class=PlainTextResponse, tags=["responses"])
async def text():
    return "Hello World"


@app.get("/html", response_class=HTMLResponse, tags=["responses"])
async def html():
    return "<h1>Look ma! HTML!</h1>"


@app.get(
    "/image",
    tags=["responses"],
    response_class=Response,
    responses={200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def image():
    return Response(content=b"\x89PNG\r\n\x1a\n", media_type="image/png")


@app.get("/download", response_class=FileResponse, tags=["responses"])
async def download():
    return FileResponse(__file__, media_type="text/x-python", filename="server.py")


@app.get("/video", response_class=StreamingResponse, tags=["responses"])
async def video():
    async def chunks():
        for _ in range(10):
            yield b"some fake video bytes"

    return StreamingResponse(chunks(), media_type="video/mp4")


@app.get(
    "/item-or-image/{item_id}",
    tags=["responses"],
    response_model=User,
    responses={200: {"content": {"image/png": {}}, "description": "Return the JSON item or an image."}},
)
async def item_or_image(item_id: str, img: bool | None = None):
    if img:
        return Response(content=b"\x89PNG\r\n\x1a\n", media_type="image/png")
    return {"username": item_id}


@app.get("/no-model", tags=["responses"])
async def no_model():
    return {"anything": [1, 2.5, None, "x"]}


class Problem(BaseModel):
    code: Literal["sold-out", "unknown"]
    detail: str
    retry_after: int | None = None


@app.post("/buy/{item_id}", tags=["responses"], responses={402: {"model": Message}, 409: {"model": Problem}})
async def buy(item_id: str) -> Message:
    if item_id == "sold-out":
        return JSONResponse(status_code=409, content={"code": "sold-out", "detail": "Sold out", "retry_after": 60})
    if item_id == "expensive":
        return JSONResponse(status_code=402, content={"message": "Payment required"})
    if item_id == "missing":
        raise HTTPException(status_code=404, detail="No such item")
    return Message(message="bought")


# Streams


@app.get("/stream/sse", response_class=EventSourceResponse, tags=["streams"])
async def sse_items() -> AsyncIterable[User]:
    for name in ["ada", "grace", "alan"]:
        yield User(username=name)


@app.post("/stream/chat", response_class=EventSourceResponse, tags=["streams"])
async def stream_chat(prompt: Message) -> AsyncIterable[ServerSentEvent]:
    for number, word in enumerate(prompt.message.split()):
        yield ServerSentEvent(data=word, event="token", id=str(number))
    yield ServerSentEvent(raw_data="[DONE]", event="done")


@app.get("/stream/jsonl", tags=["streams"])
async def stream_jsonl() -> AsyncIterable[User]:
    for name in ["ada", "grace", "alan"]:
        yield User(username=name)


# Security

oauth2 = OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "Read about the current user", "items": "Read items"})


@app.post("/token", tags=["security"])
async def token(form_data: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    if form_data.password != "secret":
        raise HTTPException(status_code=400, detail="Incorrect username or password")
    return {"access_token": form_data.username, "token_type": "bearer"}


@app.get("/users/me", tags=["security"])
async def read_users_me(token: Annotated[str, Depends(oauth2)]) -> User:
    return User(username=token)


@app.get("/users/basic", tags=["security"])
async def read_basic(credentials: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> User:
    return User(username=credentials.username, full_name=credentials.password)


@app.get("/users/bearer", tags=["security"])
async def read_bearer(credentials: Annotated[object, Depends(HTTPBearer())]) -> User:
    return User(username=credentials.credentials)


@app.get("/users/key", tags=["security"])
async def read_key(key: Annotated[str, Depends(APIKeyHeader(name="x-key"))]) -> User:
    return User(username=key)


@app.get("/users/query-key", tags=["security"])
async def read_query_key(key: Annotated[str, Depends(APIKeyQuery(name="api_key"))]) -> User:
    return User(username=key)


@app.get("/users/cookie", tags=["security"])
async def read_cookie_key(key: Annotated[str, Depends(APIKeyCookie(name="session"))]) -> User:
    return User(username=key)


# Documentation only: callbacks, webhooks

callbacks = APIRouter()


@callbacks.post("{$callback_url}/invoices/{$request.body.id}")
def invoice_notification(body: Message) -> Message: ...


@app.post("/invoices", callbacks=callbacks.routes, tags=["callbacks"])
def create_invoice(invoice: User, callback_url: HttpUrl | None = None) -> Message:
    return Message(message="Invoice received")


@app.webhooks.post("new-subscription")
def new_subscription(body: User):
    """Sent when somebody subscribes."""


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
