//! Types that lead back to themselves do so in a way that has an end.

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
