macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// Something that an answer tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $variant),* }

        impl Field {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key under `answer` in a profile.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

fields! {
    /// The items of a list.
    Items = "items",
    /// Id of an item.
    Id = "id",
    /// Address of a user.
    Email = "email",
    /// Role of a user.
    Role = "role",
    /// Whether a user has accepted.
    Status = "status",
    /// When the last invitation went out.
    InvitedAt = "invitedAt",
    /// When a user was last seen.
    LastActive = "lastActive",
    /// Restrictions of a user.
    Restrictions = "restrictions",
    /// Name of a workspace or organization.
    Name = "name",
    /// Time zone of a workspace.
    Timezone = "timezone",
    /// Contact limit of a workspace.
    ContactLimit = "contactLimit",
    /// Whether the contact limit is switched on.
    ContactLimitEnabled = "contactLimitEnabled",
    /// How many contacts there are.
    Contacts = "contacts",
    /// How many users have access to a workspace.
    Users = "users",
    /// When a workspace was made.
    CreatedAt = "createdAt",
    /// Whether contact limits are available.
    IsResellerPartner = "isResellerPartner",
    /// How many workspaces the subscription allows.
    WorkspaceLimit = "workspaceLimit",
    /// How many users the subscription allows.
    UserLimit = "userLimit",
    /// Id of a workspace just created.
    Workspace = "workspace",
    /// Id of a user just invited.
    User = "user",
}

impl Field {
    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Timezone => "time zone",
            Self::ContactLimit => "contact limit",
            Self::InvitedAt => "time of the invitation",
            other => other.word(),
        }
    }

    /// Reads a key under `answer`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }
}
