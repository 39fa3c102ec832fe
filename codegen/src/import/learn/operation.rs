//! Converts a page to its operation: body, responses and security, with what the request lines state.

use std::collections::BTreeMap;

use heck::{ToKebabCase, ToUpperCamelCase};

use super::members::{Maker, Owner, tree};
use super::merge::{MergedRow, difference};
use super::model::Model;
use super::page::{MediaTypes, Page, Reply, RowType, Security, Table, Text};
use super::request::{Target, is_authorization, rows};
use super::text::brief;
use super::types::{self, Expr};
use crate::problem::{Place, Problem, Rule};
use crate::spec::{
    self, Body, BoxMap, Content, KeyPlace, MediaType, Method, Operation, Origin, Presence, ReplyHeader, Retry,
    SchemeName, SecurityKind, SecurityScheme, StatusPattern, TypeRef,
};

/// What the rows of the table of the request's body describe.
#[derive(Debug)]
pub(super) enum BodyKind<'a> {
    /// The members of a definition.
    Definition(&'a str),
    /// One row: the body itself.
    Whole(&'a super::page::Row),
    /// Members that belong to no definition.
    Inline(Owner<'a>),
}

/// How a caller authenticates.
#[derive(Debug, Default)]
struct Proofs {
    /// The schemes.
    schemes: BTreeMap<SchemeName, SecurityScheme>,
    /// The alternatives of security schemes; one alternative is enough.
    needed: Vec<BTreeMap<SchemeName, Vec<String>>>,
}

/// The identifier of the operation of a page.
pub(super) fn id(page: &Page) -> String {
    format!("{}.{}", page.group.to_kebab_case(), page.name.to_kebab_case())
}

/// The prefix for the names of types that occur in an operation and have no name on the page.
pub(super) fn owner(page: &Page, pages: &[Page]) -> String {
    let name = page.name.to_upper_camel_case();
    let shared = pages.iter().filter(|other| other.name.to_upper_camel_case() == name).count() > 1;
    if shared { format!("{}{name}", page.group.to_upper_camel_case()) } else { name }
}

/// Determines what the table of the body describes.
pub(super) fn body<'a>(
    page: &'a Page,
    owner: &str,
    model: &Model<'a>,
    problems: &mut Vec<Problem>,
) -> Option<BodyKind<'a>> {
    let table = page.request_body.as_ref()?;
    let rows: Vec<MergedRow<'a>> = table.rows.iter().map(|row| MergedRow { row, docs: &row.docs }).collect();
    let alike: Vec<_> = model.with_members(&rows).collect();
    let mut equal = alike.iter().filter(|def| difference(&def.rows, &rows).is_none());
    let answered = |name: &str| {
        let replies = page.responses.iter().flat_map(|replies| &replies.rows);
        replies.filter_map(|reply| reply.ty.as_ref()).any(|ty| ty.text == name)
    };
    // If several definitions are equal, the one that is also the type of the response is most likely meant.
    let best = equal.clone().find(|def| answered(&def.name.full)).or_else(|| equal.next());
    if let Some((name, _)) = best.and_then(|def| model.defs.get_key_value(&*def.name.full)) {
        return Some(BodyKind::Definition(name));
    }
    if let ([row], RowType::Type(text)) = (&table.rows[..], &table.rows.first()?.ty)
        && is_whole(text)
    {
        return Some(BodyKind::Whole(row));
    }
    if let Some(def) = alike.first() {
        let message = format!(
            "the body has the properties of `{}`, but differs from it: {}",
            brief(&def.name.full),
            difference(&def.rows, &rows).unwrap_or_default()
        );
        let help = "If the page is wrong, correct one of the two tables.";
        problems.push(Problem::warning(Rule::PageDefinition, Place::line(&page.file, table.line), message, help));
    }
    Some(BodyKind::Inline(inline_body(page, table, owner, model, rows, problems)))
}

/// Whether the one row of a body table is the body itself: its type is a definition with a namespace.
fn is_whole(text: &Text) -> bool {
    let mut expr = types::given(&text.text);
    while let Some(Expr::List(item)) = expr {
        expr = Some(*item);
    }
    matches!(expr, Some(Expr::Named(name)) if name.base.contains('.'))
}

