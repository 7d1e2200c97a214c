use super::Profile;
use super::resolve::Resolver;
use crate::manifest::{
    self, Code, Diagnostic, Document, Kind, PlatformChoice, Problem, Report, SourceFile,
};
use std::collections::BTreeMap;

/// The profiles of this release.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("respond-io-console", include_str!("built_in/respond-io-console.yaml")),
    ("respond-io-developer", include_str!("built_in/respond-io-developer.yaml")),
    ("sandbox", include_str!("built_in/sandbox.yaml")),
];

/// Where they stand in messages; no file of a Project does.
const BUILT_IN_FOLDER: &str = "<built-in>/";

impl Profile {
    /// Names of the built-in profiles.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Reads the profile that a Project chose. `files` are those of the Project: Platforms refer to each other by
    /// name, and to the built-in ones.
    ///
    /// # Errors
    /// What is wrong with it, or nothing where there is no Platform of that name, or in that file.
    pub fn load(choice: &PlatformChoice, files: &[SourceFile]) -> Result<Self, Vec<Diagnostic>> {
        let all = with_built_in(files);
        let heads = Report::new(&all);
        let documents = platforms(&all, &heads);
        let chosen = documents.iter().find(|document| match choice {
            PlatformChoice::BuiltIn(name) => document.name.as_str() == name,
            PlatformChoice::File(path) => document.path == path.trim_start_matches("./"),
        });
        let Some(chosen) = chosen else { return Err(heads.finish()) };
        let report = Report::new(&all);
        let profile = resolver(&documents, &report).profile(chosen.name.as_str());
        profile.ok_or_else(|| [heads.finish(), report.finish()].concat())
    }

    /// Whether this file may hold a Platform, and is read with a profile.
    #[must_use]
    pub fn may_be_in(file: &SourceFile) -> bool {
        file.text.contains("Platform")
    }

    /// What is wrong with the Platforms among these files, besides what reading them as manifests tells.
    #[must_use]
    pub fn check(files: &[SourceFile]) -> Vec<Diagnostic> {
        let all = with_built_in(files);
        let documents = platforms(&all, &Report::new(&all));
        let report = Report::new(&all);
        let resolver = resolver(&documents, &report);
        for document in &documents {
            let name = document.name.as_str();
            if Self::built_in_names().all(|known| known != name) {
                if document.sound {
                    // Only what it tells is wanted.
                    let _ = resolver.profile(name);
                }
            } else if !document.path.starts_with(BUILT_IN_FOLDER) {
                let message = format!("`{name}` is the name of a built-in Platform");
                let problem = Problem::new(Code::DuplicateName, document.place, message);
                report.tell(problem.help(format!(
                    "give this one a name of its own, and let it say `extends: {name}`"
                )));
            }
        }
        report.finish()
    }
}

fn resolver<'a, 'f>(documents: &'a [Document], report: &'a Report<'f>) -> Resolver<'a, 'f> {
    let by_name: BTreeMap<_, _> = documents.iter().map(|it| (it.name.as_str(), it)).collect();
    Resolver { documents: by_name, report }
}

/// The built-in profiles, then the files that may hold another one.
fn with_built_in(files: &[SourceFile]) -> Vec<SourceFile> {
    let built_in = BUILT_IN.iter().map(|(name, text)| SourceFile {
        path: format!("{BUILT_IN_FOLDER}{name}.yaml"),
        text: (*text).to_owned(),
    });
    let own = files.iter().filter(|file| Profile::may_be_in(file)).cloned();
    built_in.chain(own).collect()
}

fn platforms(files: &[SourceFile], report: &Report<'_>) -> Vec<Document> {
    let read = manifest::read(files, report);
    read.documents.into_iter().filter(|document| document.kind == Kind::Platform).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::text;
    use crate::model::{Evidence, Operation};

    fn built_in(name: &str) -> Profile {
        Profile::load(&PlatformChoice::BuiltIn(name.to_owned()), &[])
            .unwrap_or_else(|wrong| panic!("{}", text(&wrong, false)))
    }

    #[test]
    fn all_built_in_profiles_are_sound_and_know_every_operation() {
        for name in Profile::built_in_names() {
            let profile = built_in(name);
            assert_eq!(profile.operations.len(), Operation::ALL.len(), "{name}");
            for (operation, wire) in &profile.operations {
                assert_eq!(wire.clicks.is_empty(), operation.is_read(), "{name} {operation}");
            }
        }
    }

    #[test]
    fn evidence_is_as_the_contract_has_it() {
        let evidence = |profile: &str| {
            let profile = built_in(profile);
            profile.operations.values().map(|wire| wire.evidence).collect::<Vec<_>>()
        };
        assert!(evidence("sandbox").iter().all(|it| *it == Evidence::Verified));
        let console = built_in("respond-io-console");
        let verified =
            console.operations.iter().filter(|(_, it)| it.evidence == Evidence::Verified);
        let verified: Vec<_> = verified.map(|(operation, _)| *operation).collect();
        use Operation as O;
        assert_eq!(verified, [O::ListWorkspaces, O::CreateWorkspace, O::DeleteWorkspace]);
        let developer = built_in("respond-io-developer");
        let able = developer.operations.iter().filter(|(_, wire)| wire.request.is_some());
        assert_eq!(able.map(|(it, _)| *it).collect::<Vec<_>>(), [O::ListWorkspaceUsers]);
    }
}
