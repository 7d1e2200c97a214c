use crate::manifest::Level;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $level:ident;)*) => {
        /// What a diagnostic is about. The codes are stable: scripts and comments name them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant),* }

        impl Code {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code: `RC010`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            const fn weight(self) -> Weight {
                match self { $(Self::$variant => Weight::$level),* }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii()),* }
            }
        }
    };
}

codes! {
    /// The text is not YAML.
    Syntax = "RC001", Error;
    /// A file, or what it adds up to, is too big.
    TooBig = "RC002", Error;
    /// A key is there twice.
    DuplicateKey = "RC003", Error;
    /// A feature of YAML that manifests don't use: tags, merge keys, keys that are no text.
    UnsupportedYaml = "RC004", Error;
    /// The `apiVersion` is not one that this release reads.
    UnknownVersion = "RC005", Error;
    /// There is no such kind.
    UnknownKind = "RC006", Error;
    /// `metadata.name` is no slug.
    InvalidName = "RC007", Error;
    /// Two manifests of one kind have one name, or there are two Projects.
    DuplicateName = "RC008", Error;
    /// A Project inside of another Project's folder.
    NestedProject = "RC009", Error;
    /// There is no such field here.
    UnknownField = "RC010", Error;
    /// A field that has to be there is not.
    MissingField = "RC011", Error;
    /// A list where a text is wanted, a text where a number is wanted, and so on.
    WrongType = "RC012", Error;
    /// A value that is out of range or that the field doesn't take.
    InvalidValue = "RC013", Error;
    /// A text that is no e-mail address.
    InvalidEmail = "RC014", Error;
    /// A word that is none of those the field takes: a role, a restriction, a type.
    UnknownWord = "RC015", Error;
    /// There is no such time zone.
    UnknownTimezone = "RC016", Error;
    /// A text that is no date.
    InvalidDate = "RC017", Error;
    /// A workspace can't be created with this name.
    InvalidWorkspaceName = "RC018", Error;
    /// A group, credential, template or Platform that no manifest declares.
    UnknownReference = "RC020", Error;
    /// The same person through two groups, with different access.
    ConflictingGroups = "RC021", Error;
    /// A group lists a group.
    NestedGroup = "RC022", Error;
    /// An expression that can't be read or evaluated.
    Expression = "RC030", Error;
    /// A parameter that the template doesn't have.
    UnknownParameter = "RC031", Error;
    /// A parameter that the template requires and the client doesn't give.
    MissingParameter = "RC032", Error;
    /// A parameter whose value doesn't fit its type, enum or pattern.
    InvalidParameter = "RC033", Error;
    /// An overlay changes what the template marks as fixed.
    FixedByTemplate = "RC034", Error;
    /// A `for` or `if` item of a list that can't be rendered.
    InvalidItem = "RC035", Error;
    /// A Platform profile that can't work.
    InvalidProfile = "RC040", Error;
    /// A lint that can't be allowed or set this way.
    InvalidAllowance = "RC050", Warning;
    /// The lease of a lock is shorter than a request may take.
    ShortLease = "RC051", Warning;
    /// A client user is a workspace owner.
    ClientOwner = "RC101", Lint;
    /// A client user has an organization role above member.
    ClientOrganizationRole = "RC102", Lint;
    /// The organization has no user admin.
    NoUserAdmin = "RC103", Lint;
    /// The organization has one admin only.
    SingleAdmin = "RC104", Lint;
    /// A workspace has no owner.
    NoOwner = "RC105", Lint;
    /// A client is invited before the marketing opt-out has had 7 working days, or there is no opt-out date.
    MarketingOptOut = "RC106", Lint;
    /// A contact limit is below the contacts there are. Told by the plan, which knows them.
    ContactLimitTooLow = "RC107", Lint;
    /// A departure of somebody who stays or isn't there.
    PointlessDeparture = "RC108", Lint;
    /// A retired workspace has no `id`.
    RetiredWithoutId = "RC109", Lint;
    /// Two organizations, or two clients, have one id.
    DuplicateOrganization = "RC110", Error;
    /// The same person twice in one list; two workspaces with one name ignoring case, or one id.
    DuplicateEntry = "RC111", Error;
    /// An owner has restrictions.
    OwnerRestrictions = "RC112", Error;
    /// A retired workspace is also listed, has no `dataExported`, or one in the future.
    Retirement = "RC113", Error;
    /// No admin is left, nobody is left, or fewer admins are listed than `minAdmins`.
    NobodyLeft = "RC114", Error;
    /// A hand-over from somebody who is also listed, or `formerName`s in a cycle.
    HandOverConflict = "RC115", Error;
    /// A text that may be taken for another one: a word of several scripts, or not in NFC.
    Lookalike = "RC116", Lint;
    /// `{{ … }}`, `${ … }` or `{% … %}` in a Template, where expressions are written `${{ … }}`.
    WrongBraces = "RC117", Lint;
    /// A document that looks like a manifest, and whose `apiVersion` or its key is misspelt.
    MisspeltVersion = "RC118", Lint;
    /// Access that ends within 14 days, or has ended (`until`).
    AccessEnds = "RC119", Lint;
}

/// How a code counts.
#[derive(Clone, Copy, PartialEq)]
enum Weight {
    Error,
    Warning,
    /// A warning, unless the Project or a comment says otherwise.
    Lint,
}

impl Code {
    /// Reads `RC101`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }

    /// How it counts, where the Project says nothing else.
    #[must_use]
    pub const fn level(self) -> Level {
        match self.weight() {
            Weight::Error => Level::Error,
            Weight::Warning | Weight::Lint => Level::Warning,
        }
    }

    /// Whether its level can be set in the Project and allowed by a comment.
    #[must_use]
    pub fn is_lint(self) -> bool {
        self.weight() == Weight::Lint
    }

    /// All whose level can be set.
    pub(crate) fn lints() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|code| code.is_lint())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<_> = Self::ALL.iter().map(|code| code.word()).collect();
        schemars::json_schema!({ "type": "string", "enum": words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_lints_are_those_that_can_be_meant() {
        let words: Vec<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert!(words.is_sorted());
        let lints: Vec<_> = Code::lints().map(Code::word).collect();
        assert_eq!(lints[..2], ["RC101", "RC102"]);
        assert_eq!(lints[9..], ["RC116", "RC117", "RC118", "RC119"]);
        assert_eq!(Code::Syntax.meaning(), "The text is not YAML.");
    }
}
