//! Bodies that are objects: `body-complex.json`.

use std::collections::BTreeMap;

use body_complex::models::{
    ArrayWrapper, Basic, BooleanWrapper, ByteWrapper, CmykColors, Cookiecuttershark, DateWrapper, DatetimeWrapper,
    Datetimerfc1123Wrapper, DictionaryWrapper, Dog, DotFish, DotSalmon, DoubleWrapper, DurationWrapper, Fish,
    FloatWrapper, GoblinSharkColor, Goblinshark, IntWrapper, LongWrapper, ReadonlyObj, Salmon, SalmonBase, Sawshark,
    Siamese, SmartSalmon, StringWrapper,
};
use body_complex::{Client, Json, Maybe};

use crate::checks::{calls, done, fails, is, read, value};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(body_complex, Client::builder().base_url(&run.url));
    basics(run, &client).await;
    primitives(run, &client).await;
    texts(run, &client).await;
    lists(run, &client).await;
    inheritance(run, &client).await;
    polymorphism(run, &client).await;
    markets(run, &client).await;
    Ok(())
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn basics(run: &mut Run, client: &Client) {
    let basic = |color| Basic { id: Maybe::Value(2), name: text("abc"), color: Some(color), ..Basic::default() };
    calls!(run, client, basic:
        get_valid() => is(basic(CmykColors::Yellow));
        put_valid(&basic(CmykColors::Magenta)) => done;
        get_empty() => is(Basic::default());
        get_null() => |result| {
            let basic = read(result)?;
            assert_eq!((basic.id, basic.name), (Maybe::Null, None));
            Ok(())
        };
        get_not_provided() => fails("Empty");
        get_invalid() => fails("Decode");
    );
    calls!(run, client, readonlyproperty:
        get_valid() => is(ReadonlyObj { id: text("1234"), size: Some(2), ..ReadonlyObj::default() });
        put_valid(&ReadonlyObj { size: Some(2), ..ReadonlyObj::default() }) => done;
    );
}

async fn primitives(run: &mut Run, client: &Client) {
    let ints = || IntWrapper { field1: Some(-1), field2: Some(2), ..IntWrapper::default() };
    let longs =
        || LongWrapper { field1: Some(1_099_511_627_775), field2: Some(-999_511_627_788), ..LongWrapper::default() };
    let floats = || FloatWrapper { field1: Some(1.05), field2: Some(-0.003), ..FloatWrapper::default() };
    let doubles = || DoubleWrapper {
        field1: Some(3e-100),
        field_56_zeros_after_the_dot_and_dot_and_this_is_a_long_field_name_on_purpose: Some(-5e-57),
        ..DoubleWrapper::default()
    };
    let bools = || BooleanWrapper { field_true: Some(true), field_false: Some(false), ..BooleanWrapper::default() };
    calls!(run, client, primitive:
        get_int() => is(ints());
        put_int(&ints()) => done;
        get_long() => is(longs());
        put_long(&longs()) => done;
        get_float() => is(floats());
        put_float(&floats()) => done;
        get_double() => is(doubles());
        put_double(&doubles()) => done;
        get_bool() => is(bools());
        put_bool(&bools()) => done;
    );
}

async fn texts(run: &mut Run, client: &Client) {
    let dates =
        || DateWrapper { field: Some(value("0001-01-01")), leap: Some(value("2016-02-29")), ..DateWrapper::default() };
    let times = || DatetimeWrapper {
        field: Some(value("0001-01-01T00:00:00Z")),
        now: Some(value("2015-05-18T18:38:00Z")),
        ..DatetimeWrapper::default()
    };
    let http_dates = || Datetimerfc1123Wrapper {
        field: Some(value("Mon, 01 Jan 0001 00:00:00 GMT")),
        now: Some(value("Mon, 18 May 2015 11:38:00 GMT")),
        ..Datetimerfc1123Wrapper::default()
    };
    let durations = || DurationWrapper { field: Some(value("P123DT22H14M12.011S")), ..DurationWrapper::default() };
    const BYTES: [u8; 10] = [0xff, 0xfe, 0xfd, 0xfc, 0, 0xfa, 0xf9, 0xf8, 0xf7, 0xf6];
    let bytes = || ByteWrapper { field: Some((&BYTES).into()), ..ByteWrapper::default() };
    let strings = StringWrapper { field: text("goodrequest"), empty: text(""), ..StringWrapper::default() };
    calls!(run, client, primitive:
        get_string() => |result| {
            let strings = read(result)?;
            assert_eq!((strings.field.as_deref(), strings.empty.as_deref()), (Some("goodrequest"), Some("")));
            assert_eq!(strings.null, None);
            Ok(())
        };
        put_string(&strings) => done;
        get_date() => is(dates());
        put_date(&dates()) => done;
        get_date_time() => is(times());
        put_date_time(&times()) => done;
        get_date_time_rfc1123() => is(http_dates());
        put_date_time_rfc1123(&http_dates()) => done;
        get_duration() => is(durations());
        put_duration(&durations()) => done;
        get_byte() => |result| {
            assert_eq!(read(result)?.field.ok_or("no bytes")?.bytes()?, BYTES);
            Ok(())
        };
        put_byte(&bytes()) => done;
    );
}

