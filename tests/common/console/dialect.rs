/// How a console speaks: one choice for each way in which consoles differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) user: UserKey,
    pub(crate) space: SpaceKey,
    /// How many people one call adds; `None`: as many as there are.
    pub(crate) people_per_call: Option<usize>,
    /// One person a call stands in a list all the same.
    pub(crate) lists_of_one: bool,
    /// Writes replace the object: what they leave out is a refusal.
    pub(crate) replaces: bool,
    /// Where they do, the object stands under a name of its own.
    pub(crate) under: bool,
    pub(crate) inside: Inside,
    /// The organization stands in the path, not in a header.
    pub(crate) organization_in_path: bool,
    pub(crate) words: WordKind,
    pub(crate) organization_words: OrganizationWords,
    pub(crate) pending: Pending,
    /// Lists tell when the last invitation went out.
    pub(crate) invited_at: bool,
    pub(crate) restrictions: RestrictionKind,
    pub(crate) limit: LimitKind,
    pub(crate) paging: PagingKind,
    /// Lists are asked for with a body.
    pub(crate) posts_lists: bool,
    /// Answers stand under `data`.
    pub(crate) envelope: bool,
    pub(crate) mark: Mark,
    pub(crate) heir: HeirIn,
    /// Bodies are forms.
    pub(crate) forms: bool,
}

/// What users are called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserKey {
    Number,
    Text,
    Email,
}

/// What workspaces are called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpaceKey {
    Number,
    Text,
}

/// How a call says which workspace it is inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    Path,
    Header,
    Query,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    Ours,
    Numbers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrganizationWords {
    Ours,
    Numbers,
    /// Lists shout what requests whisper.
    Capitals,
}

/// How somebody who has not accepted is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    Status,
    Flag,
    NoDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RestrictionKind {
    List,
    Flags,
}

/// What stands for a contact limit that is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LimitKind {
    Zero,
    Null,
    /// A switch beside the number.
    Switch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PagingKind {
    AtOnce,
    Page,
    Offset,
    Cursor,
    /// The next page is a whole URL.
    CursorUrl,
}

/// What marks a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Its status.
    Status,
    /// A word in the body besides.
    Word,
    /// A word in the body alone: refusals have the same status.
    InBody,
}

/// Where a revocation says to whom contacts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeirIn {
    Query,
    Body,
}

pub(crate) const ROLES: [&str; 3] = ["owner", "manager", "agent"];
pub(crate) const ORGANIZATION_ROLES: [&str; 4] = ["admin", "user_admin", "billing_admin", "member"];
/// Restrictions with their flags, and whether a flag says the opposite.
pub(crate) const FLAGS: [(&str, &str, bool); 7] = [
    ("restrict_data_export", "canExport", true),
    ("restrict_contact_deletion", "canDelete", true),
    ("restrict_space_setting", "noSettings", false),
    ("show_team_contacts", "teamOnly", false),
    ("show_only_mine", "onlyMine", false),
    ("restrict_space_integration", "noIntegrations", false),
    ("restrict_shortcuts", "noShortcuts", false),
];

impl Dialect {
    /// Much like the built-in one.
    pub(crate) const PLAIN: Self = Self {
        user: UserKey::Number,
        space: SpaceKey::Number,
        people_per_call: None,
        lists_of_one: false,
        replaces: false,
        under: false,
        inside: Inside::Path,
        organization_in_path: false,
        words: WordKind::Ours,
        organization_words: OrganizationWords::Ours,
        pending: Pending::Status,
        invited_at: true,
        restrictions: RestrictionKind::List,
        limit: LimitKind::Zero,
        paging: PagingKind::Page,
        posts_lists: false,
        envelope: false,
        mark: Mark::Status,
        heir: HeirIn::Query,
        forms: false,
    };

    /// Adds people one by one, says the workspace in a header, and speaks in numbers.
    pub(crate) const ONE_BY_ONE: Self = Self {
        user: UserKey::Text,
        space: SpaceKey::Text,
        people_per_call: Some(1),
        inside: Inside::Header,
        words: WordKind::Numbers,
        organization_words: OrganizationWords::Capitals,
        pending: Pending::NoDate,
        limit: LimitKind::Switch,
        paging: PagingKind::AtOnce,
        posts_lists: true,
        heir: HeirIn::Body,
        ..Self::PLAIN
    };

    /// Every change replaces the object; restrictions are flags.
    pub(crate) const REPLACING: Self = Self {
        replaces: true,
        under: true,
        inside: Inside::Query,
        organization_in_path: true,
        pending: Pending::Flag,
        restrictions: RestrictionKind::Flags,
        limit: LimitKind::Null,
        paging: PagingKind::Offset,
        envelope: true,
        mark: Mark::Word,
        ..Self::PLAIN
    };

    /// Knows people by address alone, and takes forms.
    pub(crate) const BY_EMAIL: Self = Self {
        user: UserKey::Email,
        people_per_call: Some(1),
        restrictions: RestrictionKind::Flags,
        paging: PagingKind::Cursor,
        mark: Mark::InBody,
        forms: true,
        ..Self::PLAIN
    };

    /// One of all that there are; the same number is always the same one.
    pub(crate) fn number(number: usize) -> Self {
        let mut dice = number as u64 ^ 0x9e37_79b9_7f4a_7c15;
        let mut pick = |of: u64| {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((dice >> 33) % of).unwrap()
        };
        let forms = pick(5) == 0;
        let replaces = !forms && pick(2) == 1;
        let limits = [LimitKind::Zero, LimitKind::Switch, LimitKind::Null];
        Self {
            user: [UserKey::Number, UserKey::Text, UserKey::Email][pick(3)],
            space: [SpaceKey::Number, SpaceKey::Text][pick(2)],
            people_per_call: if forms { Some(1) } else { [None, Some(1), Some(2)][pick(3)] },
            lists_of_one: !forms && pick(2) == 1,
            replaces,
            under: replaces && pick(2) == 1,
            inside: [Inside::Path, Inside::Header, Inside::Query][pick(3)],
            organization_in_path: pick(2) == 1,
            words: [WordKind::Ours, WordKind::Numbers][pick(2)],
            organization_words: [
                OrganizationWords::Ours,
                OrganizationWords::Numbers,
                OrganizationWords::Capitals,
            ][pick(3)],
            pending: [Pending::Status, Pending::Flag, Pending::NoDate][pick(3)],
            invited_at: pick(4) > 0,
            restrictions: if forms || pick(2) == 1 {
                RestrictionKind::Flags
            } else {
                RestrictionKind::List
            },
            // Forms have no word for nothing.
            limit: limits[pick(if forms { 1 } else { 3 })],
            paging: [
                PagingKind::AtOnce,
                PagingKind::Page,
                PagingKind::Offset,
                PagingKind::Cursor,
                PagingKind::CursorUrl,
            ][pick(5)],
            posts_lists: !forms && pick(2) == 1,
            envelope: pick(2) == 1,
            mark: [Mark::Status, Mark::Word, Mark::InBody][pick(3)],
            heir: if forms { HeirIn::Query } else { [HeirIn::Query, HeirIn::Body][pick(2)] },
            forms,
        }
    }

    /// What stands in front of every path.
    pub(crate) const fn prefix(&self) -> &'static str {
        if self.organization_in_path { "/api/v2/organization/{organization}" } else { "" }
    }
}
