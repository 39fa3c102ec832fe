//! Operations as the generator writes them, for the tests.

use crate::Client;
use crate::runtime::body::upload::Upload;
use crate::runtime::call::config::Core;
use crate::runtime::call::operation::Operation;
use crate::runtime::streams::download::Download;
use crate::runtime::streams::events::Events;
use crate::runtime::streams::lines::Lines;
use crate::runtime::streams::parts::Parts;
use crate::runtime::{error_bodies, long_running, operation, response_headers, setters, success_responses};

/// The constant of an operation with default settings.
pub static PLAIN: &Operation = Ping::OPERATION;

/// The constant of an operation in which every setting differs from its default.
pub static FULL: &Operation = StartJob::OPERATION;

impl Client {
    /// Returns the operations.
    pub fn samples(&self) -> Samples<'_> {
        Samples(&self.core)
    }
}

/// The operations of a group.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a>(pub(crate) &'a Core);

impl Samples<'_> {
    /// An operation with default settings.
    pub fn ping(&self) -> Ping {
        Ping(self.0.call(Ping::OPERATION, &[]))
    }

    /// An operation in which every setting differs from its default.
    pub fn start(&self) -> StartJob {
        StartJob(self.0.call(StartJob::OPERATION, &[]))
    }

    /// Creates a resource, which takes some time.
    pub fn put_disk(&self, name: &str) -> PutDisk {
        PutDisk(self.0.call(PutDisk::OPERATION, &[&name]).query("api-version", 1).json(&name))
    }

    /// Deletes a resource, which takes some time.
    pub fn delete_disk(&self, name: &str) -> DeleteDisk {
        DeleteDisk(self.0.call(DeleteDisk::OPERATION, &[&name]))
    }

    /// Starts work that takes some time.
    pub fn copy_disk(&self, name: &str) -> CopyDisk {
        CopyDisk(self.0.call(CopyDisk::OPERATION, &[&name]))
    }

    /// Starts work whose result is in the status resource.
    pub fn scan_disk(&self, name: &str) -> ScanDisk {
        ScanDisk(self.0.call(ScanDisk::OPERATION, &[&name]))
    }

    /// Starts work that is an `Operation` of AIP-151.
    pub fn train(&self) -> Train {
        Train(self.0.call(Train::OPERATION, &[]))
    }

    /// An operation with a response of JSON.
    pub fn numbers(&self) -> Numbers {
        Numbers(self.0.call(Numbers::OPERATION, &[]))
    }

    /// An operation with a response of one value on each line.
    pub fn tail(&self) -> Tail {
        Tail(self.0.call(Tail::OPERATION, &[]))
    }

    /// An operation with a response of events.
    pub fn watch(&self) -> Watch {
        Watch(self.0.call(Watch::OPERATION, &[]))
    }

    /// An operation with a response of one value in each part.
    pub fn split(&self) -> Split {
        Split(self.0.call(Split::OPERATION, &[]))
    }

    /// An operation with a response of bytes.
    pub fn export(&self) -> Export {
        Export(self.0.call(Export::OPERATION, &[]))
    }

    /// An operation with a body of bytes.
    pub fn import(&self, file: impl Into<Upload>) -> Import {
        Import(self.0.call(Import::OPERATION, &[]).upload(file.into()))
    }

    /// An operation that is paged.
    pub fn list(&self) -> List {
        List(self.0.call(List::OPERATION, &[]))
    }
}

operation!(Ping -> () = empty {
    "ping" = HEAD "/ping",
});

operation!(StartJob -> StartJobSuccess = several {
    "jobs.start" = POST "/v{version}/jobs",
    server = "/jobs",
    client_values = Path "version" Client "version" | Query "kind" Constant "a b",
    accept = "application/json, text/plain",
    content_type = "application/merge-patch+json",
    security = ["Authorization", "key"] | [],
    idempotency_key = "x-key",
    retry = 409 | 503,
    responses = 200 | 202 | 2xx | 4xx | default,
});

setters!(StartJob {
    /// The number of the page.
    page: i64 => query("page", page),
    /// The tags.
    tags: &[String] => queries("tag", tags),
} parts);

success_responses!(StartJobSuccess of StartJob {
    /// The job is done.
    Ok(bool) = 200 json,
    /// The job is in progress.
    Accepted = 202 empty,
    /// The result of the job.
    Text(String) = 2xx plain_text,
});

response_headers!(StartJobHeaders of StartJob {
    /// The URL of the job.
    location = "Location",
    /// The number of remaining jobs.
    x_left: i64 = "X-Left",
});

error_bodies!(StartJobErrorBody of StartJob {
    /// Another job is in progress.
    Conflict(i64) = 409 | 410,
    /// The caller may not start jobs.
    Denied(bool) = 4xx,
    /// Any other error.
    Other(String) = default,
});

operation!(List -> Vec<i64> {
    "list" = GET "/list",
    responses = 200,
    items = i64 = "" Number { param: "page", first: 1 },
});

operation!(Numbers -> Vec<i64> {
    "numbers" = GET "/numbers",
    responses = 200 | default,
});

operation!(Tail -> Lines<i64> = lines {
    "tail" = GET "/tail",
    accept = "application/jsonl",
    responses = 200,
    streams = 200,
});

operation!(Watch -> Events<i64> = events {
    "watch" = GET "/watch",
    accept = "text/event-stream",
    responses = 200,
    streams = 200,
});

operation!(Split -> Parts<i64> = parts {
    "split" = GET "/split",
    accept = "multipart/mixed",
    responses = 200,
    streams = 200,
});

operation!(Export -> Download = download {
    "export" = GET "/export",
    accept = "application/octet-stream",
    responses = 200,
    streams = 200,
});

operation!(Import -> () = empty {
    "import" = PUT "/import",
    responses = 204,
});

operation!(PutDisk -> Vec<i64> {
    "disks.put" = PUT "/disks/{name}",
    responses = 200 | 201 | default,
});
long_running!(PutDisk -> Vec<i64> { Headers, Usual });

operation!(DeleteDisk -> () = empty {
    "disks.delete" = DELETE "/disks/{name}",
    responses = 202 | 204 | default,
});
long_running!(DeleteDisk -> Vec<i64> = optional { Headers, Usual });

operation!(CopyDisk -> () = empty {
    "disks.copy" = POST "/disks/{name}/copy",
    idempotency_key = "x-key",
    responses = 202 | default,
});
long_running!(CopyDisk -> Vec<i64> { Headers, Usual });

operation!(ScanDisk -> () = empty {
    "disks.scan" = POST "/disks/{name}/scan",
    responses = 202 | default,
});
long_running!(ScanDisk -> Vec<i64> { Headers, StatusBody });

operation!(Train -> () = empty {
    "train" = POST "/v1/models:train",
    responses = 200 | default,
});
long_running!(Train -> Vec<i64> { Operation("/v1/{name}"), Usual });