fn inline_body<'a>(
    page: &'a Page,
    table: &Table,
    owner: &str,
    model: &Model<'a>,
    rows: Vec<MergedRow<'a>>,
    problems: &mut Vec<Problem>,
) -> Owner<'a> {
    super::merge::duplicate_rows(&page.file, &table.rows, problems);
    let rows = rows.into_iter().map(|row| (row, model.plain(&row))).collect();
    Owner {
        name: format!("{owner}Body"),
        file: &page.file,
        docs: "",
        params: Vec::new(),
        origin: Origin::new(&page.file, &["Request Body"]),
        tree: tree(&page.file, rows, problems),
    }
}

impl Maker<'_, '_> {
    /// Makes the operation of a page.
    pub(super) fn operation(
        &mut self,
        page: &Page,
        owner: &str,
        target: Target,
        body: Option<&BodyKind<'_>>,
    ) -> (Operation, BTreeMap<SchemeName, SecurityScheme>) {
        let Proofs { schemes, needed } = self.security(page);
        let operation = Operation {
            sunset: None,
            stability: None,
            group: page.group.clone(),
            name: page.name.clone(),
            docs: page.summary.clone(),
            deprecated: false,
            method: page.requests.first().map_or(Method::Get, |request| request.method.clone()),
            params: self.params(page, owner, &target),
            path: target.path,
            body: self.body(page, body),
            replies: self.replies(page),
            security: needed,
            servers: Vec::new(),
            retry: Retry::default(),
            paging: None,
            long_running: None,
            origin: Some(Origin::new(&page.file, &[])),
        };
        self.prose(page);
        (operation, schemes)
    }

    fn body(&mut self, page: &Page, body: Option<&BodyKind<'_>>) -> Option<Body> {
        let media_types = self.request_media_types(page, body.is_some());
        let (table, body) = (page.request_body.as_ref()?, body?);
        let (ty, docs, presence) = match body {
            BodyKind::Definition(name) => {
                let text = Text { line: table.line, text: (*name).to_owned() };
                (self.reply_type(page, &text), String::new(), Presence::Required)
            }
            BodyKind::Inline(owner) => (TypeRef::named(&owner.name), String::new(), Presence::Required),
            BodyKind::Whole(row) => {
                // A page only states whether the body may be left out if the table has a column for it.
                let said = table.labels > 3;
                let presence = if said { row.presence } else { Presence::Required };
                let RowType::Type(text) = &row.ty else { return None };
                (self.reply_type(page, text), row.docs.clone(), presence)
            }
        };
        let content = self.content(page, table.line, media_types, Some(ty));
        Some(Body { presence, docs, content })
    }