async fn lists(run: &mut Run, client: &Client) {
    calls!(run, client, array:
        get_valid() => |result| {
            let list = read(result)?.array.ok_or("no list")?;
            assert_eq!(list, ["1, 2, 3, 4", "", "&S#$(*Y", "The quick brown fox jumps over the lazy dog"]);
            Ok(())
        };
        get_empty() => is(ArrayWrapper { array: Some(vec![]), ..ArrayWrapper::default() });
        put_empty(&ArrayWrapper { array: Some(vec![]), ..ArrayWrapper::default() }) => done;
        get_not_provided() => is(ArrayWrapper::default());
    );
    let programs = [("txt", "notepad"), ("bmp", "mspaint"), ("xls", "excel"), ("exe", "")];
    let programs: BTreeMap<String, String> =
        programs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let empty = || DictionaryWrapper { default_program: Maybe::Value(BTreeMap::new()), ..DictionaryWrapper::default() };
    calls!(run, client, dictionary:
        get_valid() => |result| {
            assert_eq!(read(result)?.default_program, Maybe::Value(programs));
            Ok(())
        };
        get_empty() => is(empty());
        put_empty(&empty()) => done;
        get_null() => is(DictionaryWrapper { default_program: Maybe::Null, ..DictionaryWrapper::default() });
        get_not_provided() => is(DictionaryWrapper::default());
    );
    // Neither the items of the list nor the values of the object may be null. What was received is sent back with them.
    let client = client.clone();
    run.scenario("nulls that are sent back", async move {
        let list = client.array().get_valid().send().await?;
        client.array().put_valid(&list).send().await?;
        let object = client.dictionary().get_valid().send().await?;
        client.dictionary().put_valid(&object).send().await?;
        Ok(()) as Outcome
    })
    .await;
}

fn dog(id: i64, name: &str, food: &str) -> Dog {
    Dog { food: text(food), id: Some(id), name: text(name), ..Dog::default() }
}

async fn inheritance(run: &mut Run, client: &Client) {
    let siamese = || Siamese {
        breed: text("persian"),
        color: text("green"),
        hates: Some(vec![dog(1, "Potato", "tomato"), dog(-1, "Tomato", "french fries")]),
        id: Some(2),
        name: text("Siameeee"),
        ..Siamese::default()
    };
    calls!(run, client, inheritance:
        get_valid() => is(siamese());
        put_valid(&siamese()) => done;
    );
}

fn shark() -> Fish {
    let mut shark = Cookiecuttershark::new(value("2012-01-05T01:00:00Z"), "shark".to_owned(), 20.0);
    (shark.age, shark.species) = (Some(6), text("predator"));
    Fish::Cookiecuttershark(shark)
}

fn sawshark() -> Sawshark {
    let mut sawshark = Sawshark::new(value("1900-01-05T01:00:00Z"), 10.0);
    (sawshark.age, sawshark.species) = (Some(105), text("dangerous"));
    sawshark.picture = Some((&[0xff, 0xff, 0xff, 0xff, 0xfe]).into());
    sawshark
}

fn goblin() -> Fish {
    let mut goblin = Goblinshark::new(value("2015-08-08T00:00:00Z"), 30.0);
    (goblin.age, goblin.species, goblin.jawsize) = (Some(1), text("scary"), Some(5));
    // No value of the document.
    goblin.color = Some(GoblinSharkColor::from("pinkish-gray"));
    Fish::Goblin(goblin)
}

