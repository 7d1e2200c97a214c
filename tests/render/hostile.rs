//! Names made to forge something, pushed through every format. What comes out is parsed, and has to have the same
//! structure as with harmless names.

use crate::names::{CORPUS, is_hidden};
use crate::{plans, reports};
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};
use rolecall::model::text::quoted;
use rolecall::model::{Source, WorkspaceName};
use rolecall::plan::{AddWorkspaceUsers, AttentionKind, Notice, Plan};
use rolecall::render::{
    Document, Style, drift, html, markdown, mermaid, plan, report, report_waves, text,
};

const COMMAND: &str = "rolecall apply --plan plan.json";

/// Plan, drift and report, with these names wherever somebody else's words can stand, names of files too.
fn documents(name: &str, person: &str) -> Vec<(Plan, Document<'static>)> {
    let mut all = plans::everything(name, person);
    for step in all.organizations.iter_mut().flat_map(|one| &mut one.steps) {
        step.source.file = name.to_owned().into();
        step.source.via = Some(Box::new(Source::new(person, 7)));
    }
    let (ran, result) = reports::everything(name, person);
    let (all, drifted) = (kept(all.clone()), kept(plans::as_drift(all)));
    let result = kept(result);
    vec![
        (all.clone(), plan(all, Some(COMMAND))),
        (all.clone(), drift(drifted, &[])),
        (ran.clone(), report(result)),
        (ran, report_waves(result)),
    ]
}

/// To the end of the tests, for a document that reads it.
fn kept<T>(it: T) -> &'static T {
    Box::leak(Box::new(it))
}

/// Each hostile name behind a letter, so that it sorts as the harmless one does, and all alone.
pub(crate) fn hostile() -> impl Iterator<Item = (&'static str, String, String)> {
    CORPUS.iter().map(|&bad| (bad, format!("Support{bad}"), format!("cy{bad}@acme.example")))
}

fn harmless() -> Vec<(Plan, Document<'static>)> {
    documents("Supportx", "cyx@acme.example")
}

fn wide(document: &Document<'_>) -> String {
    text(document, Style { width: 1_000_000, color: false, cuts: true })
}

#[test]
fn nothing_hidden_gets_through() {
    for bad in CORPUS {
        for (_, document) in documents(bad, bad) {
            let style = Style { width: 80, color: false, cuts: true };
            let all = [
                text(&document, style),
                markdown(&document, Some(bad)),
                html(&document),
                mermaid(&document),
            ];
            for shown in all {
                let hidden: String = shown.chars().filter(|&c| is_hidden(c)).collect();
                assert!(hidden.is_empty(), "{bad:?}: {hidden:?}");
                assert!(!shown.contains("##["), "{bad:?}");
            }
        }
    }
}

#[test]
fn text_has_the_same_lines() {
    let expected: Vec<usize> =
        harmless().iter().map(|(_, document)| wide(document).lines().count()).collect();
    for (bad, name, person) in hostile() {
        let shown = documents(&name, &person);
        let lines: Vec<usize> =
            shown.iter().map(|(_, document)| wide(document).lines().count()).collect();
        assert_eq!(lines, expected, "{bad:?}");
    }
}

#[test]
fn a_wrapped_name_forges_no_line() {
    let forged = ["+ eve@", "13 +", "::", "##", "- 12 ~", "held until 2026-12-01: nothing"];
    for bad in CORPUS {
        for (_, document) in documents(bad, &format!("{bad}@acme.example")) {
            for width in [40, 61, 80] {
                let text = text(&document, Style { width, color: false, cuts: true });
                for line in text.lines().map(str::trim_start) {
                    assert!(!forged.iter().any(|it| line.starts_with(it)), "{bad:?}: {line}");
                }
            }
        }
    }
}

