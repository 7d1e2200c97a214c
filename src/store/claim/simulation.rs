//! Two to five holders of one lock, each with clocks of its own, on a store whose answers are lost or late. At any time at
//! most one may begin something: the one whom the store has as the holder.

use super::{Answer, Claim, Condition, LockRecord, LockState, Moment, Next, Request, Tag};
use crate::store::Holder;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

const LEASE: u64 = 12_000;
const REQUEST: u64 = 3_000;
/// From here on nothing goes wrong any more, and everybody has to come to an end.
const CALM: u64 = 20 * LEASE;
const END: u64 = CALM + 60 * LEASE;

/// Splitmix: small, seeded, and good enough to shake things.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, odds: u64) -> bool {
        self.below(odds) == 0
    }
}

/// What happens, in the order of true time.
#[derive(Clone, Debug)]
enum Event {
    /// A holder goes on.
    Wake(usize),
    /// A holder would like to begin something.
    Work(usize),
    /// A request reaches the store; its answer takes so long, or is lost.
    Arrive { who: usize, id: u64, request: Request, back: Option<u64> },
    /// An answer arrives.
    Reply { who: usize, id: u64, answer: Answer },
    /// A holder has waited long enough for one.
    GiveUp { who: usize, id: u64 },
    /// A holder's process stops, with both its clocks going on, or its machine sleeps, or it is cut off from the store.
    Pause { who: usize, sleeps: bool },
}

/// A run, with its clocks.
struct Runner {
    claim: Claim,
    run: u32,
    /// Per mille of true time.
    pace: u64,
    /// How long its machine has slept, which its steady clock does not know.
    slept: u64,
    /// How far its wall clock was set forward or, where it never sleeps, backward.
    set: i64,
    /// Nothing of it happens before.
    until: u64,
    /// None of its requests gets through before.
    cut_off: u64,
    pending: Option<u64>,
    to_do: u32,
    dead: bool,
}

struct World {
    dice: Dice,
    now: u64,
    events: BinaryHeap<Reverse<(u64, u64)>>,
    queue: std::collections::BTreeMap<u64, Event>,
    count: u64,
    tells_times: bool,
    object: Option<(LockRecord, u64, u64)>,
    runners: Vec<Runner>,
    two_at_once: Vec<String>,
}

impl World {
    /// Clocks differ from true time by so many per mille at most.
    fn new(seed: u64, drift: u64) -> Self {
        let mut dice = Dice(seed);
        let holders = 2 + dice.below(4);
        let tells_times = !dice.one_in(3);
        let mut world = Self {
            now: 0,
            events: BinaryHeap::new(),
            queue: std::collections::BTreeMap::new(),
            count: 0,
            tells_times,
            object: None,
            runners: Vec::new(),
            two_at_once: Vec::new(),
            dice,
        };
        for who in 0..usize::try_from(holders).unwrap() {
            let pace = match world.dice.below(4) {
                0 => 1000 - drift,
                1 => 1000 + drift,
                _ => 1000 - drift + world.dice.below(2 * drift + 1),
            };
            let to_do = 5 + u32::try_from(world.dice.below(20)).unwrap();
            let claim = claim(who, 0);
            let runner = Runner {
                claim,
                run: 0,
                pace,
                slept: 0,
                set: 0,
                until: 0,
                cut_off: 0,
                pending: None,
                to_do,
                dead: false,
            };
            world.runners.push(runner);
            let start = world.dice.below(LEASE);
            world.at(start, Event::Wake(who));
            world.at(start, Event::Work(who));
            let pause = world.dice.below(CALM / 2);
            let sleeps = world.dice.one_in(2);
            world.at(pause, Event::Pause { who, sleeps });
        }
        world
    }

    fn at(&mut self, time: u64, event: Event) {
        self.count += 1;
        self.events.push(Reverse((time, self.count)));
        self.queue.insert(self.count, event);
    }

    fn run(&mut self) {
        while let Some(Reverse((time, id))) = self.events.pop() {
            let event = self.queue.remove(&id).expect("an event");
            self.now = time;
            if time > END || self.runners.iter().all(|it| it.dead || it.to_do == 0) {
                return;
            }
            self.happens(event);
        }
    }

