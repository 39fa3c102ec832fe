//! The workloads whose instructions are counted.

use std::hint::black_box;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::generate;
use codegen::import::{Leniency, Source, import};
use codegen::lower::config::CrateConfig;
use codegen::spec::check::check;
use partner_center::models::{BillingCycle, Cart, CartLineItem};
use partner_center::{Bearer, Client};
use tests::Server;

/// A workload, which is repeated.
pub struct Workload {
    pub name: &'static str,
    /// The numbers of repetitions in the two runs whose difference is counted.
    pub repetitions: (u32, u32),
    pub run: fn(u32),
}

pub const WORKLOADS: &[Workload] = &[
    Workload { name: "generate", repetitions: (1, 2), run: generated },
    Workload { name: "decode", repetitions: (10, 60), run: decoded },
    Workload { name: "encode", repetitions: (10, 60), run: encoded },
    Workload { name: "call", repetitions: (10, 60), run: called },
];

/// Reads a document of OpenAPI 3.1 and builds the files of its crate.
fn generated(repetitions: u32) {
    let text = include_str!("../live/fastify/openapi.json");
    for _ in 0..repetitions {
        let source = Source { name: "openapi.json".to_owned(), text: text.to_owned() };
        let imported = import(None, &[source], Leniency::Normal).expect("the document is read");
        let checked = check(imported.api, None).expect("the spec is in order");
        let config = CrateConfig::named("shop");
        black_box(
            generate(&checked, &config, "cargo xtask in a test", WorkspaceRole::Member).expect("a crate is generated"),
        );
    }
}

/// A cart with 30 line items.
fn cart() -> Cart {
    let item = |id| CartLineItem {
        id: Some(id),
        catalog_item_id: Some("CFQ7TTC0LH16:0001:CFQ7TTC0K971".to_owned()),
        friendly_name: Some("A name of the usual length".to_owned()),
        quantity: Some(5),
        billing_cycle: Some(BillingCycle::Monthly),
        ..Default::default()
    };
    Cart { line_items: Some((0..30).map(item).collect()), ..Default::default() }
}

fn decoded(repetitions: u32) {
    let text = serde_json::to_string(&cart()).expect("a cart is written");
    for _ in 0..repetitions {
        black_box(serde_json::from_str::<Cart>(&text).expect("a cart is read"));
    }
}

fn encoded(repetitions: u32) {
    let cart = cart();
    for _ in 0..repetitions {
        black_box(serde_json::to_string(&cart).expect("a cart is written"));
    }
}

/// Sends a small cart to a server on this machine and reads the response; the server counts as well.
fn called(repetitions: u32) {
    let body = r#"{"id":"c-1","status":"Active","lineItems":[{"id":0,"quantity":5}]}"#;
    let server = Server::start([(201, "content-type: application/json", body)]);
    let client = Client::builder().base_url(server.url()).credential(Bearer::new("token")).build();
    let client = client.expect("the client has all that it needs");
    let cart =
        Cart { line_items: Some(vec![CartLineItem { quantity: Some(5), ..Default::default() }]), ..Default::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    for _ in 0..repetitions {
        let created = runtime.block_on(client.carts().create("customer", &cart).send());
        black_box(created.expect("a cart is created"));
    }
}
