//! Names of methods: the names of the operations without the words of their group.
//!
//! They depend only on the names, methods and paths of the operations in the group. `create_chat_completion` is
//! `create_completion` in `chat`, unless the rest is meaningless (`pets` in `pets`) or a keyword (`type`), or another
//! operation of the group would get the same name. Of those that would, the one whose path ends in a parameter is named
//! after it: `get` and `get_by_id`. The others keep the words of the group.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::{self, Style};
use crate::rust::Ident;
use crate::spec::{self, Segment};
use crate::words;

/// An operation and the names that it may have, the best first.
struct Candidates<'a> {
    id: &'a str,
    short: String,
    found_by: Option<String>,
    whole: String,
    /// Whether the best name would be a shorter one if there were no other groups.
    depends_on_groups: bool,
}

/// The name of a group. One that is a keyword is a plural: a method `r#type` is nothing that one likes to call.
pub(crate) fn group(name: Ident) -> Ident {
    let plural = match name.text() {
        "box" | "match" => "es",
        "abstract" | "break" | "const" | "enum" | "impl" | "loop" | "macro" | "mod" | "move" | "override" | "ref"
        | "return" | "static" | "struct" | "trait" | "type" | "use" | "where" | "yield" => "s",
        _ => return name,
    };
    Ident::new(format!("{}{plural}", name.text()))
}

/// The method of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Method {
    /// Its name, as words with `_` between them.
    pub name: String,
    /// Whether it would have another name if the others of the group were not there.
    pub depends_on_others: bool,
}

/// The method of each operation of a group, by identifier. `taken` are names that `crate.json` has given to others,
/// and `groups` are the words of all groups.
pub(crate) fn in_group(
    group: &str,
    operations: &[(&str, &spec::Operation)],
    taken: &BTreeSet<&str>,
    groups: &[Vec<String>],
) -> BTreeMap<String, Method> {
    let context = words::split(group);
    let candidates: Vec<Candidates> =
        operations.iter().map(|(id, operation)| candidates(id, operation, &context, groups)).collect();
    let mut chosen: Vec<&str> = candidates.iter().map(|one| one.short.as_str()).collect();
    // Each round moves a name on to a longer one, so this ends.
    loop {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        chosen.iter().enumerate().for_each(|(index, name)| holders.entry(name).or_default().push(index));
        let mut moved = false;
        for (name, holders) in holders {
            let is_taken = taken.contains(name);
            if holders.len() < 2 && !is_taken {
                continue;
            }
            for (index, name) in next(&candidates, &chosen, &holders, is_taken) {
                chosen[index] = name;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let method = |(one, name): (&Candidates, &&str)| {
        (
            one.id.to_owned(),
            Method { name: (*name).to_owned(), depends_on_others: one.depends_on_groups || **name != one.short },
        )
    };
    candidates.iter().zip(&chosen).map(method).collect()
}

/// The names to which some of those that share one go on.
fn next<'a>(candidates: &'a [Candidates], chosen: &[&str], holders: &[usize], is_taken: bool) -> Vec<(usize, &'a str)> {
    let is_short = |index: &usize| chosen[*index] == candidates[*index].short;
    let found_by = |index: &usize| candidates[*index].found_by.as_deref().filter(|_| is_short(index));
    let distinct: BTreeSet<&str> = holders.iter().filter_map(found_by).collect();
    let rest = holders.iter().filter(|index| found_by(index).is_none()).count() + usize::from(is_taken);
    let finding: Vec<(usize, &str)> =
        holders.iter().filter_map(|index| found_by(index).map(|name| (*index, name))).collect();
    if !finding.is_empty() && distinct.len() == finding.len() && rest < 2 {
        return finding;
    }
    let longer = holders.iter().filter(|index| chosen[**index] != candidates[**index].whole);
    longer.map(|index| (*index, candidates[*index].whole.as_str())).collect()
}

fn candidates<'a>(
    id: &'a str,
    operation: &spec::Operation,
    group: &[String],
    groups: &[Vec<String>],
) -> Candidates<'a> {
    let name = words::split(&operation.name);
    let whole = name.join("_");
    let verb = || operation.method.as_str().to_ascii_lowercase();
    // `create_customer_qualification` in `qualifications` creates no customer.
    let misleads = |before: &[String]| {
        let mut others = groups.iter().filter(|other| other.as_slice() != group);
        // Where nothing follows a preposition, the words of the group do: `files` of `list_files_in_store`.
        let from = before.iter().rposition(|word| words::is_preposition(word)).unwrap_or(0) + 1;
        before.get(from..).is_some_and(|object| others.any(|other| words::contains(object, other)))
    };
    let dropped = words::without_unless(&name, group, misleads);
    let depends_on_groups = dropped != words::without(&name, group);
    let shorter = dropped
        // `emojis` in `emojis`, `user_by_id` in `users`.
        .or_else(|| words::after(&name, group).map(|rest| [vec![verb()], rest].concat()));
    let shorter = shorter.map(|rest| if stands_alone(&rest) { rest } else { [vec![verb()], rest].concat() });
    let short = shorter.filter(|rest| !rest.is_empty()).map_or_else(|| whole.clone(), |rest| rest.join("_"));
    let found_by = found_by(&operation.path)
        .filter(|_| !short.split('_').any(|word| word == "by"))
        .map(|param| format!("{short}_by_{}", param.join("_")));
    Candidates { id, short, found_by, whole, depends_on_groups }
}

