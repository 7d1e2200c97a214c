use crate::console::Dialect;
use crate::export::CANARIES;
use crate::judge::wrong;
use crate::session::{Lesson, lesson};
use rolecall::model::Operation;
use std::collections::BTreeMap;

/// How many operations a session shows that a profile can say: one less where no list tells when an invitation went out.
fn expressible(dialect: &Dialect) -> usize {
    Operation::ALL.len() - usize::from(!dialect.invited_at)
}

/// Learns so many consoles; says what is wrong, and how much of what there is was learned.
#[expect(clippy::print_stdout, reason = "how much was learned is read by a person, too")]
fn consoles(numbers: impl Iterator<Item = usize>) {
    let (mut learned, mut there) = (0, 0);
    let mut missed: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut bad = Vec::new();
    for number in numbers {
        let dialect = Dialect::number(number);
        let lesson = lesson(dialect, number);
        for canary in CANARIES {
            assert!(!lesson.file.contains(canary), "{number}: {canary}\n{}", lesson.file);
        }
        let Lesson { findings, .. } = &lesson;
        learned += findings.learned.len();
        there += expressible(&dialect);
        for (operation, missing) in &findings.missing {
            let known = *operation == Operation::ResendInvitation && !dialect.invited_at;
            if !known {
                let why = format!("{operation}: {}", missing.why.told());
                let entry =
                    missed.entry(why).or_insert_with(|| (0, format!("{number} {dialect:?}")));
                entry.0 += 1;
            }
        }
        for wrong in wrong(dialect, &lesson) {
            bad.push(format!("{number} {dialect:?}\n{wrong}\n{}", lesson.file));
        }
    }
    assert!(bad.is_empty(), "{} wrong, the first:\n{}", bad.len(), bad[0]);
    let share = 100.0 * learned as f64 / there as f64;
    println!("{learned} of {there} operations learned ({share:.1} %), none wrongly");
    assert!(share >= 95.0, "{share:.1} % of {there}: {missed:#?}");
}

#[test]
fn fifty_consoles() {
    consoles(0..50);
}

#[test]
fn another_fifty_consoles() {
    consoles(50..100);
}

#[test]
fn a_third_fifty_consoles() {
    consoles(100..150);
}

#[test]
fn a_fourth_fifty_consoles() {
    consoles(150..200);
}

/// One part after the other, or several at once.
mod five_thousand_consoles {
    use super::consoles;

    #[test]
    #[ignore = "takes minutes; run by name"]
    fn first_part() {
        consoles(200..1_200);
    }

    #[test]
    #[ignore = "takes minutes; run by name"]
    fn second_part() {
        consoles(1_200..2_200);
    }

    #[test]
    #[ignore = "takes minutes; run by name"]
    fn third_part() {
        consoles(2_200..3_200);
    }

    #[test]
    #[ignore = "takes minutes; run by name"]
    fn fourth_part() {
        consoles(3_200..4_200);
    }

    #[test]
    #[ignore = "takes minutes; run by name"]
    fn fifth_part() {
        consoles(4_200..5_200);
    }
}
