use super::{Fault, Faults, InvalidEvent, Meets, Rule, SomebodyElse, When};
use crate::model::{Email, OrganizationId};
use crate::sandbox::endpoint::Endpoint;
use std::str::FromStr;

/// What in a text is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("in the fault `{rule}`: {what}")]
pub struct InvalidFaults {
    rule: String,
    what: String,
}

/// What `--faults` takes, for its help.
pub const GRAMMAR: &str = "\
Rules separated by `;`, each of `key=value` pairs separated by `,`. Of several that meet a call all apply, and the first that ends it.

Which calls:
  op=S3|createWorkspace   operations by number or name; reads, writes, all (the default)
  org=ID                  calls about this organization
  nth=N  from=N           just the N-th call that fits op and org; that one and all after it
  times=N                 so many times at most
  p=0.1  seed=7           with this probability, decided by this seed

What goes wrong with the answer:
  latency=MS              it comes so late
  status=503              this status, and the call has no effect; 503:after: it took effect
  reset=before|after      a TCP reset, before or after the call took effect
  hold=  html=            likewise: no answer at all; a login page
  cut=after               it ends in the middle
  tokens=expire           all console tokens do, just before the call
  invalid=403             what is wrong with a body comes as 403

What goes wrong with a list:
  page=N                  pages of so many items at most
  stale=MS                as it was so many milliseconds ago
  total=+1  total=-1      it says a total that is too high or too low
  members=+1              likewise the users that listWorkspaces counts in each workspace
  without=EMAIL           it leaves somebody out, and its total doesn't
  twice=EMAIL             it has an address a second time, under another id
  hide=FIELD              it lacks a field

What goes wrong with a write:
  effect=none             it is answered as ever and changes nothing
  partial=N               a batch does so many of its users, then answers 500; N:done: as if it had done all
  refuse=EMAIL            a call that is to add or invite this address is refused as a whole
  before=EVENT            somebody else does something just before any call, or
  after=EVENT             just after it: `accept EMAIL`, `invite EMAIL ROLE`, `role EMAIL ROLE`, `remove EMAIL`,
                          `give EMAIL ROLE WORKSPACE`, `revoke EMAIL WORKSPACE`, `create NAME`, `rename ID NAME`,
                          `delete WORKSPACE`, `status TRIAL ENDED`";

impl Faults {
    /// Reads rules as [`GRAMMAR`] has them.
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
        "from" => meets.from = Some(at_least_one(key, value)?),
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
        ("total", _) => Fault::Total(difference(key, value)?),
        ("members", _) => Fault::Members(difference(key, value)?),
        ("without", _) => Fault::Without(email(key, value)?),
        ("twice", _) => Fault::Twice(email(key, value)?),
        ("refuse", _) => Fault::Refuse(email(key, value)?),
        ("hide", "") => return Err("`hide` is the name of a field".to_owned()),
        ("hide", _) => Fault::Hide(value.to_owned()),
        ("partial", _) => match value.strip_suffix(":done") {
            Some(value) => Fault::PartialDone(number(key, value)?),
            None => Fault::Partial(number(key, value)?),
        },
        ("effect", "none") => Fault::NoEffect,
        ("effect", _) => return Err("`effect` is `none`".to_owned()),
        ("invalid", "403") => Fault::InvalidAs403,
        ("invalid", _) => return Err("`invalid` is `403`".to_owned()),
        ("before", _) => Fault::Before(event(value)?),
        ("after", _) => Fault::After(event(value)?),
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

fn difference(key: &str, value: &str) -> Result<i64, String> {
    let number = value.parse().ok().filter(|number| *number != 0);
    number.ok_or_else(|| format!("`{key}` is a difference, `+1` or `-1`"))
}

fn email(key: &str, value: &str) -> Result<Email, String> {
    Email::parse(value).map_err(|error| format!("`{key}` is an e-mail address: {error}"))
}

fn event(value: &str) -> Result<SomebodyElse, String> {
    value.parse().map_err(|error: InvalidEvent| error.to_string())
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
        let fault = |text| Faults::parse(text).unwrap().rules.remove(0).fault;
        let ana = || Email::seen("ana@x.example");
        for (text, expected) in [
            ("total=+1", Fault::Total(1)),
            ("members=-2", Fault::Members(-2)),
            ("without=ana@x.example", Fault::Without(ana())),
            ("twice=ana@x.example", Fault::Twice(ana())),
            ("refuse=ana@x.example", Fault::Refuse(ana())),
            ("hide=limits", Fault::Hide("limits".to_owned())),
            ("effect=none", Fault::NoEffect),
            ("invalid=403", Fault::InvalidAs403),
            ("partial=2", Fault::Partial(2)),
            ("partial=2:done", Fault::PartialDone(2)),
            ("before=remove ana@x.example", Fault::Before("remove ana@x.example".parse().unwrap())),
            ("after=delete Sales", Fault::After("delete Sales".parse().unwrap())),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
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
            ("total=0", "`total` is a difference, `+1` or `-1`"),
            ("without=ana", "`without` is an e-mail address: there is no `@`"),
            (
                "before=sing",
                "`sing` is nothing that somebody else can do, such as `revoke ana@acme.example Support`",
            ),
        ] {
            assert_eq!(Faults::parse(text).unwrap_err().what, what);
        }
    }
}
