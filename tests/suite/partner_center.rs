//! Tests of the public names of the Partner Center crate, and of its coverage of the API.

use std::collections::BTreeSet;

use codegen::rust::{Crate, Item, Model};
use codegen::spec::{Api, json};
use partner_center::models::{
    AgreementType, PartnerResourceChangeEvent, PurchaseCommitment, VettedQualification, VettingStatus,
};
use partner_center::operations::domains::CheckDomainSuccess;
use partner_center::{Bearer, Client, Date, Decimal};
use proc_macro2::{TokenStream, TokenTree};

use crate::fresh::regenerated;

/// All identifiers of a file.
fn identifiers(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn items(krate: &Crate) -> impl Iterator<Item = &Item> {
    krate.files.iter().flat_map(|file| &file.items).map(Item::ungated)
}

#[test]
fn a_sale_and_what_surrounds_it_is_covered() {
    let krate = regenerated("partner-center").krate;
    let methods: BTreeSet<String> = items(&krate)
        .filter_map(|item| if let Item::Group(group) = item { Some(group) } else { None })
        .flat_map(|group| group.methods.iter().map(move |method| format!("{}.{}", group.method, method.name)))
        .collect();
    assert!(methods.len() >= 56, "{}", methods.len());
    let sale = ["customers.list", "carts.create", "carts.update", "carts.get", "carts.check_out", "orders.get"];
    for method in sale.into_iter().chain(["customers.get", "audit_records.list", "webhooks.create"]) {
        assert!(methods.contains(method), "{method} in {methods:?}");
    }
}

#[test]
fn names_are_short_and_plain() {
    let generated = regenerated("partner-center");
    let mut found = BTreeSet::new();
    for (path, text) in generated.tree.files() {
        assert!(path.rsplit('/').next().is_some_and(|name| name.len() <= 48), "{path}");
        if path.ends_with(".rs") && !path.contains("/runtime/") {
            identifiers(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")), &mut found);
        }
    }
    assert!(found.contains("CartLineItem") && found.contains("check_out"));
    let long: Vec<&String> = found.iter().filter(|name| name.chars().count() > 45).collect();
    assert_eq!(long, [""; 0]);
    let numbered = |name: &&String| {
        name.rsplit_once('_').is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let odd: Vec<&String> =
        found.iter().filter(|name| *name == "authorization").chain(found.iter().filter(numbered)).collect();
    assert_eq!(odd, [""; 0], "an argument for the header, or a name with a number to avoid a clash");
}

/// The names of the documents have namespaces; the types have their last parts, or a name that `crate.json` states.
#[test]
fn no_type_has_a_namespace() {
    let spec = std::fs::read_to_string(crate::root().join("specs/partner-center/api.json")).expect("there is a spec");
    let api: Api = json::read("api.json", &spec).expect("the spec can be read");
    let krate = regenerated("partner-center").krate;
    let names = krate.names.types.values().map(ToString::to_string).chain(api.types.keys().cloned());
    let spaces: BTreeSet<String> = api
        .types
        .values()
        .filter_map(|ty| ty.origin.as_ref())
        .flat_map(|origin| origin.pointer.split(['/', '[', ',', ']']).filter_map(|name| name.rsplit_once('.')))
        .map(|(space, _)| space.replace('.', ""))
        .collect();
    assert!(spaces.iter().any(|space| space == "MicrosoftPartnerServiceCustomersContractsV1"), "{spaces:?}");
    for name in names {
        assert!(!name.contains(['.', '[']) && !spaces.iter().any(|space| name.contains(space)), "{name}");
    }
}

const JSON: &str = "content-type: application/json";

/// A client of a server with these responses, and a runtime to wait for them.
fn client(responses: &[(u16, &'static str, &'static str)]) -> (Client, tests::Server, tokio::runtime::Runtime) {
    let server = tests::Server::start(responses.iter().copied());
    let client = Client::builder().credential(Bearer::new("t")).base_url(server.url()).build().expect("it builds");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    (client, server, runtime)
}

#[test]
fn a_free_domain_is_no_error() {
    let (client, server, runtime) = client(&[(200, "", ""), (404, "", ""), (403, "", "")]);
    let check = || runtime.block_on(client.domains().check("contoso.onmicrosoft.com").send());
    assert_eq!(*check().expect("it is in use"), CheckDomainSuccess::Ok);
    assert_eq!(*check().expect("it is free"), CheckDomainSuccess::NotFound);
    assert_eq!(check().expect_err("it is refused").status().map(|status| status.as_u16()), Some(403));
    assert_eq!(server.requests()[1].line, "HEAD /v1/domains/contoso.onmicrosoft.com HTTP/1.1");
}

/// If the documentation and the Swagger documents contradict each other, the types are those of the documentation.
#[test]
fn responses_are_read_as_the_documentation_shows_them() {
    let (client, server, runtime) = client(&[
        (200, JSON, r#"{"totalCount":1,"items":[{"type":"MicrosoftCustomerAgreement"}]}"#),
        (
            200,
            JSON,
            r#"[{"qualification":"Education","vettingStatus":"InReview"},{"qualification":"StateOwnedEntity"}]"#,
        ),
        (200, JSON, r#"{"id":"a_b","permissions":[]}"#),
        (200, JSON, r#"[{"loginDate":"2026-05-20","totalRequestCount":7}]"#),
        (200, JSON, r#"{"correlationId":"c"}"#),
    ]);
    runtime.block_on(async {
        let listed =
            client.agreements().list("c").agreement_type(&AgreementType::MicrosoftCustomerAgreement).send().await;
        let listed = listed.expect("the agreements").into_inner().items;
        assert_eq!(listed[0].r#type, Some(AgreementType::MicrosoftCustomerAgreement));
        let listed = client.qualifications().list("c").send().await.expect("the qualifications").into_inner();
        let read = |at: usize| (listed[at].qualification.clone(), listed[at].vetting_status.clone());
        assert_eq!(read(0), (Some(VettedQualification::Education), Some(VettingStatus::InReview)));
        assert_eq!(read(1), (Some(VettedQualification::StateOwnedEntity), None));
        let policy = client.self_serve_policies().get("a_b").send().await.expect("the policy").into_inner();
        assert_eq!(policy.id.as_deref(), Some("a_b"));
        let day: Date = "2026-05-20".parse().expect("a date");
        let days = client.security_compliance().get_mfa_adoption().start_date(&day).send().await.expect("the days");
        assert_eq!(days[0].login_date.as_ref(), Some(&day));
        let event = client.webhooks().send_validation_event().send().await.expect("the event");
        assert_eq!(event.correlation_id.as_deref(), Some("c"));
    });
    let lines: Vec<String> = server.requests().into_iter().map(|request| request.line).collect();
    assert_eq!(lines[0], "GET /v1/customers/c/agreements?agreementType=MicrosoftCustomerAgreement HTTP/1.1");
    assert_eq!(lines[3], "GET /v1/applicationmfaadoptionstatus?startDate=2026-05-20 HTTP/1.1");
}

#[test]
fn prices_keep_their_digits_and_webhooks_their_names() {
    let commitment = r#"{"amount":1200.10,"currency":"EUR"}"#;
    let read: PurchaseCommitment = serde_json::from_str(commitment).expect("a commitment");
    assert_eq!(read.amount.as_ref().map(Decimal::as_str), Some("1200.10"));
    assert_eq!(serde_json::to_string(&read).expect("it is written"), commitment);
    let payload = r#"{"EventName":"subscription-updated","ResourceChangeUtcDate":"2026-11-16T16:19:06.3520276+00:00"}"#;
    let event: PartnerResourceChangeEvent = serde_json::from_str(payload).expect("an event");
    assert_eq!(event.event_name.as_deref(), Some("subscription-updated"));
    assert!(event.resource_change_utc_date.is_some() && event.extra.is_empty());
}

/// Each public property and type has documentation.
#[test]
fn everything_is_documented() {
    let krate = regenerated("partner-center").krate;
    let mut undocumented = Vec::new();
    for model in krate.models() {
        if let Model::Struct(found) = model {
            let fields = found.fields.iter().filter(|field| {
                let own = |line: &str| !line.is_empty() && !matches!(line, "Read-only." | "Write-only.");
                !field.docs.lines().iter().any(|line| own(line))
            });
            undocumented.extend(fields.map(|field| format!("{}.{}", found.name, field.name)));
        }
    }
    assert_eq!(undocumented, [""; 0]);
}
