//! The API list as Markdown: `docs/api.md` is this text.

use std::fmt::Write;

use protocol::registry::{self, Api};
use protocol::{FieldSpec, Language, MessageSpec};

use super::describe;
use crate::router::{self, Sign};

const EN: Language = Language::En;

const INTRODUCTION: &str = "\
# API list

This list is made from the declarations that the gateway decodes by (`crates/protocol/src/registry.rs`). After a
change there, `UPDATE_DOCS=1 cargo nextest run -p hectare-gateway docs_are_up_to_date` writes it anew.

- **class**: N digits, A and AN printable ASCII, AH and AHN any printable text. **bytes** are those of the plain text in UTF-8;
  requests are held to them.
- **●** required, **○** optional. **AES**: AES-256/ECB/PKCS#5 of the value, then Base64 (PG 5.1).
- **pktHash**: SHA-256 of the plain texts joined without a separator, the merchant's hash key last, in hex (PG 5.3).
  `name[1-8]` are its first eight characters.
- Every refusal is answered with HTTP 200, `outStatCd` 0031 and one of the codes at the end.
";

/// The whole document.
pub(super) fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    text.push_str("\n## APIs\n\n");
    text.push_str(&overview());
    for api in registry::ALL {
        text.push_str(&section(api));
    }
    text.push_str("\n## Reject codes\n\nPG 41.1.\n");
    for (family, codes) in describe::code_families() {
        let rows = codes
            .iter()
            .map(|code| vec![code.to_string(), code.text(Language::Ko).to_owned(), code.text(EN).to_owned()]);
        let _ = write!(text, "\n### {family}\n\n{}", table(&["code", "ko", "en"], &rows.collect::<Vec<_>>()));
    }
    text
}

fn overview() -> String {
    let rows = registry::ALL.iter().map(|api| {
        let link = format!("[{}](#{})", api.title(EN), api.id);
        let paths = router::paths(api.id).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(" ");
        vec![link, api.title(Language::Ko).to_owned(), describe::chapter(api, EN), paths]
    });
    table(&["API", "ko", "chapter", "path"], &rows.collect::<Vec<_>>())
}

fn section(api: &Api) -> String {
    let (title, chapter) = (api.title(EN), describe::chapter(api, EN));
    let mut text = format!("\n## {}\n\n{title} ({}), {chapter}.\n\n", api.id, api.title(Language::Ko));
    for path in router::paths(api.id) {
        let _ = writeln!(text, "- `POST {path}`, {}", describe::transport(api.request));
    }
    if !router::signs(api.id).is_empty() {
        let signs: Vec<_> = router::signs(api.id).iter().map(|sign| sign_text(*sign)).collect();
        let _ = writeln!(text, "- told apart by: {}", signs.join(", "));
    }
    for (name, spec) in describe::messages(api, EN) {
        let _ = write!(text, "\n### {name}: {}\n\n", spec.id);
        // A notification that several APIs share is printed with the first of them.
        match first_with(spec).filter(|first| first.id != api.id) {
            Some(first) => {
                let _ = writeln!(text, "As of [{}](#{}).", first.id, first.id);
            }
            None => text.push_str(&message(spec)),
        }
    }
    text
}

fn first_with(spec: &MessageSpec) -> Option<&'static Api> {
    registry::ALL.iter().find(|api| api.notification.is_some_and(|own| own.id == spec.id))
}

fn sign_text(sign: Sign) -> String {
    match sign {
        Sign::Is(name, value) => format!("`{name}` is `{value}`"),
        Sign::Present(name) => format!("`{name}` is there"),
        Sign::Absent(name) => format!("`{name}` is absent"),
    }
}

fn message(spec: &MessageSpec) -> String {
    let heads = ["name", "in", "class", "bytes", "req", "AES", "values", "format", "ko", "en"];
    let mut text = table(&heads, &spec.fields.iter().map(row).collect::<Vec<_>>());
    if let Some(recipe) = describe::recipe(spec) {
        let _ = write!(text, "\npktHash = SHA-256 of `{recipe}`\n");
    }
    text
}

fn row(field: &FieldSpec) -> Vec<String> {
    let mark = if field.required { "●" } else { "○" };
    [
        field.name,
        field.group.key().unwrap_or_default(),
        describe::class(field),
        &field.max.to_string(),
        mark,
        if field.encrypted { "AES" } else { "" },
        &field.fixed.join(", "),
        describe::format(field, EN),
        field.term.label(Language::Ko),
        field.term.label(EN),
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A table whose columns line up in a fixed-width font. A column without content is left out.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let content = cells.map(|cell| width(cell)).max().unwrap_or(0);
        let head = heads.get(column).map_or(0, |head| width(head));
        (content > 0).then_some(content.max(head).max(3))
    };
    let widths: Vec<Option<usize>> = (0..heads.len()).map(widest).collect();
    let line = |cells: &[String], filler: char| {
        let cells = cells.iter().zip(&widths).filter_map(|(cell, width)| Some((cell, (*width)?)));
        let padded = cells.map(|(cell, total)| {
            let gap = total.saturating_sub(width(cell));
            format!(" {cell}{} |", filler.to_string().repeat(gap))
        });
        format!("|{}\n", padded.collect::<String>())
    };
    let ruler = vec![String::new(); heads.len()];
    let body: String = rows.iter().map(|row| line(row, ' ')).collect();
    format!("{}{}{body}", line(&heads, ' '), line(&ruler, '-'))
}

/// Columns that a text takes: a Hangul syllable takes two.
fn width(text: &str) -> usize {
    let columns = |c: char| {
        if ('\u{1100}'..='\u{115f}').contains(&c) || ('\u{2e80}'..='\u{ffe6}').contains(&c) { 2 } else { 1 }
    };
    text.chars().map(columns).sum()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn docs_are_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
        let text = document();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &text).expect("docs/api.md can be written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "docs/api.md is not what the registry says: run with UPDATE_DOCS=1");
    }

    #[test]
    fn columns_line_up_and_empty_ones_are_left_out() {
        let rows = [["한글", "", "a"], ["b", "", "cc"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let expected = "| one  | three |\n| ---- | ----- |\n| 한글 | a     |\n| b    | cc    |\n";
        assert_eq!(table(&["one", "two", "three"], &rows), expected);
    }

    #[test]
    fn every_api_has_a_section() {
        let text = document();
        for api in registry::ALL {
            assert!(text.contains(&format!("\n## {}\n", api.id)), "{}", api.id);
        }
    }
}
