use super::weight::Weight;
use super::{Mark, Sentence, Subject};
use crate::model::{ContactLimit, Email, OrganizationRole, Seen, WorkspaceName};
use crate::plan::{
    Access, AccessNote, Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess,
    CreateWorkspace, DeleteWorkspace, InviteOrganizationUser, NewAccess, RemoveOrganizationUser,
    ResendInvitation, RevokeWorkspaceAccess, Step, UpdateOrganization, UpdateWorkspace,
    WorkspaceFields,
};

/// One change of a step, or one note, to be told of many organizations at once: about one person or one field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    /// How much hangs on whom it is about.
    pub(crate) weight: Weight,
    /// Its sign.
    pub(crate) mark: Mark,
    /// Whom it is about.
    pub(crate) person: Option<&'a Email>,
    /// Where.
    pub(crate) workspace: Option<&'a WorkspaceName>,
    /// Who takes over what somebody leaves.
    pub(crate) receiver: Option<&'a Email>,
    deed: Deed<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Deed<'a> {
    RenamesOrganization,
    CreatesWorkspace { timezone: Option<&'a str> },
    RenamesWorkspace,
    SetsTimezone(&'a str),
    SetsLimit(ContactLimit),
    Deletes,
    Joins(&'a NewAccess),
    Changes { before: &'a Access, after: &'a Access },
    Leaves { before: &'a Access },
    Invites(OrganizationRole),
    ChangesRole { before: &'a Seen<OrganizationRole>, after: OrganizationRole },
    RevokesInvitation,
    Removes { before: &'a Seen<OrganizationRole> },
    Reminds,
    Notes(&'a AccessNote),
}

/// What a step does, piece by piece.
pub(crate) fn pieces(step: &Step) -> Vec<Piece<'_>> {
    let Step { id: _, wave: _, action, execution: _, depends_on: _, source: _ } = step;
    let of = |mark, deed| Piece {
        weight: Weight::of(action),
        mark,
        person: action.email(),
        workspace: None,
        receiver: None,
        deed,
    };
    let at = |workspace, mark, deed| Piece { workspace: Some(workspace), ..of(mark, deed) };
    let piece = match action {
        Action::UpdateOrganization(UpdateOrganization { before: _, after: _ }) => {
            of(Mark::Change, Deed::RenamesOrganization)
        }
        Action::CreateWorkspace(CreateWorkspace { name, timezone }) => {
            at(name, Mark::Add, Deed::CreatesWorkspace { timezone: timezone.as_deref() })
        }
        Action::UpdateWorkspace(UpdateWorkspace { workspace, before: _, after }) => {
            let one = |deed| at(&workspace.name, Mark::Change, deed);
            return fields(after).into_iter().map(one).collect();
        }
        Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts: _ }) => {
            at(&workspace.name, Mark::Remove, Deed::Deletes)
        }
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
            let one = |user| Piece {
                weight: Weight::of_new(user),
                person: Some(&user.email),
                ..at(&workspace.name, Mark::Add, Deed::Joins(user))
            };
            return users.iter().map(one).collect();
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace,
            email: _,
            before,
            after,
        }) => at(&workspace.name, Mark::Change, Deed::Changes { before, after }),
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace,
            email: _,
            before,
            reassign_to,
        }) => Piece {
            receiver: reassign_to.as_ref(),
            ..at(&workspace.name, Mark::Remove, Deed::Leaves { before })
        },
        Action::InviteOrganizationUser(InviteOrganizationUser { email: _, role }) => {
            of(Mark::Add, Deed::Invites(*role))
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { email: _, before, after }) => {
            of(Mark::Change, Deed::ChangesRole { before, after: *after })
        }
        Action::RemoveOrganizationUser(RemoveOrganizationUser {
            email: _,
            before: _,
            pending: true,
        }) => of(Mark::Remove, Deed::RevokesInvitation),
        Action::RemoveOrganizationUser(RemoveOrganizationUser {
            email: _,
            before,
            pending: false,
        }) => of(Mark::Remove, Deed::Removes { before }),
        Action::ResendInvitation(ResendInvitation { email: _, invited_at: _ }) => {
            of(Mark::Notify, Deed::Reminds)
        }
    };
    vec![piece]
}

/// What a reviewer should not miss about somebody.
pub(crate) fn noted<'a>(email: &'a Email, note: &'a AccessNote) -> Piece<'a> {
    let workspace = match note {
        AccessNote::BecomesOnlyOwner { workspace } => Some(workspace),
        _ => None,
    };
    Piece {
        weight: Weight::of_note(note),
        mark: Mark::Change,
        person: Some(email),
        workspace,
        receiver: None,
        deed: Deed::Notes(note),
    }
}

fn fields(after: &WorkspaceFields) -> Vec<Deed<'_>> {
    let WorkspaceFields { name, timezone, contact_limit } = after;
    let name = name.as_ref().map(|_| Deed::RenamesWorkspace);
    let zone = timezone.as_deref().map(Deed::SetsTimezone);
    [name, zone, contact_limit.map(Deed::SetsLimit)].into_iter().flatten().collect()
}