fn salmon() -> SalmonBase {
    let mut salmon = SalmonBase::new(1.0);
    (salmon.location, salmon.iswild, salmon.species) = (text("alaska"), Some(true), text("king"));
    salmon.siblings = Some(vec![shark(), Fish::Sawshark(sawshark()), goblin()]);
    salmon
}

fn smart_salmon() -> SmartSalmon {
    let mut salmon = SmartSalmon::new(1.0);
    (salmon.location, salmon.iswild, salmon.species) = (text("alaska"), Some(true), text("king"));
    salmon.siblings = Some(vec![shark(), Fish::Sawshark(sawshark()), goblin()]);
    for (at, json) in ["1", "false", r#""hello""#, r#"{"a":1,"b":2}"#, "[1,3]"].into_iter().enumerate() {
        salmon.extra.insert(format!("additionalProperty{}", at + 1), value::<Json>(json));
    }
    salmon
}

fn big_fish() -> Fish {
    let Fish::Cookiecuttershark(mut big_shark) = shark() else { unreachable!() };
    let mut atlantic = SalmonBase::new(2.0);
    (atlantic.location, atlantic.iswild, atlantic.species) = (text("atlantic"), Some(true), text("coho"));
    atlantic.siblings = Some(vec![shark(), Fish::Sawshark(sawshark())]);
    let alone = || Fish::Sawshark(Sawshark { siblings: Some(vec![]), ..sawshark() });
    big_shark.siblings = Some(vec![Fish::Salmon(atlantic), alone()]);
    Fish::Salmon(SalmonBase { siblings: Some(vec![Fish::Cookiecuttershark(big_shark), alone()]), ..salmon() })
}

async fn polymorphism(run: &mut Run, client: &Client) {
    calls!(run, client, polymorphism:
        get_valid() => is(Fish::Salmon(salmon()));
        put_valid(&Fish::Salmon(salmon())) => done;
        get_complicated() => is(Salmon::SmartSalmon(smart_salmon()));
        put_complicated(&Salmon::SmartSalmon(smart_salmon())) => done;
        // The response has no discriminator, and is kept as it is.
        put_missing_discriminator(&Salmon::Base(salmon())) => |result| {
            let Salmon::Unlisted(json) = read(result)? else { return Err("no JSON".into()) };
            assert_eq!(json.to_value()?["location"], "alaska");
            Ok(())
        };
    );
    calls!(run, client, polymorphicrecursive:
        get_valid() => is(big_fish());
        put_valid(&big_fish()) => done;
    );
}

fn is_dot_salmon(salmon: &DotSalmon, location: &str, is_wild: bool) {
    let found = (salmon.fish_type.as_str(), salmon.location.as_deref(), salmon.iswild, salmon.species.as_deref());
    assert_eq!(found, ("DotSalmon", Some(location), Some(is_wild), Some("king")));
}

async fn markets(run: &mut Run, client: &Client) {
    calls!(run, client, polymorphism:
        get_dot_syntax() => |result| {
            let DotFish::DotSalmon(salmon) = read(result)? else { return Err("no salmon".into()) };
            is_dot_salmon(&salmon, "sweden", true);
            Ok(())
        };
        get_composed_with_discriminator() => |result| {
            let market = read(result)?;
            is_dot_salmon(market.sample_salmon.as_ref().ok_or("no salmon")?, "sweden", false);
            let Some(DotFish::DotSalmon(salmon)) = &market.sample_fish else { return Err("no salmon".into()) };
            is_dot_salmon(salmon, "australia", false);
            let salmons = market.salmons.ok_or("no list")?;
            is_dot_salmon(&salmons[1], "atlantic", true);
            let fishes = market.fishes.ok_or("no list")?;
            assert!(fishes.iter().all(|fish| matches!(fish, DotFish::DotSalmon(_))));
            Ok(())
        };
        // Without the property, a fish is kept as it is.
        get_composed_without_discriminator() => |result| {
            let market = read(result)?;
            is_dot_salmon(market.sample_salmon.as_ref().ok_or("no salmon")?, "sweden", false);
            let Some(DotFish::Unlisted(fish)) = &market.sample_fish else { return Err("no JSON".into()) };
            assert_eq!(fish.to_value()?["location"], "australia");
            assert_eq!(market.fishes.map(|fishes| fishes.len()), Some(2));
            Ok(())
        };
    );
}
