//! The pass that finds what a file imports.

use std::collections::BTreeSet;

use crate::lower::calls::responses::Told;
use crate::lower::names::own;
use crate::rust::{
    Answers, Arg, ArgType, Client, Content, Field, Ident, Model, Names, Operation, Rest, Sent, Success, Type, Use,
};

/// What the file of some models imports.
pub(crate) fn of_models(models: &[Model]) -> Vec<Use> {
    let (mut types, mut runtime) = (Vec::new(), BTreeSet::new());
    for model in models {
        of_model(model, &mut types, &mut runtime);
    }
    let mut imports = of_types(&types, &["super"], runtime);
    for import in &mut imports {
        if let (Names::List(names), [only]) = (&mut import.names, import.path.as_slice())
            && only.text() == "super"
        {
            names.retain(|name| !models.iter().any(|model| model.name() == name));
        }
    }
    imports.retain(|import| !matches!(&import.names, Names::List(names) if names.is_empty()));
    imports
}

fn of_model(model: &Model, types: &mut Vec<Type>, runtime: &mut BTreeSet<Ident>) {
    match model {
        Model::Struct(model) => {
            types.extend(model.fields.iter().map(Field::declared));
            if let Rest::Typed(_, ty) = &model.rest {
                types.push(Type::Map(Box::new(ty.clone())));
            }
            runtime.insert(own("model"));
        }
        Model::OpenEnum(_) => _ = runtime.insert(own("open_enum")),
        Model::OpenCodes(_) => _ = runtime.insert(own("open_codes")),
        Model::OneOf(model) => {
            types.extend(model.variants.iter().map(|variant| variant.ty.clone()));
            runtime.insert(own("one_of"));
        }
        Model::AnyOf(model) => {
            types.extend(model.views.iter().map(|view| view.ty.clone()));
            runtime.insert(own("any_of"));
        }
        Model::Alias(model) => types.push(model.ty.clone()),
    }
}

