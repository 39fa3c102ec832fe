//! Operations as the generator writes them, for the tests.

use crate::runtime::config::Core;
use crate::runtime::operation::Operation;

/// The constant of the operation of which nothing is unusual.
pub static PLAIN: &Operation = &plain::OPERATION;

/// The constant of the operation of which everything is.
pub static FULL: &Operation = &full::OPERATION;

/// The operations of a group.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a>(pub(crate) &'a Core);

impl Samples<'_> {
    /// An operation of which nothing is unusual.
    pub fn ping(&self) -> plain::Ping {
        plain::Ping(self.0.call(&plain::OPERATION))
    }

    /// An operation of which everything is.
    pub fn start(&self) -> full::StartJob {
        full::StartJob(self.0.call(&full::OPERATION))
    }

    /// An operation that is paged.
    pub fn list(&self) -> list::List {
        list::List(self.0.call(&list::OPERATION))
    }
}

/// An operation of which nothing is unusual.
pub mod plain {
    use crate::runtime::operation;

    operation!(Ping -> () = empty {
        /// A call.
        "ping" = HEAD "/ping",
    });
}

/// An operation of which everything is.
pub mod full {
    use crate::runtime::{answers, faults, operation, reply_headers, setters};

    operation!(StartJob -> StartJobReply = several {
        /// A call.
        "jobs.start" = POST "/v{version}/jobs",
        server = "/jobs",
        given = Path "version" Client "version" | Query "kind" Constant "a b",
        accept = "application/json, text/plain",
        content_type = "application/merge-patch+json",
        security = ["Authorization", "key"] | [],
        idempotency_key = "x-key",
        retry = 409 | 503,
        replies = 200 | 202 | 2xx | 4xx | default,
    });

    setters!(StartJob {
        /// The number of the page.
        page: i64 => query("page", &page),
        /// The tags.
        tags: &[String] => queries("tag", tags),
    } parts);

    answers!(StartJobReply of StartJob {
        /// It is done.
        Ok(bool) = 200 json,
        /// It is under way.
        Accepted = 202 empty,
        /// What came of it.
        Text(String) = 2xx plain_text,
    });

    reply_headers!(StartJobHeaders of StartJob {
        /// Where it is.
        location = "Location",
        /// How many are left.
        x_left: i64 = "X-Left",
    });

    faults!(StartJobFault of StartJob {
        /// Another job is under way.
        Conflict(i64) = 409 | 410,
        /// It is not for this caller.
        Denied(bool) = 4xx,
        /// Anything else.
        Other(String) = default,
    });
}

/// An operation that is paged.
pub mod list {
    use crate::runtime::operation;

    operation!(List -> Vec<i64> {
        /// A call.
        "list" = GET "/list",
        replies = 200,
        items = i64 = "" Number { param: "page", first: 1 },
    });
}
