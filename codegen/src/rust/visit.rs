//! Visits the parts of an item: the names that it declares, the macros that it calls, its types, arguments and bodies.

use super::{
    Arg, ArgType, Constructor, Content, ErrorBodies, Field, Group, Ident, Item, Model, Operation, Rest, Success,
    SuccessCase, SuccessResponses, Type,
};

/// A part of an item that is visited.
#[derive(Clone, Copy, Debug)]
pub enum Visited<'a> {
    /// The name of a type that the item declares.
    Declared(&'a Ident),
    /// A macro of the runtime that the item calls.
    Macro(&'static str),
    /// A type, with `Option` or `Maybe` for its presence.
    Type(&'a Type),
    /// An argument. Its type is visited next.
    Arg(&'a Arg),
    /// A body of a response. Its type is visited next.
    Content(&'a Content),
}

impl Item {
    /// Calls `visit` with everything in the item.
    pub fn visit(&self, visit: &mut dyn FnMut(Visited<'_>)) {
        match self {
            Self::Model(model) => model.visit(visit),
            Self::Validation(_) => visit(Visited::Macro("validate")),
            Self::Group(Group { docs: _, name, method: _, methods }) => {
                visit(Visited::Declared(name));
                methods.iter().flat_map(|method| &method.args).for_each(|arg| arg.visit(visit));
            }
            Self::Operation(operation) => operation.visit(visit),
            Self::SuccessResponses(SuccessResponses { name, request: _, cases }) => {
                visit(Visited::Declared(name));
                visit(Visited::Macro("success_responses"));
                cases.iter().flat_map(|case| &case.body).for_each(|body| body.visit(visit));
            }
            Self::ErrorBodies(ErrorBodies { name, request: _, cases }) => {
                visit(Visited::Declared(name));
                visit(Visited::Macro("error_bodies"));
                cases.iter().for_each(|case| visit(Visited::Type(&case.ty)));
            }
            Self::ResponseHeaders(headers) => {
                visit(Visited::Declared(&headers.name));
                visit(Visited::Macro("response_headers"));
            }
            Self::Samples(samples) => samples.tests.iter().for_each(|test| visit(Visited::Type(&test.ty))),
            Self::Gated(gated) => gated.item.visit(visit),
            Self::Client(_) | Self::Xml(_) | Self::Use(_) | Self::Mod(_) | Self::Root(_) => {}
        }
    }

    /// Calls `change` with each type of a request or response that the item names.
    pub fn types_of_call_mut(&mut self, change: &mut dyn FnMut(&mut Type)) {
        match self {
            Self::Group(group) => {
                group.methods.iter_mut().flat_map(|method| &mut method.args).for_each(|arg| arg.type_mut(change));
            }
            Self::Operation(operation) => {
                operation.setters.iter_mut().for_each(|arg| arg.type_mut(change));
                operation.paging.iter_mut().for_each(|paging| change(&mut paging.item));
                let result = operation.long_running.iter_mut().filter_map(|how| how.result.ty_mut());
                result.for_each(&mut *change);
                match &mut operation.success {
                    Success::Empty => {}
                    Success::Body(body) => body.ty_mut().into_iter().for_each(&mut *change),
                    Success::Several(_, cases) => types_of_cases(cases, &mut *change),
                }
                let others = operation.alternatives.iter_mut().filter_map(|other| other.body.ty_mut());
                others.for_each(change);
            }
            Self::SuccessResponses(responses) => types_of_cases(&mut responses.cases, change),
            Self::ErrorBodies(bodies) => bodies.cases.iter_mut().for_each(|case| change(&mut case.ty)),
            Self::Gated(gated) => gated.item.types_of_call_mut(change),
            Self::Model(_)
            | Self::Validation(_)
            | Self::ResponseHeaders(_)
            | Self::Client(_)
            | Self::Xml(_)
            | Self::Samples(_)
            | Self::Use(_)
            | Self::Mod(_)
            | Self::Root(_) => {}
        }
    }
}

fn types_of_cases(cases: &mut [SuccessCase], change: &mut dyn FnMut(&mut Type)) {
    cases.iter_mut().flat_map(|case| &mut case.body).filter_map(Content::ty_mut).for_each(change);
}

impl Model {
    fn visit(&self, visit: &mut dyn FnMut(Visited<'_>)) {
        visit(Visited::Declared(self.name()));
        match self {
            Self::Struct(model) => {
                visit(Visited::Macro("model"));
                if let Constructor::From(required, _) = &model.constructor {
                    visit(Visited::Declared(required));
                }
                model.fields.iter().map(Field::declared).for_each(|ty| visit(Visited::Type(&ty)));
                match &model.rest {
                    Rest::Extra(_) => {}
                    Rest::Typed(_, ty) => visit(Visited::Type(&Type::Map(Box::new(ty.clone())))),
                }
            }
            Self::OpenEnum(_) => visit(Visited::Macro("open_enum")),
            Self::OpenCodes(_) => visit(Visited::Macro("open_codes")),
            Self::OneOf(model) => {
                visit(Visited::Macro("one_of"));
                model.variants.iter().for_each(|variant| visit(Visited::Type(&variant.ty)));
                let sources = model.conversions.iter().filter_map(|conversion| conversion.from.ty());
                sources.for_each(|ty| visit(Visited::Type(ty)));
            }
            Self::AnyOf(model) => {
                visit(Visited::Declared(&model.view));
                visit(Visited::Macro("any_of"));
                model.views.iter().for_each(|view| visit(Visited::Type(&view.ty)));
                let sources = model.conversions.iter().filter_map(|conversion| conversion.from.ty());
                sources.for_each(|ty| visit(Visited::Type(ty)));
            }
            Self::Alias(model) => visit(Visited::Type(&model.ty)),
        }
    }
}

impl Operation {
    fn visit(&self, visit: &mut dyn FnMut(Visited<'_>)) {
        visit(Visited::Declared(&self.request));
        visit(Visited::Macro("operation"));
        if self.parts || !self.setters.is_empty() {
            visit(Visited::Macro("setters"));
        }
        self.setters.iter().for_each(|arg| arg.visit(visit));
        match &self.success {
            Success::Body(body) => body.visit(visit),
            // The bodies belong to the item that declares the enum of responses.
            Success::Empty | Success::Several(..) => {}
        }
        self.alternatives.iter().for_each(|other| other.body.visit(visit));
        self.paging.iter().for_each(|paging| visit(Visited::Type(&paging.item)));
        if let Some(long_running) = &self.long_running {
            visit(Visited::Macro("long_running"));
            long_running.result.ty().into_iter().for_each(|ty| visit(Visited::Type(ty)));
        }
    }
}

impl Arg {
    fn visit(&self, visit: &mut dyn FnMut(Visited<'_>)) {
        visit(Visited::Arg(self));
        match &self.ty {
            ArgType::Str | ArgType::Upload | ArgType::Part | ArgType::Parts => {}
            ArgType::Value(ty) | ArgType::Ref(ty) | ArgType::Slice(ty) => visit(Visited::Type(ty)),
        }
    }

    fn type_mut(&mut self, change: &mut dyn FnMut(&mut Type)) {
        match &mut self.ty {
            ArgType::Str | ArgType::Upload | ArgType::Part | ArgType::Parts => {}
            ArgType::Value(ty) | ArgType::Ref(ty) | ArgType::Slice(ty) => change(ty),
        }
    }
}

impl Content {
    fn visit(&self, visit: &mut dyn FnMut(Visited<'_>)) {
        visit(Visited::Content(self));
        self.ty().into_iter().for_each(|ty| visit(Visited::Type(ty)));
    }
}
