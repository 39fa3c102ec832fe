//! Checks that the arguments of a recursive generic model do not grow with each recursion.

use super::types::Types;
use crate::graph;
use crate::problem::Rule;
use crate::spec::check::findings::Findings;
use crate::spec::spot::Spot;
use crate::spec::{TypeRef, refs};

/// The use of a type parameter of one model in an argument for a parameter of another model.
struct Flow {
    from: usize,
    to: usize,
    /// Whether the argument contains more than the parameter.
    grows: bool,
}

/// Reports polymorphic recursion: type parameters that pass through a cycle and grow on the way.
///
/// This is the rule with which ECMA-335 (II.9.2) refuses generic types that would need infinitely many instances.
pub(super) fn check(types: &Types<'_>, findings: &mut Findings<'_>) {
    let mut firsts = vec![0];
    firsts.extend(types.defs.iter().scan(0, |count, (_, def)| {
        *count += def.params.len();
        Some(*count)
    }));
    let count = firsts[types.defs.len()];
    let mut edges = vec![Vec::new(); count];
    each_flow(types, &firsts, &mut |_, _, flow| edges[flow.from].push(flow.to));
    let components = graph::components(&edges);
    each_flow(types, &firsts, &mut |spot, ty, flow| {
        if flow.grows && components[flow.from] == components[flow.to] {
            let message = format!("a generic model contains itself with arguments that grow without end: `{ty}`");
            let help = "Make the argument a type parameter alone, or define the inner model separately.";
            findings.error(Rule::PolymorphicRecursion, spot, message, help);
        }
    });
}

fn each_flow(types: &Types<'_>, firsts: &[usize], visit: &mut dyn FnMut(&Spot<'_>, &TypeRef, Flow)) {
    let spot = Spot::TOP.name("types");
    for (number, (name, def)) in types.defs.iter().enumerate().filter(|(_, (_, def))| !def.params.is_empty()) {
        let param_number = |name: &str| def.params.iter().position(|param| param == name).map(|at| firsts[number] + at);
        refs::of_type(&spot.name(name).from(&def.origin), def, &mut |spot, ty| {
            ty.walk(&mut |part| {
                let TypeRef::Named(target, args) = part else { return };
                let Some(target) = types.number(target) else { return };
                for (at, arg) in args.iter().enumerate().take(types.defs[target].1.params.len()) {
                    arg.walk(&mut |inner| {
                        let TypeRef::Param(param) = inner else { return };
                        let Some(from) = param_number(param) else { return };
                        visit(spot, part, Flow { from, to: firsts[target] + at, grows: inner != arg });
                    });
                }
            });
        });
    }
}
