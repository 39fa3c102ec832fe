//! Tests of base URLs: their variables, those of single operations, and those that the caller sets.

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::call::options::CallOptions;
use crate::runtime::http::fake::Fake;

static REGIONAL: Api = Api {
    name: "regional",
    version: "1",
    base_url: Some("https://{region}.example.com/{stage}"),
    variables: &[ClientParam { name: "region", default: Some("eu") }, ClientParam { name: "stage", default: None }],
    client_params: &[],
    schemes: &[],
    request_id: None,
    correlation_id: None,
    error_code: &[],
    error_message: &[],
};

const GET: Operation = Operation::new("a.get", "GET", "/a").responses(&[Declared::Code(200)]);
static PLAIN: Operation = GET;
static UPLOADS: Operation = GET.server("https://up-{region}.example.com");
static BESIDE: Operation = GET.server("/v2");

async fn asked(config: Config, operation: &'static Operation) -> String {
    let fake = Fake::new().respond_json(200, "");
    let core = config.transport(fake.clone()).build().unwrap();
    Call::new(&core, operation).send().await.unwrap();
    fake.requests()[0].uri().to_string()
}

#[tokio::test]
async fn variables_are_filled_in() {
    let config = || Config::new(&REGIONAL).variable("stage", &"live");
    assert_eq!(asked(config(), &PLAIN).await, "https://eu.example.com/live/a");
    assert_eq!(asked(config().variable("region", &"us"), &PLAIN).await, "https://us.example.com/live/a");
    assert_eq!(asked(Config::new(&REGIONAL).server("https://{region}"), &PLAIN).await, "https://eu/a");
    // The value of a variable at the beginning may be the host or a whole URL, whose scheme is then used.
    let of = |region: &str| Config::new(&REGIONAL).server("https://{region}:81").variable("region", &region);
    assert_eq!(asked(of("http://local"), &PLAIN).await, "http://local:81/a");
    assert_eq!(asked(of("https://local"), &PLAIN).await, "https://local:81/a");
    assert_eq!(asked(of("http"), &PLAIN).await, "https://http:81/a");
}

#[tokio::test]
async fn an_operation_may_have_a_server_of_its_own() {
    let config = || Config::new(&REGIONAL).variable("stage", &"live");
    assert_eq!(asked(config(), &UPLOADS).await, "https://up-eu.example.com/a");
    assert_eq!(asked(config(), &BESIDE).await, "https://eu.example.com/v2/a");
    // A base URL of the caller applies to all operations.
    let own = || config().base_url("http://localhost:1/proxy/");
    assert_eq!(asked(own(), &UPLOADS).await, "http://localhost:1/proxy/a");
    assert_eq!(asked(own(), &PLAIN).await, "http://localhost:1/proxy/a");
    assert_eq!(asked(own(), &BESIDE).await, "http://localhost:1/v2/a");
}

#[tokio::test]
async fn a_call_may_be_sent_elsewhere() {
    let fake = Fake::new().respond_json(200, "").respond_json(200, "").respond_json(200, "");
    let config = Config::new(&REGIONAL).variable("stage", &"live").transport(fake.clone());
    let core = config.build().unwrap();
    let elsewhere = || CallOptions::new().base_url("https://other.example.com/at/");
    Call::new(&core, &PLAIN).query("q", 1).with(elsewhere()).send().await.unwrap();
    Call::new(&core, &UPLOADS).with(elsewhere()).query("q", 2).send().await.unwrap();
    // Links are resolved against the base URL of the call, and may not lead elsewhere.
    let linked = Call::new(&core, &PLAIN).with(elsewhere());
    linked.link("https://other.example.com/at/a?page=2").send().await.unwrap();
    let astray = Call::new(&core, &PLAIN).with(elsewhere()).link("https://eu.example.com/live/a?page=2");
    assert_eq!(astray.send().await.unwrap_err().kind(), ErrorKind::Redirect);
    let urls: Vec<String> = fake.requests().iter().map(|request| request.uri().to_string()).collect();
    let at = "https://other.example.com/at/a";
    assert_eq!(urls, [format!("{at}?q=1"), format!("{at}?q=2"), format!("{at}?page=2")]);

    for wrong in ["", "other.example.com", "ftp://other.example.com", "https://a.example.com/?q", "https://{a}"] {
        let call = Call::new(&core, &PLAIN).with(CallOptions::new().base_url(wrong));
        let error = call.send().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Request && error.to_string().contains("base URL"), "{error}");
    }
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn what_is_missing_or_no_url_is_told() {
    let build = |config: Config| config.transport(Fake::new()).build().map(|_| ()).unwrap_err();
    let error = build(Config::new(&REGIONAL));
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`stage`"), "{error}");
    for stage in ["a?b", "{x}", ".."] {
        let error = build(Config::new(&REGIONAL).variable("stage", &stage));
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    assert_eq!(build(Config::new(&REGIONAL).server("https://{other}")).kind(), ErrorKind::Config);
    // A value must not make another host of the rest of the name.
    for region in ["", "a..b"] {
        let error = build(Config::new(&REGIONAL).variable("stage", &"live").variable("region", &region));
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("empty part"), "{error}");
    }
    for (server, region) in [
        ("https://{region}:81", "evil.com/a"),
        ("https://{region}:81", "evil.com:443"),
        ("https://{region}:81", "http://evil.com/a"),
        ("https://h:{region}", "80/a"),
        ("https://h:{region}/a", "+80"),
        ("https://h:{region}/a", ""),
    ] {
        let error = build(Config::new(&REGIONAL).server(server).variable("region", &region));
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`region` is"), "{error}");
    }
    for (server, region) in
        [("https://{region}:81", "[::1]"), ("https://h:{region}/a", "81"), ("{region}", "http://h:1/a")]
    {
        Config::new(&REGIONAL).server(server).variable("region", &region).transport(Fake::new()).build().unwrap();
    }
    let error = build(Config::new(&REGIONAL).variable("stage", &"live").variable("region", &"u:hunter2@eu"));
    assert!(!format!("{error:?} {error:#}").contains("hunter2"), "{error}");
    for region in ["evil.com/", "evil.com?", "evil.com#", "a@evil", "evil.com\\", "evil.com:443", "[::1]"] {
        let error = build(Config::new(&REGIONAL).variable("stage", &"live").variable("region", &region));
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("part of the host"), "{error}");
    }
}

#[tokio::test]
async fn values_of_the_path_are_given_by_turn() {
    let fake = Fake::new().respond_json(200, "").respond_json(200, "");
    let core = Config::new(&super::support::API).transport(fake.clone()).build().unwrap();
    // The client provides the version, regardless of its position.
    static BEFORE: Operation = versioned("/v{version}/{a}/{b}");
    static BETWEEN: Operation = versioned("/{b}/v{version}/{a}");
    for operation in [&BEFORE, &BETWEEN] {
        core.call(operation, &[&"x/y", &7]).send().await.unwrap();
    }
    let paths: Vec<String> = fake.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(paths, ["/v1/x%2Fy/7", "/x%2Fy/v1/7"]);
    // A version without a value is reported.
    let error = core.call(&BEFORE, &[&"x"]).send().await.unwrap_err();
    assert!(error.to_string().contains("the path parameter `b` has no value"), "{error}");
}

const fn versioned(path: &'static str) -> Operation {
    let given: &[ClientArgument] =
        &[ClientArgument { place: Place::Path, name: "version", value: Source::Client("version") }];
    Operation::new("a.get", "GET", path).client_values(given).responses(&[Declared::Code(200)])
}