    /// The media types of the request; a page may list them above the headers, above the body, or both.
    fn request_media_types<'p>(&mut self, page: &'p Page, has_body: bool) -> Option<&'p MediaTypes> {
        let above = |table: &'p Option<Table>| table.as_ref().and_then(|table| table.media_types.as_ref());
        let (headers, body) = (above(&page.request_header), above(&page.request_body));
        let uri = above(&page.uri_parameters);
        if let (Some(headers), Some(body)) = (headers, body)
            && headers.names != body.names
        {
            let message = format!("these media types differ from those of the headers, at line {}", headers.line);
            self.error(Rule::Conflict, page, body.line, message, "Correct one of the two lists.");
        }
        let found = body.or(headers).or(uri);
        if let Some(media_types) = found.filter(|_| !has_body) {
            let message = match media_types.names.len() {
                1 => "a media type is left out: the request has no body".to_owned(),
                count => format!("{count} media types are left out: the request has no body"),
            };
            self.note(Rule::Unsupported, page, media_types.line, message, "Nothing is to be done.");
        }
        found
    }

    fn content(
        &mut self,
        page: &Page,
        line: usize,
        media_types: Option<&MediaTypes>,
        ty: Option<TypeRef>,
    ) -> BoxMap<MediaType, Content> {
        let with = |name: &String| (name.clone(), Content::new(ty.clone()));
        match media_types {
            Some(media_types) => {
                let content: BoxMap<_, _> = media_types.names.iter().map(with).collect();
                if content.len() < media_types.names.len() {
                    let message = "a media type is in this list twice".to_owned();
                    self.note(Rule::DuplicateId, page, media_types.line, message, "Nothing is to be done.");
                }
                content
            }
            None if ty.is_some() => {
                let message = "no media type is listed for this body, so it is read as `application/json`".to_owned();
                self.note(Rule::PageRow, page, line, message, "Nothing needs to be done, unless it is another one.");
                BoxMap::from([with(&"application/json".to_owned())])
            }
            None => BoxMap::new(),
        }
    }

    fn replies(&mut self, page: &Page) -> BoxMap<StatusPattern, spec::Reply> {
        let mut replies = BoxMap::new();
        for row in page.responses.iter().flat_map(|replies| &replies.rows) {
            let status = row.status.map_or(StatusPattern::Default, StatusPattern::Code);
            let ty = row.ty.as_ref().map(|text| self.reply_type(page, text));
            if ty.is_none() && row.media_types.is_some() && status.is_success() {
                let help = "Restore its type if the page has one. Otherwise a fixup can set it.";
                let message = format!("the response `{status}` has media types, but no type");
                self.warning(Rule::PageType, page, row.line, message, help);
            }
            let content = self.content(page, row.line, row.media_types.as_ref(), ty);
            let headers = self.headers(page, row);
            if replies
                .insert(status, spec::Reply { docs: row.docs.clone(), expected: false, content, headers })
                .is_some()
            {
                let message = format!("the status `{status}` is here twice");
                self.error(Rule::DuplicateId, page, row.line, message, "Remove one of its rows.");
            }
        }
        replies
    }

    fn headers(&mut self, page: &Page, reply: &Reply) -> BoxMap<String, ReplyHeader> {
        let mut headers = BoxMap::new();
        for row in &reply.headers {
            let RowType::Type(text) = &row.ty else { continue };
            let ty = self.reply_type(page, text);
            let header = ReplyHeader {
                ty,
                presence: row.presence,
                explode: false,
                media_type: None,
                constraints: row.constraints.clone(),
                docs: row.docs.clone(),
            };
            if headers.insert(row.name.clone(), header).is_some() {
                let message = format!("the header `{}` is here twice", row.name);
                self.error(Rule::DuplicateId, page, row.line, message, "Remove one of its lines.");
            }
        }
        headers
    }

    /// The type that a string of the page states.
    fn reply_type(&mut self, page: &Page, text: &Text) -> TypeRef {
        self.check_format(&page.file, text.line, &text.text);
        let expr = self.model.generics.canonical(&self.model.defs, types::given(&text.text).unwrap_or(Expr::Object));
        self.reference(&page.file, text.line, &expr, &[])
    }

    fn security(&mut self, page: &Page) -> Proofs {
        let Proofs { mut schemes, mut needed } = Proofs::default();
        for row in rows(&page.request_header).filter(|row| is_authorization(row)) {
            let kind = carried(&row.name, &row.docs);
            let origin = Some(Origin::new(&page.file, &["Request Header", &row.name]));
            schemes.insert(
                row.name.clone(),
                SecurityScheme {
                    docs: row.docs.clone(),
                    kind,
                    refresh_url: None,
                    urls: BTreeMap::new(),
                    scopes: BTreeMap::new(),
                    origin,
                },
            );
            needed.push(BTreeMap::from([(row.name.clone(), Vec::new())]));
            if row.presence == Presence::Optional {
                // An empty set of schemes: the credential may be left out.
                needed.push(BTreeMap::new());
            }
        }
        for scheme in &page.security {
            // A scheme whose header also has a row is described twice; the row has more information.
            if let Some(known) = schemes.get_mut(&scheme.name) {
                if known.docs.is_empty() {
                    known.docs.clone_from(&scheme.docs);
                }
                continue;
            }
            let Some(kind) = self.scheme(page, scheme) else { continue };
            let origin = Some(Origin::new(&page.file, &["Security", &scheme.name]));
            schemes.insert(
                scheme.name.clone(),
                SecurityScheme {
                    docs: docs(scheme, &kind),
                    kind,
                    refresh_url: refresh_url(scheme),
                    urls: BTreeMap::new(),
                    scopes: BTreeMap::new(),
                    origin,
                },
            );
            let scopes = scheme.scopes.iter().map(|scope| scope.name.clone()).collect();
            needed.push(BTreeMap::from([(scheme.name.clone(), scopes)]));
        }
        Proofs { schemes, needed }
    }

    fn scheme(&mut self, page: &Page, scheme: &Security) -> Option<SecurityKind> {
        let has = |value: &str| scheme.values.iter().any(|other| other == value);
        let name = scheme.name.clone();
        Some(match scheme.kind.as_str() {
            "basic" => SecurityKind::Basic {},
            "apiKey" if has("header") => carried(&name, &scheme.docs),
            "apiKey" if has("query") => SecurityKind::ApiKey { place: KeyPlace::Query, name },
            "apiKey" if has("cookie") => SecurityKind::ApiKey { place: KeyPlace::Cookie, name },
            "oauth2" => grant(scheme),
            _ => {
                let message = format!("the security scheme `{}` does not say where the key is sent", brief(&name));
                self.error(Rule::PageRow, page, scheme.line, message, "Restore the line `In: header` under its type.");
                return None;
            }
        })
    }

    /// Reports prose that the spec cannot express.
    fn prose(&mut self, page: &Page) {
        let mut long = page.prose.iter().filter(|line| !super::shape::is_short(&line.text));
        if let Some(first) = long.next() {
            let message = format!("{} lines of prose are in no section, and are left out", 1 + long.count());
            self.note(
                Rule::Unsupported,
                page,
                first.line,
                message,
                "Nothing needs to be done, unless they are a section.",
            );
        }
    }
}

