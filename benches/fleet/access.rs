//! Who may get in where, over 10,000 organizations of 20 people, from a snapshot.

use crate::offline::row;
use crate::world::{self, World};

/// The bars of each row: 2 s, 200 MB.
const BAR: (f64, f64) = (2.0, 200.0);

pub(crate) async fn access() {
    let world = World { organizations: 10_000, workspaces: 1, people: 20, differ: 5 };
    let folder = world::write(world);
    for format in ["text", "csv", "json", "html"] {
        let words = ["access", "--from", "snapshot.json", "--quiet", "--format", format];
        row("access", &format!("{format}, 10,000 x 20"), folder.path(), &words, BAR).await;
    }
    let words =
        ["access", "--from", "snapshot.json", "--quiet", "--format", "html", "--out", "page.html"];
    row("access", "html to a file, 10,000 x 20", folder.path(), &words, BAR).await;
}
