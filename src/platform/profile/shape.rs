//! The shape of a Platform manifest: each field once, with what it means. Readers take their names from here, and
//! the JSON Schema is made of it.

use crate::manifest::shape::Shape::{
    Any, Bool, Integer, Keyed, Like, List, Map, Named, Number, Of, OrNull, Overlay, Text, Word,
};
use crate::manifest::shape::{self, Shape, object};
use crate::model::{
    Evidence, Field, Operation, OrganizationRole, Restriction, UserStatus, WorkspaceRole,
};
use crate::platform::profile::refusal::Meaning;
use crate::platform::profile::{CredentialScope, Encoding, Method};
use serde_json::json;

/// A JSON Pointer.
static POINTER: shape::Named = shape::Named {
    name: "Pointer",
    about: "A JSON Pointer.",
    schema: || json!({ "type": "string", "pattern": "^(/([^~]|~[01])*)?$" }),
};

/// A text, a number, true or false, or nothing.
static SCALAR: shape::Named = shape::Named {
    name: "Scalar",
    about: "A text, a number, true or false, or nothing.",
    schema: || json!({ "type": ["string", "number", "boolean", "null"] }),
};

/// A body with placeholders.
static BODY: shape::Named = shape::Named {
    name: "Body",
    about: "A body with placeholders.",
    schema: || json!({ "type": ["object", "array"] }),
};

object! {
    /// How to talk to one platform's API.
    pub(super) MANIFEST required ["apiVersion", "kind", "metadata", "spec"] {
        "apiVersion" Word(|| vec!["rolecall/v1"]), "The format.";
        "kind" Word(|| vec!["Platform"]), "What this manifest is.";
        "metadata" Of(&METADATA), "Its name.";
        "spec" Overlay(&SERVICE), "What it says. A field set to `null` takes out what the extended Platform says.";
    }
}

object! {
    pub(super) METADATA {
        "name" Like("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"), "Lower-case letters, digits and dashes; none of a built-in Platform.";
    }
}

object! {
    /// One API.
    pub(super) SERVICE {
        "extends" Text, "The Platform that this one is built on: `respond-io-console`, `respond-io-developer`, `sandbox`, or another one of the Project.";
        "baseUrl" Text, "Where the API is: HTTPS, or plain HTTP to this machine. A path stays in front of every call's.";
        "hosts" List(&Text), "Of built-in Platforms: hosts that a credential may be sent to where the Project doesn't say, besides the base URL's own.";
        "headers" Map(&OrNull(&Text)), "Headers of every call, with `{token}` and `{organization}`.";
        "login" Of(&LOGIN), "How somebody with e-mail and password logs in.";
        "claims" Of(&CLAIMS), "Where a token (a JWT) tells what, as JSON Pointers.";
        "rate" Of(&RATE), "How fast it may be asked, per organization and operation.";
        "pageSize" Integer(1, 10_000), "Items to a page that are asked for.";
        "success" Of(&SUCCESS), "What marks an answer as a success.";
        "messages" List(&Named(&POINTER)), "Where the text of an error is, in order of preference.";
        "refusals" List(&Of(&REFUSAL)), "Refusals whose meaning is known; the first that fits counts.";
        "words" Of(&WORDS), "Words of the wire, by those of manifests. A group that is left out is the same on both sides; in one that is there, each of our words is mentioned.";
        "operations" Keyed(operations, &Overlay(&OPERATION)), "How each operation goes over the wire; one that is left out can't be done.";
    }
}

object! {
    /// How somebody logs in.
    pub(super) LOGIN {
        "method" Word(methods), "HTTP method.";
        "path" Text, "Behind the base URL.";
        "body" Named(&BODY), "JSON body, with `{email}` and `{password}`.";
        "token" Named(&POINTER), "Where the token is in the answer.";
        "lifetime" Text, "How long a token lives, where it doesn't say itself: `1h`.";
    }
}

object! {
    /// What a token tells.
    pub(super) CLAIMS {
        "actor" Named(&POINTER), "Address of the acting user.";
        "organization" Named(&POINTER), "Id of the one organization that a token is for.";
        "workspace" Named(&POINTER), "Id of the one workspace that a token is for.";
    }
}

object! {
    /// How fast it may be asked.
    pub(super) RATE {
        "perSecond" Number(0.01, 1000.0), "Requests a second.";
        "headroom" Like("^(100|[0-9]{1,2})%$"), "How much of it is left unused: `20%`.";
    }
}

object! {
    /// What a success is.
    pub(super) SUCCESS {
        "statuses" List(&Integer(200, 299)), "The statuses; left out: 200 to 299.";
        "at" OrNull(&Named(&POINTER)), "Where the body says so. An empty body succeeds by its status alone.";
        "is" Named(&SCALAR), "What it says there.";
    }
}

object! {
    /// A refusal and its meaning.
    pub(super) REFUSAL {
        "status" Integer(400, 499), "HTTP status.";
        "message" Text, "Glob for the platform's text; left out: any.";
        "means" Word(meanings), "What it means.";
    }
}

object! {
    /// A refusal that means "already so".
    pub(super) ALREADY_SO {
        "status" Integer(400, 499), "HTTP status.";
        "message" Text, "Glob for the platform's text; left out: any.";
    }
}

/// A word of the wire.
const WORD: Shape = Any(&[Named(&SCALAR), Of(&TRANSLATION)]);

