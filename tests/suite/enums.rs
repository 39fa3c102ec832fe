//! Tests each enum of names in the Swagger documents of Partner Center: it is read from its names, keeps other values,
//! and writes names, although the documents declare most enums as integers.

use std::collections::BTreeSet;
use std::fmt::Debug;

use partner_center::models::{
    Agreement, AgreementMetadata, AuditRecord, Customer, Domain, DomainFederationSettings, FieldFilterOperation,
    PartnerRelationship, PartnerRelationshipType, Qualification, ServiceIncident,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::workshop::files;

/// The names of an enum, and where a document lists them: a property of a definition, or a parameter.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    owner: String,
    name: String,
    values: Vec<String>,
}

/// Finds all enums of strings below a value.
fn find(value: &Value, path: &mut Vec<String>, found: &mut BTreeSet<Listed>) {
    if let Some(values) =
        value.get("enum").and_then(Value::as_array).filter(|values| values.iter().all(Value::is_string))
    {
        let values = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let listed = match &path[..] {
            [definitions, ty, properties, name] if definitions == "definitions" && properties == "properties" => {
                let owner = ty.rsplit('.').next().unwrap_or_default().to_owned();
                Listed { owner, name: name.clone(), values }
            }
            _ => {
                let name = value.get("name").and_then(Value::as_str).unwrap_or("body").to_owned();
                Listed { owner: "parameter".to_owned(), name, values }
            }
        };
        found.insert(listed);
    }
    let mut below = |name: String, value: &Value| {
        path.push(name);
        find(value, path, found);
        path.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name.clone(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| below(at.to_string(), value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn listed() -> BTreeSet<Listed> {
    let mut found = BTreeSet::new();
    for (name, bytes) in files(&crate::root().join("specs/partner-center/source")) {
        if name.ends_with(".swagger.json") {
            let document = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            find(&document, &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads a payload and writes it again, and returns whether the value of an enum was not listed.
fn unlisted<T: DeserializeOwned + Serialize + Debug>(payload: &Value) -> bool {
    let text = payload.to_string();
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_value(&read).expect("it can be written"), *payload);
    format!("{read:?}").contains("Unlisted")
}

/// Reads and writes a payload that has the value in the property of the enum.
fn through(place: &Listed, value: &str) -> bool {
    let name = place.name.as_str();
    let object = || json!({ name: value });
    match (place.owner.as_str(), name) {
        ("Agreement", _) => unlisted::<Agreement>(&object()),
        ("AgreementMetadata", _) => unlisted::<AgreementMetadata>(&object()),
        ("AuditRecord", _) => {
            let mut record = json!({
                "applicationId": "a",
                "customerId": "c",
                "operationDate": "2026-11-28T09:00:00Z",
                "operationType": "add_customer",
                "partnerId": "p",
                "resourceType": "customer",
            });
            record[name] = value.into();
            unlisted::<AuditRecord>(&record)
        }
        ("Customer", _) => unlisted::<Customer>(&object()),
        ("Domain", _) => unlisted::<Domain>(&object()),
        ("DomainFederationSettings", _) => unlisted::<DomainFederationSettings>(&object()),
        ("PartnerRelationship", _) => unlisted::<PartnerRelationship>(&object()),
        ("ServiceIncidentDetail", _) => unlisted::<ServiceIncident>(&object()),
        ("parameter", "relationship_type") => unlisted::<PartnerRelationshipType>(&value.into()),
        ("parameter", "body" | "qualification") => unlisted::<Qualification>(&value.into()),
        ("parameter", _) if name.ends_with("filter.operator") => unlisted::<FieldFilterOperation>(&value.into()),
        _ => panic!("no type is known for {place:?}"),
    }
}

#[test]
fn each_enum_of_the_swagger_documents_is_read_from_names() {
    let listed = listed();
    assert!(listed.len() >= 17, "{}", listed.len());
    for place in &listed {
        for value in &place.values {
            assert!(!through(place, value), "{value} in {place:?}");
        }
        for other in ["not_known_yet", "", "Ünknown value", "0"] {
            assert!(through(place, other), "{other:?} in {place:?}");
        }
    }
}
