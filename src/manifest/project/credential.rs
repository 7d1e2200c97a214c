use super::{Credential, CredentialSource};
use crate::manifest::context::References;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::Document;
use crate::manifest::node::{Key, Node, Value};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{Filled, Named, Text};
use crate::manifest::shape::{ADDRESS, TEXT, object};
use std::collections::BTreeMap;

object! {
    /// Where a credential comes from: one of `tokenEnv`, `tokenFile`, `tokenCommand`, or `emailEnv` with `passwordEnv`.
    pub(super) CREDENTIAL
        one_of [["tokenEnv"], ["tokenFile"], ["tokenCommand"], ["emailEnv", "passwordEnv"]]
    {
        "tokenEnv" Named(&TEXT), "An environment variable that holds a token.";
        "tokenFile" Named(&TEXT), "A file that holds a token.";
        "tokenCommand" Filled(&Named(&TEXT)), "A command that prints a token, with its arguments.";
        "emailEnv" Named(&TEXT), "An environment variable that holds the address to log in with.";
        "passwordEnv" Named(&TEXT), "An environment variable that holds the password.";
        "actor" Named(&ADDRESS), "Whose credential it is, where a token doesn't say.";
        "hosts" Filled(&Text), "Hosts that it may be sent to. Left out: the profile's own.";
    }
}

/// The names of all credentials, also of those that have errors.
pub(in crate::manifest) fn names(document: &Document) -> References {
    let credentials = document.spec.get("credentials").and_then(Node::as_mapping);
    let names = credentials.into_iter().flat_map(|it| &it.entries).map(|(key, _)| key.text.clone());
    names.collect()
}

/// Reads `credentials`.
pub(super) fn read(node: &Node, report: &Report<'_>) -> Option<BTreeMap<String, Credential>> {
    let Value::Mapping(mapping) = &node.value else {
        let message = format!("expected credentials by name, found {}", node.value);
        report.conceal(node.place);
        report.tell(Problem::new(Code::WrongType, node.place, message));
        return None;
    };
    let read = mapping.entries.iter().filter_map(|(key, node)| {
        let credential = credential(node, report)?;
        Some((key.text.clone(), credential))
    });
    Some(read.collect())
}

fn credential(node: &Node, report: &Report<'_>) -> Option<Credential> {
    // What has a field of ours in it only says where the secret is; anything else may be the secret.
    let ours = |(key, _): &(Key, Node)| CREDENTIAL.names.contains(&key.text.as_str());
    if !node.as_mapping().is_some_and(|it| it.entries.iter().all(ours)) {
        report.conceal(node.place);
    }
    for word in ["token", "password", "email", "secret"] {
        let Some(mapping) = node.as_mapping() else { break };
        if let Some((key, _)) = mapping.entries.iter().find(|(key, _)| key.text == word) {
            let problem = Problem::new(
                Code::UnknownField,
                key.place,
                format!("`{word}` can't be written in a manifest"),
            );
            let help = "a secret in Git is no secret: name where it is, with `tokenEnv`, `tokenFile`, \
                        `tokenCommand`, or `emailEnv` and `passwordEnv`; and replace this one";
            report.tell(problem.help(help));
            return None;
        }
    }
    let fields = Fields::of(node, &CREDENTIAL, report)?;
    let text = |name| fields.read(name, reader::filled).map(str::to_owned);
    let token_env = text("tokenEnv").map(|variable| CredentialSource::TokenEnv { variable });
    let token_file = text("tokenFile").map(|path| CredentialSource::TokenFile { path });
    let token_command = fields
        .read("tokenCommand", |node, report| {
            reader::filled_list(node, report, |node, report| {
                reader::filled(node, report).map(str::to_owned)
            })
        })
        .map(|command| CredentialSource::TokenCommand { command });
    let login = match (text("emailEnv"), text("passwordEnv")) {
        (Some(email_env), Some(password_env)) => {
            Some(CredentialSource::Login { email_env, password_env })
        }
        _ => None,
    };
    let ways = ["tokenEnv", "tokenFile", "tokenCommand"].map(|name| fields.means(name));
    let login_fields = (fields.means("emailEnv"), fields.means("passwordEnv"));
    let ways =
        ways.into_iter().filter(|way| *way).count() + usize::from(login_fields.0 || login_fields.1);
    if ways != 1 || login_fields.0 != login_fields.1 {
        let message = match ways {
            0 => "the credential doesn't say where its secret is",
            1 => "`emailEnv` and `passwordEnv` belong together",
            _ => "the credential has its secret from two places",
        };
        let help =
            "give one of `tokenEnv`, `tokenFile`, `tokenCommand`, or `emailEnv` with `passwordEnv`";
        report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
        return None;
    }
    let actor = fields.read("actor", reader::email).map(|email| email.as_str().to_owned());
    let hosts = fields
        .read("hosts", |node, report| reader::filled_list(node, report, host))
        .unwrap_or_default();
    let from = token_env.or(token_file).or(token_command).or(login)?;
    Some(Credential { from, actor, hosts, source: report.source(node.place) })
}

fn host(node: &Node, report: &Report<'_>) -> Option<String> {
    let text = reader::filled(node, report)?;
    let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    if !fits {
        let message = format!("`{}` is no host", escape(text));
        let help = "write just the name, like `app.respond.io`: no scheme, no path";
        report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
    }
    fits.then(|| text.to_ascii_lowercase())
}