/// What a file imports that names these types and these items of the runtime; models are found at the given path.
pub(crate) fn of_types(types: &[Type], models: &[&'static str], mut runtime: BTreeSet<Ident>) -> Vec<Use> {
    let (mut named, mut maps, mut distant) = (BTreeSet::new(), false, false);
    for ty in types {
        ty.walk(&mut |part| match part {
            Type::Model(name, _) => _ = named.insert(name.clone()),
            Type::Distant(..) => distant = true,
            Type::Map(_) => maps = true,
            Type::DateTime => _ = runtime.insert(own("DateTime")),
            Type::Date => _ = runtime.insert(own("Date")),
            Type::Decimal => _ = runtime.insert(own("Decimal")),
            Type::Base64 => _ = runtime.insert(own("Base64")),
            Type::Json => _ = runtime.insert(own("Json")),
            Type::Maybe(_) => _ = runtime.insert(own("Maybe")),
            _ => {}
        });
    }
    let mut imports = Vec::new();
    if maps {
        imports.push(list(&["std", "collections"], BTreeSet::from([own("BTreeMap")])));
    }
    if distant {
        imports.push(Use { public: false, path: vec![own("crate"), own("models")], names: Names::This });
    }
    if !named.is_empty() {
        imports.push(list(models, named));
    }
    if !runtime.is_empty() {
        imports.push(list(&["crate", "runtime"], runtime));
    }
    imports
}

/// What the file of a group imports for the arguments of its methods.
pub(crate) fn of_args(args: &[Arg]) -> Vec<Use> {
    let mut imports =
        of_types(&args.iter().filter_map(arg_type).collect::<Vec<_>>(), &["crate", "models"], BTreeSet::new());
    imports.extend(of_styles(args));
    if args.iter().any(names_runtime) {
        imports.push(runtime());
    }
    merged(imports)
}

/// What is imported for the styles in which arguments are written.
fn of_styles(args: &[Arg]) -> Option<Use> {
    let styled = args.iter().any(|arg| match &arg.sent {
        Sent::Styled(..) => true,
        Sent::FormBody(styles) => !styles.is_empty(),
        Sent::InPath
        | Sent::Text(_)
        | Sent::Each(_)
        | Sent::JsonBody
        | Sent::TextBody
        | Sent::Upload
        | Sent::Part(..) => false,
    });
    styled.then(|| list(&["crate", "runtime", "params", "style"], ["Param", "Style"].map(own).into()))
}

/// Whether the type of an argument is named by the module of the runtime, so that no name is taken from the document.
fn names_runtime(arg: &Arg) -> bool {
    match arg.ty {
        ArgType::Str | ArgType::Value(_) | ArgType::Ref(_) | ArgType::Slice(_) => false,
        ArgType::Upload | ArgType::Part | ArgType::Parts => true,
    }
}

fn runtime() -> Use {
    Use { public: false, path: vec![own("crate"), own("runtime")], names: Names::This }
}

/// What the file of an operation imports.
pub(crate) fn of_operation(operation: &Operation, answers: Option<&Answers>, faults: &Told, headers: bool) -> Vec<Use> {
    let mut types: Vec<Type> = operation.setters.iter().filter_map(arg_type).collect();
    let single_body = match &operation.success {
        Success::Body(body) => Some(body),
        Success::Empty | Success::Several(..) => None,
    };
    let bodies =
        single_body.into_iter().chain(answers.iter().flat_map(|answers| &answers.cases).flat_map(|case| &case.body));
    let bodies: Vec<&Content> = bodies.collect();
    types.extend(bodies.iter().filter_map(|body| body.ty().cloned()));
    types.extend(operation.paging.iter().map(|paging| paging.item.clone()));
    let mut macros = BTreeSet::from([own("operation")]);
    if let Told::Several(faults) = faults {
        types.extend(faults.cases.iter().map(|case| case.ty.clone()));
        macros.insert(own("faults"));
    }
    macros.extend(answers.map(|_| own("answers")));
    macros.extend(headers.then(|| own("reply_headers")));
    macros.extend((operation.parts || !operation.setters.is_empty()).then(|| own("setters")));
    let is_stream = bodies.iter().any(|body| body.is_stream());
    if is_stream || operation.setters.iter().any(names_runtime) {
        macros.insert(own("self"));
    }
    let mut imports = of_types(&types, &["crate", "models"], macros);
    imports.extend(of_styles(&operation.setters));
    imports
}

/// What several parts of a file import, one import a path, in the order of a file.
pub(crate) fn merged(imports: Vec<Use>) -> Vec<Use> {
    let mut merged: Vec<Use> = Vec::new();
    for import in imports {
        let known = merged.iter_mut().find(|known| {
            (known.public, &known.path) == (import.public, &import.path)
                && matches!(known.names, Names::List(_)) == matches!(import.names, Names::List(_))
        });
        match (known, import.names) {
            (Some(Use { names: Names::List(known), .. }), Names::List(names)) => known.extend(names),
            (Some(_), _) => {}
            (None, names) => merged.push(Use { names, ..import }),
        }
    }
    merged.sort_by_cached_key(path);
    merged
}

fn arg_type(arg: &Arg) -> Option<Type> {
    match &arg.ty {
        ArgType::Str | ArgType::Upload | ArgType::Part | ArgType::Parts => None,
        ArgType::Value(ty) | ArgType::Ref(ty) | ArgType::Slice(ty) => Some(ty.clone()),
    }
}

/// What the file of the client imports.
pub(crate) fn of_client(client: &Client) -> Vec<Use> {
    let mut constants = BTreeSet::from([own("Api")]);
    let mut runtime =
        BTreeSet::from(["Error", "MinThroughput", "Random", "Retry", "RetryBudget", "Transport"].map(own));
    if !(client.params.is_empty() && client.variables.is_empty()) {
        constants.insert(own("ClientParam"));
    }
    if !client.schemes.is_empty() {
        constants.extend(["Scheme", "SchemeKind"].map(own));
        runtime.insert(own("Credential"));
    }
    if !client.token_sources.is_empty() {
        runtime.insert(own("ClientCredentials"));
    }
    let mut imports = of_types(&[], &[], runtime);
    imports.push(single(&["std", "time"], own("Duration")));
    imports.push(list(&["crate", "runtime", "call", "config"], ["Config", "Core"].map(own).into()));
    imports.push(list(&["crate", "runtime", "call", "operation"], constants));
    if !client.groups.is_empty() {
        imports.push(groups());
    }
    merged(imports)
}

/// The import for the groups of operations, which are named by their module: their names are the document's.
pub(crate) fn groups() -> Use {
    single(&["crate"], own("operations"))
}

fn list(path: &[&'static str], names: BTreeSet<Ident>) -> Use {
    Use { public: false, path: path.iter().map(|part| own(part)).collect(), names: Names::List(names) }
}

fn single(path: &[&'static str], name: Ident) -> Use {
    list(path, BTreeSet::from([name]))
}

/// What imports are sorted by: the standard library, other crates, this crate; then the path as it is written.
fn path(import: &Use) -> String {
    let mut parts: Vec<&str> = import.path.iter().map(Ident::text).collect();
    if let Names::List(names) = &import.names
        && let (1, Some(only)) = (names.len(), names.first())
    {
        parts.push(only.text());
    }
    let path = parts.join("::");
    match import.path[0].text() {
        "std" => format!("1 {path}"),
        "crate" | "self" | "super" => format!("3 {path}"),
        _ => format!("2 {path}"),
    }
}
