//! Whatever a client is called: the organization that comes out has the same people in the same places.
//! The first half of the bytes is a template's expression, the second one a value.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use rolecall::manifest::write::{Tree, document};
use rolecall::manifest::{self, SourceFile};

fuzz_target!(|bytes: (&str, &str)| {
    let (expression, value) = bytes;
    let organization = |name: String| {
        Tree::fields([
            ("name", Tree::text(name)),
            (
                "users",
                Tree::list(["ops", "kim"].map(|it| {
                    let email = Tree::text(format!("{it}@agency.example"));
                    Tree::fields([("email", email), ("role", Tree::text("admin"))])
                })),
            ),
        ])
    };
    let names = [("plain", "${{ brand }}".to_owned()), ("wild", format!("${{{{ {expression} }}}}"))];
    let template = |(name, display): (&str, String)| {
        let brand = [("name", "brand"), ("type", "string")].map(|(k, v)| (k, Tree::text(v)));
        let spec = Tree::fields([
            ("parameters", Tree::list([Tree::fields(brand)])),
            ("organization", organization(display)),
        ]);
        manifest("Template", name, spec)
    };
    let client = |(name, id): (&str, u32)| {
        let spec = Tree::fields([
            ("template", Tree::text(name)),
            ("organizationId", Tree::plain(id)),
            ("parameters", Tree::fields([("brand", Tree::text(value))])),
        ]);
        manifest("Client", name, spec)
    };
    let texts = names.map(template).into_iter().chain([("plain", 1), ("wild", 2)].map(client));
    let file = |(number, text): (usize, String)| SourceFile { path: format!("{number}.yaml"), text };
    let files: Vec<_> = texts.enumerate().map(file).collect();
    let loaded = manifest::load(&files, date(2026, 11, 23));
    manifest::text(&loaded.diagnostics, true);
    for organization in &loaded.organizations {
        assert_eq!(organization.users.as_ref().map(|it| it.len()), Some(2));
        assert!(organization.workspaces.is_empty());
        if organization.name.as_str() == "plain" {
            let name = organization.display_name.as_ref().map(|it| it.value.as_str());
            assert_eq!(name, Some(value));
        }
    }
});

fn manifest(kind: &str, name: &str, spec: Tree) -> String {
    document(&Tree::fields([
        ("apiVersion", Tree::plain("rolecall/v1")),
        ("kind", Tree::text(kind)),
        ("metadata", Tree::fields([("name", Tree::text(name))])),
        ("spec", spec),
    ]))
}
