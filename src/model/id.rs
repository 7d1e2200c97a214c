use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// The platform's number.
            #[must_use]
            pub const fn new(number: u64) -> Self {
                Self(number)
            }

            /// The platform's number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// What the platform calls an organization (`orgid` on the wire).
    OrganizationId
);
id!(
    /// What the platform calls a workspace ("space" on the wire).
    WorkspaceId
);
id!(
    /// What the platform calls a user, in whatever organization.
    UserId
);