impl Piece<'_> {
    /// The sentence about `who`, in `place`. Their contacts go to the receiver where that is the `same` one for all.
    pub(crate) fn told(
        &self,
        who: &Subject<'_>,
        place: &Sentence,
        same: Option<&Email>,
    ) -> Sentence {
        let place = || place.clone();
        let people = || who.noun(Sentence::of("person"), Sentence::of("people"));
        let invitation = who.verb(" (invitation e-mail)", " (invitation e-mails)");
        match self.deed {
            Deed::RenamesOrganization => Sentence::of("the organization is renamed"),
            Deed::CreatesWorkspace { timezone: Some(timezone) } => {
                place().say(": created with time zone ").name(timezone)
            }
            Deed::CreatesWorkspace { timezone: None } => place().say(": created"),
            Deed::RenamesWorkspace => place().say(": another name"),
            Deed::SetsTimezone(zone) => place().say(": time zone becomes ").name(zone),
            Deed::SetsLimit(limit) => place().say(": contact limit becomes ").limit(limit),
            Deed::Deletes => place().say(": deleted with all data"),
            Deed::Joins(user) => {
                let NewAccess { email: _, role, restrictions, invites } = user;
                let words = people().say(who.verb(" joins ", " join ")).then(place()).say(" as ");
                let words = plural(words.say(role.word()), who);
                let words = match restrictions.as_ref().filter(|words| !words.is_empty()) {
                    Some(restrictions) => words.say(" with ").restrictions(restrictions),
                    None => words,
                };
                if *invites { words.say(invitation) } else { words }
            }
            Deed::Changes { before, after } if who.is_named() => {
                before.change(people().say(": "), after, place())
            }
            Deed::Changes { before, after } => in_role(who, &before.role)
                .say(" ")
                .then(changes(who, before, after))
                .say(" in ")
                .then(place()),
            Deed::Leaves { before } => {
                let words =
                    in_role(who, &before.role).say(who.verb(" loses ", " lose ")).then(place());
                match (self.receiver, same) {
                    (None, _) => words.say("; their contacts there become unassigned"),
                    (_, Some(one)) => words.say("; their contacts there go to ").email(one),
                    _ => words.say("; their contacts there are handed over"),
                }
            }
            Deed::Invites(role) => {
                let is = who.verb(
                    " is invited to the organization as ",
                    " are invited to the organization as ",
                );
                plural(people().say(is).say(role.word()), who).say(invitation)
            }
            Deed::ChangesRole { before, after } if who.is_named() => people()
                .say(": ")
                .role(before)
                .say(" → ")
                .say(after.word())
                .say(" in the organization"),
            Deed::ChangesRole { before, after } => {
                let words = in_role(who, before).say(who.verb(" becomes ", " become "));
                plural(words.say(after.word()), who).say(" of the organization")
            }
            Deed::RevokesInvitation => {
                let words = match who.is_named() {
                    true => Sentence::of(who.verb("the invitation of ", "the invitations of "))
                        .then(people()),
                    false => who.noun(Sentence::of("invitation"), Sentence::of("invitations")),
                };
                words.say(who.verb(" is revoked", " are revoked"))
            }
            Deed::Removes { before } => {
                let is = who.verb(
                    " is removed from the organization",
                    " are removed from the organization",
                );
                in_role(who, before).say(is)
            }
            Deed::Reminds => people().say(
                who.verb(" is sent the invitation again", " are sent their invitations again"),
            ),
            Deed::Notes(note) => people().then(note_words(note, who, place())),
        }
    }
}

fn note_words(note: &AccessNote, who: &Subject<'_>, place: Sentence) -> Sentence {
    Sentence::of(match note {
        AccessNote::LosesEverything => {
            who.verb(" loses access to everything", " lose access to everything")
        }
        AccessNote::ReachesEverything => who.verb(
            " becomes an admin and reaches every workspace",
            " become admins and reach every workspace",
        ),
        AccessNote::NoLongerReachesEverything => who.verb(
            " is no longer an admin and reaches only what is granted",
            " are no longer admins and reach only what is granted",
        ),
        AccessNote::BecomesOnlyOwner { workspace: _ } => {
            let words = who.verb(" becomes the only owner of ", " become the only owners of ");
            return Sentence::of(words).then(place);
        }
        AccessNote::BecomesOnlyAdmin => {
            who.verb(" becomes the only admin", " become the only admins")
        }
    })
}

fn plural(words: Sentence, who: &Subject<'_>) -> Sentence {
    if who.is_one() { words } else { words.say("s") }
}

/// `2 agents`; the names, where they are known.
fn in_role<T: std::fmt::Display>(who: &Subject<'_>, role: &Seen<T>) -> Sentence {
    let (one, many) = match role {
        Seen::Known(_) => (Sentence::new().role(role), Sentence::new().role(role).say("s")),
        Seen::Unknown(_) => {
            (Sentence::of("person as ").role(role), Sentence::of("people as ").role(role))
        }
    };
    who.noun(one, many)
}

/// `lose restrict_shortcuts`, `becomes owner`.
fn changes(who: &Subject<'_>, before: &Access, after: &Access) -> Sentence {
    let mut all = Vec::new();
    if before.role != after.role {
        let words = Sentence::of(who.verb("becomes ", "become "));
        all.push(match &after.role {
            Seen::Known(role) => plural(words.say(role.word()), who),
            Seen::Unknown(_) => words.role(&after.role),
        });
    }
    let gained = before.gained(after);
    if !gained.is_empty() {
        all.push(Sentence::of(who.verb("gains ", "gain ")).restrictions(&gained));
    }
    let lost = before.lost(after);
    if !lost.is_empty() {
        all.push(Sentence::of(who.verb("loses ", "lose ")).restrictions(&lost));
    }
    Sentence::new().joined(", ", all)
}