    fn happens(&mut self, event: Event) {
        let who = match &event {
            Event::Wake(who) | Event::Work(who) => *who,
            Event::Arrive { who, id, request, back } => {
                let (who, id, back) = (*who, *id, *back);
                let answer = self.store(request);
                if let Some(back) = back {
                    self.at(self.now + back, Event::Reply { who, id, answer });
                }
                return;
            }
            Event::Reply { who, .. } | Event::GiveUp { who, .. } | Event::Pause { who, .. } => *who,
        };
        let runner = &mut self.runners[who];
        if runner.dead {
            return;
        }
        if runner.until > self.now {
            let until = runner.until;
            return self.at(until, event);
        }
        match event {
            Event::Wake(_) => self.go_on(who),
            Event::Work(_) => self.work(who),
            Event::Reply { id, answer, .. } => self.answered(who, id, answer),
            Event::GiveUp { id, .. } => self.answered(who, id, Answer::Failed),
            Event::Pause { sleeps, .. } => self.pause(who, sleeps),
            Event::Arrive { .. } => {}
        }
    }

    /// What the store does with a request, at one stroke.
    fn store(&mut self, request: &Request) -> Answer {
        let seconds = |ms: u64| Duration::from_secs(ms / 1000);
        let told = |ms: u64| self.tells_times.then(|| seconds(ms));
        let tag = |number: u64| Tag { e_tag: Some(number.to_string()), version: None };
        match (request, &self.object) {
            (Request::Read, None) => Answer::Absent,
            (Request::Read, Some((record, number, modified))) => Answer::Found {
                record: Ok(record.clone()),
                tag: tag(*number),
                modified: told(*modified),
            },
            (Request::Probe, _) => Answer::Time(told(self.now)),
            (Request::Write(when, record), there) => {
                let holds = match (when, there) {
                    (Condition::Absent, None) => true,
                    (Condition::Unchanged(seen), Some((_, number, _))) => *seen == tag(*number),
                    _ => false,
                };
                if !holds {
                    return Answer::Conflict;
                }
                let number = there.as_ref().map_or(1, |(_, number, _)| number + 1);
                self.object = Some((record.clone(), number, self.now));
                Answer::Written(tag(number))
            }
        }
    }

    /// A holder does what its claim says, until it has to wait.
    fn go_on(&mut self, who: usize) {
        let moment = self.moment(who);
        let runner = &mut self.runners[who];
        if runner.pending.is_some() {
            return;
        }
        match runner.claim.next(moment) {
            Next::Send(request) => self.send(who, request),
            Next::Rest(rest) => {
                let rest = u64::try_from(rest.as_millis()).unwrap() * 1000 / runner.pace;
                self.at(self.now + rest + 1, Event::Wake(who));
            }
            Next::Busy(_) => {
                runner.claim.again();
                let pause = 100 + self.dice.below(1_000);
                self.at(self.now + pause, Event::Wake(who));
            }
            Next::NoLock(why) => panic!("{why}"),
            Next::Over if runner.to_do == 0 => {}
            Next::Over => {
                // Lost: the next run begins anew.
                runner.run += 1;
                runner.claim = claim(who, runner.run);
                self.at(self.now + 1_000, Event::Wake(who));
            }
        }
    }

    fn send(&mut self, who: usize, request: Request) {
        self.count += 1;
        let id = self.count;
        self.runners[who].pending = Some(id);
        let calm = self.now >= CALM;
        let cut_off = self.now < self.runners[who].cut_off;
        let there = match self.dice.below(20) {
            _ if cut_off => None,
            0 if !calm => None,
            1 if !calm => Some(self.dice.below(3 * LEASE)),
            _ => Some(5 + self.dice.below(300)),
        };
        let back = (calm || !self.dice.one_in(15)).then(|| 5 + self.dice.below(300));
        if let Some(there) = there {
            self.at(self.now + there, Event::Arrive { who, id, request, back });
        }
        self.at(self.now + REQUEST, Event::GiveUp { who, id });
    }

