use super::rule::{Fault, Faults, Meets, Rule, When};
use crate::model::OrganizationId;
use crate::sandbox::endpoint::Endpoint;
use std::str::FromStr;

/// What in a text is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("in the fault `{rule}`: {what}")]
pub struct InvalidFaults {
    rule: String,
    what: String,
}

impl Faults {
    /// Reads rules that are separated by `;`, each of `key=value` pairs that are separated by `,`.
    ///
    /// | key | value |
    /// |---|---|
    /// | `op` | operations by number or name, separated by `\|`: `S3\|createWorkspace`; `reads`, `writes`, `all` (the default) |
    /// | `org` | an organization's id |
    /// | `nth` | just the n-th call that fits `op` and `org` |
    /// | `times` | so many times at most |
    /// | `p`, `seed` | with this probability, decided by this seed |
    /// | `latency` | milliseconds before the call is handled |
    /// | `stale` | lists as they were so many milliseconds ago |
    /// | `page` | lists a page of so many items at most |
    /// | `partial` | S3 does so many of its users, then answers 500 |
    /// | `tokens` | `expire`: all console tokens do, just before the call |
    /// | `reset`, `hold`, `html` | `before` or `after` the call took effect: a TCP reset, no answer, a login page |
    /// | `status` | an HTTP status, `503`; `503:after` the call took effect |
    /// | `cut` | `after`: the answer ends in the middle |
    ///
    /// # Errors
    /// [`InvalidFaults`] quotes the rule and says what is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidFaults> {
        let rules = text.split(';').map(str::trim).filter(|it| !it.is_empty());
        let read =
            |text: &str| rule(text).map_err(|what| InvalidFaults { rule: text.to_owned(), what });
        Ok(Self { rules: rules.map(read).collect::<Result<_, _>>()? })
    }
}

impl FromStr for Faults {
    type Err = InvalidFaults;
    fn from_str(text: &str) -> Result<Self, InvalidFaults> {
        Self::parse(text)
    }
}

fn rule(text: &str) -> Result<Rule, String> {
    let mut meets = Meets::default();
    let mut fault = None;
    for pair in text.split(',').map(str::trim) {
        let (key, value) =
            pair.split_once('=').ok_or_else(|| format!("`{pair}` is not key=value"))?;
        let (key, value) = (key.trim(), value.trim());
        if !narrow(&mut meets, key, value)? && fault.replace(effect(key, value)?).is_some() {
            return Err("it says more than one thing to do".to_owned());
        }
    }
    let fault = fault.ok_or("it doesn't say what to do")?;
    Ok(Rule { meets, fault })
}

/// Reads a key that says which calls are met. `false` where it isn't one.
fn narrow(meets: &mut Meets, key: &str, value: &str) -> Result<bool, String> {
    match key {
        "op" => meets.operations = operations(value)?,
        "org" => meets.organization = Some(OrganizationId::new(number(key, value)?)),
        "nth" => meets.nth = Some(at_least_one(key, value)?),
        "times" => meets.times = Some(at_least_one(key, value)?),
        "seed" => meets.seed = number(key, value)?,
        "p" => {
            let p = value.parse().ok().filter(|p| (0.0..=1.0).contains(p));
            meets.probability = Some(p.ok_or("`p` is a number from 0 to 1")?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn effect(key: &str, value: &str) -> Result<Fault, String> {
    Ok(match (key, value) {
        ("latency", _) => Fault::Latency(number(key, value)?),
        ("stale", _) => Fault::Stale(number(key, value)?),
        ("page", _) => Fault::PageCap(at_least_one(key, value)?),
        ("partial", _) => Fault::Partial(number(key, value)?),
        ("tokens", "expire") => Fault::ExpireTokens,
        ("tokens", _) => return Err("`tokens` is `expire`".to_owned()),
        ("reset", _) => Fault::Reset(when(key, value)?),
        ("hold", _) => Fault::Hold(when(key, value)?),
        ("html", _) => Fault::Html(when(key, value)?),
        ("status", _) => match value.strip_suffix(":after") {
            Some(value) => Fault::StatusAfter(status(value)?),
            None => Fault::Status(status(value)?),
        },
        ("cut", "after") => Fault::Cut,
        ("cut", _) => return Err("`cut` is `after`".to_owned()),
        _ => return Err(format!("there is no key `{key}`")),
    })
}

fn operations(value: &str) -> Result<Vec<Endpoint>, String> {
    let mut operations = Vec::new();
    for word in value.split('|').map(str::trim) {
        let all = Endpoint::ALL.iter().copied();
        match word {
            "all" => operations.extend(all),
            "reads" => operations.extend(all.filter(|it| !it.is_write())),
            "writes" => operations.extend(all.filter(|it| it.is_write())),
            _ => operations.push(word.parse::<Endpoint>().map_err(|error| error.to_string())?),
        }
    }
    operations.sort_unstable();
    operations.dedup();
    Ok(operations)
}

fn number(key: &str, value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("`{key}` is a whole number"))
}

fn at_least_one(key: &str, value: &str) -> Result<u64, String> {
    let number = value.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{key}` is a whole number from 1"))
}

fn when(key: &str, value: &str) -> Result<When, String> {
    match value {
        "before" => Ok(When::Before),
        "after" => Ok(When::After),
        _ => Err(format!("`{key}` is `before` or `after`")),
    }
}

fn status(value: &str) -> Result<u16, String> {
    let status = value.parse().ok().filter(|status| (400..=599).contains(status));
    status.ok_or_else(|| "`status` is a number from 400 to 599, or with `:after`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read() {
        let text =
            "op=addWorkspaceUsers,nth=2,reset=after; p=0.1,seed=7,status=503;op=S1|O2,page=3";
        let faults = Faults::parse(text).unwrap();
        let meets =
            |operations: &[Endpoint]| Meets { operations: operations.to_vec(), ..Meets::default() };
        let add = Meets { nth: Some(2), ..meets(&[Endpoint::AddWorkspaceUsers]) };
        let some = Meets { probability: Some(0.1), seed: 7, ..meets(&[]) };
        let lists = meets(&[Endpoint::ListOrganizationUsers, Endpoint::ListWorkspaces]);
        let expected = [
            Rule { meets: add, fault: Fault::Reset(When::After) },
            Rule { meets: some, fault: Fault::Status(503) },
            Rule { meets: lists, fault: Fault::PageCap(3) },
        ];
        assert_eq!(faults.rules, expected);
        assert_eq!(Faults::parse(" ; "), Ok(Faults::none()));
    }

    #[test]
    fn what_is_no_rule_says_why() {
        for (text, what) in [
            ("reset", "`reset` is not key=value"),
            ("op=S3", "it doesn't say what to do"),
            ("op=S9,cut=after", "there is no operation `S9`"),
            ("reset=later", "`reset` is `before` or `after`"),
            ("p=1.5,cut=after", "`p` is a number from 0 to 1"),
            ("nth=0,cut=after", "`nth` is a whole number from 1"),
            ("status=200", "`status` is a number from 400 to 599, or with `:after`"),
            ("cut=after,reset=after", "it says more than one thing to do"),
            ("sleep=1", "there is no key `sleep`"),
        ] {
            assert_eq!(Faults::parse(text).unwrap_err().what, what);
        }
    }
}
