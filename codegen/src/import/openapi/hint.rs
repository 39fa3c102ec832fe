//! The suggested name of an unnamed type, after its location.

use crate::words::{self, LONG};

/// The maximum length of a derived name before its middle is left out.
const LONGEST: usize = 100;

/// The location of a schema, for the name of an unnamed type: `Pet`, then `owner`, for `PetOwner`.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    /// The name of the enclosing operation or type, as in the source.
    root: String,
    /// The path of properties and roles from the root to the schema.
    rest: Vec<String>,
    /// The name that the document itself states for the schema.
    stated: Option<String>,
    /// The name of the operation without its group, if the rest is still a verb with an object.
    deed: Option<String>,
    /// The root that is used where no other type gets the same name by it, even if the name is short.
    preferred: Option<String>,
    /// Shorter roots for a long name, the best first.
    brief: Brief,
}

/// Shorter roots for the long names of the types of an operation.
#[derive(Clone, Debug, Default)]
struct Brief {
    /// For a body: the operation without the scope at its end, and that without its group.
    bodies: Vec<String>,
    /// For a type within a parameter or a body: the same without the HTTP method too.
    inner: Vec<String>,
}

impl Hint {
    /// The location of an operation or a named type, by its identifier or name.
    pub fn new(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            rest: Vec::new(),
            stated: None,
            deed: None,
            preferred: None,
            brief: Brief::default(),
        }
    }

    /// The name of the enclosing operation or type.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The properties and roles from the root to the schema.
    pub fn parts(&self) -> &[String] {
        &self.rest
    }

    /// The location of an operation, by the prefix of its types' names, that without the scope at its end, and its
    /// group.
    pub fn of_operation(types: &str, without_scope: Option<&str>, group: &str) -> Self {
        let group = words::split(group);
        let deed = |types: &str| words::after(&words::split(types), &group).filter(|words| is_deed(words));
        let camel = |words: Vec<String>| words::camel(&words.join("_"));
        let bodies = without_scope.into_iter().flat_map(|brief| [Some(words::camel(brief)), deed(brief).map(camel)]);
        let bodies: Vec<String> = bodies.flatten().collect();
        let without_method =
            without_scope.into_iter().chain([types]).filter_map(|types| match words::split(types).split_first() {
                Some((method, rest)) if METHODS.contains(&method.as_str()) && rest.len() > 1 => {
                    Some(camel(rest.to_vec()))
                }
                Some(_) | None => None,
            });
        let inner = bodies.iter().take(1).cloned().chain(without_method).collect();
        Self { deed: deed(types).map(camel), brief: Brief { bodies, inner }, ..Self::new(&words::camel(types)) }
    }

    /// The location of a path, whose types are called after its `resources` if that is unique.
    pub fn of_path(path: &str, resources: &str) -> Self {
        let resources = words::camel(resources);
        Self { preferred: Some(resources).filter(|resources| !resources.is_empty()), ..Self::new(&words::camel(path)) }
    }

    /// A location inside this one: a property, a parameter, `Request`, `Response`.
    pub fn with(&self, part: &str) -> Self {
        let mut rest = self.rest.clone();
        rest.push(words::camel(part));
        Self { rest, stated: None, ..self.clone() }
    }

    /// This location in another media type: `CreateFormRequest` beside `CreateRequest`.
    pub fn in_media_type(&self, words: &str) -> Self {
        let mut hint = self.clone();
        hint.rest.insert(hint.rest.len().saturating_sub(1), words::camel(words));
        hint
    }

    /// The same location, to which the document gives the name `name`.
    pub fn called(mut self, name: &str) -> Self {
        self.stated = Some(name.to_owned());
        self
    }

    /// The candidates for a shorter name, the best first; each is used only if no other type has it. First the name
    /// that the document states; then the last part alone, where the name around it ends with the same words
    /// (`ImageUrl` for `PartImageUrlImageUrl`); then, for a long name, the name with fewer parts in the middle, its end
    /// alone, or with a shorter name of its operation.
    pub fn enough(&self) -> Vec<String> {
        if let Some(preferred) = &self.preferred {
            let better = Self { root: preferred.clone(), preferred: None, ..self.clone() };
            let longer = Self { preferred: None, stated: None, ..self.clone() };
            // The `band` of `/devices/{id}/band/{band}` is a `DevicesBand`.
            let is_repeated = |part: &String| words::split(preferred).ends_with(&words::split(part));
            let repeated = matches!(self.rest.as_slice(), [part] if is_repeated(part)).then(|| preferred.clone());
            return (repeated.into_iter())
                .chain(better.enough())
                .chain([better.name()])
                .chain(longer.enough())
                .collect();
        }
        let repeated = match self.rest.split_last() {
            Some((last, around)) => {
                let around: String =
                    std::iter::once(self.root.as_str()).chain(around.iter().map(String::as_str)).collect();
                let (around, part) = (words::split(&around), words::split(last));
                (part.len() > 1 && around.ends_with(&part)).then(|| last.clone())
            }
            None => None,
        };
        // A name such as `FunctionFunction` repeats itself. `ItemItem` is the item of an item.
        let stutters =
            matches!(self.rest.as_slice(), [.., around, part] if around == part && !ROLES.contains(&part.as_str()));
        let shortens = is_long(&self.name());
        let shorter = if stutters || shortens { self.shorter() } else { Vec::new() };
        let end = if shortens { self.end() } else { None };
        let brief = if shortens { self.brief() } else { Vec::new() };
        let (long_end, short_end) =
            if end.as_ref().is_some_and(|end| is_long(end)) { (end, None) } else { (None, end) };
        let is_short = |name: &&String| !is_long(name);
        let short = shorter.iter().filter(is_short).cloned().chain(short_end);
        let short_brief = brief.iter().map(|(_, name)| name).filter(is_short).cloned();
        // Sorts by the number of parts, not by length, so that types at similar locations get similar names.
        let mut long: Vec<(usize, String)> = brief.iter().filter(|(_, name)| is_long(name)).cloned().collect();
        long.extend(shorter.iter().cloned().enumerate().filter(|(_, name)| is_long(name)));
        long.sort_by_key(|(parts, _)| *parts);
        let long = long.into_iter().map(|(_, name)| name);
        let first = self.stated.iter().cloned().chain(repeated);
        first.chain(short).chain(short_brief).chain(long_end).chain(long).collect()
    }

    /// Names with a shorter root, with the index of the same name in [`shorter`](Self::shorter).
    fn brief(&self) -> Vec<(usize, String)> {
        let parts = self.said_parts();
        // `Response404` is a body as `Response` is: the method says whether it is that of `GET` or of `DELETE`.
        let is_status = |part: &&str| {
            let status = part.strip_prefix("Response");
            status.is_some_and(|status| status.starts_with(|next: char| next.is_ascii_digit()))
        };
        if parts.iter().all(is_status) {
            let rest = self.rest.concat();
            return self.brief.bodies.iter().map(|root| (0, format!("{root}{rest}"))).collect();
        }
        let ends = (1..=parts.len()).map(|count| parts[parts.len() - count..].concat()).enumerate();
        // If the name with the whole root is short, it was a candidate before, and other types want it.
        let ends = ends.filter(|(_, end)| is_long(&format!("{}{end}", self.root)));
        ends.flat_map(|(at, end)| self.brief.inner.iter().map(move |root| (at, format!("{root}{end}")))).collect()
    }

    /// The parts that say more than the role of a schema.
    fn said_parts(&self) -> Vec<&str> {
        self.rest.iter().map(String::as_str).filter(|part| !ROLES.contains(part)).collect()
    }

    /// The name without the root: the property's name, if it is specific enough, or the operation's name without its
    /// group.
    fn end(&self) -> Option<String> {
        let Some(last) = self.rest.iter().rfind(|part| !ROLES.contains(&part.as_str())) else {
            return self.deed.as_ref().map(|deed| format!("{deed}{}", self.rest.concat()));
        };
        let said = words::split(last);
        let is_enough = said.iter().filter(|word| !words::is_generic(word)).count() > 1
            && !said.first().is_some_and(|first| words::is_preposition(first))
            // `Response200` is the location of a body, not a property.
            && !said.last().is_some_and(|last| last.ends_with(|end: char| end.is_ascii_digit()));
        is_enough.then(|| last.clone())
    }

    /// Like [`with`](Self::with), for a part that may repeat the whole name: `Pet`, then `PetOwner`, for `PetOwner`.
    pub fn extended(&self, part: &str) -> Self {
        let part = words::camel(part);
        let rest = part.strip_prefix(&self.name()).filter(|rest| rest.starts_with(char::is_uppercase));
        self.with(rest.unwrap_or(&part))
    }

    /// The location of the items of a list or a map.
    pub fn item(&self) -> Self {
        let mut hint = self.clone();
        match hint.rest.last_mut() {
            Some(last) => match singular(last) {
                Some(one) => *last = one,
                None => hint.rest.push("Item".to_owned()),
            },
            None => hint.rest.push("Item".to_owned()),
        }
        hint
    }

    /// The name where the document has a schema of the usual name: a word after it, and not a number.
    pub fn beside_schema(&self) -> String {
        let is_body = self.rest.last().is_some_and(|last| last == "Request" || last.starts_with("Response"));
        format!("{}{}", self.name(), if is_body { "Body" } else { "Value" })
    }

    /// Names with fewer parts between the root and the last part, the shortest first.
    fn shorter(&self) -> Vec<String> {
        let parts = self.said_parts();
        let name = |count: usize| format!("{}{}", self.root, parts[parts.len() - count..].concat());
        (1..=parts.len()).map(name).filter(|name| name.len() < self.name().len()).collect()
    }

    /// The name for a type at this location.
    pub fn name(&self) -> String {
        let mut rest: Vec<&str> = self.rest.iter().map(String::as_str).collect();
        let length = |rest: &[&str]| rest.iter().map(|part| part.len()).sum::<usize>();
        // The last parts say most about the type, and the root says where to look.
        while rest.len() > 2 && self.root.len() + length(&rest) > LONGEST {
            rest.remove(0);
        }
        let name: String = std::iter::once(self.root.as_str()).chain(rest).collect();
        if name.is_empty() { "Value".to_owned() } else { name }
    }
}

