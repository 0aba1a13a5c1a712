//! Markdown tables whose columns line up in a fixed-width font.

/// A table of rows as long as its head.
pub(crate) fn table<const COLUMNS: usize>(head: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let head = head.map(str::to_owned);
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        rows.iter().chain([&head]).map(|row| width(&row[column])).max().unwrap_or(0).max(3)
    });
    let line = |cells: &[String; COLUMNS], filler: &str| {
        let cells = cells.iter().zip(widths);
        let padded = cells.map(|(cell, total)| format!(" {cell}{} |", filler.repeat(total - width(cell))));
        format!("|{}\n", padded.collect::<String>())
    };
    let ruler = [const { String::new() }; COLUMNS];
    let body: String = rows.iter().map(|row| line(row, " ")).collect();
    format!("{}{}{body}", line(&head, " "), line(&ruler, "-"))
}

/// The cells of a table's line.
pub(crate) fn cells(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

/// Columns that a text takes: a Hangul syllable takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{1100}'..='\u{ffe6}').contains(&c) { 2 } else { 1 }).sum()
}
