//! Combinations of faults, from a seed: what goes wrong together in the ways that cost most.

use crate::dice::Dice;
use crate::world::{NEW, PEOPLE, THERE, WANTED};

/// What goes wrong in one run.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) theme: &'static str,
    /// In the grammar of `rolecall sandbox --faults`.
    pub(crate) faults: String,
    /// What somebody else does just before the run, which its first reads may not show yet.
    pub(crate) before: Vec<String>,
}

type Theme = (&'static str, fn(&mut Dice) -> Vec<String>);

const THEMES: [Theme; 13] = [
    ("nothing", |_| Vec::new()),
    ("harmless", |dice| vec![harmless(dice), "op=reads,page=2".to_owned()]),
    ("partial list × verification", |dice| vec![partial_list(dice), anything(dice)]),
    ("another role × dependent revocation", |dice| vec![taken(dice), anything(dice)]),
    ("field left out × anything", |dice| vec![hidden(dice), anything(dice)]),
    ("404 × partial list", |dice| vec![missing(dice), partial_list(dice)]),
    ("two ids × anything", |dice| vec![two_ids(dice), anything(dice)]),
    ("write without effect", |dice| vec![no_effect(dice)]),
    ("write without effect × anything", |dice| vec![no_effect(dice), anything(dice)]),
    ("lost answers × stale reads", |dice| vec![lost(dice), lost(dice), stale(dice)]),
    ("somebody else in between", |dice| vec![somebody(dice), somebody(dice)]),
    ("failure in a batch × dismissal", |dice| vec![bad_address(dice), anything(dice)]),
    ("anything", |dice| vec![anything(dice), anything(dice), anything(dice)]),
];

impl Trouble {
    pub(crate) fn generated(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0xfa17);
        if dice.percent(8) {
            return early_reads_lag(&mut dice);
        }
        let (theme, rules) = dice.pick(&THEMES);
        let mut rules = rules(&mut dice);
        // What is old can't be told from what somebody else has just undone.
        if rules.iter().any(|rule| rule.contains("stale=")) {
            rules.retain(|rule| !rule.contains("before=") && !rule.contains("after="));
        }
        Self { theme, faults: rules.join(";"), before: Vec::new() }
    }
}

/// The first reads show what was a while ago, and somebody has changed something since.
fn early_reads_lag(dice: &mut Dice) -> Trouble {
    let list = dice.pick(&["O2", "S6", "S6", "S1", "reads"]);
    let times = 1 + dice.below(4);
    Trouble {
        theme: "early reads lag",
        faults: format!("op={list},stale=600000,times={times}"),
        before: vec![event(dice), event(dice)],
    }
}

const WRITES: [&str; 11] = ["O3", "O4", "O5", "O6", "O7", "S2", "S3", "S4", "S5", "S7", "S8"];

fn anything(dice: &mut Dice) -> String {
    let kinds = [
        harmless,
        partial_list,
        taken,
        missing,
        two_ids,
        no_effect,
        lost,
        somebody,
        bad_address,
        stale,
        hidden,
        half_a_batch,
        broken,
    ];
    dice.pick(&kinds)(dice)
}

/// Which of the calls: the first ones above all, since there are few.
fn which(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => String::new(),
        1 => format!("from={},", 2 + dice.below(2)),
        2 => format!("times={},", 1 + dice.below(2)),
        _ => format!("nth={},", 1 + dice.below(3)),
    }
}

fn harmless(dice: &mut Dice) -> String {
    let which = which(dice);
    let fault = dice.pick(&["page=2", "page=3", "latency=2", "tokens=expire", "status=429"]);
    match fault {
        "page=2" | "page=3" => format!("op=reads,{fault}"),
        "latency=2" => format!("op=reads|writes,{which}{fault}"),
        _ => format!("op=reads|writes,nth={},{fault}", 1 + dice.below(12)),
    }
}

fn partial_list(dice: &mut Dice) -> String {
    let which = which(dice);
    let person = person(dice);
    match dice.below(11) {
        0 => format!("op=O2,{which}total=+1"),
        1 => format!("op=O2,{which}total=-1"),
        2 => format!("op=S1,{which}total=+1"),
        3 => format!("op=S1,{which}members=+1"),
        4 => format!("op=S1,{which}members=-1"),
        5 => format!("op=O2,{which}without={person}"),
        6 => format!("op=S6,{which}without={person}"),
        7 => format!("op=S1,{which}total=-1"),
        8 => format!("op=S1,{which}members=+2"),
        9 => format!("op=S1,{which}members=-2"),
        // Every list is whole but for one that was read in part before anything was planned.
        _ => dice.pick(&["op=O2,nth=1,total=+1", "op=S1,nth=1,members=+1"]).to_owned(),
    }
}