object! {
    /// Words of the wire.
    pub(super) WORDS {
        "organizationRoles" Keyed(|| OrganizationRole::ALL.iter().map(|one| one.word()).collect(), &WORD), "Organization roles.";
        "workspaceRoles" Keyed(|| WorkspaceRole::ALL.iter().map(|one| one.word()).collect(), &WORD), "Workspace roles.";
        "restrictions" Keyed(restrictions, &WORD), "Restrictions.";
        "statuses" Keyed(|| UserStatus::ALL.iter().map(|one| one.word()).collect(), &WORD), "Where an invitation stands.";
    }
}

object! {
    /// A word that is read and sent differently.
    pub(super) TRANSLATION {
        "send" Named(&SCALAR), "What is sent; left out: nobody knows, and what needs it is by hand.";
        "read" List(&Named(&SCALAR)), "What it is recognised by.";
    }
}

object! {
    /// One operation.
    pub(super) OPERATION {
        "from" Text, "The Platform to take this operation from; what else is said here goes on top.";
        "baseUrl" Text, "Where it is, if elsewhere.";
        "evidence" Word(|| Evidence::ALL.iter().map(|(word, _)| *word).collect()), "How sure we are. Writes on `assumed` evidence are by hand, unless the Project allows them.";
        "since" Like("^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"), "When it was seen to be so: a month or a day, `2026-03`.";
        "recorded" Of(&RECORDED), "The recording that it was learned from.";
        "method" Word(methods), "HTTP method.";
        "path" Text, "Path behind the base URL; what goes in names something, and is percent-encoded: `{organization}`, `{workspace}`, `{user}`, `{email}`.";
        "query" Map(&Text), "Query parameters.";
        "headers" Map(&OrNull(&Text)), "Headers of this call, over those of every call; `null` takes one out.";
        "body" Named(&BODY), "Body with placeholders. A text that is all placeholder keeps its type; a part without a value is left out. `{each: users, max: 1, item: …}` repeats for the people of a batch.";
        "encoding" Word(|| Encoding::ALL.iter().map(|(word, _)| *word).collect()), "How the body is written; left out: as JSON.";
        "merge" Of(&MERGE), "The body replaces an object: what is not said of it is sent as it was read just before.";
        "credential" Word(|| CredentialScope::ALL.iter().map(|(word, _)| *word).collect()), "Whose credential it takes: only `listWorkspaceUsers` can take the workspace's own.";
        "paging" Of(&PAGING), "How a list goes on.";
        "success" Of(&SUCCESS), "What marks an answer as a success, over what the Platform says for all.";
        "answer" Keyed(fields, &PLACE), "Where things are in the answer, or in one item of a list.";
        "alreadySo" List(&Of(&ALREADY_SO)), "Refusals that mean \"already so\".";
        "showsPending" Bool, "Whether a list shows people who have not accepted.";
        "clicks" List(&Text), "What a person clicks instead, in order. A line whose placeholder has no value is left out.";
    }
}

object! {
    /// A recording.
    pub(super) RECORDED {
        "on" Like("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The day it was made.";
        "host" Text, "The host that it is of.";
        "digest" Like("^sha256:[0-9a-f]{64}$"), "Its digest.";
    }
}

object! {
    /// A write that replaces an object.
    pub(super) MERGE {
        "read" Word(|| operations().into_iter().filter(|word| word.starts_with("list") || word.starts_with("get")).collect()), "The operation that shows the object as it is.";
        "under" Named(&POINTER), "Where in the body the object goes.";
        "drop" List(&Named(&POINTER)), "What of it is not sent.";
    }
}

object! {
    /// How a list goes on.
    pub(super) PAGING {
        "by" Word(|| vec!["page", "offset", "cursor", "none"]), "How the next page is asked for: with `{page}`, `{offset}`, `{cursor}`, or not at all.";
        "first" Integer(0, 1), "By page: number of the first one.";
        "total" Named(&POINTER), "Where the answer says how many items there are in all.";
        "totalIs" Word(|| vec!["exact", "unreliable"]), "Whether that is so.";
        "more" Named(&POINTER), "Where the answer says whether there is another page.";
        "next" Named(&POINTER), "By cursor: where the answer says where the next page begins.";
        "parameter" Text, "By cursor: the answer has a URL, of which this query parameter is the cursor.";
    }
}

/// Where one field of an answer is.
const PLACE: Shape = Any(&[Named(&POINTER), Of(&AT)]);

object! {
    /// Where one field is, and how it is told.
    pub(super) AT {
        "literal" Named(&SCALAR), "It is nowhere, and always this.";
        "at" Named(&POINTER), "A contact limit: where it is.";
        "unlimitedWhen" List(&Named(&SCALAR)), "A contact limit: what is there where it is switched off. The first is what is sent.";
        "pendingWhenMissing" Named(&POINTER), "A status: pending while this is absent, null or empty.";
        "pendingWhenPresent" Named(&POINTER), "A status: pending while this is there.";
        "flags" Keyed(restrictions, &Any(&[Named(&POINTER), Of(&NOT)])), "Restrictions: where each is a flag of its own.";
    }
}

object! {
    /// A flag that says the opposite.
    pub(super) NOT {
        "not" Named(&POINTER), "Where it is.";
    }
}

fn operations() -> Vec<&'static str> {
    Operation::ALL.iter().map(|operation| operation.word()).collect()
}

fn fields() -> Vec<&'static str> {
    Field::ALL.iter().map(|field| field.word()).collect()
}

fn methods() -> Vec<&'static str> {
    Method::ALL.iter().map(|(word, _)| *word).collect()
}

fn meanings() -> Vec<&'static str> {
    Meaning::ALL.iter().map(|(word, _)| *word).collect()
}

fn restrictions() -> Vec<&'static str> {
    Restriction::ALL.iter().map(|one| one.word()).collect()
}
