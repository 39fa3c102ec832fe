//! XML bodies: `xml-service.json`.

use xml_service::models::{
    AccessPolicy, AccessPolicyRequired, AppleBarrel, Banana, ComplexTypeNoMeta, ComplexTypeWithMeta, Logging,
    LoggingRequired, Metrics, ModelWithByteProperty, ModelWithUrlProperty, RetentionPolicy, RootWithRefAndMeta,
    RootWithRefAndNoMeta, SignedIdentifier, Slide, Slideshow, StorageServiceProperties,
};
use xml_service::{Client, models};

use crate::checks::{calls, done, fails, is, read, value, values};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(xml_service, Client::builder().base_url(&run.url));
    lists(run, &client).await;
    objects(run, &client).await;
    storage(run, &client).await;
    Ok(())
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn banana(name: &str, flavor: &str, expiration: &str) -> Banana {
    Banana { name: text(name), flavor: text(flavor), expiration: Some(value(expiration)), ..Banana::default() }
}

fn cavendish() -> Banana {
    banana("Cavendish", "Sweet", "2018-02-28T00:40:00.123Z")
}

fn plantain() -> Banana {
    banana("Plantain", "Savory", "2018-02-28T00:40:00.123Z")
}

fn slideshow() -> Slideshow {
    let slide = |title, items| Slide { r#type: text("all"), title: text(title), items, ..Slide::default() };
    let items = values(&["Why WonderWidgets are great", "", "Who buys WonderWidgets"]);
    Slideshow {
        title: text("Sample Slide Show"),
        date: text("Date of publication"),
        author: text("Yours Truly"),
        slides: Some(vec![slide("Wake up to WonderWidgets!", None), slide("Overview", Some(items))]),
        ..Slideshow::default()
    }
}

fn barrel(good: &[&str], bad: &[&str]) -> AppleBarrel {
    AppleBarrel { good_apples: Some(values(good)), bad_apples: Some(values(bad)), ..AppleBarrel::default() }
}

async fn lists(run: &mut Run, client: &Client) {
    calls!(run, client, xml:
        get_wrapped_lists() => is(barrel(&["Fuji", "Gala"], &["Red Delicious"]));
        put_wrapped_lists(&barrel(&["Fuji", "Gala"], &["Red Delicious"])) => done;
        get_empty_wrapped_lists() => is(barrel(&[], &[]));
        put_empty_wrapped_lists(&barrel(&[], &[])) => done;
        get_root_list() => is(vec![cavendish(), plantain()]);
        put_root_list(&[cavendish(), plantain()]) => done;
        get_root_list_single_item() => is(vec![cavendish()]);
        put_root_list_single_item(&[cavendish()]) => done;
        get_empty_root_list() => is(Vec::<Banana>::new());
        put_empty_root_list(&[]) => done;
        get_empty_list() => |result| {
            let slideshow = read(result)?;
            assert_eq!((slideshow.title, slideshow.slides.unwrap_or_default().len()), (None, 0));
            Ok(())
        };
        put_empty_list(&Slideshow::default()) => done;
    );
}

async fn objects(run: &mut Run, client: &Client) {
    let without_meta = || RootWithRefAndNoMeta {
        ref_to_model: Some(ComplexTypeNoMeta { id: text("myid"), ..ComplexTypeNoMeta::default() }),
        something: text("else"),
        ..RootWithRefAndNoMeta::default()
    };
    let with_meta = || RootWithRefAndMeta {
        ref_to_model: Some(ComplexTypeWithMeta { id: text("myid"), ..ComplexTypeWithMeta::default() }),
        something: text("else"),
        ..RootWithRefAndMeta::default()
    };
    let bytes = || ModelWithByteProperty { bytes: Some(b"Hello world".into()), ..ModelWithByteProperty::default() };
    let url = || ModelWithUrlProperty {
        url: Some(value("https://myaccount.blob.core.windows.net/")),
        ..ModelWithUrlProperty::default()
    };
    calls!(run, client, xml:
        get_simple() => is(slideshow());
        put_simple(&slideshow()) => done;
        get_empty_child_element() => is(banana("Unknown Banana", "", "2012-02-24T00:53:52.789Z"));
        put_empty_child_element(&banana("Unknown Banana", "", "2012-02-24T00:53:52.789Z")) => done;
        get_complex_type_ref_no_meta() => is(without_meta());
        put_complex_type_ref_no_meta(&without_meta()) => done;
        get_complex_type_ref_with_meta() => is(with_meta());
        put_complex_type_ref_with_meta(&with_meta()) => done;
        get_bytes() => is(bytes());
        put_binary(&bytes()) => done;
        get_uri() => is(url());
        put_uri(&url()) => done;
        get_xms_text() => |result| {
            let data = read(result)?;
            assert_eq!((data.language.as_deref(), data.content.as_deref()), (Some("english"), Some("I am text")));
            Ok(())
        };
        json_input(&models::JsonInput { id: Some(42), ..models::JsonInput::default() }) => done;
        json_output() => |result| {
            assert_eq!(read(result)?.id, Some(42));
            Ok(())
        };
        get_headers() => done;
    );
}

fn properties() -> StorageServiceProperties {
    let retention = || {
        let mut retention = RetentionPolicy::new(true);
        retention.days = Some(7);
        retention
    };
    let metrics = |include_apis| {
        let mut metrics = Metrics::new(true);
        metrics.version = text("1.0");
        metrics.include_apis = Some(include_apis);
        metrics.retention_policy = Some(retention());
        metrics
    };
    let logging = LoggingRequired {
        version: "1.0".to_owned(),
        delete: true,
        read: false,
        write: true,
        retention_policy: retention(),
    };
    StorageServiceProperties {
        logging: Some(Logging::from(logging)),
        hour_metrics: Some(metrics(false)),
        minute_metrics: Some(metrics(true)),
        ..StorageServiceProperties::default()
    }
}

fn identifiers() -> Vec<SignedIdentifier> {
    let policy = AccessPolicyRequired {
        start: value("2009-09-28T08:49:37.123Z"),
        expiry: value("2009-09-29T08:49:37.123Z"),
        permission: "rwd".to_owned(),
    };
    vec![SignedIdentifier::new(AccessPolicy::from(policy), "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=".to_owned())]
}

async fn storage(run: &mut Run, client: &Client) {
    calls!(run, client, xml:
        get_service_properties() => is(properties());
        put_service_properties(&properties()) => done;
        get_acls() => is(identifiers());
        put_acls(&identifiers()) => done;
        // The server leaves out elements that its document requires, such as `Prefix`.
        list_containers() => fails("Decode");
        list_blobs() => fails("Decode");
    );
}
