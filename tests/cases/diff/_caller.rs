//! Uses every public item of the crate of `_base.api.json`, as the contract of generated crates allows: structs are
//! made with `..Default::default()`, with `new`, or from the struct of their required fields.
#![allow(deprecated, dead_code)]

use carts::models::{
    Any, Bow, Card, Cart, Cash, Code, Conflict, Cycle, Fault, Full, FullRequired, Labels, Line, Loose, Means, Name, Note, Page,
    Pair, Paper, Payment, Receipt, Ribbon, Spare, State, Wrap,
};
use carts::operations::carts::{Carts, Count, Create, CreateErrorBody, CreateHeaders, Get, List};
use carts::operations::health::{Health, Ping};
use carts::operations::orders::{Orders, Patch, Pay, PlaceRequest, PlaceRequestSuccess};
use carts::{Bearer, CallOptions, Client, ClientBuilder, ClientCredentials, DateTime, Error, Extra, Json, Maybe, Response, Server};

fn made(card: Card, when: DateTime) -> Cart {
    Cart {
        code: Some(Code::ACTIVE),
        count: Some(1),
        cycle: Some(Cycle::Annual),
        gone: Some("text".to_owned()),
        maybe: Maybe::Null,
        note: Some("text".to_owned()),
        payment: Some(Payment::Card(card)),
        status: None::<String>,
        tag: Some("text".to_owned()),
        token: Some("text".to_owned()),
        total: Some(0.5),
        when: Some(when),
        ..Default::default()
    }
}

fn others() -> (Line, Full, Conflict, Note, Cash, Fault, Spare) {
    let line = Line::new(1, "sku".to_owned());
    let full = Full { c: None, ..FullRequired { a: String::new(), b: String::new() }.into() };
    let note = Note { x: Some(String::new()), ..Default::default() };
    let mut cash = Cash::default();
    cash.coins = Some(2);
    let fault = Fault::default();
    (line, full, Conflict::default(), note, cash, fault, Spare::default())
}

fn of_received() -> (Receipt, Labels) {
    (Receipt::new("id".to_owned()), Labels::default())
}

fn unions(wrap: Wrap, bow: Bow) -> [Wrap; 3] {
    match wrap {
        Wrap::Paper(paper) => drop::<Paper>(paper),
        Wrap::Integer(number) => drop::<i32>(number),
        Wrap::Unlisted(_) => {}
    }
    match bow {
        Bow::Paper(paper) => drop::<Paper>(paper),
        Bow::Integer(number) => drop::<i32>(number),
        Bow::Ribbon(ribbon) => drop::<Ribbon>(ribbon),
        Bow::Unlisted(_) => {}
    }
    [Wrap::from("brown"), Wrap::from("brown".to_owned()), Wrap::from(Paper::Brown)]
}

fn read(cart: &Cart, line: &Line, receipt: &Receipt, page: &Page<Line>, pair: &Pair<i32, String>) {
    let _: (&Option<Code>, &Option<i32>, &Option<Cycle>) = (&cart.code, &cart.count, &cart.cycle);
    let _: (&Option<String>, &Maybe<String>, &Option<String>) = (&cart.gone, &cart.maybe, &cart.note);
    let _: (&Option<Payment>, &Option<String>, &Option<String>) = (&cart.payment, &cart.status, &cart.tag);
    let _: (&Option<String>, &Option<f64>, &Option<DateTime>) = (&cart.token, &cart.total, &cart.when);
    let _: (&i32, &String, &Option<String>, &Extra) = (&line.amount, &line.sku, &line.text, &line.extra);
    let _: (&String, &Option<String>, &Option<Labels>) = (&receipt.id, &receipt.link, &receipt.labels);
    let _: &Option<State> = &receipt.state;
    let _: (&Option<Vec<Line>>, &Option<String>) = (&page.items, &page.next);
    let _: (&Option<i32>, &Option<String>) = (&pair.left, &pair.right);
}