/// The structure of Markdown: what is opened and closed, with all inline text as one.
pub(crate) fn markdown_structure(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut structure: Vec<String> = Vec::new();
    let mut chart = false;
    for event in Parser::new_ext(text, options) {
        let shown = match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                chart = true;
                format!("{kind:?}")
            }
            Event::End(_) if chart => {
                chart = false;
                "end of code block".to_owned()
            }
            Event::Text(_) if chart => continue,
            Event::Text(text) => {
                for sign in ["@", "://", "www.", "#"] {
                    assert!(!text.contains(sign), "{sign} stands free in {text:?}");
                }
                for (sign, next) in text.chars().zip(text.chars().skip(1)) {
                    // What GitLab takes for a merge request, a milestone, a label, an epic or a snippet.
                    let reference =
                        "!%~&$".contains(sign) && (next.is_alphanumeric() || next == '"');
                    assert!(!reference, "{sign}{next} stands free in {text:?}");
                }
                "words".to_owned()
            }
            Event::Code(_) => "words".to_owned(),
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => panic!("{tag:?}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let known = ["<details", "</details", "<summary", "<sub>", "</sub>"];
                assert!(known.iter().any(|it| html.starts_with(it)), "{html:?}");
                html.chars().take_while(|c| !c.is_whitespace()).take(10).collect()
            }
            other => format!("{other:?}"),
        };
        if shown != "words" || structure.last().is_none_or(|last| last != "words") {
            structure.push(shown);
        }
    }
    structure
}

#[test]
fn markdown_has_the_same_structure() {
    let show = |document: &Document<'_>, artifact: &str| markdown(document, Some(artifact));
    let expected: Vec<_> =
        harmless().iter().map(|(_, it)| markdown_structure(&show(it, "x"))).collect();
    for (bad, name, person) in hostile() {
        for ((_, document), expected) in documents(&name, &person).iter().zip(&expected) {
            assert_eq!(&markdown_structure(&show(document, "x")), expected, "{bad:?}");
        }
        // Alone a name sorts elsewhere, so only what it may not do is looked at.
        for (_, document) in documents(bad, bad) {
            markdown_structure(&show(&document, bad));
        }
    }
}

/// Six organizations that are told as one, with this workspace and this person in the title.
fn together(name: &str, person: &str) -> Document<'static> {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at}"));
        let users = vec![plans::joins(person, rolecall::model::WorkspaceRole::Owner, true)];
        let workspace = plans::workspace(name);
        client
            .automatic(
                1,
                rolecall::plan::Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }),
            )
            .build()
    };
    plan(kept(plans::plan((0..6).map(client).collect())), Some(COMMAND))
}

/// GitHub and GitLab look for mentions and references between the tags of a summary too, but not in code.
#[test]
fn a_summary_mentions_nobody() {
    for bad in CORPUS {
        let text = markdown(&together(bad, &format!("x{bad}@acme.example")), None);
        markdown_structure(&text);
        let summaries = text.lines().filter(|line| line.starts_with("<summary>"));
        let summaries: Vec<&str> = summaries.collect();
        assert_eq!(summaries.len(), 1, "{bad:?}");
        for outside in summaries[0].split("<code>").map(|it| it.rsplit("</code>").next().unwrap()) {
            for sign in ["@", "://", "www.", "GH-", "!1", "%3", "~label", "&amp;4", "$5", "#1"] {
                assert!(!outside.contains(sign), "{bad:?}: {outside}");
            }
        }
    }
}

/// The tags of a page with their attributes. Quoted words inside a foreign sentence are no structure, and neither is
/// what isolates words that may be written from right to left.
pub(crate) fn html_structure(page: &str) -> Vec<String> {
    let bytes = |it: &[u8]| String::from_utf8(it.to_vec()).unwrap();
    let mut structure = Vec::new();
    let mut isolated = false;
    for token in Tokenizer::new(page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = bytes(&tag.name);
                assert!(!["script", "img", "iframe", "object", "base", "form"].contains(&&*name));
                if name == "code" && tag.attributes.is_empty() {
                    continue;
                }
                let attributes: Vec<String> = tag
                    .attributes
                    .iter()
                    .map(|(key, value)| format!("{}={}", bytes(key), bytes(value)))
                    .collect();
                assert!(
                    attributes.iter().all(|it| !it.starts_with("on") && !it.starts_with("style"))
                );
                if (&*name, &*attributes.join(" ")) == ("bdi", "class=as-is") {
                    assert!(!std::mem::replace(&mut isolated, true), "one in another");
                    continue;
                }
                structure.push(format!("<{name} {}>", attributes.join(" ")));
            }
            Token::EndTag(tag) if isolated && bytes(&tag.name) == "bdi" => isolated = false,
            Token::EndTag(tag) if bytes(&tag.name) != "code" => {
                structure.push(format!("</{}>", bytes(&tag.name)));
            }
            Token::Error(error) => panic!("{error:?}"),
            Token::Comment(comment) => panic!("{comment:?}"),
            _ => {}
        }
    }
    structure
}

