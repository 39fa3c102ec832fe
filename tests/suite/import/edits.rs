//! Tests reference pages as browsers copy them and people edit them: the result is the same spec, or a problem at the
//! line of the edit.

use codegen::import::{self, Format, Imported, Leniency, Source, learn};
use codegen::problem::{Level, Problem};
use codegen::spec::Api;

use super::carts;

/// The effect of an edit on the spec.
#[derive(Debug, PartialEq)]
enum Effect {
    /// No effect.
    Same,
    /// A problem at the first line with the string.
    ProblemAt(&'static str),
    /// A changed description, and no other effect.
    Described(&'static str),
}
use Effect::{Described, ProblemAt, Same};

type Edit = fn(&str) -> String;

fn read(text: &str) -> Result<Imported, Vec<Problem>> {
    let source = Source { name: "create.page.txt".to_owned(), text: text.to_owned() };
    import::import(Some(Format::Learn), &[source], Leniency::Normal)
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Replaces a line that ends in the string.
fn described(text: &str, row: &str, docs: &str) -> String {
    replaced(text, &format!("\n{row}\n\nstring\n"), &format!("\n{row}\n\nstring\n\n{docs}\n"))
}

/// The page with tabs between the cells of all tables, as a browser writes them.
fn tabbed(text: &str) -> String {
    let text = text.replace("path True", "path\tTrue\t").replace("Authorization True", "Authorization\tTrue\t");
    let labels = |line: &str| line.split(' ').collect::<Vec<_>>().join("\t");
    text.lines()
        .map(|line| if line.starts_with("Name ") { labels(line) } else { line.to_owned() })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The page with each row on one line, and the separator between its cells.
fn one_line_rows(text: &str, start: &str, separator: &str, end: &str) -> String {
    let page = learn::mirror(&Source { name: String::new(), text: text.to_owned() }).expect("the page is in order");
    let row = |cells: &[&str]| format!("{start}{}{end}\n", cells.join(separator));
    let rule = |count: usize| if start.is_empty() { String::new() } else { row(&vec!["---"; count]) };
    let ty = |ty: &learn::RowType| match ty {
        learn::RowType::Type(text) => text.text.clone(),
        learn::RowType::Enum(items) => {
            let value = |item: &learn::Item| match &item.format {
                Some(format) => format!("{} ({format})", item.value),
                None => item.value.clone(),
            };
            format!("enum: {}", items.iter().map(value).collect::<Vec<_>>().join(" "))
        }
    };
    let yes = |presence| if presence == codegen::spec::Presence::Required { "True" } else { "" };
    let types = |types: &Option<learn::MediaTypes>| {
        let names = types.iter().flat_map(|types| &types.names).map(|name| format!("\"{name}\""));
        format!("Media Types: {}", names.collect::<Vec<_>>().join(", "))
    };
    let mut out = format!("{} - {}\n\n{}\n\n", page.group, page.name, page.summary);
    for request in &page.requests {
        out += &format!("{} {}\n\n", request.method.as_str(), request.url);
    }
    out += &format!("URI Parameters\n\n{}{}", row(&["Name", "In", "Required", "Type", "Description"]), rule(5));
    for parameter in page.uri_parameters.iter().flat_map(|table| &table.rows) {
        out += &row(&[&parameter.name, "path", yes(parameter.presence), &ty(&parameter.ty), &parameter.docs]);
    }
    let table = page.request_header.as_ref().expect("there are headers");
    out += &format!("\nRequest Header\n\n{}\n\n", types(&table.media_types));
    out += &(row(&["Name", "Required", "Type", "Description"]) + &rule(4));
    for header in &table.rows {
        out += &row(&[&header.name, yes(header.presence), &ty(&header.ty), &header.docs]);
    }
    let table = page.request_body.as_ref().expect("there is a body");
    out += &format!("\nRequest Body\n\n{}\n\n", types(&table.media_types));
    out += &(row(&["Name", "Type", "Description"]) + &rule(3));
    for member in &table.rows {
        out += &row(&[&member.name, &ty(&member.ty), &member.docs]);
    }
    out += &format!("\nResponses\n\n{}{}", row(&["Name", "Type", "Description"]), rule(3));
    for reply in page.responses.iter().flat_map(|replies| &replies.rows) {
        let status = format!("{} {}", reply.status.unwrap_or_default(), reply.reason);
        let ty = reply.ty.as_ref().map_or("", |ty| &ty.text);
        out += &row(&[&status, ty, &format!("{} {}", reply.docs, types(&reply.media_types))]);
    }
    out += &format!("\nDefinitions\n\n{}{}", row(&["Name", "Description"]), rule(2));
    for listed in page.index.iter().flat_map(|index| &index.names) {
        out += &row(&[&listed.name, &listed.docs]);
    }
    for definition in &page.definitions {
        out += &format!("\n{}\n\n{}{}", definition.name, row(&["Name", "Type", "Description"]), rule(3));
        for member in &definition.rows {
            out += &row(&[&member.name, &ty(&member.ty), &member.docs]);
        }
    }
    out
}

/// The page as HTML, with the elements of learn.microsoft.com.
fn saved(text: &str) -> String {
    let rows = one_line_rows(text, "<tr><td>", "</td><td>", "</td></tr>");
    let mut out =
        "<!DOCTYPE html>\n<html><head><title>A - B | Shop</title></head><body><nav>A - B</nav><main>\n".to_owned();
    let mut in_table = false;
    for line in rows.lines().filter(|line| !line.contains("<td>---")) {
        let is_row = line.starts_with("<tr>");
        if is_row != in_table {
            out += if is_row { "<table><tbody>\n" } else { "</tbody></table>\n" };
            in_table = is_row;
        }
        let level = if line.contains(" - ") { 1 } else { 2 };
        out += &match line {
            line if is_row => line.replace(" Media Types:", "<p>Media Types:"),
            line if line.starts_with("POST") => {
                format!("<span>HTTP</span><button>Copy</button>\n<pre><code>{line}</code></pre>")
            }
            line if line.contains("Media Types") || line.ends_with('.') => format!("<p>{line}</p>"),
            line => format!("<h{level}>{line}</h{level}>"),
        };
        out += "\n";
    }
    out + "</tbody></table></main><footer>Feedback</footer></body></html>\n"
}

const END: &str = "\n\nFeedback\n\nWas this page helpful?\n\nYes\nNo\n\nAdditional resources\n\nTraining\n\nModule\nManage carts\n\nLast \
                   updated on 2025-11-02\n\nEnglish (United States)\nYour Privacy Choices\n© Microsoft 2025\n";

const EDITS: &[(&str, Edit, Effect)] = &[
    ("nothing", str::to_owned, Same),
    ("line ends of Windows", |page| page.replace('\n', "\r\n"), Same),
    ("a byte order mark", |page| format!("\u{feff}{page}"), Same),
    ("zero-width spaces in names", |page| page.replace("Models.", "Models.\u{200b}"), Same),
    ("no-break spaces", |page| page.replace(' ', "\u{a0}"), Same),
    ("lines of no-break spaces", |page| page.replace("\n\n", "\n\u{a0}\n"), Same),
    ("spaces at the ends of lines", |page| page.replace('\n', "  \n"), Same),
    ("indented", |page| page.replace('\n', "\n    "), Same),
    ("two blank lines in place of one", |page| page.replace("\n\n", "\n\n\n"), Same),
    ("the button of tables", |page| page.replace("\nName ", "\nExpand table\nName "), Same),
    ("the button of tables, alone", |page| page.replace("\nName ", "\nExpand table\n\nName "), Same),
    ("the button of tables in German", |page| page.replace("\nName ", "\n\nTabelle erweitern\n\nName "), Same),
    ("the bar of the sample", |page| page.replace("\nPOST", "\nHTTP\n\nCopy\n\nPOST"), Same),
    ("the bar of the sample on one line", |page| page.replace("\nPOST", "\nHTTP Copy Try It\nPOST"), Same),
    ("the bar of the sample below it", |page| page.replace("/carts\n", "/carts\nCopy\n"), Same),
    ("the bar of the sample with tabs", |page| page.replace("\nPOST", "\nHTTP\tCopy\nPOST"), Same),
    (
        "links to the sections",
        |page| {
            let links = "In this article\nURI Parameters\nRequest Header\nRequest Body\nResponses\nDefinitions\n\n";
            replaced(page, "Starts a cart", &format!("{links}Starts a cart"))
        },
        Same,
    ),
    (
        "links to the sections as a list",
        |page| {
            let links = "In this article\n\n  1. URI Parameters\n  2. Request Header\n  3. Request Body\n  4. Responses\n  \
                         5. Security\n  6. Examples\n  7. Definitions\n\n";
            replaced(page, "Starts a cart", &format!("{links}Starts a cart"))
        },
        Same,
    ),
    (
        "links to the sections above the title",
        |page| replaced(page, "Manage", "In this article\n• URI Parameters\n• Responses\n\nManage"),
        Same,
    ),
    (
        "links to the sections at the end",
        |page| format!("{page}\n\nIn this article\n\nURI Parameters\nResponses\n"),
        Same,
    ),
    (
        "the frame of the website",
        |page| {
            let frame = "Skip to main content\nLearn\nSign in\nRead in English\nSave\nAdd to plan\nShare via\nFacebook\nx.com\n\
                         LinkedIn\nEmail\nPrint\n\nManage";
            let page = replaced(page, "Manage", frame);
            replaced(&page, "Starts a cart", "Reference\n\nFeedback\n\nService:\nPartner Center\n\nStarts a cart")
                .replace("Service:\nPartner Center", "Service: Partner Center\nAPI Version: 1.0\n05/12/2025")
        },
        Same,
    ),
    ("the end of the website", |page| format!("{page}{END}"), Same),
    ("the form for feedback", |page| format!("{page}\n\nFeedback\nWas this page helpful?\nYes No\n"), Same),
    ("two buttons at the end", |page| format!("{page}\n\nYes\n\nNo\n"), Same),
    ("further reading", |page| format!("{page}\n\nFeedback\n\nAdditional resources\n"), Same),
    ("tabs behind cells", tabbed, Same),
    ("tabs around cells", |page| tabbed(page).replace("\nstring\n\n", "\nstring\n\n\t\n\n"), Same),
    ("names and places on one line", |page| tabbed(page).replace("\npath\t", "\tpath\t"), Same),
    ("tabs between all cells", |page| one_line_rows(page, "", "\t", ""), Same),
    ("tabs after all cells", |page| one_line_rows(page, "", "\t", "\t").replace("\t\t\t", "\t\t"), Same),
    ("pipes between all cells", |page| one_line_rows(page, "| ", " | ", " |"), Same),
    ("saved as HTML", saved, Same),
    (
        "saved as HTML without ends of rows and cells",
        |page| saved(page).replace("</td>", "").replace("</tr>", ""),
        Same,
    ),
    (
        "saved as HTML, upper case",
        |page| saved(page).replace("table>", "TABLE>").replace("td>", "TD>").replace("tr>", "TR>"),
        Same,
    ),
    (
        "a part of the HTML",
        |page| saved(page).split_once("<main>").expect("there is one").1.replace("</main>", ""),
        Same,
    ),
    (
        "saved as HTML, and a type misspelled",
        |page| replaced(&saved(page), "<td>quantity</td><td>integer (int32)", "<td>quantity</td><td>integr (int32)"),
        ProblemAt("<tr><td>quantity"),
    ),
    (
        "saved as HTML, and a row without a name",
        |page| replaced(&saved(page), "<td>quantity</td>", "<td></td>"),
        ProblemAt("<tr><td></td>"),
    ),
    (
        "saved as HTML, and a description like a type",
        |page| {
            replaced(
                &saved(page),
                "<td>orderGroup</td><td>string</td><td>",
                "<td>orderGroup</td><td>string</td><td>string",
            )
        },
        Described("string"),
    ),
    (
        "pipes with marks of Markdown",
        |page| {
            let piped = one_line_rows(page, "| ", " | ", " |").replace(
                "| Microsoft.Partner.Core.Collections.Link |",
                "| [Microsoft.Partner.Core.Collections.Link](#link) |",
            );
            piped
                .replace("\nResponses", "\n## Responses")
                .replace("| id |", "| `id` |")
                .replace("customer_id |", "customer\\_id |")
        },
        Same,
    ),
    (
        "pipes without the outer ones",
        |page| {
            one_line_rows(page, "| ", " | ", " |").replace("\n| ", "\n").replace(" |\n", "\n").replace("---|", "--- |")
        },
        Same,
    ),
    (
        "pipes, and a lost cell",
        |page| one_line_rows(page, "| ", " | ", " |").replacen("| quantity | integer (int32) |", "| quantity |", 1),
        ProblemAt("| quantity |"),
    ),
    (
        "pipes, and an empty cell",
        |page| one_line_rows(page, "| ", " | ", " |").replacen("| quantity | integer (int32) |", "| quantity | |", 1),
        ProblemAt("| quantity |"),
    ),
    (
        "an example without a section on security",
        |page| {
            let example = "Examples\n\nCreate a cart sample\n\nSample request\n\nHTTP\n\nCopy\n\nPOST \
                           https://api.partnercenter.microsoft.com/v1/customers/1/carts\n\n{\n  \"id\": \"1\"\n}\n\nSample \
                           response\n\nStatus code: 201\n\nJSON\n\nCopy\n\n{\n  \"status\": \"string\"\n}\n\nDefinitions\n";
            replaced(page, "\nDefinitions\n", &format!("\n{example}"))
        },
        Same,
    ),
    (
        "an example that says little",
        |page| {
            let example = "Examples\n\nCreate a cart\n\nHTTP\n\nPOST https://api.partnercenter.microsoft.com/v1/customers/1/carts\n\n";
            replaced(page, "\nDefinitions\n", &format!("\n{example}Definitions\n"))
        },
        Same,
    ),
    (
        "a description like a type of its own",
        |page| described(page, "friendlyName", "string"),
        ProblemAt("string@friendlyName"),
    ),
    (
        "a description like a definition",
        |page| described(page, "currencyCode", "Microsoft.Partner.Core.Collections.Link"),
        ProblemAt("Microsoft.Partner.Core.Collections.Link@currencyCode"),
    ),
    ("a description like a word with a capital", |page| described(page, "orderGroup", "Group"), Described("Group")),
    (
        "a description like a place",
        |page| described(page, "promotionId", "path True"),
        ProblemAt("path True@promotionId"),
    ),
    (
        "a description like a place without a flag",
        |page| described(page, "promotionId", "query"),
        ProblemAt("query@promotionId"),
    ),
    (
        "a parameter described as a place",
        |page| replaced(page, "Whose cart it is.", "path True"),
        ProblemAt("path True@string"),
    ),
    ("a description like a button", |page| described(page, "orderGroup", "Copy"), Described("Copy")),
    ("a description like a response to feedback", |page| described(page, "orderGroup", "Yes"), Described("Yes")),
    ("a description like a language", |page| described(page, "orderGroup", "HTTP"), Described("HTTP")),
    ("a description like a heading", |page| described(page, "orderGroup", "Responses"), Described("Responses")),
    (
        "a type misspelled",
        |page| replaced(page, "quantity\n\ninteger (int32)", "quantity\n\nintegr (int32)"),
        ProblemAt("quantity"),
    ),
    (
        "a type of no definition",
        |page| {
            replaced(
                page,
                "links\n\nMicrosoft.Partner.Core.Collections.ResourceLinks\n\nstatus\n\nstring\n\nResponses",
                "links\n\nMicrosoft.Partner.Core.Collections.ResourceLnks\n\nstatus\n\nstring\n\nResponses",
            )
        },
        ProblemAt("Microsoft.Partner.Core.Collections.ResourceLnks"),
    ),
    ("a name missing", |page| replaced(page, "\nfriendlyName\n", "\n"), ProblemAt("string@error")),
    (
        "headings with marks",
        |page| page.replace("\nResponses\n", "\n## Responses\n").replace("\nDefinitions\n", "\n## Definitions\n"),
        Same,
    ),
    (
        "a translation of the labels",
        |page| {
            page.replace("Name In Required Type Description", "Nom Dans Obligatoire Type Description")
                .replace("Name Required Type", "Nom Obligatoire Type")
                .replace("Name Type", "Nom Type")
                .replace("Name Desc", "Nom Desc")
                .replace("Media Types:", "Types de médias :")
        },
        Same,
    ),
    (
        "quotes of an editor",
        |page| page.replace("Media Types: \"application/json\"", "Media Types: “application/json”"),
        Same,
    ),
    ("a longer dash in the title", |page| page.replace(" - Create", " – Create"), Same),
    ("other signs of lists", |page| page.replace("  • ", "- "), Same),
    ("signs of lists without a space", |page| page.replace("  • ", "•"), Same),
    ("signs of lists with a tab", |page| page.replace("  • ", "•\t"), Same),
    ("a required parameter on lines of its own", |page| page.replace("path True", "path\nTrue"), Same),
    ("media types with a wide colon", |page| page.replace("Media Types:", "媒体类型："), Same),
];

/// The line of an edit: the first line with the string, or the last one above or below another line.
fn line_of(text: &str, place: &str) -> usize {
    let lines: Vec<&str> = text.lines().map(|line| line.trim()).collect();
    let (content, near) = place.split_once('@').unwrap_or((place, ""));
    let near = lines.iter().position(|line| near.is_empty() || *line == near).expect("the line is there");
    let mut found = lines[near..].iter().enumerate().filter(|(_, line)| line.starts_with(content));
    // The type is below the name, and may be equal to the string.
    let skip = usize::from(content == "string" && place.ends_with("friendlyName"));
    let (at, _) = found.nth(skip).expect("the text is below it");
    near + at + 1
}

/// The spec without the payloads of examples, which some edits add.
fn facts(api: &Api) -> String {
    let mut api = api.clone();
    for operation in api.operations.values_mut() {
        let sent = operation.body.iter_mut().flat_map(|body| body.content.values_mut());
        let received = operation.replies.values_mut().flat_map(|reply| reply.content.values_mut());
        sent.chain(received).for_each(|content| content.samples.clear());
    }
    codegen::spec::json::write_api(&api)
}

#[test]
fn an_edit_of_the_page_changes_nothing_or_is_a_problem_at_its_line() {
    let page = carts().into_iter().find(|page| page.name.starts_with("create")).expect("the page is there").text;
    let whole = facts(&read(&page).expect("the page is in order").api);
    let mut odd = Vec::new();
    for (name, edit, effect) in EDITS {
        let text = edit(&page);
        let shown = |problems: &[Problem]| {
            let lines = problems.iter().map(|problem| format!("  {:?}: {}", problem.place.at, problem.message));
            lines.collect::<Vec<_>>().join("\n")
        };
        match (read(&text), effect) {
            (Ok(read), Same) => {
                if facts(&read.api) != whole {
                    let (is, was) = (facts(&read.api), whole.clone());
                    let line = is.lines().zip(was.lines()).find(|(is, was)| is != was);
                    odd.push(format!("{name}: another spec: {line:?}"));
                }
                if !read.notes.is_empty() {
                    odd.push(format!("{name}: notes\n{}", shown(&read.notes)));
                }
            }
            (Ok(read), Described(docs)) => {
                let added = facts(&read.api).replacen(&format!(",\n            \"docs\": \"{docs}\""), "", 1);
                let added = added.replacen(&format!("          \"docs\": \"{docs}\"\n"), "", 1);
                if facts(&read.api) == whole || without_docs(&added, docs) != without_docs(&whole, docs) {
                    odd.push(format!("{name}: more than a description has changed"));
                }
            }
            (Err(problems), ProblemAt(place)) => {
                let line = line_of(&text, place);
                let at =
                    |problem: &Problem| matches!(problem.place.at, codegen::problem::At::Line(at, _) if at == line);
                let mut errors = problems.iter().filter(|problem| problem.level == Level::Error);
                if !errors.next().is_some_and(at) || problems.len() > 2 {
                    odd.push(format!("{name}: expected at {line}\n{}", shown(&problems)));
                }
            }
            (Err(problems), _) => odd.push(format!("{name}: refused\n{}", shown(&problems))),
            (Ok(_), ProblemAt(_)) => odd.push(format!("{name}: accepted")),
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

/// The spec without white space and commas, and without a description.
fn without_docs(spec: &str, docs: &str) -> String {
    let packed: String = spec.chars().filter(|next| !next.is_whitespace()).collect();
    packed.replace(&format!("\"docs\":\"{docs}\""), "").replace(',', "").replace("{}", "")
}

/// The payloads of examples are kept with their statuses, and compared with the types.
#[test]
fn the_payloads_of_examples_are_kept_and_checked() {
    let page = carts().into_iter().find(|page| page.name.starts_with("create")).expect("the page is there").text;
    let with = |response: &str| {
        let example = format!(
            "Examples\n\nCreate a cart\n\nSample request\n\nHTTP\n\nCopy\n\nPOST https://api.partnercenter.microsoft.com/v1/customers/\
             1/carts\n\n{{\n  \"id\": \"1\"\n}}\n\nSample response\n\nStatus code: 201\n\nJSON\n\nCopy\n\n{response}\n\nDefinitions\n"
        );
        replaced(&page, "\nDefinitions\n", &format!("\n{example}"))
    };
    let text = with("{\n  \"lineItems\": [ { \"quantity\": 2 } ]\n}");
    let mirror = learn::mirror(&Source { name: String::new(), text: text.clone() }).expect("the page is in order");
    let samples: Vec<_> = mirror.samples.iter().map(|sample| (sample.status, sample.body.to_string())).collect();
    let sent = "{\"id\":\"1\"}".to_owned();
    assert_eq!(samples, [(None, sent), (Some(201), "{\"lineItems\":[{\"quantity\":2}]}".to_owned())]);
    let imported = read(&text).expect("the page is in order");
    assert_eq!(imported.notes, []);
    let operation = imported.api.operations.values().next().expect("the page has an operation");
    let body = operation.body.as_ref().expect("it has a body");
    let kept: Vec<String> =
        body.content.values().flat_map(|content| &content.samples).map(ToString::to_string).collect();
    assert_eq!(kept, ["{\"id\":\"1\"}"]);
    let replies = operation.replies.values().flat_map(|reply| reply.content.values());
    let kept: Vec<String> = replies.flat_map(|content| &content.samples).map(ToString::to_string).collect();
    assert_eq!(kept, ["{\"lineItems\":[{\"quantity\":2}]}"]);
    let text = with("{\n  \"lineItems\": [ { \"quantity\": \"two\" } ]\n}");
    let notes = read(&text).expect("a sample may be wrong").notes;
    let line = text.lines().collect::<Vec<_>>().iter().rposition(|line| *line == "{").expect("it is there") + 1;
    assert_eq!(notes.len(), 1);
    assert!(matches!(notes[0].place.at, codegen::problem::At::Line(at, _) if at == line), "{notes:?}");
}
