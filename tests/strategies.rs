//! The strategies of feature `proptest` hold their promise even while they shrink: every value is
//! valid, and every near miss has exactly one fault. Together, the near misses break every rule
//! that a document can break.

#![cfg(all(feature = "json", feature = "proptest"))]

mod support;

use std::collections::BTreeSet;
use std::fmt::Debug;

use contact_schema::proptest as strategies;
use contact_schema::{
    Comment, CompanyId, Contact, ContactId, Email, Name, Patch, Phone, Phones, Rule, Severity, Timestamp,
    UpdateContactRequest,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde_json::json;

use support::{Body, config, near_miss_has_one_fault, schema_pointers, survives};

/// Checks generated values and all values that they shrink to. In every second case, every value is
/// treated as a failure, so it shrinks to the simplest; in the others, only some values are.
/// Returns the last simplest value.
fn shrinks<S: Strategy>(strategy: S, check: impl Fn(&S::Value) -> Result<(), TestCaseError>) -> S::Value {
    let mut runner = TestRunner::new(config());
    let cases = (config().cases / 50).max(2);
    let (mut simplest, mut steps) = (None, 0);
    for case in 0..cases {
        let mut fails: u64 = match case % 2 {
            0 => u64::MAX,
            _ => any::<u64>().new_tree(&mut runner).expect("a number").current() | 1,
        };
        let mut tree = strategy.new_tree(&mut runner).expect("a value");
        loop {
            let value = tree.current();
            check(&value).unwrap_or_else(|error| panic!("{value:?}: {error}"));
            // proptest's own search for a simpler case.
            if !(if fails & 1 == 1 { tree.simplify() } else { tree.complicate() }) {
                break;
            }
            fails = fails.rotate_right(1);
            steps += 1;
        }
        if case % 2 == 0 {
            simplest = Some(tree.current());
        }
    }
    assert!(steps > cases, "{steps} steps in {cases} cases: nothing shrinks");
    println!("checked {cases} values and the {steps} values that they shrink to");
    simplest.expect("at least one case")
}

#[test]
fn requests_shrink_to_requests() {
    let simplest = shrinks(strategies::update_contact_request(), survives);
    assert_eq!(simplest, UpdateContactRequest::new(false));
}

#[test]
fn contacts_shrink_to_contacts() {
    let simplest = shrinks(strategies::contact(), survives);
    assert_eq!((simplest.name.as_str(), simplest.email, simplest.phones.len(), simplest.comment), ("", None, 0, None));
}

/// Checks that the schema accepts `value` as the member `name` of a contact.
fn is_member(name: &str, value: &impl Serialize) -> Result<(), TestCaseError> {
    let mut contact: serde_json::Value = serde_json::from_str(Contact::EXAMPLE)?;
    contact[name] = serde_json::to_value(value)?;
    prop_assert_eq!(schema_pointers::<Contact>(&contact), BTreeSet::new());
    Ok(())
}

fn members_shrink<T: Debug + Serialize>(name: &str, strategy: impl Strategy<Value = T>) -> T {
    shrinks(strategy, |value| is_member(name, value))
}

#[test]
fn values_shrink_to_values() {
    assert_eq!(members_shrink("name", strategies::name()).as_str(), "");
    assert_eq!(members_shrink("comment", strategies::comment()).as_str(), "");
    assert_eq!(members_shrink("phones", strategies::phones()).len(), 0);
    assert_eq!(members_shrink("id", strategies::contact_id()).get(), 0);
    assert_eq!(members_shrink("companyId", strategies::company_id()).get(), 0);
    let phone = shrinks(strategies::phone(), |phone| is_member("phones", &json!([phone])));
    assert_eq!(phone.as_str(), "");
    let email = members_shrink("email", strategies::email());
    assert!(email.as_str().len() <= "a@a.aa".len() + 1, "{email}");
    let timestamp = members_shrink("updatedAt", strategies::timestamp());
    assert!(timestamp.as_str().ends_with("-01-01T00:00Z"), "{timestamp}");
}

#[test]
fn near_misses_shrink_to_near_misses() {
    shrinks(strategies::update_contact_request_near_miss(), near_miss_has_one_fault::<UpdateContactRequest>);
    shrinks(strategies::contact_near_miss(), near_miss_has_one_fault::<Contact>);
}

/// `any` uses the strategy of the type: it reaches the same corner cases and shrinks to the same
/// value.
#[test]
fn any_has_the_strategies() {
    fn simplest<T: Arbitrary + Debug>(check: impl Fn(&T) -> Result<(), TestCaseError>) -> T {
        shrinks(any::<T>(), check)
    }

    assert_eq!(simplest::<UpdateContactRequest>(survives), UpdateContactRequest::new(false));
    assert_eq!(simplest::<Contact>(survives).name.as_str(), "");
    assert_eq!(simplest::<Name>(|name| is_member("name", name)).as_str(), "");
    assert_eq!(simplest::<Comment>(|comment| is_member("comment", comment)).as_str(), "");
    assert_eq!(simplest::<Phone>(|phone| is_member("phones", &json!([phone]))).as_str(), "");
    assert_eq!(simplest::<Phones>(|phones| is_member("phones", phones)).len(), 0);
    assert_eq!(simplest::<ContactId>(|id| is_member("id", id)).get(), 0);
    assert_eq!(simplest::<CompanyId>(|id| is_member("companyId", id)).get(), 0);
    simplest::<Email>(|email| is_member("email", email));
    simplest::<Timestamp>(|at| is_member("notifyAt", at));
    assert_eq!(simplest::<Patch<Email>>(|_| Ok(())), Patch::Absent);
}

/// Returns the rules and members of many near misses; deterministic.
fn broken(strategy: impl Strategy<Value = strategies::NearMiss>) -> BTreeSet<(Rule, String)> {
    let mut runner = TestRunner::deterministic();
    let mut near_miss = || strategy.new_tree(&mut runner).expect("a near miss").current();
    (0..5000).map(|_| near_miss()).map(|near_miss| (near_miss.rule, near_miss.pointer.to_string())).collect()
}

#[test]
fn near_misses_break_every_rule_at_every_member() {
    let both = [
        (broken(strategies::update_contact_request_near_miss()), UpdateContactRequest::MEMBERS),
        (broken(strategies::contact_near_miss()), Contact::MEMBERS),
    ];
    let breaks = |rule: Rule| both.iter().any(|(broken, _)| broken.iter().any(|(broken, _)| *broken == rule));
    for &rule in Rule::ALL.iter().filter(|rule| rule.severity() == Severity::Violation) {
        assert!(breaks(rule) || rule.as_str().starts_with("http-"), "no near miss breaks {rule}");
    }
    for (broken, members) in &both {
        for (name, _, required, _) in *members {
            let breaks = |rule| broken.contains(&(rule, format!("/{name}")));
            assert!(breaks(Rule::WrongType) && breaks(Rule::DuplicateMember), "{name}");
            assert_eq!(breaks(Rule::MissingMember), *required, "{name}");
        }
    }
}
