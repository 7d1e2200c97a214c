//! The state that the tests begin with.

use rolecall::sandbox::State;

pub(crate) const ORG: u64 = 10;
pub(crate) const DIRECT: u64 = 11;

pub(crate) const ADMIN: u64 = 1;
pub(crate) const SECOND_ADMIN: u64 = 2;
pub(crate) const USER_ADMIN: u64 = 3;
pub(crate) const MEMBER: u64 = 5;
pub(crate) const PENDING: u64 = 6;

pub(crate) const SUPPORT: u64 = 100;
pub(crate) const SALES: u64 = 101;

/// A partner's organization with everybody in it, and one that is bought directly and is full.
pub(crate) const SEED: &str = r#"{
  "format": "rolecall.sandbox/v1",
  "actor": "admin@agency.example",
  "organizations": [
    {
      "id": 10, "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
      "limits": {"workspaces": 4, "users": 9},
      "users": [
        {"id": 1, "email": "admin@agency.example", "role": "admin", "status": "active", "invitedAt": "2026-01-01T00:00:00Z"},
        {"id": 2, "email": "second@agency.example", "role": "admin", "status": "active", "invitedAt": "2026-01-02T00:00:00Z"},
        {"id": 3, "email": "users@agency.example", "role": "user_admin", "status": "active", "invitedAt": "2026-01-03T00:00:00Z"},
        {"id": 4, "email": "bills@acme.example", "role": "billing_admin", "status": "active", "invitedAt": "2026-01-04T00:00:00Z"},
        {"id": 5, "email": "Member@acme.example", "role": "member", "status": "active", "invitedAt": "2026-01-05T00:00:00Z", "firstName": "Mem", "lastName": "Ber"},
        {"id": 6, "email": "pending@acme.example", "role": "member", "status": "pending", "invitedAt": "2026-01-06T00:00:00Z"}
      ],
      "workspaces": [
        {"id": 100, "name": "Support", "timezone": "UTC", "contactLimit": null, "contacts": 120, "createdAt": "2026-01-01T00:00:00Z", "users": [
          {"user": 1, "role": "owner", "restrictions": []},
          {"user": 5, "role": "agent", "restrictions": ["show_only_mine"], "contacts": 7},
          {"user": 6, "role": "agent", "restrictions": []}
        ]},
        {"id": 101, "name": "Sales", "timezone": "Asia/Kuala_Lumpur", "contactLimit": 500, "contacts": 3, "users": []}
      ]
    },
    {
      "id": 11, "name": "Direct", "status": "ACTIVE", "isResellerPartner": false,
      "limits": {"workspaces": 1, "users": 1},
      "users": [
        {"id": 7, "email": "admin@agency.example", "role": "admin", "status": "active", "invitedAt": "2026-01-01T00:00:00Z"}
      ],
      "workspaces": [
        {"id": 110, "name": "Only", "timezone": "UTC", "contactLimit": 9, "contacts": 0, "users": []}
      ]
    }
  ]
}"#;

pub(crate) fn seed() -> State {
    State::parse(SEED.as_bytes()).expect("the seed is a state")
}