#[test]
fn html_has_the_same_structure() {
    let expected: Vec<_> = harmless().iter().map(|(_, it)| html_structure(&html(it))).collect();
    for (bad, name, person) in hostile() {
        for ((_, document), expected) in documents(&name, &person).iter().zip(&expected) {
            assert_eq!(&html_structure(&html(document)), expected, "{bad:?}");
        }
        for (_, document) in documents(bad, bad) {
            html_structure(&html(&document));
        }
    }
}

/// A chart with its labels taken out.
fn chart_structure(chart: &str) -> Vec<String> {
    let line = |line: &str| match line.split_once("[\"") {
        Some((before, rest)) => {
            let label = rest.strip_suffix("\"]").unwrap();
            assert!(!label.contains(['"', '[', ']', '<', '>', '`', '{', '%']), "{label}");
            format!("{before}[]")
        }
        None => line.to_owned(),
    };
    chart.lines().map(line).collect()
}

#[test]
fn charts_have_the_same_structure() {
    let expected: Vec<_> = harmless().iter().map(|(_, it)| chart_structure(&mermaid(it))).collect();
    for (bad, name, person) in hostile() {
        for ((_, document), expected) in documents(&name, &person).iter().zip(&expected) {
            assert_eq!(&chart_structure(&mermaid(document)), expected, "{bad:?}");
        }
    }
}

#[test]
fn json_keeps_every_name_as_it_is() {
    for (_, name, person) in hostile() {
        let all = plans::everything(&name, &person);
        assert_eq!(Plan::from_json(&all.to_json()).unwrap(), all);
    }
}

/// A plan in which each kind of thing to look at first names the same person and workspace.
fn looked_at(name: &str, person: &str) -> Document<'static> {
    let mut one = plans::Builder::new("acme-dental").build();
    let kinds = [
        AttentionKind::WorkspaceDeleted,
        AttentionKind::OrganizationPower,
        AttentionKind::WorkspaceOwner,
        AttentionKind::AccessLost,
        AttentionKind::ContactsUnassigned,
        AttentionKind::OrganizationRenamed,
        AttentionKind::NewDomain,
        AttentionKind::Lookalike,
        AttentionKind::LimitBelowContacts,
        AttentionKind::Lint,
        AttentionKind::RestrictionLifted,
        AttentionKind::OwnAccess,
        AttentionKind::Refused,
    ];
    let notice = |kind| Notice {
        kind,
        staff: false,
        what: "Looked at".to_owned(),
        person: Some(plans::email(person)),
        workspace: Some(WorkspaceName::new(name)),
        detail: Some(quoted(name)),
        steps: Vec::new(),
    };
    one.attention = kinds.into_iter().map(notice).collect();
    plan(kept(plans::plan(vec![one])), None)
}

/// Also where a letter is another than it looks like.
#[test]
fn what_to_look_at_first_has_the_same_structure() {
    let harmless = looked_at("Supportx", "cyx@acme.example");
    let (lines, structure) = (wide(&harmless).lines().count(), html_structure(&html(&harmless)));
    for (bad, name, person) in hostile() {
        for name in [name.clone(), format!("p\u{430}y{name}")] {
            let document = looked_at(&name, &person);
            let shown = wide(&document);
            assert_eq!(shown.lines().count(), lines, "{bad:?}: {shown}");
            assert_eq!(html_structure(&html(&document)), structure, "{bad:?}");
            for shown in [shown, markdown(&document, None), html(&document)] {
                let hidden: String = shown.chars().filter(|&c| is_hidden(c)).collect();
                assert!(hidden.is_empty() && !shown.contains("##["), "{bad:?}: {hidden:?}");
            }
        }
    }
}
