//! Finds the operations that use a model, and in which direction its values are sent.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::super::Direction;
use crate::spec::{
    Access, Api, Body, BoxMap, Operation, Param, Params, REFERENCE, Reply, Shape, StatusPattern, Struct, TypeRef,
    Union, Variant, WHOLE, Webhook,
};

/// A part of the spec that refers to a model.
#[derive(Clone, Copy)]
enum User<'a> {
    Operation(&'a str),
    /// A webhook that does not belong to an operation.
    Service,
    Type(&'a str),
}

/// The references from models to the operations that use them.
pub(super) struct Reach<'a> {
    users: HashMap<&'a str, Vec<(User<'a>, Direction)>>,
    found: RefCell<HashMap<String, Usage<'a>>>,
}

/// The direction in which a model's values are sent, and the operations that use it.
type Usage<'a> = (Direction, Rc<BTreeSet<&'a str>>);

impl<'a> Reach<'a> {
    /// Finds what refers to each model.
    pub(super) fn of(api: &'a Api) -> Self {
        let located = api.types.iter().filter_map(|(name, def)| Some((&*def.origin.as_ref()?.pointer, &**name)));
        let located: HashMap<&str, &str> = located.collect();
        let mut users: HashMap<&str, Vec<(User, Direction)>> = HashMap::new();
        let mut add = |ty: &'a TypeRef, user: User<'a>, way: Direction| {
            ty.walk(&mut |part| {
                if let TypeRef::Named(name, _) = part {
                    users.entry(name).or_default().push((user, way));
                }
            });
        };
        for (id, operation) in &api.operations {
            of_operation(operation, &mut |ty, way| add(ty, User::Operation(id), way));
        }
        for webhook in api.webhooks.values() {
            let Webhook { operation, params, body, replies, .. } = webhook;
            let user = operation.as_deref().map_or(User::Service, User::Operation);
            let (sent, received) = (Direction::Received, Direction::Sent);
            of_exchange(params, body.as_ref(), replies, &mut |ty, way| {
                add(ty, user, if way == Direction::Sent { sent } else { received });
            });
        }
        for (name, def) in &api.types {
            of_shape(&def.shape, &mut |ty, way| add(ty, User::Type(name), way));
        }
        for (id, operation) in &api.operations {
            // The model of items that callers provide as strings is only among the constraints.
            let items = operation.params.all().filter_map(|(_, param)| items(param));
            for name in items.filter_map(|pointer| located.get(&*pointer)) {
                users.entry(name).or_default().push((User::Operation(id), Direction::Sent));
            }
        }
        Self { users, found: RefCell::default() }
    }

    /// The direction in which a model's values are sent, and the operations that use it.
    pub(super) fn find(&self, name: &str) -> Usage<'a> {
        if let Some(found) = self.found.borrow().get(name) {
            return found.clone();
        }
        let (mut way, mut operations) = (Direction::Neither, BTreeSet::new());
        let mut seen: HashSet<(&str, Direction)> = HashSet::new();
        let mut open = vec![(name, Direction::Both)];
        while let Some((name, below)) = open.pop() {
            for (user, passes) in self.users.get(name).into_iter().flatten() {
                let passes = below.and(*passes);
                match user {
                    _ if passes == Direction::Neither => {}
                    User::Operation(id) => {
                        way = way.or(passes);
                        operations.insert(*id);
                    }
                    User::Service => way = way.or(passes),
                    User::Type(user) => {
                        if seen.insert((user, passes)) {
                            open.push((user, passes));
                        }
                    }
                }
            }
        }
        let found = (way, Rc::new(operations));
        self.found.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }
}

/// The location of the model of a parameter's items, where callers provide these as strings.
fn items(param: &Param) -> Option<String> {
    let whole = |line: &String| serde_json::from_str::<Value>(line.strip_prefix(WHOLE)?.strip_prefix(": ")?).ok();
    let schema = param.constraints.others.iter().find_map(whole)?;
    Some(schema["items"][REFERENCE].as_str()?.strip_prefix('#')?.to_owned())
}

/// The direction of a property with the given access.
pub(super) fn of_access(access: Access) -> Direction {
    match access {
        Access::Both => Direction::Both,
        Access::Service => Direction::Received,
        Access::Caller => Direction::Sent,
    }
}

fn of_operation<'a>(operation: &'a Operation, add: &mut impl FnMut(&'a TypeRef, Direction)) {
    of_exchange(&operation.params, operation.body.as_ref(), &operation.replies, add);
    let result = operation.long_running.iter().filter_map(|how| how.result.as_ref());
    result.for_each(|ty| add(ty, Direction::Received));
}

/// The types of a request and of its responses, with their directions.
fn of_exchange<'a>(
    params: &'a Params,
    body: Option<&'a Body>,
    replies: &'a BoxMap<StatusPattern, Reply>,
    add: &mut impl FnMut(&'a TypeRef, Direction),
) {
    for (_, param) in params.all() {
        add(&param.ty, Direction::Sent);
    }
    for content in body.iter().flat_map(|body| body.content.values()) {
        content.ty.iter().for_each(|ty| add(ty, Direction::Sent));
    }
    for reply in replies.values() {
        for content in reply.content.values() {
            content.ty.iter().for_each(|ty| add(ty, Direction::Received));
        }
        reply.headers.values().for_each(|header| add(&header.ty, Direction::Received));
    }
}

pub(super) fn of_shape<'a>(shape: &'a Shape, add: &mut impl FnMut(&'a TypeRef, Direction)) {
    match shape {
        Shape::Struct(Struct { members, rest }) => {
            members.values().for_each(|member| add(&member.ty, of_access(member.access)));
            rest.iter().for_each(|ty| add(ty, Direction::Both));
        }
        Shape::Union(Union { holds: _, tag: _, variants }) => {
            variants
                .iter()
                .for_each(|Variant { ty, tags: _, default: _, deprecated: _, docs: _ }| add(ty, Direction::Both));
        }
        Shape::Alias(ty) => add(ty, Direction::Both),
        Shape::Strings(_) | Shape::Integers(_) => {}
    }
}