    fn answered(&mut self, who: usize, id: u64, answer: Answer) {
        let moment = self.moment(who);
        let runner = &mut self.runners[who];
        if runner.pending != Some(id) {
            return;
        }
        runner.pending = None;
        runner.claim.answered(answer, moment);
        self.go_on(who);
    }

    /// Begins something, where the claim lets it; the judge looks into the store.
    fn work(&mut self, who: usize) {
        let moment = self.moment(who);
        let runner = &mut self.runners[who];
        if runner.claim.may_begin(moment) {
            let name = name(who, runner.run);
            let holds = self.object.as_ref().is_some_and(|(record, _, _)| {
                record.holder.run == name && record.state == LockState::Held
            });
            if !holds {
                self.two_at_once.push(format!("{name} begins something at {} ms", self.now));
            }
            runner.to_do = runner.to_do.saturating_sub(1);
            if runner.to_do == 0 {
                runner.claim.release();
                self.go_on(who);
            } else if self.now < CALM && self.dice.one_in(60) && self.runners.len() > 2 {
                let others = self.runners.iter().filter(|it| !it.dead).count();
                self.runners[who].dead = others > 1;
            }
        }
        if self.runners[who].to_do > 0 {
            let pause = 50 + self.dice.below(2_000);
            self.at(self.now + pause, Event::Work(who));
        }
    }

    fn pause(&mut self, who: usize, sleeps: bool) {
        let pause = self.dice.below(3 * LEASE);
        let next = self.now + pause + self.dice.below(2 * LEASE);
        if next < CALM {
            self.at(next, Event::Pause { who, sleeps });
        }
        if self.dice.one_in(2) {
            // It goes on, and the store is out of its reach.
            self.runners[who].cut_off = self.now + pause;
            return;
        }
        let set = i64::try_from(self.dice.below(LEASE)).unwrap();
        let runner = &mut self.runners[who];
        runner.until = self.now + pause;
        // A wall clock that is set back while its machine sleeps would hide the sleep: that nobody can see.
        match sleeps {
            true => runner.slept += pause,
            false => runner.set -= set,
        }
    }

    fn moment(&self, who: usize) -> Moment {
        let Runner { pace, slept, set, until, .. } = &self.runners[who];
        // A sleep that is not over yet has not happened for those who are asked in it.
        debug_assert!(*until <= self.now);
        let awake = self.now - slept;
        let wall = i64::try_from(self.now * pace / 1000).unwrap() + 1_000_000_000 + set;
        Moment {
            steady: Duration::from_millis(awake * pace / 1000),
            wall: Duration::from_millis(u64::try_from(wall).unwrap()),
        }
    }
}

fn name(who: usize, run: u32) -> String {
    format!("{who}-{run}")
}

fn claim(who: usize, run: u32) -> Claim {
    let since = "2026-11-23T18:00:00Z".parse().expect("a time");
    let holder = Holder { host: format!("ci-{who}"), pid: 7, run: name(who, run), since };
    Claim::new(holder, Duration::from_millis(LEASE))
}

/// Runs one seed: what the judge saw, and who did not come to an end.
fn judged(seed: u64, drift: u64) -> (Vec<String>, usize) {
    let mut world = World::new(seed, drift);
    world.run();
    let left = world.runners.iter().filter(|it| !it.dead && it.to_do > 0).count();
    (world.two_at_once, left)
}

fn all_hold(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let (two_at_once, left) = judged(seed, 50);
        assert!(two_at_once.is_empty(), "seed {seed}: {}", two_at_once.join("; "));
        assert_eq!(left, 0, "seed {seed}: so many never got their turn");
    }
}

#[test]
fn two_thousand_seeds_have_one_holder_at_a_time() {
    all_hold(0..2_000);
}

#[test]
#[ignore = "takes about a minute"]
fn twenty_thousand_seeds_have_one_holder_at_a_time() {
    all_hold(0..20_000);
}

#[test]
fn the_judge_sees_two_holders_where_clocks_differ_by_more_than_a_lease_allows() {
    let seen = (0..300).filter(|seed| !judged(*seed, 400).0.is_empty()).count();
    assert!(seen > 0, "a judge that sees nothing proves nothing");
}
