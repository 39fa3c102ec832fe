//! A client as the generator writes it, as far as operations need one.

use crate::runtime::call::config::Core;

/// A client.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) core: Core,
}
