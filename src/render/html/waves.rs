use super::super::document::{Wave, WaveStep};
use super::super::escape::{attribute, escape_into};
use super::super::sentence::Mark;
use std::fmt::Write as _;

/// Room for the words `wave 12`.
const MARGIN: usize = 60;
/// Distance from one box to the next, across and down; a box is 6 less (`.waves rect` in `style.css`).
const ACROSS: usize = 44;
const DOWN: usize = 34;
/// Between two waves, where the arrow is.
const BETWEEN: usize = 18;
/// Boxes that are drawn of one wave; what is more is counted.
const MOST: usize = 240;

/// The sign, as it is in the text; but a raised hand is only in fonts for emoji.
pub(super) const fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Held => "‖",
        mark => mark.sign(),
    }
}

/// The waves as a drawing: a row of numbered boxes each, with an arrow to the next. Six boxes fit on a phone; waves
/// with many steps are drawn wider.
pub(super) fn svg(waves: &[Wave], anchor: &str, out: &mut String) {
    let widest = waves.iter().map(|wave| wave.steps.len()).max().unwrap_or(0);
    let across = if widest <= 18 { 6 } else { 16 };
    let width = MARGIN + across * ACROSS;
    let rows = |wave: &Wave| wave.steps.len().min(MOST).div_ceil(across).max(1);
    let tall: usize = waves.iter().map(|wave| rows(wave) * DOWN).sum();
    let height = tall + BETWEEN * waves.len().saturating_sub(1) + 2;
    let _ = writeln!(
        out,
        "<div class=\"scroll\" tabindex=\"0\"><svg class=\"waves\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{} waves, one after the other\">",
        waves.len()
    );
    let mut top = 1;
    for (at, wave) in waves.iter().enumerate() {
        if at > 0 {
            let x = MARGIN + (ACROSS - 6) / 2;
            let (from, to) = (top - BETWEEN - 4, top - 4);
            let _ = write!(out, "<path d=\"M{x} {from}V{to}m-4 -4l4 4l4 -4\"/>");
        }
        let _ = write!(
            out,
            "<text class=\"label\" x=\"0\" y=\"{}\">wave {}</text>",
            top + 19,
            wave.number
        );
        for (index, step) in wave.steps.iter().take(MOST).enumerate() {
            let (x, y) = (MARGIN + index % across * ACROSS, top + index / across * DOWN);
            draw(step, anchor, x, y, out);
        }
        top += rows(wave) * DOWN + BETWEEN;
    }
    out.push_str("</svg></div>\n");
    for wave in waves.iter().filter(|wave| wave.steps.len() > MOST) {
        let more = wave.steps.len() - MOST;
        let _ = writeln!(out, "<p class=\"quiet\">wave {}: {more} steps more</p>", wave.number);
    }
}

fn draw(step: &WaveStep, anchor: &str, x: usize, y: usize, out: &mut String) {
    let WaveStep { number, mark, words, more: _, by_hand, after: _ } = step;
    let mark = if *by_hand { Mark::Manual } else { *mark };
    let (class, sign) = (mark.word(), sign(mark));
    out.push_str("<a href=\"#");
    escape_into(anchor, out);
    let _ = write!(
        out,
        "/{number}\" class=\"{class}\"><title>{}</title><rect x=\"{x}\" y=\"{y}\"/><text x=\"{}\" y=\"{}\">{sign} {number}</text></a>",
        attribute(words),
        x + (ACROSS - 6) / 2,
        y + 19,
    );
}
