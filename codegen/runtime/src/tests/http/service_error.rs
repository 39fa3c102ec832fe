//! Tests of the messages of errors: which value of the request is wrong, in the forms that servers use.

use serde_json::{Value, json};

use crate::runtime::call::service_error::{code, message};

/// Checks bodies, each with the pointer that the generator derives from its schema, and the message.
fn check(cases: impl IntoIterator<Item = (&'static str, Value, &'static str)>) {
    for (pointer, body, expected) in cases {
        assert_eq!(message(&["/nowhere/0", pointer], &body).as_deref(), Some(expected), "{body}");
    }
}

#[test]
fn frameworks_of_python_and_javascript() {
    check([
        // FastAPI.
        (
            "/detail/0/msg",
            json!({"detail": [
                {"type": "greater_than", "loc": ["body", "price"], "msg": "Input should be greater than 0", "input": -1},
                {"type": "missing", "loc": ["body", "name"], "msg": "Field required"},
                {"type": "missing", "loc": ["body", "tags", 0, "id"], "msg": "Field required"},
            ]}),
            "body.price: Input should be greater than 0 (and 2 more)",
        ),
        (
            "/detail/0/msg",
            json!({"detail": [{"loc": ["body", "items", 2, "id"], "msg": "Field required"}]}),
            "body.items[2].id: Field required",
        ),
        // zod.
        (
            "/error/issues/0/message",
            json!({"error": {"name": "ZodError", "issues": [{"path": ["lines", 0, "sku"], "message": "Required"}]}}),
            "lines[0].sku: Required",
        ),
        (
            "/message",
            json!({"message": "Invalid", "error": {"fieldErrors": {"price": ["Too small"]}, "formErrors": []}}),
            "Invalid: price: Too small",
        ),
        // Ajv, which Fastify and express-openapi-validator use.
        (
            "/errors/0/message",
            json!({"errors": [{"instancePath": "/price", "message": "must be > 0"}]}),
            "/price: must be > 0",
        ),
        ("/message", json!({"message": "body/price must be > 0", "error": "Bad Request"}), "body/price must be > 0"),
        (
            "/message",
            json!({"message": "request/body/price must be number", "errors": [
                {"path": "/body/price", "message": "must be number", "errorCode": "type.openapi.validation"},
            ]}),
            "request/body/price must be number",
        ),
        // express-validator.
        (
            "/errors/0/msg",
            json!({"errors": [{"type": "field", "msg": "Invalid value", "path": "price", "location": "body"}]}),
            "body.price: Invalid value",
        ),
        // Litestar.
        (
            "/detail",
            json!({"detail": "Validation failed for POST /items", "extra": [
                {"message": "Expected `int`, got `str`", "key": "price", "source": "body"},
            ]}),
            "Validation failed for POST /items: body.price: Expected `int`, got `str`",
        ),
        // tsoa.
        (
            "/message",
            json!({"message": "Validation failed", "details": {"item.price": {"message": "invalid", "value": "x"}}}),
            "Validation failed: item.price: invalid",
        ),
        // NestJS, where each message has the name.
        (
            "/message/0",
            json!({"message": ["price must be positive", "name must be a string"], "error": "Bad Request"}),
            "price must be positive (and 1 more)",
        ),
        // Django, with an exception handler that nests the errors.
        (
            "/detail",
            json!({"detail": "Invalid input.", "errors": {"address": {"city": ["This field is required."]}}}),
            "Invalid input: address.city: This field is required.",
        ),
    ]);
}