/// Whether words can be the whole name of a method.
fn stands_alone(name: &[String]) -> bool {
    let joined = name.join("_");
    let ident = names::ident(&joined, Style::Snake);
    !ident.is_keyword() && ident.text() == joined
}

/// The parameter at the end of a path, without the words of the segment before it.
fn found_by(path: &spec::PathTemplate) -> Option<Vec<String>> {
    let (last, before) = path.segments().split_last()?;
    let Segment::Param(param) = last else { return None };
    let of = before.iter().rev().find_map(|segment| match segment {
        Segment::Literal(text) => text.split('/').rev().map(words::split).find(|words| !words.is_empty()),
        Segment::Param(_) => None,
    });
    Some(words::found_by(param, &of.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::in_group;
    use crate::spec::{self, Api, json};

    /// The methods of operations that are written as `name METHOD path`.
    fn methods(group: &str, operations: &[&str]) -> Vec<String> {
        let operation = |(index, line): (usize, &&str)| {
            let parts: Vec<&str> = line.rsplitn(3, ' ').collect();
            let names = parts[0].split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            let params: Vec<String> = names.map(|(name, _)| format!(r#""{name}": {{ "type": "string" }}"#)).collect();
            format!(
                r#""{index}": {{ "group": "{group}", "name": "{}", "method": "{}", "path": "{}", "params": {{ "path": {{ {} }} }}, "replies": {{}} }}"#,
                parts[2],
                parts[1],
                parts[0],
                params.join(", ")
            )
        };
        let operations: Vec<String> = operations.iter().enumerate().map(operation).collect();
        let text = format!(r#"{{ "title": "A", "types": {{}}, "operations": {{ {} }} }}"#, operations.join(", "));
        let api: Api = json::read("api.json", &text).unwrap();
        let members: Vec<(&str, &spec::Operation)> =
            api.operations.iter().map(|(id, operation)| (id.as_str(), operation)).collect();
        let groups = [crate::words::split(group), vec!["customers".to_owned()]];
        in_group(group, &members, &BTreeSet::new(), &groups).into_values().map(|method| method.name).collect()
    }

    #[test]
    fn words_of_the_group_are_no_part_of_a_method() {
        let names = ["createChatCompletion POST /c", "listChats GET /c", "chat GET /d", "chatType GET /t"];
        assert_eq!(methods("chat", &names), ["create_completion", "list", "get", "get_type"]);
    }

    #[test]
    fn a_rest_that_names_another_group_keeps_the_words() {
        let names = [
            "createCustomerQualifications POST /c",
            "getActiveQualifications GET /q",
            "listCustomersInQualification GET /r",
        ];
        let expected = ["create_customer_qualifications", "get_active", "list_customers"];
        assert_eq!(methods("qualifications", &names), expected);
    }

    #[test]
    fn what_clashes_says_by_what_it_finds_or_keeps_its_words() {
        let names = ["getUsers GET /users", "getUser GET /users/{userId}", "createUser POST /a", "createUsers POST /b"];
        assert_eq!(methods("users", &names), ["get", "get_by_id", "create_user", "create_users"]);
    }

    #[test]
    fn the_order_of_operations_does_not_count() {
        let names = ["getUser GET /users/{id}", "get GET /me", "getUsers GET /users"];
        let reversed: Vec<&str> = names.iter().rev().copied().collect();
        let mut backwards = methods("users", &reversed);
        backwards.reverse();
        assert_eq!(methods("users", &names), backwards);
    }
}