fn more(labels: &Labels, conflict: &Conflict, fault: &Fault, spare: &Spare, card: &Card) {
    let _: (&Option<String>, &std::collections::BTreeMap<String, String>) = (&labels.kind, &labels.rest);
    let _: (&Option<String>, &Option<String>, &Option<String>) = (&conflict.cart, &fault.code, &fault.message);
    let _: (&Option<i32>, &String, &Option<String>) = (&spare.x, &card.kind, &card.number);
    let _: (Name, Loose) = (String::new(), String::new());
}

fn matched(cycle: Cycle, state: State, payment: Payment, any: Any, means: Means, code: Code) -> i32 {
    match means {
        Means::Card(card) => drop::<Card>(card),
        Means::Cash(cash) => drop::<Cash>(cash),
        Means::Unlisted(value) => drop::<Json>(value),
    }
    match cycle {
        Cycle::Annual | Cycle::Monthly | Cycle::Unlisted(_) => {}
        _ => {} // The enum is `#[non_exhaustive]`.
    }
    match state {
        State::Done | State::Open | State::Unlisted(_) => {}
        _ => {} // The enum is `#[non_exhaustive]`.
    }
    match payment {
        Payment::Card(card) => drop::<Card>(card),
        Payment::String(text) => drop::<String>(text),
        Payment::Unlisted(_) => {}
    }
    match any {
        Any::Conflict(conflict) => drop::<Conflict>(conflict),
        Any::String(text) => drop::<String>(text),
        Any::Unlisted(_) => {}
    }
    let _ = [Code::ACTIVE, Code::CLOSED];
    let number: i32 = code.0;
    number
}

fn client() -> Result<Client, Error> {
    let builder: ClientBuilder = Client::builder().basic_credential(Bearer::new("a")).key_credential(Bearer::new("a"));
    let builder = builder.client_credentials(ClientCredentials::new("https://a.example/token", "id", "secret"));
    builder.oauth_credential(Bearer::new("a")).tenant("tenant").server(Server::Main).server(Server::Other).build()
}

async fn carts(carts: Carts<'_>, cart: &Cart, tags: &[String]) -> Result<(), Error> {
    let _: Response<()> = { let count: Count = carts.count(); count.send().await? };
    let create: Create = carts.create().cart(cart).request_id("id").with(CallOptions::default());
    match create.send().await {
        Ok(made) => {
            let _: Option<&str> = CreateHeaders::of(made.headers()).location();
            drop::<Response<Cart>>(made);
        }
        Err(error) => match CreateErrorBody::of(&error) {
            Some(CreateErrorBody::Fault(fault)) => drop::<Fault>(fault),
            Some(CreateErrorBody::Conflict(conflict)) => drop::<Conflict>(conflict),
            Some(_) | None => {}
        },
    }
    let get: Get = carts.get("id", "filter").tags(tags).top(5).x_key("key").x_once("once").x_trace("trace");
    let _: Response<Receipt> = get.send().await?;
    let list: List = carts.list().page(1).start(2);
    let _: Response<Page<Line>> = list.send().await?;
    let _ = (carts.list().pages(), carts.list().items());
    Ok(())
}

async fn orders(orders: Orders<'_>, line: &Line, full: &Full, means: &Means) -> Result<(), Error> {
    let patch: Patch = orders.patch("order", line);
    patch.send().await?;
    let _: Response<()> = orders.patch("order", line).poller().await?;
    let pay: Pay = orders.pay("order", means);
    let _: Response<Name> = pay.send().await?;
    let place: PlaceRequest = orders.place("order", "line", full).once("once");
    match place.send().await?.into_inner() {
        PlaceRequestSuccess::Ok(line) => drop::<Line>(line),
        PlaceRequestSuccess::Accepted(receipt) => drop::<Receipt>(receipt),
        _ => {}
    }
    Ok(())
}

async fn all(client: &Client) -> Result<(), Error> {
    let health: Health<'_> = client.health();
    let ping: Ping = health.ping();
    let _: Response<()> = ping.send().await?;
    carts(client.carts(), &Cart::default(), &[]).await?;
    let (line, full, ..) = others();
    orders(client.orders(), &line, &full, &Means::Card(Card::default())).await
}
