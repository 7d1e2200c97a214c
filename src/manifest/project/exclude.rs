use crate::manifest::diagnostic::Report;
use crate::manifest::document::read;
use crate::manifest::node::Node;
use crate::manifest::{Kind, SourceFile};
use wildmatch::WildMatch;

/// Files and folders that the Project leaves out.
#[derive(Clone, Debug, Default)]
pub struct Exclude {
    globs: Vec<WildMatch>,
}

impl Exclude {
    /// What the Project file says, before any other file is read.
    #[must_use]
    pub fn of(project: &SourceFile) -> Self {
        let files = std::slice::from_ref(project);
        let read = read(files, &Report::new(files));
        let documents = read.documents.iter().filter(|it| it.kind == Kind::Project);
        let lists = documents.filter_map(|it| it.spec.get("exclude")?.as_sequence());
        let globs = lists.flatten().filter_map(Node::as_text);
        let globs = globs.map(|glob| glob.trim_start_matches("./").trim_end_matches("/**"));
        Self { globs: globs.map(|glob| WildMatch::new(glob.trim_end_matches('/'))).collect() }
    }

    /// Whether it leaves this file or folder out: its path from the Project's folder, with forward slashes.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.globs.iter().any(|glob| glob.matches(path) || glob.matches(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_cover_paths_and_names() {
        let text = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: p}\nspec: {exclude: [vendor, 'test/*.yaml', charts/**]}\n";
        let exclude = Exclude::of(&SourceFile { path: "rolecall.yaml".into(), text: text.into() });
        for path in ["vendor", "a/vendor", "test/a.yaml", "charts"] {
            assert!(exclude.covers(path), "{path}");
        }
        for path in ["vendors", "a.yaml", "clients/charts.yaml"] {
            assert!(!exclude.covers(path), "{path}");
        }
    }
}
