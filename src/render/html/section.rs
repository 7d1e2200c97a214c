use super::super::document::{Block, NoteKind, Person, Section, StepLine, Task};
use super::super::escape::{attribute, escape_into, html as inline};
use super::super::sentence::Sentence;
use super::waves::{self, sign};
use std::fmt::Write as _;

/// One organization.
pub(super) fn section(section: &Section, open: bool, out: &mut String) {
    let Section { anchor, name: _, title, subtitle, lead, organizations: _, blocks } = section;
    out.push_str("<details class=\"section\" id=\"");
    escape_into(anchor, out);
    let open = if open { "\" open>" } else { "\">" };
    let _ = write!(
        out,
        "{open}\n<summary><h2>{}</h2> <span class=\"quiet\">{}</span><span class=\"lead\">{}</span></summary>\n",
        inline(title),
        inline(subtitle),
        inline(lead)
    );
    for one in blocks {
        block(one, anchor, out);
    }
    out.push_str("</details>\n");
}

fn block(block: &Block, anchor: &str, out: &mut String) {
    match block {
        Block::Steps { title, lines } => {
            heading(&inline(title), out);
            out.push_str("<table class=\"steps\">");
            for line in lines {
                step(line, out);
            }
            out.push_str("</table>\n");
        }
        Block::Tasks(tasks) => {
            heading("By hand, in this order", out);
            out.push_str("<ol class=\"tasks\">\n");
            for one in tasks {
                task(one, anchor, out);
            }
            out.push_str("</ol>\n");
        }
        Block::People { title, people } => {
            heading(title, out);
            out.push_str("<table class=\"people\">\n<thead><tr><th scope=\"col\">person</th><th scope=\"col\">now</th><th scope=\"col\">afterwards</th></tr></thead>\n");
            for one in people {
                person(one, out);
            }
            out.push_str("</table>\n");
        }
        Block::Notes { kind, items } => {
            let mut title = String::new();
            escape_into(kind.title(), &mut title);
            heading(&title, out);
            let class = match kind {
                NoteKind::Refused | NoteKind::Problem | NoteKind::Left | NoteKind::Unverified => {
                    "plain alarm"
                }
                _ => "plain",
            };
            list(class, items, out);
        }
        Block::Waves(waves) if waves.len() > 1 => {
            heading("Order", out);
            waves::svg(waves, anchor, out);
        }
        Block::Waves(_) | Block::Chart(_) => return,
    }
    out.push_str("</section>\n");
}

fn heading(title: &str, out: &mut String) {
    let _ = write!(out, "<section class=\"group\">\n<h3>{title}</h3>\n");
}

fn list(class: &str, items: &[Sentence], out: &mut String) {
    let _ = write!(out, "<ul class=\"{class}\">");
    for item in items {
        let _ = write!(out, "<li>{}</li>", inline(item));
    }
    out.push_str("</ul>\n");
}

/// A row: number, sign, sentence with its source. A page has tens of thousands of them, and each element or blank
/// between two takes time when it is opened.
fn step(line: &StepLine, out: &mut String) {
    let StepLine { number, anchor, mark, state: _, words: _, why, source } = line;
    let _ = write!(out, "<tr class=\"{}\"", mark.word());
    if let Some(anchor) = anchor {
        out.push_str(" id=\"");
        escape_into(anchor, out);
        out.push('"');
    }
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let sentence = inline(&line.sentence());
    let _ = write!(out, "><td>{number}</td><td>{}</td><td>{sentence}", sign(*mark));
    if !source.is_empty() {
        let _ = write!(out, " <small>{}</small>", attribute(source));
    }
    if !why.is_empty() {
        let why = Sentence::new().joined("; ", why.clone());
        let _ = write!(out, "<p class=\"why\">{}</p>", inline(&why));
    }
    out.push_str("</td></tr>");
}

fn task(task: &Task, section: &str, out: &mut String) {
    let Task { number, anchor, words, after, clicks } = task;
    let words: Vec<String> = words.iter().map(inline).collect();
    let (mut id, mut link) = (String::new(), String::new());
    match anchor {
        Some(anchor) => escape_into(anchor, &mut id),
        None => escape_into(section, &mut link),
    }
    let (id, number) = match anchor {
        Some(_) => (format!(" id=\"{id}\""), number.to_string()),
        None => (String::new(), format!("<a href=\"#{link}/{number}\">{number}</a>")),
    };
    let _ = write!(
        out,
        "<li{id}><label><input type=\"checkbox\"> {number} {}</label>",
        words.join("; ")
    );
    if !after.is_empty() {
        let words = Sentence::of("after ").list(after, |words, number| words.id(*number));
        let _ = write!(out, " <span class=\"quiet\">{}</span>", inline(&words));
    }
    out.push_str("<ol>");
    for click in clicks {
        let _ = write!(out, "<li>{}</li>", inline(click));
    }
    out.push_str("</ol></li>\n");
}

fn person(person: &Person, out: &mut String) {
    let Person { who, before, after, changes: _, notes } = person;
    let [who, before, after] = [who, before, after].map(inline);
    let _ = write!(out, "<tr><td>{who}</td><td>{before}</td><td>{after}");
    for note in notes {
        let _ = write!(out, "<p class=\"alarm\">{}</p>", inline(note));
    }
    out.push_str("</td></tr>");
}
