//! A thousand clients of one template, checked offline.

use crate::measure::{self, ratio, says};
use tempfile::TempDir;

const TEMPLATE: &str = r#"
apiVersion: rolecall/v1
kind: Project
metadata: {name: reseller}
spec: {platform: respond-io-console, allowAssumed: true, staff: ["*@agency.example"], lints: {RC105: off}}
---
apiVersion: rolecall/v1
kind: Group
metadata: {name: support}
spec: {users: [bo@agency.example, cy@agency.example, di@agency.example]}
---
apiVersion: rolecall/v1
kind: Template
metadata: {name: branches}
spec:
  parameters:
    - {name: brand, type: string, required: true}
    - {name: manager, type: email, required: true}
    - {name: branches, type: list, required: true}
  organization:
    name: ${{ brand }}
    users:
      - {email: ops@agency.example, role: admin}
      - {email: two@agency.example, role: admin}
      - {email: bo@agency.example, role: user_admin}
    workspaces:
      - for: branch
        in: ${{ branches }}
        item:
          name: ${{ brand }} ${{ branch | title }}
          users:
            - {email: ops@agency.example, role: owner}
            - {email: "${{ manager }}", role: manager, restrictions: [restrict_shortcuts]}
            - {group: support, role: agent}
"#;

/// A project with so many clients, each in a file of its own.
pub(crate) fn clients(count: u64) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |path: String, text: String| {
        std::fs::write(folder.path().join(path), text).expect("written");
    };
    write("rolecall.yaml".to_owned(), TEMPLATE.to_owned());
    for number in 0..count {
        let text = format!(
            "apiVersion: rolecall/v1\nkind: Client\nmetadata: {{name: c{number}}}\nspec:\n  template: branches\n  \
             organizationId: {id}\n  marketingOptOutRequested: 2026-11-20\n  parameters:\n    brand: Client {number}\n    \
             manager: m@c{number}.example\n    branches: [north, south, east, west]\n",
            id = number + 1000,
        );
        write(format!("c{number}.yaml"), text);
    }
    folder
}

/// The bar: 1,000 clients of one template in 1 s and 150 MB, and no faster growth than their number.
pub(crate) async fn validate() {
    let mut took = Vec::new();
    for count in [100, 1000] {
        let folder = clients(count);
        let run = measure::run(&["validate", "--quiet"], Some(folder.path())).await;
        let figure = format!(
            "{count} clients: {:.2?} (bar 1 s), peak {} KB (bar 150 MB)",
            run.took, run.peak_kb
        );
        says("validate", &figure);
        took.push(run.took);
    }
    says("validate", &format!("time {} for 10 × (bar 10.5)", ratio(took[1], took[0])));
}
