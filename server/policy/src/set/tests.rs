use super::PolicySet;
use crate::{
    check::check,
    decision::Verdict,
    document::Policy,
    fixture::{TODAY, criterion, document, facts, parameters, unknown_case, vocabulary},
    problem::ProblemCode,
    value::Facts,
};

const MONEY: &str = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\n[[benefit.band]]\namount = ";

/// A policy with an id, keys of its head, a condition and an amount.
fn policy(id: &str, head: &str, when: &str, amount: &str) -> Policy {
    let benefit = if amount.is_empty() { String::new() } else { format!("{MONEY}'''{amount}'''\n") };
    let rules = format!("{}{benefit}{}", criterion(&format!("({when}) and (remark != 'x' or true)")), unknown_case());
    let text = document(&rules).replacen("id = \"test\"", &format!("id = \"{id}\"\n{head}"), 1);
    let text = text.replacen(
        "facts = {}\nverdict = \"undetermined\"",
        "facts = { living_alone = false }\nverdict = \"not-eligible\"",
        1,
    );
    let checked = check(&text, &vocabulary(), &parameters());
    assert_eq!(checked.problems, []);
    checked.policy.unwrap_or_else(|| panic!("{id}"))
}

fn outcome(set: &PolicySet, facts: &Facts, id: &str) -> (Verdict, Option<String>, Option<String>) {
    let settled = set.evaluate(facts, TODAY);
    let found = settled.into_iter().find(|settled| settled.policy == id);
    let found = found.unwrap_or_else(|| panic!("{id}"));
    (found.decision.verdict, found.decision.amount.map(|amount| amount.value.to_string()), found.better)
}

fn codes(policies: Vec<Policy>) -> Vec<ProblemCode> {
    PolicySet::new(policies).err().unwrap_or_default().into_iter().map(|problem| problem.code).collect()
}

#[test]
fn a_policy_counts_what_another_gives() {
    let base = policy("z-base", "", "living_alone", "100.00元");
    // Half of what the other gives counts as income, and the rest tapers off to nothing.
    let top =
        policy("top", "", "living_alone", "max(0元, 80.00元 - percent(amount(\"z-base\", month) + income, 50, down))");
    let set = PolicySet::new(vec![top, base]).unwrap_or_default();
    assert_eq!(set.policies().iter().map(|policy| policy.id.as_str()).collect::<Vec<_>>(), ["z-base", "top"]);
    let known = facts(&[("living_alone", "true"), ("income", "0.00")]);
    assert_eq!(outcome(&set, &known, "top"), (Verdict::Eligible, Some("30.00".to_owned()), None));
    assert!(set.attributes("top").contains("living_alone") && set.attributes("top").contains("income"));
    let unknown = set.evaluate(&facts(&[]), TODAY);
    assert!(unknown.iter().all(|settled| settled.decision.missing.contains(&"living_alone".to_owned())));
}

#[test]
fn what_excludes_another_says_so_in_its_trace() {
    let base = policy("base", "", "living_alone", "10元");
    let other = policy("other", "", "living_alone 且 非 享受(\"base\")", "");
    let set = PolicySet::new(vec![base, other]).unwrap_or_default();
    let settled = set.evaluate(&facts(&[("living_alone", "true")]), TODAY);
    let comparison = settled[1].decision.criteria[0].comparisons.iter().find(|made| made.expression.contains("base"));
    assert_eq!(settled[1].decision.verdict, Verdict::NotEligible);
    assert!(comparison.is_some_and(|made| *made.expression == *"entitled(\"base\")"));
}