#[test]
fn other_frameworks_and_formats() {
    check([
        // ASP.NET Core.
        (
            "/title",
            json!({"title": "One or more validation errors occurred.", "status": 400, "errors": {
                "Name": ["The Name field is required.", "The Name field is too short."],
                "Price": ["The field Price must be positive."],
            }}),
            "One or more validation errors occurred: The Name field is required. (and 2 more)",
        ),
        // Laravel.
        (
            "/message",
            json!({"message": "The price field is required.", "errors": {"price": ["The price field is required."]}}),
            "The price field is required.",
        ),
        // Cornice, which says where the value is in other words, and one that does not say it.
        (
            "/message",
            json!({"message": "requests.0.method in body: not one of GET, PUT", "details": [
                {"location": "body", "name": "requests.0.method", "description": "not one of GET, PUT"},
            ]}),
            "requests.0.method in body: not one of GET, PUT",
        ),
        (
            "/message",
            json!({"message": "too low", "errors": [{"field": "price", "message": "too low"}]}),
            "price: too low",
        ),
        // JSON:API.
        (
            "/errors/0/detail",
            json!({"errors": [{"status": "422", "source": {"pointer": "/data/attributes/price"}, "detail": "too low"}]}),
            "/data/attributes/price: too low",
        ),
        ("/errors/0/title", json!({"errors": [{"source": {"parameter": "sort"}, "title": "No"}]}), "sort: No"),
        // Problem Details (RFC 9457), as Spring, Quarkus and Huma extend them.
        (
            "/detail",
            json!({"title": "Bad Request", "detail": "Invalid request content.", "errors": [
                {"field": "price", "defaultMessage": "must be greater than 0", "objectName": "item"},
                {"field": "name", "defaultMessage": "must not be blank", "objectName": "item"},
            ]}),
            "Invalid request content: price: must be greater than 0 (and 1 more)",
        ),
        (
            "/title",
            json!({"title": "Constraint Violation", "violations": [{"field": "add.price", "message": "must be >= 0"}]}),
            "Constraint Violation: add.price: must be >= 0",
        ),
        (
            "/detail",
            json!({"detail": "validation failed", "errors": [{"message": "expected number", "location": "body.price"}]}),
            "validation failed: body.price: expected number",
        ),
        (
            "/title",
            json!({"title": "Invalid", "invalid-params": [{"name": "age", "reason": "must be positive"}]}),
            "Invalid: age: must be positive",
        ),
    ]);
}

#[test]
fn apis_of_large_services() {
    check([
        // GitHub, Google, Azure, Stripe, Kubernetes.
        (
            "/message",
            json!({"message": "Validation Failed", "errors": [
                {"resource": "Issue", "field": "title", "code": "missing_field"},
            ]}),
            "Validation Failed: title: missing_field",
        ),
        (
            "/error/message",
            json!({"error": {"code": 400, "message": "Invalid request", "details": [
                {"@type": "type.googleapis.com/google.rpc.BadRequest",
                 "fieldViolations": [{"field": "book.title", "description": "must be set"}]},
            ]}}),
            "Invalid request: book.title: must be set",
        ),
        (
            "/error/message",
            json!({"error": {"message": "Multiple errors in ContactInfo data", "target": "ContactInfo", "details": [
                {"code": "NullValue", "target": "PhoneNumber", "message": "Phone number must not be null"},
            ]}}),
            "Multiple errors in ContactInfo data: PhoneNumber: Phone number must not be null",
        ),
        (
            "/error/message",
            json!({"error": {"message": "Invalid integer: abc", "param": "amount", "code": "parameter_invalid_integer"}}),
            "Invalid integer: abc",
        ),
        (
            "/message",
            json!({"message": "pods \"x\" not found", "details": {"name": "x", "kind": "pods"}}),
            "pods \"x\" not found",
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_location_is_not_one() {
    // The path of a request, the class of an error, a request identifier and values that are not errors.
    let spring = json!({"error": "Not Found", "message": "no such item", "path": "/items/3", "name": "NotFoundError"});
    assert_eq!(message(&["/message"], &spring).as_deref(), Some("no such item"));
    let classes = json!({"errors": [{"name": "ValidationError", "message": "no"}]});
    assert_eq!(message(&["/errors/0/message"], &classes).as_deref(), Some("no"));
    let details = json!({"message": "no", "details": {"retry": 5, "ok": false, "at": null}, "errors": [], "extra": {}});
    assert_eq!(message(&["/message"], &details).as_deref(), Some("no"));
    assert_eq!(code(&["/code"], &json!({"code": 7})).as_deref(), Some("7"));
}

#[test]
fn any_shape_is_read_without_a_panic_and_in_bounds() {
    let deep = |levels: usize| (0..levels).fold(json!("end"), |value, _| json!({"errors": value}));
    let long = "x".repeat(1000);
    let shapes = [
        deep(100),
        json!({"errors": [[[["x"]]], {}, null, 1, {"loc": [null, {}]}]}),
        json!({"errors": {"": {"": {"": ""}}}}),
        json!({"errors": {"é": ["ü"], "source": {"pointer": 1}}}),
        json!({"errors": {&long: {&long: ["x"]}}}),
        json!([[{"message": "m"}]]),
    ];
    for shape in shapes {
        let shown = message(&["/message"], &json!({"message": "m", "errors": shape, "details": shape})).unwrap();
        assert!(shown.contains('m') && shown.len() < 400, "{shape}: {shown}");
        for pointer in ["", "/", "/errors/0", "/errors/0/message", "/0/0/message"] {
            message(&[pointer], &shape);
        }
    }
}
