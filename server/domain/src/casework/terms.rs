//! The form of a decision: what is granted, how much and from when, and on what grounds it is decided otherwise than the
//! verdict says. Whoever decides otherwise says which condition is met, or is not, and by what proof.

use contract::{
    applications::outcome::{AgainstVerdict, GrantedBenefit, GrantedTerms, Ground, Outcome, Point},
    casework::{AmountAsked, DecidableBenefit, GrantProposal},
    error::FieldError,
    fields::Fields,
    policies::{ShownAmount, VerdictView},
    typed::{self, DATE_PARTS},
};
use jiff::{ToSpan as _, civil::Date};
use policy::{
    decision::{Truth, Verdict},
    document::AmountUnit,
    text::Text,
    value::Money,
};

/// Longest proof, in characters.
const LONGEST: usize = 2_000;
/// Most money that is granted for one period.
const MOST: Money = Money(100_000_000);
/// Most hours that are granted for one period.
const MOST_HOURS: i64 = 744;
/// So far before and after today a grant can begin.
const YEARS: i64 = 3;

/// What was decided, of the two things that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// What was applied for is given, or some of it.
    Grant,
    /// Nothing is given.
    Refuse,
}

/// What the form proposes: what the verdicts find, from the next month on where it is money, otherwise from today.
pub fn proposal(title: &Text, verdicts: &[(VerdictView, Option<AmountAsked>)], today: Date) -> GrantProposal {
    let benefits: Vec<DecidableBenefit> = verdicts
        .iter()
        .map(|(verdict, asked)| DecidableBenefit {
            policy: Some(verdict.policy.clone()),
            title: verdict.title.clone(),
            asked: *asked,
            amount: verdict.amount.map(written).unwrap_or_default(),
            chosen: verdict.verdict == Verdict::Eligible,
        })
        .collect();
    let is_paid = benefits.iter().any(|benefit| benefit.asked.is_some_and(|asked| asked.unit == AmountUnit::Money));
    let from = if is_paid { today.first_of_month().saturating_add(1.month()) } else { today };
    let from = [i64::from(from.year()), i64::from(from.month()), i64::from(from.day())].map(|part| part.to_string());
    if benefits.is_empty() {
        let itself =
            DecidableBenefit { policy: None, title: title.clone(), asked: None, amount: String::new(), chosen: true };
        return GrantProposal { benefits: vec![itself], from };
    }
    GrantProposal { benefits, from }
}

