//! The forms in which values of a type can be written in a URL or a header, and the styles that can write them.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::{Api, Param, Shape, Style, TypeRef};

/// The form of the values of a type in a URL or a header, from the simplest. A type whose values have different forms
/// has the most complex one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// A single string.
    Single,
    /// Several strings.
    List,
    /// Several named strings.
    Object,
    /// Several named values, some of which are lists.
    Lists,
    /// Nested lists or objects.
    Deep,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParamPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParamPlace {
    /// All places, in the order of [`Params::all`](super::Params::all).
    pub(crate) const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Cookie];

    /// The name of the place, in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The default style of a parameter.
    pub(crate) fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }

    /// Whether parameters of this place may have the style.
    pub(crate) fn allows(self, style: Style) -> bool {
        match style {
            Style::Json => true,
            Style::Simple => matches!(self, Self::Path | Self::Header),
            Style::Label | Style::Matrix => self == Self::Path,
            Style::Form => matches!(self, Self::Query | Self::Cookie),
            // Lists in the path and in headers have separators in Swagger 2.0.
            Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => self != Self::Cookie,
            Style::DeepObject => self == Self::Query,
        }
    }
}

impl Style {
    /// The default of `explode` for a parameter of the style.
    pub(crate) fn explodes(self) -> bool {
        match self {
            Self::Form | Self::DeepObject => true,
            Self::Simple
            | Self::Label
            | Self::Matrix
            | Self::SpaceDelimited
            | Self::PipeDelimited
            | Self::TabDelimited
            | Self::Json => false,
        }
    }

    /// The most complex form that the style can write.
    pub(crate) fn reach(self, explode: bool) -> Form {
        match self {
            // Each property is sent under its own name, and each item of a list under the name of the list.
            Self::Form if explode => Form::Lists,
            Self::SpaceDelimited | Self::PipeDelimited if explode => Form::List,
            Self::TabDelimited => Form::List,
            Self::Simple | Self::Label | Self::Matrix | Self::Form | Self::SpaceDelimited | Self::PipeDelimited => {
                Form::Object
            }
            Self::DeepObject | Self::Json => Form::Deep,
        }
    }

    /// The name of the style in `api.json`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "space_delimited",
            Self::PipeDelimited => "pipe_delimited",
            Self::TabDelimited => "tab_delimited",
            Self::DeepObject => "deep_object",
            Self::Json => "json",
        }
    }
}

/// The forms of the types of an API. Each model is analyzed once.
#[derive(Debug)]
pub(crate) struct Forms<'a> {
    api: &'a Api,
    known: RefCell<HashMap<&'a str, Form>>,
}

impl<'a> Forms<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self { api, known: RefCell::default() }
    }

    /// Whether the style of a parameter can write its type.
    pub(crate) fn can_write(&self, place: ParamPlace, param: &Param) -> bool {
        let style = param.style.unwrap_or(place.default_style());
        self.of(&param.ty) <= style.reach(param.explode.unwrap_or(style.explodes()))
    }

    /// The form of a type. A name that does not resolve has the simplest form, because it is reported elsewhere.
    pub(crate) fn of(&self, ty: &TypeRef) -> Form {
        self.leaves(ty).into_iter().map(|leaf| self.leaf(leaf)).max().unwrap_or(Form::Single)
    }

    fn leaf(&self, leaf: &TypeRef) -> Form {
        match leaf {
            TypeRef::Scalar(_) => Form::Single,
            TypeRef::List(item) => self.within(std::iter::once(&**item), Form::List),
            TypeRef::Tuple(items) => self.within(items.iter(), Form::List),
            TypeRef::Map(item) => self.within(std::iter::once(&**item), Form::Object),
            // The type that replaces a type parameter is known only where the model is used.
            TypeRef::Param(_) | TypeRef::Nullable(_) => Form::Deep,
            TypeRef::Named(name, _) => {
                if let Some(known) = self.known.borrow().get(name.as_str()) {
                    return *known;
                }
                let Some((name, def)) = self.api.types.get_key_value(name) else { return Form::Single };
                let form = match &def.shape {
                    Shape::Struct(object) => {
                        let members = object.members.values().map(|member| &member.ty);
                        let members: Vec<&TypeRef> = members.chain(&object.rest).collect();
                        match self.within(members.iter().copied(), Form::Object) {
                            Form::Deep if members.iter().all(|member| self.is_single_or_list(member)) => Form::Lists,
                            form => form,
                        }
                    }
                    Shape::Strings(_) | Shape::Integers(_) => Form::Single,
                    Shape::Union(_) | Shape::Alias(_) => Form::Deep,
                };
                self.known.borrow_mut().insert(name, form);
                form
            }
        }
    }

    fn within<'t>(&self, mut parts: impl Iterator<Item = &'t TypeRef>, form: Form) -> Form {
        if parts.all(|part| self.is_single(part)) { form } else { Form::Deep }
    }

    fn is_single_or_list(&self, ty: &TypeRef) -> bool {
        self.leaves(ty).into_iter().all(|leaf| match leaf {
            TypeRef::List(item) => self.is_single(item),
            TypeRef::Tuple(items) => items.iter().all(|item| self.is_single(item)),
            leaf => self.is_single(leaf),
        })
    }

    fn is_single(&self, ty: &TypeRef) -> bool {
        self.leaves(ty).into_iter().all(|leaf| match leaf {
            TypeRef::Scalar(_) => true,
            TypeRef::Named(name, _) => match self.api.types.get(name).map(|def| &def.shape) {
                Some(Shape::Strings(_) | Shape::Integers(_)) | None => true,
                Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) => false,
            },
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => false,
        })
    }

    /// The types that a value may have, with aliases, `?` and unions resolved.
    fn leaves<'t>(&'t self, ty: &'t TypeRef) -> Vec<&'t TypeRef> {
        let (mut leaves, mut open, mut seen) = (Vec::new(), vec![ty], HashSet::new());
        while let Some(ty) = open.pop() {
            match ty {
                TypeRef::Nullable(inner) => open.push(inner),
                TypeRef::Named(name, args) if args.is_empty() => {
                    if !seen.insert(name) {
                        continue;
                    }
                    match self.api.types.get(name).map(|def| &def.shape) {
                        Some(Shape::Alias(ty)) => open.push(ty),
                        Some(Shape::Union(of_union)) => open.extend(of_union.variants.iter().map(|each| &each.ty)),
                        Some(Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_)) | None => leaves.push(ty),
                    }
                }
                other => leaves.push(other),
            }
        }
        leaves
    }
}
