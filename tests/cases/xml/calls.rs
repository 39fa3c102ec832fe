//! Calls a server on this machine with clients of APIs in XML, and checks exactly what they send and read.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request: its first line, the media type of its body, and its body.
#[derive(Clone, Debug)]
struct Request {
    line: String,
    media: String,
    body: String,
}

/// Starts a server that answers with a status, a media type and a body.
fn serve(answer: impl FnMut(&Request) -> (u16, &'static str, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(Mutex::new(answer));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = answer.clone();
            thread::spawn(move || connection(stream.unwrap(), &mut |request| (answer.lock().unwrap())(request)));
        }
    });
    url
}

fn connection(mut stream: TcpStream, answer: &mut dyn FnMut(&Request) -> (u16, &'static str, String)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut request = Request { line: String::new(), media: String::new(), body: String::new() };
        if reader.read_line(&mut request.line).unwrap_or_default() == 0 {
            return;
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "content-type" => request.media = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        request.line = request.line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
        request.body = String::from_utf8(body).unwrap();
        let (status, media, body) = answer(&request);
        let kind = if media.is_empty() { String::new() } else { format!("content-type: {media}\r\n") };
        let length = body.len();
        write!(stream, "HTTP/1.1 {status} Status\r\n{kind}content-length: {length}\r\n\r\n{body}").unwrap();
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    a_blob_is_put_in_blocks().await;
    errors_have_the_code_of_the_service().await;
    objects_are_listed().await;
    grants_have_attributes_in_a_namespace().await;
    every_form_survives().await;
    json_is_preferred().await;
    a_scalar_is_in_the_element_that_the_document_names().await;
    what_is_not_safe_is_refused().await;
}

/// The blobs of a container: the blocks that were put, and the contents of the committed ones.
#[derive(Default)]
struct Store {
    containers: Vec<String>,
    blocks: BTreeMap<String, String>,
    blobs: BTreeMap<String, String>,
}

fn error(status: u16, code: &str, message: &str) -> (u16, &'static str, String) {
    let body = format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>");
    (status, "application/xml", body)
}

impl Store {
    fn answer(&mut self, request: &Request) -> (u16, &'static str, String) {
        let created = (201, "", String::new());
        match request.line.as_str() {
            "PUT /c?restype=container" => {
                self.containers.push("c".to_owned());
                created
            }
            line if line.starts_with("PUT /c/b?comp=block&blockid=") => {
                assert_eq!(request.media, "application/octet-stream");
                let id = line.rsplit('=').next().unwrap().replace("%3D", "=").replace("%2F", "/").replace("%2B", "+");
                self.blocks.insert(line.split('=').nth(2).unwrap().replace("%3D", "="), request.body.clone());
                assert!(!id.is_empty());
                created
            }
            "PUT /c/b?comp=blocklist" => {
                assert_eq!(request.media, "application/xml");
                let ids: Vec<&String> = self.blocks.keys().collect();
                let latest = ids.iter().map(|id| format!("<Latest>{id}</Latest>")).collect::<String>();
                let declaration = r#"<?xml version="1.0" encoding="utf-8"?>"#;
                assert_eq!(request.body, format!("{declaration}<BlockList>{latest}</BlockList>"));
                let content = self.blocks.values().cloned().collect();
                self.blobs.insert("b".to_owned(), content);
                for name in ["d", "e"] {
                    self.blobs.insert(name.to_owned(), String::new());
                }
                created
            }
            line if line.starts_with("GET /c?comp=list&restype=container") || line.starts_with("GET /c?restype=container&comp=list") => {
                let marker = line.split("marker=").nth(1).map(|rest| rest.split('&').next().unwrap()).unwrap_or_default();
                (200, "application/xml", self.page(marker))
            }
            "DELETE /c/b" => match self.blobs.remove("b") {
                Some(_) => (202, "", String::new()),
                None => error(404, "BlobNotFound", "The specified blob does not exist."),
            },
            line => error(400, "InvalidUri", line),
        }
    }

    /// The page with the first blob after a marker.
    fn page(&self, marker: &str) -> String {
        let mut blobs = self.blobs.iter().filter(|(name, _)| name.as_str() >= marker);
        let (name, content) = blobs.next().unwrap();
        let next = blobs.next().map(|(name, _)| name.as_str()).unwrap_or_default();
        let size = content.len();
        format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<EnumerationResults ServiceEndpoint=\"http://a/\" \
             ContainerName=\"c\"><Marker>{marker}</Marker><MaxResults>1</MaxResults><Blobs>\n  <Blob><Name>{name}</Name>\
             <Deleted>false</Deleted><Properties><CreationTime>2024-05-06T07:08:09Z</CreationTime><Etag>0x1</Etag>\
             <Content-Length>{size}</Content-Length><Content-MD5 /><BlobType>BlockBlob</BlobType>\
             <LeaseStatus>breaking</LeaseStatus><AccessTier>Hot</AccessTier></Properties>\
             <Metadata><a>1</a><b>2</b></Metadata><Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tags>\
             <OrMetadata /></Blob></Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"
        )
    }
}

async fn a_blob_is_put_in_blocks() {
    use blobs::models::{BlobPropertiesBlobType, BlobPropertiesLeaseStatus, BlockList};
    let mut store = Store::default();
    let url = serve(move |request| store.answer(request));
    let client = blobs::Client::builder().base_url(&url).build().unwrap();
    client.container().create("c").send().await.unwrap();
    let id = |number: u8| blobs::Base64::from(&[number; 2][..]).to_string();
    for number in 1..=3 {
        client.blob().put_block("c", "b", &id(number), vec![b'a' + number; 5]).send().await.unwrap();
    }
    let list = BlockList { latest: Some((1..=3).map(id).collect()), ..Default::default() };
    client.blob().commit_blocks("c", "b", &list).send().await.unwrap();
    let mut items = client.container().list_blobs("c").maxresults(1).items().blocking();
    let blobs: Vec<blobs::models::Blob> = items.by_ref().map(Result::unwrap).collect();
    let names: Vec<_> = blobs.iter().map(|blob| blob.name.content.as_deref().unwrap()).collect();
    assert_eq!(names, ["b", "d", "e"]);
    let blob = &blobs[0];
    assert_eq!(blob.deleted, Some(false));
    assert_eq!(blob.properties.content_length, Some(15));
    assert_eq!(blob.properties.blob_type, Some(BlobPropertiesBlobType::BlockBlob));
    // The response has a value that is not listed, and an element that no schema has.
    assert_eq!(blob.properties.lease_status.as_ref().map(BlobPropertiesLeaseStatus::as_str), Some("breaking"));
    assert_eq!(blob.properties.extra.get("AccessTier").unwrap().parse::<String>().unwrap(), "Hot");
    assert_eq!(blob.properties.creation_time.as_ref().unwrap().to_string(), "2024-05-06T07:08:09Z");
    assert_eq!(blob.properties.content_md5.as_ref().unwrap().to_string(), "");
    assert_eq!(blob.metadata.as_ref().unwrap()["b"], "2");
    assert_eq!(blob.tags.as_ref().unwrap().tag_set[0].key, "k");
    let pages: Vec<_> = client.container().list_blobs("c").pages().blocking().map(Result::unwrap).collect();
    assert_eq!(pages.len(), 3);
    assert_eq!(pages[1].container_name, "c");
    assert_eq!(pages[1].marker.as_deref(), Some("d"));
    client.blob().delete("c", "b").send().await.unwrap();
    let error = client.blob().delete("c", "b").send().await.unwrap_err();
    assert_eq!((error.code(), error.status().unwrap().as_u16()), (Some("BlobNotFound"), 404));
}

async fn errors_have_the_code_of_the_service() {
    let url = serve(|_| error(409, "ContainerAlreadyExists", "It exists."));
    let client = blobs::Client::builder().base_url(&url).build().unwrap();
    let error = client.container().create("c").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ContainerAlreadyExists"));
    assert_eq!(error.message(), Some("It exists."));
    let fault: blobs::models::StorageError = error.body_as().unwrap();
    assert_eq!(fault.code.as_deref(), Some("ContainerAlreadyExists"));
    assert!(error.body().ends_with(b"</Error>"));
    // A body that is not XML is shown unchanged.
    let url = serve(|_| (503, "text/html", "<html>busy</html>".to_owned()));
    let client = blobs::Client::builder().base_url(&url).retry(blobs::Retry::off()).build().unwrap();
    let error = client.container().create("c").send().await.unwrap_err();
    assert!(error.to_string().contains("busy"), "{error}");
}

async fn objects_are_listed() {
    let namespace = "http://bucket.example.com/doc/2006-03-01/";
    let url = serve(move |request| match request.line.as_str() {
        "GET /b?list-type=2&max-keys=2" => (200, "text/xml", format!(
            "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"{namespace}\"><Name>b</Name><Prefix/><KeyCount>2</KeyCount>\
             <MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><NextContinuationToken>t/1==</NextContinuationToken>\
             <Contents><Key>a&amp;b</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag>\
             <Size>5000000000</Size><StorageClass>STANDARD</StorageClass><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>\
             <ChecksumAlgorithm>SHA256</ChecksumAlgorithm></Contents><Contents><Key>c</Key><Size>0</Size></Contents>\
             <CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>"
        )),
        "GET /b?list-type=2&max-keys=2&continuation-token=t%2F1%3D%3D" => (200, "text/xml; charset=utf-8", format!(
            "<s3:ListBucketResult xmlns:s3=\"{namespace}\"><s3:Name>b</s3:Name><s3:KeyCount>0</s3:KeyCount>\
             <s3:MaxKeys>2</s3:MaxKeys><s3:IsTruncated>false</s3:IsTruncated></s3:ListBucketResult>"
        )),
        "PUT /b?tagging=" => {
            assert_eq!(request.media, "text/xml");
            assert_eq!(
                request.body,
                format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><Tagging xmlns=\"{namespace}\"><TagSet><Tag><Key>a</Key><Value>&lt;1&gt;</Value></Tag></TagSet></Tagging>")
            );
            (204, "", String::new())
        }
        _ => (404, "text/xml", "<Error><Code>NoSuchBucket</Code><BucketName>x</BucketName></Error>".to_owned()),
    });
    let client = bucket::Client::builder().base_url(&url).build().unwrap();
    let pages: Vec<_> =
        client.objects().list_v2("b").max_keys(2).pages().blocking().map(Result::unwrap).collect();
    assert_eq!(pages.len(), 2);
    let contents = pages[0].contents.as_deref().unwrap();
    assert_eq!((contents[0].key.as_str(), contents[0].size, contents[0].etag.as_deref()), ("a&b", 5_000_000_000, Some("\"e\"")));
    assert_eq!(contents[0].checksum_algorithm.as_ref().unwrap().len(), 2);
    assert_eq!(contents[1].checksum_algorithm, None);
    assert_eq!(pages[0].common_prefixes.as_ref().unwrap()[0].prefix.as_deref(), Some("p/"));
    assert_eq!((pages[0].prefix.as_deref(), pages[1].contents.as_deref()), (Some(""), None));
    let tag = bucket::models::Tag { key: "a".into(), value: "<1>".into(), extra: bucket::Extra::default() };
    client.objects().put_tagging("b", &bucket::models::Tagging::new(vec![tag])).send().await.unwrap();
    let error = client.objects().list_v2("x").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchBucket"));
    // The document does not declare this error.
    let error = client.objects().put_tagging("x", &bucket::models::Tagging::new(Vec::new())).send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchBucket"));
    // A body that is declared and does not come is the same as in JSON, although its media type is stated.
    let url = serve(|_| (200, "application/xml", String::new()));
    let client = bucket::Client::builder().base_url(&url).build().unwrap();
    let list = || client.objects().list_v2("b").send();
    assert_eq!(list().await.unwrap_err().kind(), bucket::ErrorKind::Empty);
    assert!(list().or_none().await.unwrap().is_none());
}