/// Reads the form.
///
/// # Errors
/// Everything that needs mending.
pub fn read(
    fields: &Fields,
    ruling: Ruling,
    proposal: &GrantProposal,
    verdicts: &[(VerdictView, Option<AmountAsked>)],
    today: Date,
) -> Result<Outcome, Vec<FieldError>> {
    let mut errors = Vec::new();
    let chosen: Vec<&DecidableBenefit> = match (ruling, proposal.benefits.as_slice()) {
        (Ruling::Refuse, _) => Vec::new(),
        (Ruling::Grant, [only]) => vec![only],
        (Ruling::Grant, several) => {
            let granted = fields.all("granted");
            let is_granted = |one: &&DecidableBenefit| one.policy.as_deref().is_some_and(|id| granted.contains(&id));
            several.iter().filter(is_granted).collect()
        }
    };
    if ruling == Ruling::Grant && chosen.is_empty() {
        errors.push(FieldError::new("granted", "error-granted-missing"));
    }
    let benefits: Vec<GrantedBenefit> = chosen
        .into_iter()
        .map(|one| GrantedBenefit {
            policy: one.policy.clone(),
            title: one.title.clone(),
            amount: amount(fields, one).unwrap_or_else(|error| {
                errors.push(error);
                None
            }),
        })
        .collect();
    let from = match ruling {
        Ruling::Refuse => None,
        Ruling::Grant => first_day(fields, today).map_err(|error| errors.push(error)).ok(),
    };
    let mut against = Vec::new();
    for (verdict, _) in verdicts {
        let benefit = benefits.iter().find(|benefit| benefit.policy.as_ref() == Some(&verdict.policy));
        let grounds = grounds(fields, verdict, benefit, &mut errors);
        if !grounds.is_empty() {
            against.push(AgainstVerdict {
                policy: verdict.policy.clone(),
                title: verdict.title.clone(),
                verdict: verdict.verdict,
                grounds,
            });
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Outcome { terms: from.map(|from| GrantedTerms { benefits, from }), against })
}

/// An amount as it is typed.
fn written(amount: ShownAmount) -> String {
    match amount.unit {
        AmountUnit::Money => Money(amount.value).to_string(),
        AmountUnit::Hours => amount.value.to_string(),
    }
}

fn amount(fields: &Fields, benefit: &DecidableBenefit) -> Result<Option<ShownAmount>, FieldError> {
    let (Some(asked), Some(policy)) = (benefit.asked, &benefit.policy) else { return Ok(None) };
    let name = format!("amount-{policy}");
    let written = fields.first(&name);
    if typed::is_blank(written) {
        return Err(FieldError::new(&name, "error-granted-amount-missing"));
    }
    let value = match asked.unit {
        AmountUnit::Money => typed::money(&name, written, Money(1)..=MOST)?.0,
        AmountUnit::Hours => typed::number(&name, written, 1..=MOST_HOURS)?,
    };
    Ok(Some(ShownAmount::exact(value, asked.unit, asked.period)))
}

fn first_day(fields: &Fields, today: Date) -> Result<Date, FieldError> {
    let values = DATE_PARTS.map(|part| fields.first(&format!("from-{part}")).to_owned());
    let from = typed::date("from", &values, None)?;
    let (first, last) = (today.saturating_sub(YEARS.years()), today.saturating_add(YEARS.years()));
    if from < first || from > last {
        return Err(FieldError::new("from-year", "error-granted-from"));
    }
    Ok(from)
}

/// On what grounds it is decided otherwise than the verdict on one policy says; nothing where it is not.
fn grounds(
    fields: &Fields,
    verdict: &VerdictView,
    granted: Option<&GrantedBenefit>,
    errors: &mut Vec<FieldError>,
) -> Vec<Ground> {
    let policy = &verdict.policy;
    let mut proof = |name: &str, point: Point, missing: &str| {
        let proof: &str = &typed::seen(fields.first(name));
        errors.extend(typed::words(name, proof, LONGEST, missing).err());
        Ground { point, proof: proof.to_owned() }
    };
    match (granted, verdict.verdict) {
        (Some(_), Verdict::NotEligible) => verdict
            .reasons
            .iter()
            .enumerate()
            .filter(|(_, reason)| reason.result == Truth::No)
            .map(|(index, reason)| {
                proof(&format!("proof-{policy}-{index}"), Point::Met(reason.label.clone()), "error-proof-missing")
            })
            .collect(),
        (Some(GrantedBenefit { amount: Some(given), .. }), Verdict::Eligible) => verdict
            .amount
            .filter(|found| !found.allows(given))
            .map(|found| proof(&format!("proof-{policy}-amount"), Point::Amount(found), "error-proof-amount-missing"))
            .into_iter()
            .collect(),
        (None, Verdict::Eligible) => {
            let name = format!("unmet-{policy}");
            let unmet = fields.first(&name).parse().ok().and_then(|index: usize| verdict.reasons.get(index));
            let label = unmet.map(|reason| reason.label.clone());
            let ground = proof(
                &format!("proof-{policy}-unmet"),
                Point::NotMet(label.clone().unwrap_or_else(|| verdict.title.clone())),
                "error-proof-unmet-missing",
            );
            if label.is_none() {
                errors.push(FieldError::new(&name, "error-unmet-missing"));
            }
            vec![ground]
        }
        (Some(_) | None, _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::policies::Reason;
    use policy::document::Period;

    const TODAY: Date = jiff::civil::date(2026, 11, 28);

    fn reason(label: &str, result: Truth) -> Reason {
        Reason { label: Text::same(label), result, facts: Vec::new(), computed: Vec::new(), basis: None }
    }

    fn verdict(policy: &str, verdict: Verdict, fen: Option<i64>) -> (VerdictView, Option<AmountAsked>) {
        let met = if verdict == Verdict::NotEligible { Truth::No } else { Truth::Yes };
        let view = VerdictView {
            policy: policy.to_owned(),
            version: "1".to_owned(),
            title: Text::same(policy),
            verdict,
            amount: fen.map(|fen| ShownAmount::exact(fen, AmountUnit::Money, Period::Month)),
            reasons: vec![reason("lives here", Truth::Yes), reason("is 65", met)],
            missing: Vec::new(),
            open: Vec::new(),
            has_no_result: false,
        };
        (view, Some(AmountAsked { unit: AmountUnit::Money, period: Period::Month }))
    }

    fn asked(
        ruling: Ruling,
        verdicts: &[(VerdictView, Option<AmountAsked>)],
        posted: &[(&str, &str)],
    ) -> Result<Outcome, Vec<String>> {
        let from = [("from-year", "2026"), ("from-month", "12"), ("from-day", "1")];
        let pairs = from.iter().chain(posted).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let proposal = proposal(&Text::same("item"), verdicts, TODAY);
        read(&Fields::new(pairs.collect()), ruling, &proposal, verdicts, TODAY)
            .map_err(|errors| errors.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect())
    }

    #[test]
    fn what_is_proposed_is_what_was_found() {
        let proposal = proposal(&Text::same("item"), &[verdict("a", Verdict::Eligible, Some(18_000))], TODAY);
        assert_eq!(proposal.from, ["2026", "12", "1"]);
        assert_eq!(proposal.benefits.first().map(|one| one.amount.as_str()), Some("180.00"));
        let nothing_known = super::proposal(&Text::same("item"), &[], TODAY);
        assert_eq!(nothing_known.from, ["2026", "11", "28"]);
        assert_eq!(nothing_known.benefits.len(), 1);
    }

    #[test]
    fn a_grant_as_found_needs_nothing_more() {
        let outcome =
            asked(Ruling::Grant, &[verdict("a", Verdict::Eligible, Some(18_000))], &[("amount-a", "180 元")]).ok();
        let terms = outcome.as_ref().and_then(|outcome| outcome.terms.as_ref());
        assert_eq!(terms.map(|terms| terms.from), Some(jiff::civil::date(2026, 12, 1)));
        assert_eq!(outcome.map(|outcome| outcome.against), Some(Vec::new()));
    }

    #[test]
    fn whoever_decides_otherwise_says_why() {
        let (no, yes) = (verdict("a", Verdict::NotEligible, None), verdict("a", Verdict::Eligible, Some(18_000)));
        let unknown = verdict("a", Verdict::Undetermined, None);
        let amount = ("amount-a", "200");
        for (ruling, verdict, posted, wanted) in [
            (Ruling::Grant, &no, &[amount][..], Err("proof-a-1 error-proof-missing")),
            (Ruling::Grant, &no, &[amount, ("proof-a-1", "birth certificate")], Ok(1)),
            (Ruling::Grant, &no, &[], Err("amount-a error-granted-amount-missing")),
            (Ruling::Grant, &yes, &[amount], Err("proof-a-amount error-proof-amount-missing")),
            (Ruling::Grant, &yes, &[amount, ("proof-a-amount", "arrears")], Ok(1)),
            (Ruling::Grant, &unknown, &[amount], Ok(0)),
            (Ruling::Refuse, &yes, &[], Err("proof-a-unmet error-proof-unmet-missing")),
            (Ruling::Refuse, &yes, &[("proof-a-unmet", "moved away")], Err("unmet-a error-unmet-missing")),
            (Ruling::Refuse, &yes, &[("unmet-a", "7"), ("proof-a-unmet", "x")], Err("unmet-a error-unmet-missing")),
            (Ruling::Refuse, &yes, &[("unmet-a", "0"), ("proof-a-unmet", "moved away")], Ok(1)),
            (Ruling::Refuse, &no, &[], Ok(0)),
            (Ruling::Refuse, &unknown, &[], Ok(0)),
        ] {
            match (asked(ruling, std::slice::from_ref(verdict), posted), wanted) {
                (Ok(outcome), Ok(against)) => assert_eq!(outcome.against.len(), against, "{ruling:?} {posted:?}"),
                (Err(errors), Err(error)) => assert!(errors.contains(&error.to_owned()), "{errors:?}"),
                (outcome, wanted) => panic!("{ruling:?} {posted:?}: {outcome:?}, not {wanted:?}"),
            }
        }
    }

    #[test]
    fn of_several_things_some_may_be_granted() {
        let both = [verdict("a", Verdict::Eligible, Some(100)), verdict("b", Verdict::NotEligible, None)];
        let outcome = asked(Ruling::Grant, &both, &[("granted", "a"), ("amount-a", "1")]);
        assert_eq!(outcome.map(|outcome| outcome.terms.map_or(0, |terms| terms.benefits.len())), Ok(1));
        let nothing = asked(Ruling::Grant, &both, &[("amount-a", "1")]);
        assert!(nothing.is_err_and(|errors| errors.contains(&"granted error-granted-missing".to_owned())));
    }

    #[test]
    fn a_grant_begins_on_a_day_near_today() {
        let verdicts = [verdict("a", Verdict::Eligible, Some(100))];
        let proposal = proposal(&Text::same("item"), &verdicts, TODAY);
        for (year, wanted) in [("1926", "error-granted-from"), ("", "error-date-part-missing")] {
            let posted = [("amount-a", "1"), ("from-year", year), ("from-month", "1"), ("from-day", "1")];
            let fields = Fields::new(posted.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
            let errors = read(&fields, Ruling::Grant, &proposal, &verdicts, TODAY).err().unwrap_or_default();
            assert!(errors.iter().any(|error| error.code == wanted), "{errors:?}");
        }
    }
}
