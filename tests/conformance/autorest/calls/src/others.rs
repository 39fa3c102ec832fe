//! The documents with few scenarios.

use std::collections::BTreeMap;

use crate::checks::{calls, done, is, read, refused, shows, value, values};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    any_values(run).await?;
    additional_properties(run).await?;
    inheritance(run).await?;
    enums(run).await?;
    constants(run).await?;
    optional(run).await?;
    reserved_words(run).await?;
    hosts(run).await?;
    credentials(run).await
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn any_values(run: &mut Run) -> Outcome {
    let client = client!(any_type, any_type::Client::builder().base_url(&run.url));
    calls!(run, client, string:
        get() => shows("\"anything\"");
        put(&value("\"anything\"")) => done;
    );
    calls!(run, client, object:
        get() => shows(r#"{"message":"An object was successfully returned"}"#);
        put(&value(r#"{"foo":"bar"}"#)) => done;
    );
    calls!(run, client, array:
        get() => shows(r#"["foo","bar"]"#);
        put(&value(r#"["foo","bar"]"#)) => done;
    );
    let client = client!(object_type, object_type::Client::builder().base_url(&run.url));
    let foo = || BTreeMap::from([("foo".to_owned(), value("\"bar\""))]);
    calls!(run, client, object_type:
        get() => |result| {
            let message = value("\"An object was successfully returned\"");
            assert_eq!(read(result)?, BTreeMap::from([("message".to_owned(), message)]));
            Ok(())
        };
        put(&foo()) => done;
        put(&BTreeMap::new()) => |result| {
            let error = result.expect_err("the body is refused");
            assert!(error.text.contains("The object you passed was incorrect"), "{}", error.text);
            Ok(())
        };
    );
    let client = client!(merge_patch, merge_patch::Client::builder().base_url(&run.url));
    calls!(run, client, merge_patch_json:
        patch_single(&BTreeMap::from([("foo".to_owned(), value("\"bars\""))])) => done;
    );
    Ok(())
}

async fn additional_properties(run: &mut Run) -> Outcome {
    use additional_properties::Json;
    use additional_properties::models::{
        CatApTrue, PetApInProperties, PetApInPropertiesWithApString, PetApObject, PetApString, PetApTrue,
    };
    let client = client!(additional_properties, additional_properties::Client::builder().base_url(&run.url));
    let json = |text: &str| value::<Json>(text);
    let sizes = || {
        let sizes = [("height", 5.61), ("weight", 599.0), ("footsize", 11.5)];
        Some(sizes.into_iter().map(|(name, size)| (name.to_owned(), size)).collect::<BTreeMap<_, f64>>())
    };
    let mut puppy = PetApTrue::new(1);
    puppy.name = text("Puppy");
    puppy.extra.insert("birthdate", json("\"2017-12-13T02:29:51Z\""));
    puppy.extra.insert("complexProperty", json(r#"{"color":"Red"}"#));
    let puppy = puppy;
    let mut lisa = CatApTrue::new(1);
    (lisa.name, lisa.friendly) = (text("Lisa"), Some(true));
    lisa.extra = puppy.extra.clone();
    let mut hira = PetApObject::new(2);
    hira.name = text("Hira");
    hira.extra.insert("picture", json("\"//////4=\""));
    hira.extra.insert(
        "siblings",
        json(r#"[{"id":1,"name":"Puppy","birthdate":"2017-12-13T02:29:51Z","complexProperty":{"color":"Red"}}]"#),
    );
    let mut tommy = PetApString::new(3);
    tommy.name = text("Tommy");
    for (name, value) in [("color", "red"), ("weight", "10 kg"), ("city", "Bombay")] {
        tommy.rest.insert(name.to_owned(), value.to_owned());
    }
    let mut bunny = PetApInProperties::new(4);
    (bunny.name, bunny.additional_properties) = (text("Bunny"), sizes());
    let mut funny = PetApInPropertiesWithApString::new("westus".to_owned(), 5);
    (funny.name, funny.additional_properties) = (text("Funny"), sizes());
    for (name, value) in [("color", "red"), ("city", "Seattle"), ("food", "tikka masala")] {
        funny.rest.insert(name.to_owned(), value.to_owned());
    }
    let created = |status: Option<bool>| assert_eq!(status, Some(true));
    calls!(run, client, pets:
        create_ap_true(&puppy) => |result| {
            let pet = read(result)?;
            created(pet.status);
            assert_eq!(pet.extra.get("complexProperty").map(Json::get), Some(r#"{"color":"Red"}"#));
            Ok(())
        };
        create_cat_ap_true(&lisa) => |result| {
            let cat = read(result)?;
            created(cat.status);
            assert_eq!((cat.friendly, cat.extra.len()), (Some(true), 2));
            Ok(())
        };
        create_ap_object(&hira) => |result| {
            let pet = read(result)?;
            created(pet.status);
            assert_eq!(pet.extra.get("picture").map(Json::get), Some("\"//////4=\""));
            Ok(())
        };
        create_ap_string(&tommy) => |result| {
            let pet = read(result)?;
            created(pet.status);
            assert_eq!(pet.rest["weight"], "10 kg");
            Ok(())
        };
        create_ap_in_properties(&bunny) => |result| {
            let pet = read(result)?;
            created(pet.status);
            assert_eq!(pet.additional_properties.ok_or("no sizes")?["height"], 5.61);
            Ok(())
        };
        create_ap_in_properties_with_ap_string(&funny) => |result| {
            let pet = read(result)?;
            created(pet.status);
            assert_eq!((pet.odata_location.as_str(), pet.rest["food"].as_str()), ("westus", "tikka masala"));
            Ok(())
        };
    );
    Ok(())
}

async fn inheritance(run: &mut Run) -> Outcome {
    use multiple_inheritance::models::{Cat, Feline, Horse, Kitten, Pet};
    let client = client!(multiple_inheritance, multiple_inheritance::Client::builder().base_url(&run.url));
    let horse = |name: &str, shows| {
        let mut horse = Horse::new(name.to_owned());
        horse.is_a_show_horse = Some(shows);
        horse
    };
    let feline = |meows| Feline { meows: Some(meows), hisses: Some(true), ..Feline::default() };
    let cat = |name: &str, likes_milk, hisses| {
        let mut cat = Cat::new(name.to_owned());
        (cat.likes_milk, cat.meows, cat.hisses) = (Some(likes_milk), Some(true), Some(hisses));
        cat
    };
    let kitten = |name: &str, likes_milk, hisses, eats_mice| {
        let mut kitten = Kitten::new(name.to_owned());
        (kitten.likes_milk, kitten.meows, kitten.hisses) = (Some(likes_milk), Some(true), Some(hisses));
        kitten.eats_mice_yet = Some(eats_mice);
        kitten
    };
    calls!(run, client, pet:
        get() => is(Pet::new("Peanut".to_owned()));
        put(&Pet::new("Butter".to_owned())) => shows("Pet was correct!");
    );
    calls!(run, client, horse:
        get() => is(horse("Fred", true));
        put(&horse("General", false)) => shows("Horse was correct!");
    );
    calls!(run, client, feline:
        get() => is(feline(true));
        put(&feline(false)) => shows("Feline was correct!");
    );
    calls!(run, client, cat:
        get() => is(cat("Whiskers", true, true));
        put(&cat("Boots", false, false)) => shows("Cat was correct!");
    );
    calls!(run, client, kitten:
        get() => is(kitten("Gatito", true, true, false));
        put(&kitten("Kitty", false, false, true)) => shows("Kitten was correct!");
    );
    Ok(())
}

async fn enums(run: &mut Run) -> Outcome {
    use extensible_enums::models::{DaysOfWeekExtensibleEnum as Day, IntEnum, Pet};
    let client = client!(extensible_enums, extensible_enums::Client::builder().base_url(&run.url));
    let pet = |name: &str, day: &str, number: &str| {
        let mut pet = Pet::new(IntEnum::from(number));
        (pet.name, pet.days_of_week) = (text(name), Some(Day::from(day)));
        pet
    };
    calls!(run, client, pet:
        get_by_id("tommy") => is(pet("Tommy Tomson", "Monday", "1"));
        // Neither value is listed.
        get_by_id("casper") => is(pet("Casper Ghosty", "Weekend", "2"));
        get_by_id("scooby") => is(pet("Scooby Scarface", "Thursday", "2.1"));
        add().pet(&pet("Retriever", "Wednesday", "3")) => is(pet("Retriever", "Wednesday", "3"));
    );
    let client = client!(number_enums, number_enums::Client::builder().base_url(&run.url));
    calls!(run, client, int:
        get() => is(number_enums::models::IntEnum::from(429));
        put().int_enum(number_enums::models::IntEnum::from(200)) => shows("Nice job posting an int enum");
    );
    calls!(run, client, float:
        get() => is(429.1);
        put().float_enum(200.4) => shows("Nice job posting a float enum");
    );
    let client = client!(client_enum, client_enum::Client::builder().base_url(&run.url));
    calls!(run, client, client_enum: head() => done;);
    Ok(())
}

async fn constants(run: &mut Run) -> Outcome {
    use validation::models::{ChildProduct, ConstantProduct, Product};
    let client = client!(constants, constants::Client::builder().base_url(&run.url));
    calls!(run, client, contants: put_client_constants() => done;);
    let client =
        client!(validation, validation::Client::builder().base_url(&run.url).subscription_id("1").api_version("1"));
    let product = || Product::new(ChildProduct::default(), ConstantProduct::default());
    calls!(run, client, validation:
        get_with_constant_in_path() => done;
        post_with_constant_in_body().product(&product()) => is(product());
    );
    Ok(())
}

async fn optional(run: &mut Run) -> Outcome {
    let client = client!(required_optional, required_optional::Client::builder().base_url(&run.url));
    calls!(run, client, implicit:
        put_optional_body() => done;
        put_optional_header() => done;
        put_optional_query() => done;
        get_optional_global_query() => done;
        put_optional_binary_body() => done;
        put_optional_binary_body().body("bytes") => done;
    );
    calls!(run, client, explicit:
        post_optional_integer_parameter() => done;
        post_optional_integer_property().int_optional_wrapper(&Default::default()) => done;
        post_optional_integer_header() => done;
        post_optional_string_parameter() => done;
        post_optional_string_property().string_optional_wrapper(&Default::default()) => done;
        post_optional_string_header() => done;
        post_optional_class_parameter() => done;
        post_optional_class_property().class_optional_wrapper(&Default::default()) => done;
        post_optional_array_parameter() => done;
        post_optional_array_property().array_optional_wrapper(&Default::default()) => done;
        post_optional_array_header() => done;
        put_optional_binary_body() => done;
        put_required_binary_body("bytes") => done;
    );
    Ok(())
}

async fn reserved_words(run: &mut Run) -> Outcome {
    use reserved_words::models::{MyEnum, OperationWithDataParamRequest, OperationWithDataParamRequestRequired};
    let client = client!(reserved_words, reserved_words::Client::builder().base_url(&run.url));
    let data = OperationWithDataParamRequestRequired { data: "hello".to_owned(), world: "world".to_owned() };
    let data = OperationWithDataParamRequest::from(data);
    // The document declares an object for each response, and the server sends no body.
    let empty = || crate::checks::fails("Empty");
    calls!(run, client, reserved_words:
        import_operation_one("foo") => empty();
        operation_with_content_param("hello, world") => empty();
        operation_with_json_param(&value(r#"{"hello":"world"}"#)) => empty();
        operation_with_data_param(&data) => empty();
        operation_with_files_param("name", "bytes") => empty();
        operation_with_url("foo", "x").query_parameters(&values(&["one", "two"])) => empty();
        reserved_enum(&MyEnum::Import) => empty();
    );
    Ok(())
}

async fn hosts(run: &mut Run) -> Outcome {
    let host = run.url.trim_start_matches("http://").to_owned();
    let client = client!(custom_url, custom_url::Client::builder().account_name("http://").host(&host));
    calls!(run, client, path: get_empty() => done;);
    let builder =
        custom_url_more::Client::builder().vault("http://").secret(&host).dns_suffix("").subscription_id("test12");
    let client = client!(custom_url_more, builder);
    calls!(run, client, path: get_empty("key1").key_version("v1") => done;);
    let client = client!(parameterized_endpoint, parameterized_endpoint::Client::builder().endpoint(&run.url));
    calls!(run, client, parameterized_endpoint: get() => done;);
    Ok(())
}

async fn credentials(run: &mut Run) -> Outcome {
    let token = security_aad::Bearer::new("https://security.microsoft.com/.default");
    let client = client!(security_aad, security_aad::Client::builder().base_url(&run.url).credential(token));
    calls!(run, client, securityaad: head() => done;);
    let key = security_key::ApiKey::new("123456789");
    let client = client!(security_key, security_key::Client::builder().base_url(&run.url).credential(key));
    calls!(run, client, securitykey: head() => done;);
    const KEY: &str = "1c88a67921784300a462b2cb61da2339";
    let key = error_with_secrets::ApiKey::new(KEY);
    let client = client!(error_with_secrets, error_with_secrets::Client::builder().base_url(&run.url).credential(key));
    calls!(run, client, secrets:
        get_error() => |result| {
            let error = result.expect_err("a 403");
            assert_eq!((error.status, error.code.as_deref()), (Some(403), Some("Unauthorized")));
            assert!(!error.text.contains(KEY), "{}", error.text);
            Ok(())
        };
    );
    let client = client!(incorrect_error, incorrect_error::Client::builder().base_url(&run.url));
    calls!(run, client, incorrect_error: get_from_server() => refused(444););
    Ok(())
}