async fn grants_have_attributes_in_a_namespace() {
    let document = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
        <AccessControlPolicy xmlns=\"http://bucket.example.com/doc/2006-03-01/\"><Owner><ID>1</ID></Owner>\
        <AccessControlList><Grant>\
        <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>1</ID></Grantee>\
        <Permission>READ</Permission></Grant></AccessControlList><Added a=\"1\">x</Added></AccessControlPolicy>";
    let url = serve(move |request| {
        if request.line.starts_with("PUT") {
            assert_eq!(request.media, "application/vnd.bucket+xml");
            assert_eq!(request.body, document);
        }
        (200, "application/xml", document.to_owned())
    });
    let client = bucket::Client::builder().base_url(&url).build().unwrap();
    let policy = client.objects().get_acl("b").send().await.unwrap();
    let grant = &policy.access_control_list.as_ref().unwrap()[0];
    assert_eq!(grant.grantee.as_ref().unwrap().r#type.as_ref().unwrap().as_str(), "CanonicalUser");
    client.objects().put_acl("b", &policy).send().await.unwrap();
}

async fn every_form_survives() {
    use shapes::models::{Circle, Drawing, Frame, Layer, Note, Point, Shape};
    let sent = Arc::new(Mutex::new(String::new()));
    let kept = sent.clone();
    let url = serve(move |request| {
        kept.lock().unwrap().clone_from(&request.body);
        (200, "application/xml", request.body.clone())
    });
    let client = shapes::Client::builder().base_url(&url).build().unwrap();
    let layer = Layer { text: Some(" a <b> ".into()), ..Layer::new("l".into()) };
    let drawing = Drawing {
        sizes: Some(vec![1, 2]),
        title: Some("T".into()),
        points: Some(vec![Point { x: 1.0, y: 2.5, extra: shapes::Extra::default() }]),
        shapes: Some(vec![Shape::Circle(Circle::new(3.0))]),
        color: Some(shapes::models::DrawingColor::Red),
        weight: shapes::Maybe::Null,
        visible: Some(true),
        created: Some("2020-01-02T03:04:05Z".parse().unwrap()),
        thumbnail: Some(shapes::Base64::from(&b"abc"[..])),
        price: Some("1.20".parse().unwrap()),
        labels: Some([("a".to_owned(), 1)].into()),
        note: Some(Note { html: Some("<p>".into()), ..Default::default() }),
        frame: Some(Frame {
            width: Some(3),
            border: Some("thin".into()),
            marks: Some(vec!["a".into(), "b".into()]),
            ..Default::default()
        }),
        ..Drawing::new(7, vec![layer, Layer::new("m".into())])
    };
    let stored = client.drawings().put(&drawing).send().await.unwrap();
    assert_eq!(*stored, drawing);
    assert_eq!(
        *sent.lock().unwrap(),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><d:drawing xmlns:d=\"urn:drawing\" id=\"7\" sizes=\"1 2\" width=\"3\">\
         <t:title xmlns:t=\"urn:title\">T</t:title><layer name=\"l\"> a &lt;b&gt; </layer><layer name=\"m\"/>\
         <point-list><point-list><x>1</x><y>2.5</y></point-list></point-list>\
         <shapes><shapes kind=\"circle\"><radius>3</radius></shapes></shapes><color>red</color>\
         <weight xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/><visible>true</visible>\
         <created>2020-01-02T03:04:05Z</created><thumbnail>YWJj</thumbnail><price>1.20</price>\
         <labels><a>1</a></labels><note><![CDATA[<p>]]></note><border>thin</border><mark>a</mark><mark>b</mark></d:drawing>"
    );
    // Without a frame none is read, and what nobody names stays.
    let drawing = Drawing::new(7, vec![Layer::new("m".into())]);
    let stored = client.drawings().put(&drawing).send().await.unwrap();
    assert_eq!((&stored.frame, &*stored), (&None, &drawing));
    let names = client.drawings().put_names(&["a".into(), "b".into()]).send().await.unwrap();
    assert_eq!(*names, ["a", "b"]);
    let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?><names><name>a</name><name>b</name></names>";
    assert_eq!(*sent.lock().unwrap(), expected);
    let none = client.drawings().put_names(&[]).send().await.unwrap();
    assert!(none.is_empty());
}

async fn json_is_preferred() {
    let url = serve(|request| match request.line.as_str() {
        "GET /feed" => (200, "application/xml", "<feed/>".to_owned()),
        _ => (200, "application/json", r#"{"x":1,"y":2}"#.to_owned()),
    });
    let client = shapes::Client::builder().base_url(&url).build().unwrap();
    assert_eq!(client.drawings().get_both().send().await.unwrap().x, 1.0);
    let feed = client.drawings().get_feed().send().await.unwrap().into_inner();
    assert_eq!(feed.bytes().await.unwrap(), "<feed/>");
}

async fn a_scalar_is_in_the_element_that_the_document_names() {
    let sent = Arc::new(Mutex::new(String::new()));
    let kept = sent.clone();
    let url = serve(move |request| {
        kept.lock().unwrap().clone_from(&request.body);
        let body = match request.line.as_str() {
            "PUT /title" => r#"<s:Title xmlns:s="urn:shapes">A &lt;b&gt;</s:Title>"#,
            "GET /count" => "<Count>12</Count>",
            _ => "<raw/>",
        };
        (200, "application/xml", body.to_owned())
    });
    let client = shapes::Client::builder().base_url(&url).build().unwrap();
    assert_eq!(client.drawings().put_title("R & D").send().await.unwrap().into_inner(), "A <b>");
    assert!(sent.lock().unwrap().ends_with(r#"<Title xmlns="urn:shapes">R &amp; D</Title>"#), "{}", sent.lock().unwrap());
    assert_eq!(client.drawings().get_count().send().await.unwrap().into_inner(), 12);
    let raw = client.drawings().get_raw().send().await.unwrap().into_inner();
    assert_eq!(raw.bytes().await.unwrap(), "<raw/>");
}

async fn what_is_not_safe_is_refused() {
    let url = serve(|_| {
        let entity = r#"<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><names><name>&x;</name></names>"#;
        (200, "application/xml", entity.to_owned())
    });
    let client = shapes::Client::builder().base_url(&url).build().unwrap();
    let error = client.drawings().put_names(&[]).send().await.unwrap_err();
    assert!(error.to_string().contains("a document type declaration is refused"), "{error}");
    let error = client.drawings().put_names(&["\u{1}".into()]).send().await.unwrap_err();
    assert!(error.to_string().contains("XML cannot hold the character U+0001"), "{error}");
    let url = serve(|_| (200, "application/xml", "<d><layer name='a'/><layers/></d>".to_owned()));
    let client = shapes::Client::builder().base_url(&url).build().unwrap();
    let drawing = shapes::models::Drawing::new(1, Vec::new());
    let error = client.drawings().put(&drawing).send().await.unwrap_err();
    assert!(format!("{error:#}").contains("`id`"), "{error:#}");
}