/// Somebody else was quicker, and otherwise.
fn taken(dice: &mut Dice) -> String {
    let (write, nth) = (dice.pick(&["S3", "S3", "O3", "S2"]), 1 + dice.below(2));
    let (who, role) = (person(dice), dice.pick(&["agent", "manager", "owner"]));
    let place = dice.pick(&WANTED);
    match write {
        "S3" => format!("op=S3,nth={nth},before=give {who} {role} {place}"),
        "O3" => format!("op=O3,nth={nth},before=invite {who} member"),
        _ => format!("op=S2,nth={nth},before=create South"),
    }
}

fn missing(dice: &mut Dice) -> String {
    let write = dice.pick(&["O5", "S8", "S8", "S4", "O4", "S7", "writes"]);
    format!("op={write},{}status=404", which(dice))
}

fn two_ids(dice: &mut Dice) -> String {
    let list = dice.pick(&["O2", "O2", "S6"]);
    format!("op={list},{}twice={}", which(dice), person(dice))
}

fn no_effect(dice: &mut Dice) -> String {
    let write = dice.pick(&WRITES);
    format!("op={write},{}effect=none", which(dice))
}

fn lost(dice: &mut Dice) -> String {
    let write = dice.pick(&["writes", "S3", "S8", "O5", "O3", "S2"]);
    let how = dice.pick(&[
        "reset=after",
        "reset=before",
        "status=503",
        "status=503:after",
        "cut=after",
        "html=after",
    ]);
    format!("op={write},nth={},{how}", 1 + dice.below(4))
}

fn stale(dice: &mut Dice) -> String {
    let list = dice.pick(&["reads", "O2", "S6", "S1"]);
    match dice.below(3) {
        0 => format!("op={list},stale=600000"),
        1 => {
            format!("op={list},from={},times={},stale=600000", 2 + dice.below(3), 1 + dice.below(2))
        }
        _ => format!("op={list},times={},stale=600000", 1 + dice.below(5)),
    }
}

fn somebody(dice: &mut Dice) -> String {
    let (operation, most) =
        dice.pick(&[("reads", 20), ("writes", 6), ("S6", 10), ("O2", 3), ("S8", 3), ("O5", 2)]);
    let when = dice.pick(&["before", "after"]);
    format!("op={operation},nth={},{when}={}", 1 + dice.below(most), event(dice))
}

fn bad_address(dice: &mut Dice) -> String {
    let as_403 = if dice.percent(30) { ";invalid=403" } else { "" };
    format!("op=S3|O3,refuse={}{as_403}", person(dice))
}

fn hidden(dice: &mut Dice) -> String {
    let (list, field) = dice.pick(&[
        ("O1", "limits"),
        ("O1", "isResellerPartner"),
        ("O1", "name"),
        ("O2", "status"),
        ("O2", "invitedAt"),
        ("O2", "role"),
        ("S6", "status"),
        ("S6", "restrictions"),
        ("S6", "role"),
        ("S1", "timezone"),
        ("S1", "contactLimit"),
        ("S1", "usersCount"),
    ]);
    format!("op={list},{}hide={field}", which(dice))
}

fn half_a_batch(dice: &mut Dice) -> String {
    let done = if dice.percent(50) { ":done" } else { "" };
    format!("op=S3,{}partial={}{done}", which(dice), dice.below(3))
}

fn broken(dice: &mut Dice) -> String {
    let list = dice.pick(&["reads", "O2", "S6", "S1"]);
    let how = dice.pick(&["status=500", "status=404", "html=before", "cut=after", "status=403"]);
    format!("op={list},nth={},{how}", 1 + dice.below(12))
}

fn person(dice: &mut Dice) -> &'static str {
    if dice.percent(8) { NEW } else { dice.pick(&PEOPLE) }
}

/// What somebody else does.
fn event(dice: &mut Dice) -> String {
    let (who, place) = (person(dice), dice.pick(&THERE).0);
    match dice.below(12) {
        0 | 1 => format!("accept {who}"),
        2 => format!("invite {who} {}", dice.pick(&["member", "admin"])),
        3 | 4 => format!("role {who} {}", dice.pick(&["member", "user_admin", "admin"])),
        5 => format!("remove {who}"),
        6 | 7 => format!("give {who} {} {place}", dice.pick(&["agent", "manager", "owner"])),
        8 => format!("give {who} agent {}", dice.pick(&["South", "West", "East"])),
        9 => format!("revoke {who} {place}"),
        10 => dice.pick(&["rename 100 Eastern", "create South", "delete 102"]).to_owned(),
        _ => format!("revoke {who} {}", dice.pick(&["South", "East"])),
    }
}
