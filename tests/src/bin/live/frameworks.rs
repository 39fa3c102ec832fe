//! The frameworks, and how their servers are started.

use std::path::PathBuf;

/// A web framework with a server of ours.
#[derive(Debug)]
pub struct Framework {
    /// The name of the folder under `tests/live` and of the test that calls the server.
    pub name: &'static str,
    /// The language of the server.
    pub language: Language,
    /// The path at which the server publishes its OpenAPI document.
    pub document: &'static str,
}

/// The language of a server, which determines how its framework is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `server.py`, with the packages of `tests/live/requirements.txt` in a virtual environment.
    Python,
    /// `server.ts` and what it imports, compiled by TypeScript, with the packages of `tests/live/package-lock.json`. Where
    /// there is a `tsoa.json`, tsoa writes the routes and the document before.
    TypeScript,
    /// `server.rs`, a program of the package of the calls.
    Rust,
}

/// All frameworks.
pub const FRAMEWORKS: &[Framework] = &[
    Framework { name: "fastapi", language: Language::Python, document: "/openapi.json" },
    Framework { name: "nestjs", language: Language::TypeScript, document: "/api-json" },
    Framework { name: "axum", language: Language::Rust, document: "/openapi.json" },
    Framework { name: "django", language: Language::Python, document: "/schema/?format=json" },
    Framework { name: "fastify", language: Language::TypeScript, document: "/openapi.json" },
    Framework { name: "litestar", language: Language::Python, document: "/schema/openapi.json" },
    Framework { name: "hono", language: Language::TypeScript, document: "/openapi.json" },
    Framework { name: "dropshot", language: Language::Rust, document: "/openapi.json" },
    Framework { name: "tsoa", language: Language::TypeScript, document: "/openapi.json" },
    Framework { name: "poem", language: Language::Rust, document: "/openapi.json" },
    Framework { name: "aide", language: Language::Rust, document: "/openapi.json" },
    Framework { name: "elysia", language: Language::TypeScript, document: "/openapi/json" },
];

impl Framework {
    /// The folder of the server, its document and the calls.
    pub fn folder(&self) -> PathBuf {
        crate::folder().join(self.name)
    }

    /// The committed document.
    pub fn document_file(&self) -> PathBuf {
        self.folder().join("openapi.json")
    }

    /// The package of the calls.
    pub fn package(&self) -> String {
        format!("live-{}", self.name)
    }
}
