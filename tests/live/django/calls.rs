//! Calls of the generated client, which the server of Django REST framework judges.

use django_client::models::*;
use django_client::{Basic, Client, Date, DateTime, Decimal, Error, ErrorKind, Extra, Json, Maybe, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    let builder = Client::builder().base_url(&url).credential(Basic::new("ada", "secret"));
    builder.build().expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

fn emma(author: i64, isbn: &str) -> BookRequest {
    BookRequest {
        pin: Some("1234".to_owned()),
        tags: Some(vec!["old".to_owned()]),
        title: "Emma".to_owned(),
        subtitle: Some(String::new()),
        genre: Maybe::Value(GenreEnum::Novel),
        rating: Some(RatingEnum(5)),
        pages: 300,
        price: "12.30".parse().expect("it is a number"),
        weight: Maybe::Null,
        isbn: isbn.to_owned(),
        published: Maybe::Value(Date::verbatim("1815-12-23")),
        reading_time: Maybe::Value("1 02:00:00".to_owned()),
        opens_at: Maybe::Value("09:30:00".parse().unwrap()),
        home_page: Some("https://example.com/emma".to_owned()),
        contact: Some(String::new()),
        meta: Some(Json::of(&[1, 2]).expect("it has a JSON form")),
        lent: None,
        author,
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn a_book_lives() -> Result {
    let client = client();
    let author = client.authors().create(&AuthorRequest::new("Jane Austen".to_owned())).send().await?;
    let book = client.books().create(&emma(author.id, "9780000000001")).send().await?;
    assert_eq!((book.status().as_u16(), book.author_name.as_str()), (201, "Jane Austen"));
    assert_eq!(book.summary, "Emma by Jane Austen");
    assert_eq!((book.genre.clone(), book.rating), (Some(GenreEnum::Novel), Some(RatingEnum(5))));
    assert_eq!((&book.price, book.weight), (&"12.30".parse::<Decimal>()?, None));
    assert_eq!(book.published.as_ref().map(Date::as_str), Some("1815-12-23"));
    assert_eq!(book.reading_time.as_deref(), Some("1 02:00:00"));
    assert_eq!((book.contact.as_deref(), book.lent), (Some(""), Some(false)));
    assert!(book.created.has_offset());

    let change = PatchedBookRequest { genre: Maybe::Null, pages: Some(301), ..Default::default() };
    let changed = client.books().partial_update(&book.id).request(&change).send().await?;
    assert_eq!((changed.genre.clone(), changed.pages), (None, 301));
    // The empty string is a choice of a field that may be blank.
    let change = PatchedBookRequest { genre: Maybe::Value(GenreEnum::from("")), ..Default::default() };
    assert_eq!(client.books().partial_update(&book.id).request(&change).send().await?.genre, Some(GenreEnum::from("")));
    let replaced = BookRequest { title: "Persuasion".to_owned(), ..emma(author.id, "9780000000001") };
    assert_eq!(client.books().update(&book.id, &replaced).send().await?.title, "Persuasion");
    assert_eq!(client.books().retrieve(&book.id).send().await?.title, "Persuasion");

    assert_eq!(client.books().lend_create(&book.id).send().await?.lent, Some(true));
    let error = client.books().lend_create(&book.id).send().await.unwrap_err();
    let fault: django_client::models::Error = error.body_as().unwrap();
    assert_eq!((status(&error), fault.detail.as_str()), (409, "The book is lent."));
    assert_eq!(error.message(), Some("The book is lent."));

    let mut cover = client.books().cover_retrieve(&book.id).send().await?.into_inner();
    assert_eq!(&*cover.next().await.unwrap()?, b"\x89PNG");
    client.books().destroy(&book.id).send().await?;
    let error = client.books().retrieve(&book.id).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (404, Some("No Book matches the given query.")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() -> Result {
    let client = client();
    let request = BookRequest {
        pages: 0,
        isbn: "x".to_owned(),
        price: "12345.678".parse()?,
        genre: Maybe::Value(GenreEnum::from("drama")),
        title: "Untitled".to_owned(),
        ..emma(-1, "")
    };
    let error = client.books().create(&request).send().await.unwrap_err();
    assert_eq!((status(&error), error.kind()), (400, ErrorKind::Unexpected));
    let messages: std::collections::BTreeMap<String, Vec<String>> = error.body_as().unwrap();
    assert_eq!(messages["title"], ["A book has a title."]);
    assert_eq!(messages["genre"], ["\"drama\" is not a valid choice."]);
    assert_eq!(messages["pages"], ["Ensure this value is greater than or equal to 1."]);
    assert_eq!(messages["author"], ["Invalid pk \"-1\" - object does not exist."]);
    assert!(error.to_string().contains("A book has a title."), "{error}");
    Ok(())
}

#[tokio::test]
async fn pages_and_filters() -> Result {
    let client = client();
    let author = client.authors().create(&AuthorRequest::new("Filters".to_owned())).send().await?;
    for (at, genre) in ["", "poetry", "poetry", "poetry"].into_iter().enumerate() {
        let request = BookRequest {
            genre: Maybe::Value(GenreEnum::from(genre)),
            title: format!("Filter {at}"),
            pages: 10 - i64::try_from(at)?,
            ..emma(author.id, &format!("978111111111{at}"))
        };
        client.books().create(&request).send().await?;
    }
    let list = client.books().list().search("Filter").genre(&BooksListGenre::Poetry).ordering("pages").lent(false);
    let page = list.rating(BooksListRating(5)).page_size(2).send().await?;
    assert_eq!((page.count, page.results.len(), page.previous.as_deref()), (3, 2, None));
    assert_eq!(page.results[0].title, "Filter 3");
    assert!(page.next.as_ref().unwrap().contains("page=2"));
    let mut titles = Vec::new();
    let mut books = client.books().list().search("Filter").page_size(3).items();
    while let Some(book) = books.next().await {
        titles.push(book?.title);
    }
    assert_eq!(titles, ["Filter 0", "Filter 1", "Filter 2", "Filter 3"]);
    let error = client.books().list().page(99).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (404, Some("Invalid page.")));
    assert_eq!(client.authors().list().limit(1).offset(0).send().await?.results.len(), 1);
    Ok(())
}

#[tokio::test]
async fn unions() -> Result {
    let client = client();
    let person = PersonRequest::new("Ada".to_owned());
    let party = client.parties().create().request(&person.into()).send().await?;
    assert!(matches!(&*party, Party::Person(person) if person.first_name == "Ada"));
    let company = CompanyRequest { employees: None, kind: CompanyKindEnum::Company, extra: Extra::default() };
    let party = client.parties().create().request(&company.into()).send().await?;
    assert!(matches!(&*party, Party::Company(company) if company.employees.is_none()));
    Ok(())
}

#[tokio::test]
async fn uploads_and_downloads() -> Result {
    let client = client();
    let file = Part::from("12345").file_name("five.txt");
    let seen = client.upload().create("five", file).ratings(&[1, 2]).send().await?;
    assert_eq!((seen.size, seen.file_name.as_str(), seen.ratings.as_slice()), (5, "five.txt", &[1, 2][..]));
    assert_eq!(*client.report().retrieve().send().await?, "title,pages\r\nEmma,300\r\n");
    Ok(())
}

#[tokio::test]
async fn parameters() -> Result {
    let client = client();
    let call =
        client.seen().retrieve(&Date::verbatim("2026-11-28")).at(&DateTime::verbatim("2026-11-28T09:00:00+02:00"));
    let call = call.ids(&[1, 2]).genre(&[SeenRetrieveGenreItem::Novel, SeenRetrieveGenreItem::Poetry]);
    let seen = call.x_client("c").session("s").send().await?;
    assert_eq!(seen["day"].parse::<Vec<String>>()?, ["2026-11-28"]);
    assert_eq!(seen["at"].parse::<Vec<String>>()?, ["2026-11-28T09:00:00+02:00"]);
    assert_eq!(seen["ids"].parse::<Vec<String>>()?, ["1,2"]);
    assert_eq!(seen["genre"].parse::<Vec<String>>()?, ["novel", "poetry"]);
    assert_eq!(
        (seen["client"].parse::<String>()?, seen["session"].parse::<String>()?),
        ("c".to_owned(), "s".to_owned())
    );
    Ok(())
}

#[tokio::test]
async fn credentials() -> Result {
    assert_eq!(client().me().retrieve().send().await?.user, "ada");
    let url = std::env::var("LIVE_URL")?;
    let wrong = Client::builder().base_url(&url).credential(Basic::new("ada", "wrong")).build()?;
    let error = wrong.me().retrieve().send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (401, Some("Invalid username/password.")));
    let nobody = Client::builder().base_url(&url).build()?;
    assert_eq!(nobody.me().retrieve().send().await.unwrap_err().kind(), ErrorKind::Credential);
    assert_eq!(*nobody.report().retrieve().send().await?, "title,pages\r\nEmma,300\r\n");
    Ok(())
}
