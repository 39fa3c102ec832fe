//! An identifier for each call, where the service has a header for it.

use super::builder::Call;

impl Call {
    /// Sets a header that identifies the call to a new UUID, unless the client sets that header for all calls.
    ///
    /// The header is set when the request is created, so that all attempts, pages and polls of the call have the same
    /// value. A setter of the request and `CallOptions::header` replace it.
    pub fn request_id(self, header: &str) -> Self {
        if self.0.headers.contains(header) {
            return self;
        }
        let id = self.0.core.0.random.uuid();
        self.header(header, id)
    }
}