/// Whether a name without its namespace is long.
pub(super) fn is_long(name: &str) -> bool {
    words::namespace(name).last().is_some_and(|own| own.len() > LONG)
}

/// Whether the words name an action and its object, such as `set`, `actions`, `permissions`; `list` and
/// `update_for_user` do not.
fn is_deed(words: &[String]) -> bool {
    let object = words.iter().take_while(|word| !words::is_preposition(word));
    object.clone().count() > 1 && object.last().is_some_and(|last| !words::is_generic(last))
}

/// HTTP methods, with which the names of operations without an identifier start.
const METHODS: &[&str] = &["delete", "get", "patch", "post", "put"];

/// Parts of names that only state the role of a schema.
const ROLES: &[&str] = &["Body", "Item", "Param", "Request", "Response", "Value"];

/// The singular of a plural, where that is simple.
fn singular(plural: &str) -> Option<String> {
    let lower = plural.to_ascii_lowercase();
    if let Some(stem) = plural.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return Some(format!("{stem}y"));
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if lower.ends_with(ending) {
            return Some(plural[..plural.len() - 2].to_owned());
        }
    }
    let is_plural = lower.ends_with('s') && !["ss", "us", "is", "as", "ws"].iter().any(|end| lower.ends_with(end));
    (is_plural && plural.len() > 3).then(|| plural[..plural.len() - 1].to_owned())
}
