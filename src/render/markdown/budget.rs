use super::super::document::Section;
use super::super::escape::{markdown as inline, visible};
use super::super::sentence::Sentence;
use super::LONGEST;
use super::section::Folded;

/// Names of left-out organizations that are listed.
const MOST_NAMES: usize = 20;

/// A part is cut only where so much of it can be shown.
const LEAST: usize = 2_000;

/// Puts together what fits: the head, the parts, the foot. A part that is too long is cut inside, so that its beginning
/// is there and the others have room too.
pub(super) fn fit<'a>(
    head: String,
    parts: impl ExactSizeIterator<Item = (&'a Section, Folded)>,
    foot: String,
    whole: &Sentence,
) -> String {
    let mut out = cut(head, LONGEST / 2);
    let foot = cut(foot, LONGEST / 4);
    // Room for the sentence about what is left out: names have at most 100 characters each (`Slug`).
    let reserve = foot.len() + 4_000 + visible(&inline(whole)).len();
    let (mut left_out, mut organizations, mut lines) = (Vec::new(), 0, 0);
    for (section, part) in parts {
        let room = LONGEST.saturating_sub(out.len() + reserve);
        if part.len() <= room {
            out.push_str(&part.whole());
        } else if room / 2 >= LEAST {
            let (shown, more) = part.cut(room / 2);
            out.push_str(&shown);
            lines += more as u64;
        } else {
            left_out.push(&section.name);
            organizations += section.organizations;
        }
    }
    let pointer = pointer(&left_out, organizations, lines);
    if !pointer.is_empty() {
        out.push_str(&format!("\n> {}\n", inline(&pointer.say(". ").then(whole.clone()))));
    }
    out.push_str(&foot);
    cut(out, LONGEST)
}

/// `Too long for a comment: 2,300 lines and 31 organizations are not shown here (acme, bloom, …)`.
fn pointer(left_out: &[&Sentence], organizations: u64, lines: u64) -> Sentence {
    let mut parts = Vec::new();
    if lines > 0 {
        parts.push(Sentence::new().count(lines, "line", "lines"));
    }
    if organizations > 0 {
        let words = Sentence::new().count(organizations, "organization", "organizations").say(" (");
        let names = left_out.iter().take(MOST_NAMES).map(|&title| title.clone());
        let words = words.joined(", ", names);
        parts.push(words.say(if left_out.len() > MOST_NAMES { ", …)" } else { ")" }));
    }
    if parts.is_empty() {
        return Sentence::new();
    }
    let words = Sentence::of("Too long for a comment; not shown here: ");
    words.joined(" and ", parts)
}

/// Cuts at the end of a line.
fn cut(text: String, longest: usize) -> String {
    if text.len() <= longest {
        return text;
    }
    let mut end = longest - 10;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[..end].rfind('\n').unwrap_or(end);
    format!("{}\n\n…\n", &text[..end])
}
