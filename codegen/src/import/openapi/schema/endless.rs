//! Makes properties optional in types that no finite value can have, because each value contains another one.

use std::collections::{BTreeMap, HashMap};

use crate::graph;
use crate::import::openapi::Import;
use crate::problem::{Problem, Rule};
use crate::spec::{Origin, Presence, Scalar, Shape, TypeDef, TypeName, TypeRef};

/// The number of rounds; each round breaks at least one cycle.
const ROUNDS: usize = 8;

impl Import<'_> {
    /// Makes required properties optional where types contain themselves through them without end.
    pub(super) fn end_structs(&mut self) {
        for _ in 0..ROUNDS {
            let circles = circles(&self.api.types);
            if circles.is_empty() {
                return;
            }
            // A property in the cycle can be made optional; a cycle without properties cannot be kept.
            let has_member = circles.iter().any(|(_, member)| member.is_some());
            for (name, member) in circles.into_iter().filter(|(_, member)| member.is_some() == has_member) {
                let Some(member) = member else {
                    self.end_choice(&name);
                    continue;
                };
                let Some(def) = self.api.types.get_mut(&name) else { continue };
                let Shape::Struct(of_struct) = &mut def.shape else { continue };
                let Some(described) = of_struct.members.get_mut(&member) else { continue };
                described.presence = Presence::Optional;
                let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
                let message =
                    format!("each `{name}` contains another one without end, through its property `{member}`");
                let help = "Make one of the properties of the cycle optional or nullable.";
                self.report(Problem::error(Rule::EndlessType, origin, message, help));
            }
        }
    }
}

impl Import<'_> {
    fn end_choice(&mut self, name: &str) {
        let Some(def) = self.api.types.get_mut(name) else { return };
        def.shape = Shape::Alias(TypeRef::Scalar(Scalar::Json));
        let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
        let message = format!("each alternative of `{name}` contains another `{name}` without end");
        self.report(Problem::error(Rule::EndlessType, origin, message, "Add an alternative that does not contain it."));
    }
}

/// The required properties that lead from an infinite type back to itself.
fn circles(types: &BTreeMap<TypeName, TypeDef>) -> Vec<(TypeName, Option<String>)> {
    let names: Vec<&TypeName> = types.keys().collect();
    let numbers: HashMap<&str, usize> =
        names.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    let needs: Vec<Needs<'_>> = types.values().map(|def| needs(def, &numbers)).collect();
    let mut endless = vec![true; names.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (number, needs) in needs.iter().enumerate() {
            if endless[number] && needs.has_end(&endless) {
                endless[number] = false;
                changed = true;
            }
        }
    }
    let inside = |number: usize| {
        let targets = needs[number].of.iter().map(|(_, target)| *target);
        targets.filter(|target| endless[*target]).collect::<Vec<_>>()
    };
    let edges: Vec<Vec<usize>> =
        (0..names.len()).map(|number| if endless[number] { inside(number) } else { Vec::new() }).collect();
    let components = graph::components(&edges);
    let mut found = Vec::new();
    for (number, needs) in needs.iter().enumerate().filter(|(number, _)| endless[*number]) {
        let back = needs.of.iter().filter(|(_, target)| endless[*target] && components[*target] == components[number]);
        found.extend(back.map(|(member, _)| (names[number].clone(), member.map(str::to_owned))));
    }
    found
}

/// The types that every value of a type contains, each with the name of its property. A value of a union contains one
/// of them.
struct Needs<'a> {
    of: Vec<(Option<&'a str>, usize)>,
    is_choice: bool,
    /// Whether a union has a variant that contains no further type.
    is_free: bool,
}

impl Needs<'_> {
    fn has_end(&self, endless: &[bool]) -> bool {
        if self.is_choice {
            self.is_free || self.of.iter().any(|(_, target)| !endless[*target])
        } else {
            self.of.iter().all(|(_, target)| !endless[*target])
        }
    }
}

fn needs<'a>(def: &'a TypeDef, numbers: &HashMap<&str, usize>) -> Needs<'a> {
    let mut needs = Needs { of: Vec::new(), is_choice: false, is_free: false };
    match &def.shape {
        Shape::Struct(of_struct) => {
            for (name, member) in of_struct.members.iter().filter(|(_, member)| !member.presence.is_optional()) {
                held(&member.ty, numbers, &mut |target| needs.of.push((Some(name), target)));
            }
            // Sorted, so that the order of the document does not decide which property ends the cycle.
            needs.of.sort_unstable();
        }
        Shape::Alias(ty) => held(ty, numbers, &mut |target| needs.of.push((None, target))),
        Shape::Union(of_union) => {
            needs.is_choice = true;
            needs.is_free = of_union.variants.is_empty();
            for variant in &of_union.variants {
                let count = needs.of.len();
                held(&variant.ty, numbers, &mut |target| needs.of.push((None, target)));
                needs.is_free |= needs.of.len() == count;
            }
        }
        Shape::Strings(_) | Shape::Integers(_) => {}
    }
    needs
}

/// Calls `visit` with each type that every value of `ty` must contain.
fn held(ty: &TypeRef, numbers: &HashMap<&str, usize>, visit: &mut dyn FnMut(usize)) {
    match ty {
        TypeRef::Named(name, _) => {
            if let Some(number) = numbers.get(name.as_str()) {
                visit(*number);
            }
        }
        TypeRef::Tuple(items) => items.iter().for_each(|item| held(item, numbers, visit)),
        // Lists and maps may be empty, and null contains nothing.
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Param(_) | TypeRef::Scalar(_) => {}
    }
}
