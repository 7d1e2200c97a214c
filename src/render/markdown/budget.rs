use super::super::document::Chapter;
use super::super::escape::{markdown as inline, visible};
use super::super::sentence::Sentence;
use super::LONGEST;

/// Names of left-out organizations that are listed.
const MOST_NAMES: usize = 20;

/// Puts together what fits: the head, the parts that leave room for the rest, the foot.
pub(super) fn fit<'a>(
    head: String,
    parts: impl Iterator<Item = (&'a Chapter, String)>,
    foot: String,
    artifact: Option<&str>,
) -> String {
    let mut out = cut(head, LONGEST / 2);
    let foot = cut(foot, LONGEST / 4);
    // Room for the sentence about what is left out: names have at most 100 characters each (`Slug`).
    let reserve = foot.len() + 4_000 + artifact.map_or(0, |text| visible(text).len());
    let mut left_out = Vec::new();
    for (chapter, part) in parts {
        if out.len() + part.len() + reserve <= LONGEST {
            out.push_str(&part);
        } else {
            left_out.push(&chapter.name);
        }
    }
    if !left_out.is_empty() {
        out.push_str(&format!("\n> {}\n", inline(&pointer(&left_out, artifact))));
    }
    out.push_str(&foot);
    cut(out, LONGEST)
}

fn pointer(left_out: &[&Sentence], artifact: Option<&str>) -> Sentence {
    let count = left_out.len() as u64;
    let words = Sentence::of("Too long for a comment: ");
    let words = words.count(count, "organization is", "organizations are").say(" not shown here (");
    let words = words.joined(", ", left_out.iter().take(MOST_NAMES).map(|&title| title.clone()));
    let words = words.say(if left_out.len() > MOST_NAMES { ", …). " } else { "). " });
    match artifact {
        Some(artifact) => words.say("All of it is in the artifact ").code(artifact),
        None => words.say("All of it is in the plan file"),
    }
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