#[test]
fn of_two_only_the_better_is_kept() {
    let fixed = policy("fixed", "better_of = [\"by-income\"]", "living_alone", "50.00元");
    let by_income = policy("by-income", "", "living_alone", "income");
    let dependent = policy("dependent", "", "entitled(\"fixed\") and living_alone", "");
    let set = PolicySet::new(vec![fixed, by_income, dependent]).unwrap_or_default();
    let with = |income: &str| facts(&[("living_alone", "true"), ("income", income)]);
    let (no, yes) = (Verdict::NotEligible, Verdict::Eligible);
    assert_eq!(outcome(&set, &with("60.00"), "fixed"), (no, None, Some("by-income".to_owned())));
    assert_eq!(outcome(&set, &with("60.00"), "dependent").0, no);
    assert_eq!(outcome(&set, &with("40.00"), "fixed"), (yes, Some("50.00".to_owned()), None));
    assert_eq!(outcome(&set, &with("40.00"), "dependent").0, yes);
    // Two that are the same: the earlier by id.
    assert_eq!(outcome(&set, &with("50.00"), "by-income").0, yes);
    for id in ["fixed", "by-income", "dependent"] {
        for income in ["40.00", "50.00", "60.00"] {
            let (verdict, amount) = set.decide(id, &with(income), TODAY).unwrap_or((Verdict::Undetermined, None));
            let (same, as_text, _) = outcome(&set, &with(income), id);
            assert_eq!((verdict, amount.map(|amount| amount.value.to_string())), (same, as_text), "{id} {income}");
        }
    }
    assert!(set.stands_alone("nobody") && !set.stands_alone("fixed") && !set.stands_alone("dependent"));
    assert_eq!(set.resting_on("by-income").collect::<Vec<_>>(), ["fixed", "dependent"]);
    // Not known which is better: neither.
    let open = facts(&[("living_alone", "true")]);
    assert_eq!(outcome(&set, &open, "fixed"), (Verdict::Undetermined, None, None));
}

#[test]
fn references_that_cannot_be_followed_are_refused() {
    let refers = |id: &str, to: &str| policy(id, "", &format!("living_alone and entitled(\"{to}\")"), "");
    assert_eq!(codes(vec![refers("a", "b")]), [ProblemCode::UnknownPolicy]);
    assert_eq!(codes(vec![refers("a", "a")]), [ProblemCode::PolicyCycle]);
    assert_eq!(codes(vec![refers("a", "b"), refers("b", "c"), refers("c", "a")]), [ProblemCode::PolicyCycle]);
    assert_eq!(
        codes(vec![refers("a", "b"), policy("b", "better_of = [\"a\"]", "living_alone", "")]),
        [ProblemCode::PolicyCycle]
    );
    let amount = policy("a", "", "living_alone and amount(\"b\", month) > 0元", "");
    assert_eq!(codes(vec![amount, policy("b", "", "living_alone", "")]), [ProblemCode::NotAnAmount]);
    let yearly = policy("a", "", "living_alone and amount(\"b\", year) > 0元", "");
    let problems = PolicySet::new([yearly, policy("b", "", "living_alone", "8.00元")]).err().unwrap_or_default();
    assert_eq!(problems[0].code, ProblemCode::PeriodMismatch);
    assert_eq!((problems[0].expected.as_str(), problems[0].found.as_str()), ("year", "b: month"));
    assert_eq!(problems[0].suggestion.as_deref(), Some("amount(\"b\", month) * 12"));
    let yearly = policy("b", "better_of = [\"a\"]", "living_alone", "9.00元");
    assert_eq!(codes(vec![policy("a", "", "living_alone", "8.00元"), yearly.clone()]), []);
    assert_eq!(codes(vec![policy("a", "", "living_alone", ""), yearly]), [ProblemCode::TypeMismatch]);
    let twice = vec![policy("a", "", "living_alone", ""), policy("a", "", "living_alone", "")];
    assert_eq!(codes(twice), [ProblemCode::Duplicate]);
}

#[test]
fn nobody_reckons_with_an_amount_that_is_only_a_bound() {
    let open = "open_questions = [{ id = \"more\", effect = \"at-least\", zh = \"问\", en = \"Q\" }]";
    let bounded = |id: &str, head: &str| {
        let text = format!("{}{MONEY}\"100.00\"\n{}", criterion("living_alone"), unknown_case());
        let text = document(&text).replacen("id = \"test\"", &format!("id = \"{id}\"\n{head}"), 1);
        let checked = check(&text.replacen("open_questions = []", open, 1), &vocabulary(), &parameters());
        checked.policy.unwrap_or_else(|| panic!("{:?}", checked.problems))
    };
    let by_verdict = policy("by-verdict", "", "living_alone and not entitled(\"base\")", "");
    assert_eq!(codes(vec![bounded("base", ""), by_verdict]), []);
    let reckons = policy("reckons", "", "living_alone", "amount(\"base\", month)");
    assert_eq!(codes(vec![bounded("base", ""), reckons]), [ProblemCode::AmountOpen]);
    let rival = policy("rival", "better_of = [\"base\"]", "living_alone", "10元");
    assert_eq!(codes(vec![bounded("base", ""), rival]), [ProblemCode::AmountOpen]);
    let exact = policy("exact", "", "living_alone", "10元");
    assert_eq!(codes(vec![bounded("base", "better_of = [\"exact\"]"), exact]), [ProblemCode::AmountOpen]);
}
