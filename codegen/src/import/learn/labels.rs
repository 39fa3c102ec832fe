//! Recognizes the words around the tables of a page, in the languages of learn.microsoft.com (`label_words`).
//!
//! Tables are recognized by their form. Only words that cannot be recognized by form are looked up here: what the
//! website adds around a page, headings without a table, and single words in cells.

use super::label_words::WORDS;

pub(super) use super::label_words::Word;

/// The maximum length in bytes of a line that the website adds.
const LENGTH: usize = 160;

/// Whether a line has the given meaning: a line that the website adds, a heading without a table, or a label.
pub(super) fn is(text: &str, word: Word) -> bool {
    if text.len() > LENGTH {
        return false;
    }
    let text = text.trim_end_matches([':', '：']).trim_end();
    let words = WORDS.iter().filter(|(known, _)| *known == word).flat_map(|(_, words)| *words);
    words.into_iter().any(|known| known.eq_ignore_ascii_case(text))
}

/// Whether a line consists of words for the language of a sample and of buttons: `HTTP`, `HTTP Copy`.
pub(super) fn is_code(text: &str) -> bool {
    if text.len() > LENGTH {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_known = |words: &[&str]| is(&words.join(" "), Word::Code);
    !words.is_empty()
        && (is_known(&words) || (1..words.len()).any(|at| is_known(&words[..at]) && is_code(&words[at..].join(" "))))
}

/// Whether a cell in the column of required members says yes.
pub(super) fn is_true(text: &str) -> bool {
    let words = [
        "True",
        "Wahr",
        "Vrai",
        "Verdadero",
        "Vero",
        "Verdadeiro",
        "Prawda",
        "Doğru",
        "Pravda",
        "Waar",
        "Sant",
        "Igaz",
        "Истина",
        "真",
        "참",
    ];
    words.contains(&text)
}

/// The English word for the place of a parameter in a URL.
pub(super) fn place(text: &str) -> Option<&'static str> {
    let path = [
        "path",
        "pfad",
        "chemin",
        "chemin d’accès",
        "chemin d'accès",
        "ruta",
        "ruta de acceso",
        "percorso",
        "caminho",
        "ścieżka",
        "yol",
        "cesta",
        "pad",
        "sökväg",
        "elérési út",
        "путь",
        "パス",
        "경로",
        "路径",
        "路徑",
    ];
    let query = [
        "query",
        "abfrage",
        "requête",
        "consulta",
        "zapytanie",
        "kwerenda",
        "sorgu",
        "dotaz",
        "fråga",
        "lekérdezés",
        "запрос",
        "クエリ",
        "쿼리",
        "查询",
        "查詢",
    ];
    let text = text.to_lowercase();
    if path.contains(&&*text) {
        Some("path")
    } else if query.contains(&&*text) {
        Some("query")
    } else {
        None
    }
}
