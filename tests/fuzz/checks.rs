//! What has to hold whatever the bytes are: asked by the fuzz targets, and of the kept corpus by the ordinary tests.

#[path = "checks/answers.rs"]
mod answers;
#[path = "checks/har.rs"]
mod har;

pub(crate) use answers::answers;
pub(crate) use har::har;

use jiff::civil::date;
use rolecall::manifest::onboard::{Request, onboard};
use rolecall::manifest::write::{Tree, document};
use rolecall::manifest::{self, SourceFile};
use rolecall::model::Slug;

/// A manifest: no panic, and what is wrong is said at a line.
pub(crate) fn parse(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let files = [SourceFile { path: "x.yaml".to_owned(), text: text.to_owned() }];
    let loaded = manifest::load(&files, date(2026, 11, 23));
    assert!(loaded.diagnostics.iter().all(|it| it.location.line > 0 && it.location.column > 0));
    let shown = manifest::text(&loaded.diagnostics, true);
    assert_eq!(shown.is_empty(), loaded.diagnostics.is_empty());
}

/// A template's expression in the first line, and a client's value in all others: whatever they are, the organizations
/// that come out have the same people and no workspaces, and a value that is only passed on comes out as it was.
pub(crate) fn template(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (expression, value) = text.split_once('\n').unwrap_or((text, ""));
    let templates = [("plain", "brand"), ("wild", expression)].map(|(name, expression)| {
        let brand = [("name", "brand"), ("type", "string")].map(|(k, v)| (k, Tree::text(v)));
        let spec = [
            ("parameters", Tree::list([Tree::fields(brand)])),
            ("organization", organization(format!("${{{{ {expression} }}}}"))),
        ];
        manifest_of("Template", name, Tree::fields(spec))
    });
    let clients = [("plain", 1), ("wild", 2)].map(|(name, id)| {
        let spec = [
            ("template", Tree::text(name)),
            ("organizationId", Tree::plain(id)),
            ("parameters", Tree::fields([("brand", Tree::text(value))])),
        ];
        manifest_of("Client", name, Tree::fields(spec))
    });
    let texts = templates.into_iter().chain(clients).enumerate();
    let file = |(number, text)| SourceFile { path: format!("{number}.yaml"), text };
    let loaded = manifest::load(&texts.map(file).collect::<Vec<_>>(), date(2026, 11, 23));
    assert_eq!(
        manifest::text(&loaded.diagnostics, false).is_empty(),
        loaded.diagnostics.is_empty()
    );
    for organization in &loaded.organizations {
        assert_eq!(organization.users.as_ref().map(|it| it.len()), Some(2));
        assert!(organization.workspaces.is_empty());
        if organization.name.as_str() == "plain" {
            let name = organization.display_name.as_ref().map(|it| it.value.as_str());
            assert_eq!(name, Some(value));
        }
    }
}

/// A table of clients: no panic, what is wrong is said at a line, and what is made of it can be read.
pub(crate) fn table(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let parameter = [("name", "brand"), ("type", "string")].map(|(k, v)| (k, Tree::text(v)));
    let agents = [("name", "agents"), ("type", "list")].map(|(k, v)| (k, Tree::text(v)));
    let spec = Tree::fields([
        ("parameters", Tree::list([Tree::fields(parameter), Tree::fields(agents)])),
        ("organization", organization("${{ brand }}".to_owned())),
    ]);
    let mut files =
        vec![SourceFile { path: "t.yaml".to_owned(), text: manifest_of("Template", "t", spec) }];
    let clients = SourceFile { path: "in.csv".to_owned(), text: text.to_owned() };
    let template = Slug::parse("t").unwrap();
    let today = date(2026, 11, 23);
    let (folder, update) = ("clients", false);
    let request =
        Request { files: &files, table: &clients, template: &template, folder, update, today };
    let made = onboard(&request).unwrap();
    assert!(made.diagnostics.iter().all(|it| it.location.line > 0 && it.location.column > 0));
    let errors = |all: &[manifest::Diagnostic]| {
        all.iter().filter(|it| it.severity == manifest::Severity::Error).count()
    };
    if errors(&made.diagnostics) == 0 {
        let written = made.clients.into_iter();
        files.extend(written.map(|it| SourceFile { path: it.path.to_string(), text: it.text }));
        let loaded = manifest::load(&files, today);
        assert_eq!(
            errors(&loaded.diagnostics),
            0,
            "{}",
            manifest::text(&loaded.diagnostics, false)
        );
    }
}

fn organization(name: String) -> Tree {
    let admin = |it: &str| {
        let email = Tree::text(format!("{it}@agency.example"));
        Tree::fields([("email", email), ("role", Tree::text("admin"))])
    };
    let users = ["ops", "kim"].map(admin);
    Tree::fields([("name", Tree::text(name)), ("users", Tree::list(users))])
}

fn manifest_of(kind: &str, name: &str, spec: Tree) -> String {
    document(&Tree::fields([
        ("apiVersion", Tree::plain("rolecall/v1")),
        ("kind", Tree::text(kind)),
        ("metadata", Tree::fields([("name", Tree::text(name))])),
        ("spec", spec),
    ]))
}