/// How a header carries a credential: the description on the page decides between a bearer token and another key.
fn carried(header: &str, docs: &str) -> SecurityKind {
    let header = header.to_owned();
    if docs.to_ascii_lowercase().contains("bearer") {
        SecurityKind::Bearer { header }
    } else {
        SecurityKind::ApiKey { place: KeyPlace::Header, name: header }
    }
}

/// The description of a scheme, with the URLs and scopes that its kind cannot express.
fn docs(scheme: &Security, kind: &SecurityKind) -> String {
    let mut paragraphs = vec![scheme.docs.clone()];
    if matches!(kind, SecurityKind::OtherToken { .. }) {
        paragraphs.extend(scheme.urls.iter().cloned());
        let scopes: Vec<String> = scheme
            .scopes
            .iter()
            .map(|scope| match scope.docs.as_str() {
                "" => format!("- `{}`", scope.name),
                docs => format!("- `{}`: {docs}", scope.name),
            })
            .collect();
        if !scopes.is_empty() {
            paragraphs.push(format!("Scopes:\n\n{}", scopes.join("\n")));
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

/// Where a user's tokens are renewed: at the last URL, which is the token URL.
fn refresh_url(scheme: &Security) -> Option<String> {
    let has_refresh = ["accessCode", "authorizationCode", "password"];
    let is_renewed = scheme.values.iter().any(|value| has_refresh.contains(&value.as_str()));
    scheme.values.iter().rfind(|value| is_renewed && value.starts_with("https://")).cloned()
}

fn grant(scheme: &Security) -> SecurityKind {
    let urls = scheme.values.iter().filter(|value| value.starts_with("https://"));
    let flows = ["implicit", "accessCode", "authorizationCode", "password", "application", "clientCredentials"];
    let flow = scheme.values.iter().find(|value| flows.contains(&value.as_str()));
    match (flow.map(String::as_str), urls.clone().next_back()) {
        (Some("application" | "clientCredentials"), Some(token_url)) => SecurityKind::ClientCredentials {
            token_url: token_url.clone(),
            scopes: scheme.scopes.iter().map(|scope| (scope.name.clone(), scope.docs.clone())).collect(),
        },
        (flow, _) => SecurityKind::OtherToken { grant: flow.unwrap_or("oauth2").to_owned() },
    }
}
