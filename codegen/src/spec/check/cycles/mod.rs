//! Checks that recursive types have finite values and finitely many instances.

mod endless;
mod growing;
mod types;

use self::types::Types;
use super::findings::Findings;
use crate::spec::Api;

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let types = Types::new(api);
    endless::check(&types, findings);
    growing::check(&types, findings);
}
