//! How long a thousand clients take. The bar (1 s, 150 MB on two cores, in a release build) is measured by the
//! benches; here it is only made sure that time grows with the number of clients and no faster.

use jiff::civil::date;
use rolecall::manifest::{self, SourceFile};
use std::time::{Duration, Instant};

const TEMPLATE: &str = r#"
apiVersion: rolecall/v1
kind: Project
metadata: {name: reseller}
spec: {staff: ["*@agency.example"], lints: {RC105: off}}
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

fn clients(count: usize) -> Vec<SourceFile> {
    let mut files =
        vec![SourceFile { path: "template.yaml".to_owned(), text: TEMPLATE.to_owned() }];
    files.extend((0..count).map(|number| SourceFile {
        path: format!("clients/c{number}.yaml"),
        text: format!(
            "apiVersion: rolecall/v1\nkind: Client\nmetadata: {{name: c{number}}}\nspec:\n  template: branches\n  \
             organizationId: {id}\n  marketingOptOutRequested: 2026-11-20\n  parameters:\n    brand: Client {number}\n    \
             manager: m@c{number}.example\n    branches: [north, south, east, west]\n",
            id = number + 1000,
        ),
    }));
    files
}

fn time(count: usize) -> Duration {
    let files = clients(count);
    let start = Instant::now();
    let loaded = manifest::load(&files, date(2026, 11, 23));
    let took = start.elapsed();
    assert_eq!(manifest::text(&loaded.diagnostics, false), "");
    assert_eq!(loaded.organizations.len(), count);
    assert_eq!(loaded.organizations[0].workspaces.len(), 4);
    took
}

#[test]
fn ten_times_the_clients_take_about_ten_times_the_time() {
    time(20);
    let (few, many) = (time(100), time(1000));
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    assert!(ratio < 30.0, "100 clients: {few:?}, 1000: {many:?}");
}
