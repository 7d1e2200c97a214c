//! Characters that word processors, chats and keyboards of other scripts put where YAML has a sign of its own. To YAML
//! they are letters, so that what it complains of is some lines further down.

use super::why::Why;
use crate::model::text::is_hidden;

/// Lines before the one that is complained of, in which the cause is looked for.
const LINES: usize = 100;

/// The nearest such character at or before a place that YAML complains of.
pub(super) fn before(text: &str, at: usize) -> Option<Why> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut line_end = end;
    for number in 0..LINES {
        let start = text[..line_end].rfind('\n').map_or(0, |line| line + 1);
        let line = &text[start..line_end];
        if line.starts_with("---") && number > 0 {
            return None;
        }
        let found = for_a_sign(line).or_else(|| if number == 0 { in_line(line) } else { None });
        if let Some((offset, why)) = found {
            return Some(Why { at: Some(start + offset), ..why });
        }
        line_end = start.checked_sub(1)?;
    }
    None
}

/// Where a line has another character in the place of its indentation, of the space behind its first colon, or of that
/// colon.
fn for_a_sign(line: &str) -> Option<(usize, Why)> {
    let first = line.find(|c| c != ' ' && c != '-')?;
    let behind_colon = line.find(':').map(|colon| colon + 1);
    let hidden = [Some(first), behind_colon].into_iter().flatten().find_map(|at| {
        let c = line.get(at..)?.chars().next()?;
        (!c.is_ascii() && is_hidden(c)).then_some((at, c))
    });
    if let Some((at, c)) = hidden {
        return Some((at, blank(c)));
    }
    let (at, colon) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let is_name = line[first..at].chars().all(|c| c.is_ascii_alphanumeric());
    (colon == '：' && is_name).then(|| (at, sign(colon, ":")))
}

/// Where a line that can't be read has a character that looks like a sign of YAML.
fn in_line(line: &str) -> Option<(usize, Why)> {
    line.char_indices().find_map(|(at, c)| {
        let why = match c {
            '\u{85}' | '\u{2028}' | '\u{2029}' => Why::new(
                format!("U+{:04X} is no line break here", u32::from(c)),
                "type an ordinary line break in its place",
            ),
            '，' | '、' => sign(c, ","),
            '；' => sign(c, ";"),
            '“' | '”' | '„' | '‟' | '＂' => sign(c, "\""),
            '‘' | '’' | '‚' | '‛' => sign(c, "'"),
            '｛' => sign(c, "{"),
            '｝' => sign(c, "}"),
            '［' => sign(c, "["),
            '］' => sign(c, "]"),
            _ => return None,
        };
        Some((at, why))
    })
}

fn blank(c: char) -> Why {
    let code = u32::from(c);
    match c.is_whitespace() {
        true => Why::new(
            format!("U+{code:04X} looks like a space, and is a letter to YAML"),
            "type an ordinary space in its place",
        ),
        false => {
            Why::new(format!("U+{code:04X} can't be seen, and is a letter to YAML"), "delete it")
        }
    }
}

fn sign(c: char, ascii: &str) -> Why {
    let message = format!("U+{:04X} looks like `{ascii}`, and is a letter to YAML", u32::from(c));
    Why::new(message, format!("type `{ascii}` in its place"))
}
