//! One document for every kind of problem: changed at one place, it must show that problem there.

use super::check;
use crate::{
    fixture::{criterion, document, parameters, problems, unknown_case, vocabulary},
    problem::ProblemCode,
};
use ProblemCode as P;

const RIGHT: &str = r#"
[[criterion]]
id = "alone"
label = { zh = "独居", en = "Lives alone" }
when = "独居"
[[criterion]]
id = "age"
label = { zh = "年满六十五", en = "65 or over" }
when = "age(dob, today) >= 65"
[benefit]
kind = "cash"
period = "month"
unit = "money"
by = "age(dob, today)"
[[benefit.band]]
to = 70
amount = "75.00"
[[benefit.band]]
from = 70
to = 80
amount = "150.00"
[[benefit.band]]
from = 80
amount = "180.00"
[[case]]
name = { zh = "82 岁", en = "82" }
on = 2026-11-23
facts = { "出生日期" = 1944-05-01, living_alone = true }
verdict = "eligible"
amount = "180.00"
[[case]]
name = { zh = "60 岁", en = "60" }
on = 2026-11-23
facts = { dob = 1966-05-01, living_alone = true }
verdict = "not-eligible"
failing = ["age"]
[[case]]
name = { zh = "不知道", en = "Not known" }
on = 2026-11-23
facts = {}
verdict = "undetermined"
missing = ["living_alone", "dob"]
"#;

/// A line beside the one that is looked for, and what the change shows there: code, text of the line, suggestion.
#[track_caller]
fn changed(from: &str, to: &str, expected: &[(P, &str, Option<&str>)]) {
    let text = document(RIGHT);
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    let lines: Vec<&str> = text.lines().collect();
    let problems = problems(&text);
    let found: Vec<_> =
        problems.iter().map(|problem| (problem.code, lines[problem.line - 1], problem.suggestion.as_deref())).collect();
    assert_eq!(found, expected, "{to}");
}

#[test]
fn a_right_document_has_no_problem_and_its_cases_pass() {
    let checked = check(&document(RIGHT), &vocabulary(), &parameters());
    assert_eq!(checked.problems, []);
    let outcomes = checked.policy.map(|policy| policy.run_cases()).unwrap_or_default();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.iter().all(|outcome| outcome.passed));
}

#[test]
fn keys_and_values_are_held_against_the_form() {
    changed("version = \"1\"\n", "", &[(P::MissingKey, "id = \"test\"", None)]);
    changed("version = \"1\"", "version = 1", &[(P::WrongType, "version = 1", None)]);
    changed("version = \"1\"", "version = \" \"", &[(P::EmptyText, "version = \" \"", None)]);
    changed("id = \"test\"", "id = \"Test 1\"", &[(P::WrongValue, "id = \"Test 1\"", None)]);
    changed("recheck_months", "recheck_month", &[(P::UnknownKey, "recheck_month = 12", Some("recheck_months"))]);
    changed("recheck_months = 12", "recheck_months = 0", &[(P::WrongValue, "recheck_months = 0", None)]);
    changed("\"elderly-care\"", "\"elderly\"", &[(P::UnknownWord, "field = \"elderly\"", None)]);
    changed(
        "\"elderly-care\"",
        "\"elderlycare\"",
        &[(P::UnknownWord, "field = \"elderlycare\"", Some("elderly-care"))],
    );
    let also = "field = \"elderly-care\"\nalso_in = [\"social-security\", \"health-care\"]";
    let (place, nearest) = ("also_in = [\"social-security\", \"health-care\"]", Some("healthcare"));
    changed("field = \"elderly-care\"", also, &[(P::UnknownWord, place, nearest)]);
    changed("\"civil-affairs\"", "\"civil\"", &[(P::UnknownWord, "department = \"civil\"", None)]);
    changed("= 2026-01-01", "= 2026-01-01T00:00:00", &[(P::WrongType, "valid_from = 2026-01-01T00:00:00", None)]);
    changed(
        "= 2026-01-01",
        "= 2026-01-01\nvalid_to = 2025-12-31",
        &[(P::DatesReversed, "valid_to = 2025-12-31", None)],
    );
    let keywords =
        |zh: &str| format!("documents = []\nkeywords = {{ zh = [{zh}], en = [\"a\", \"b\", \"c\", \"d\", \"f\"] }}");
    let five = keywords("\"一\", \"二\", \"三\", \"四\", \"五\"");
    changed("documents = []", &five, &[]);
    for (zh, code) in [
        ("\"一\", \"二\", \"三\", \"四\"", P::WrongValue),
        ("\"一\", \"二\", \"三\", \"四\", \"一\"", P::Duplicate),
        ("\"一\", \"二\", \"三\", \"四\", \"试\"", P::Duplicate),
        ("\"一\", \"二\", \"三\", \"四\", \" \"", P::EmptyText),
    ] {
        let written = keywords(zh);
        let place = written.lines().last().unwrap_or_default();
        changed("documents = []", &written, &[(code, place, None)]);
    }
    changed(
        "documents = []",
        "documents = [ { zh = \"证\" } ]",
        &[(P::MissingKey, "documents = [ { zh = \"证\" } ]", None)],
    );
    changed(
        "[[source]]\ntitle = { zh = \"试\", en = \"Test\" }",
        "[[source]]\ntitle = { zh = \"试\", en = \"Test\" }\nurl = \"javascript:x\"",
        &[(P::WrongValue, "url = \"javascript:x\"", None)],
    );
    changed("[[basis]]\ntitle = { zh = \"试\", en = \"Test\" }", "", &[(P::MissingKey, "id = \"test\"", None)]);
    changed(
        "id = \"age\"\n",
        "id = \"alone\"\n",
        &[(P::Duplicate, "id = \"alone\"", None), (P::UnknownName, "failing = [\"age\"]", None)][..1],
    );
}

#[test]
fn what_only_others_say_is_not_the_official_text() {
    let source = "[[source]]\ntitle = { zh = \"试\", en = \"Test\" }";
    let of = |kinds: &[&str]| {
        let each = kinds.iter().map(|kind| format!("{source}\nkind = \"{kind}\"\n"));
        document(RIGHT).replacen(source, &each.collect::<String>(), 1)
    };
    let found =
        |text: &str| problems(text).into_iter().map(|problem| (problem.code, problem.suggestion)).collect::<Vec<_>>();
    let refused = vec![(P::WrongValue, Some("confidence = \"medium\"".to_owned()))];
    assert_eq!(found(&of(&["secondary"])), refused);
    assert_eq!(found(&of(&["secondary", "secondary"])), refused);
    assert_eq!(found(&of(&["secondary", "official"])), []);
    assert_eq!(found(&of(&["secondary"]).replace("\"high\"", "\"medium\"")), []);
    assert_eq!(found(&of(&["offical"])), [(P::UnknownWord, Some("official".to_owned()))]);
    assert_eq!(found(&document(RIGHT)), [], "a document need not say it");
}

#[test]
fn delivery_silence_and_headline_follow_their_rules() {
    changed("delivery_here = \"inform\"", "delivery_here = \"automatic\"", &[]);
    changed("\"high\"\nopen_date_question = false", "\"medium\"\nopen_date_question = true", &[]);
    let automatic = |more: &str| {
        document(RIGHT)
            .replace("delivery_here = \"inform\"", "delivery_here = \"automatic\"")
            .replace("confidence = \"high\"\nopen_date_question = false", more)
    };
    for more in
        ["confidence = \"medium\"\nopen_date_question = false", "confidence = \"high\"\nopen_date_question = true"]
    {
        let problems = problems(&automatic(more));
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [P::AutomaticNotAllowed]);
    }
    for mode in ["apply", "apply-then-automatic"] {
        let line = format!("delivery_here = \"{mode}\"");
        changed("delivery_here = \"inform\"", &line, &[(P::ItemNeeded, &line, None)]);
        changed("delivery_here = \"inform\"", &format!("{line}\nitem = \"x\""), &[]);
    }
    changed("\"stays-open\"", "\"ends-after-days\"", &[(P::MissingKey, "silence = \"ends-after-days\"", None)]);
    changed("\"stays-open\"", "\"ends-after-days\"\nsilence_days = 30", &[]);
    changed("\"stays-open\"", "\"stays-open\"\nsilence_days = 30", &[(P::WrongValue, "silence_days = 30", None)]);
    changed(
        "headline = { zh = \"试\"",
        "headline = { zh = \"{amount}\"",
        &[(P::AmountPlaceholder, "headline = { zh = \"{amount}\", en = \"Test\" }", None)],
    );
    let notice = document(&format!("{}{}", criterion("独居"), unknown_case()));
    assert_eq!(problems(&notice), []);
    let headline = "headline = { zh = \"{amount}\", en = \"{amount}\" }";
    let notice = notice.replace("headline = { zh = \"试\", en = \"Test\" }", headline);
    assert_eq!(problems(&notice).iter().map(|problem| problem.code).collect::<Vec<_>>(), [P::AmountPlaceholder]);
}

#[test]
fn whether_one_can_apply_before_is_said_of_what_is_applied_for() {
    let source = "delivery_in_source = \"inform\"";
    let applied = |said: &str| format!("delivery_in_source = \"apply\"\n{said}");
    for right in [
        "apply_before = \"no\"",
        "apply_before = \"any-time\"",
        "apply_before = \"within-months\"\napply_before_months = 1",
    ] {
        changed(source, &applied(right), &[]);
        let said = right.lines().next().unwrap_or_default();
        changed(source, &format!("{source}\n{right}"), &[(P::WrongValue, said, None)]);
    }
    let months = "apply_before = \"within-months\"";
    changed(source, &applied(months), &[(P::MissingKey, months, None)]);
    let (none, one) = ("apply_before_months = 0", "apply_before_months = 1");
    changed(source, &applied(&format!("{months}\n{none}")), &[(P::WrongValue, none, None)]);
    changed(source, &applied(one), &[(P::MissingKey, one, None)]);
    for said in ["no", "any-time"] {
        changed(source, &applied(&format!("apply_before = \"{said}\"\n{one}")), &[(P::WrongValue, one, None)]);
    }
    let other = "apply_before = \"any-times\"";
    changed(source, &applied(other), &[(P::UnknownWord, other, Some("any-time"))]);
}

#[test]
fn bands_leave_no_gap_and_do_not_overlap() {
    changed("from = 70", "from = 71", &[(P::BandGap, "[[benefit.band]]", None)]);
    changed("from = 70", "from = 69", &[(P::BandOverlap, "[[benefit.band]]", None)]);
    changed("to = 80", "to = 70", &[(P::BandEmpty, "[[benefit.band]]", None)]);
    changed("from = 80", "", &[]);
    changed("from = 70\nto = 80", "", &[(P::BandUnreachable, "[[benefit.band]]", None)]);
    changed("by = \"age(dob, today)\"\n", "", &[(P::MissingKey, "[benefit]", None)]);
    changed("from = 80", "from = 80\nwhen = \"独居\"", &[]);
    changed("amount = \"75.00\"", "amount = \"75\"", &[]);
    changed("amount = \"75.00\"", "amount = \"-75\"", &[(P::NotAnAmount, "amount = \"-75\"", None)]);
    changed(
        "amount = \"75.00\"",
        "amount = \"household_size\"",
        &[(P::TypeMismatch, "amount = \"household_size\"", None)],
    );
    changed("amount = \"75.00\"", "amount = 75", &[(P::WrongType, "amount = 75", None)]);
    changed(
        "by = \"age(dob, today)\"",
        "by = \"income_per_head\"",
        &[(P::TypeMismatch, "by = \"income_per_head\"", None)],
    );
    // Bands of different conditions are held against the criteria and each other.
    let until = "from = 80\nwhen = \"周岁(出生日期, 今天) < 110\"";
    changed("from = 80", until, &[(P::NoBand, "[benefit]", None)]);
    let joined = |at: u8| format!("to = {at}\namount = \"75.00\"\n[[benefit.band]]\nfrom = {at}");
    changed(&joined(70), &joined(65), &[(P::BandUnreachable, "[[benefit.band]]", None)]);
    changed("from = 80", "from = 80\nwhen = \"非 独居\"", &[(P::BandUnreachable, "[[benefit.band]]", None)]);
    changed(
        "when = \"age(dob, today) >= 65\"",
        "when = \"age(dob, today) >= 65 且 非 独居\"",
        &[(P::NeverTrue, "when = \"age(dob, today) >= 65 且 非 独居\"", None)],
    );
    let open = document(RIGHT).replace("unit = \"money\"", "unit = \"money\"\nuncovered = \"undetermined\"");
    assert_eq!(problems(&open.replace("from = 80", until)), []);
    let text = document(RIGHT).replace("unit = \"money\"", "unit = \"money\"\nrounding = \"half-up\"");
    assert_eq!(problems(&text.replace("\"75.00\"", "\"div(income_per_head, 3)\"")), []);
}

#[test]
fn cases_are_read_strictly_and_run() {
    changed(
        "verdict = \"eligible\"\namount = \"180.00\"",
        "verdict = \"eligible\"\namount = \"150.00\"",
        &[(P::CaseFailed, "[[case]]", None)],
    );
    changed("failing = [\"age\"]", "failing = [\"alone\"]", &[(P::CaseFailed, "[[case]]", None)]);
    changed("failing = [\"age\"]", "failing = [\"agee\"]", &[(P::UnknownName, "failing = [\"agee\"]", Some("age"))]);
    changed("missing = [\"living_alone\", \"dob\"]", "missing = [\"dob\"]", &[(P::CaseFailed, "[[case]]", None)]);
    changed(
        "dob = 1966-05-01",
        "dbo = 1966-05-01",
        &[(P::UnknownName, "facts = { dbo = 1966-05-01, living_alone = true }", None)],
    );
    changed(
        "dob = 1966-05-01",
        "dob = \"1966-05-01\"",
        &[(P::WrongType, "facts = { dob = \"1966-05-01\", living_alone = true }", None)],
    );
    changed(
        "dob = 1966-05-01",
        "dob = 1966-05-01, hukou_city = 310000",
        &[(
            P::NumberForCode,
            "facts = { dob = 1966-05-01, hukou_city = 310000, living_alone = true }",
            Some("\"310000\""),
        )],
    );
    changed(
        "dob = 1966-05-01",
        "dob = 1966-05-01, income_per_head = 12",
        &[(P::WrongType, "facts = { dob = 1966-05-01, income_per_head = 12, living_alone = true }", None)],
    );
    let without = RIGHT.split("[[case]]").next().unwrap_or_default();
    assert_eq!(problems(&document(without)).iter().map(|problem| problem.code).collect::<Vec<_>>(), [P::NoCases]);
    let failed = problems(&document(
        &RIGHT.replace("verdict = \"eligible\"\namount = \"180.00\"", "verdict = \"eligible\"\namount = \"150.00\""),
    ));
    assert_eq!(
        (failed[0].expected.as_str(), failed[0].found.as_str()),
        ("eligible, amount 150.00", "eligible, amount 180.00")
    );
}

#[test]
fn the_policys_own_parameter_wins_over_the_citys() {
    let own = "[[parameter]]\nid = \"dibao_standard\"\nname = { zh = \"低保标准\", en = \"x\" }\ntype = \"money\"\n\
               values = [ { from = 2020-01-01, value = \"1.00\" } ]\n";
    let text = document(&format!("{own}{}{}", criterion("income_per_head < 低保标准"), unknown_case()));
    let policy = check(&text, &vocabulary(), &parameters()).policy;
    let facts = crate::fixture::facts(&[("income_per_head", "1.00")]);
    let verdict = policy.map(|policy| policy.decide(&facts, crate::fixture::TODAY).0);
    assert_eq!(verdict, Some(crate::decision::Verdict::NotEligible));
}

#[test]
fn all_problems_are_reported_at_once_in_the_order_of_the_lines() {
    let text = document(RIGHT)
        .replace("version = \"1\"", "version = 1")
        .replace("when = \"独居\"", "when = \"独局\"")
        .replace("from = 70", "from = 71")
        .replace("verdict = \"undetermined\"", "verdict = \"unknown\"");
    let problems = problems(&text);
    let codes: Vec<P> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [P::WrongType, P::UnknownName, P::BandGap, P::UnknownWord]);
    assert!(problems.is_sorted_by_key(|problem| problem.line));
}

#[test]
fn a_policy_names_what_it_depends_on_and_its_days() {
    let policy = check(&document(RIGHT), &vocabulary(), &parameters()).policy;
    let attributes = policy.as_ref().map(|policy| policy.attributes().into_iter().collect::<Vec<_>>());
    assert_eq!(attributes, Some(vec!["dob".to_owned(), "living_alone".to_owned()]));
    let in_force = |day: &str| policy.as_ref().zip(day.parse().ok()).map(|(policy, day)| policy.in_force(day));
    assert_eq!((in_force("2025-12-31"), in_force("2026-01-01")), (Some(false), Some(true)));
}

#[test]
fn a_criterion_that_decides_nothing_is_refused() {
    let codes = |when: &str| {
        let text = document(&format!("{}{}", criterion(when), unknown_case()));
        problems(&text).into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    for when in [
        "age(dob, today) >= 65 and age(dob, today) < 60",
        "周岁(dob, today) == 65 且 (独居 且 周岁(dob, today) != 65)",
        "户籍地 == 上海 且 户籍地 == 外省市",
        "户籍地 不属于 [上海, 外省市]",
        "独居 且 非 独居",
        "dob > 2020-01-01 and dob < 2020-01-02",
        "人数(家庭成员) < 0",
        "income < 1元 and income > 2元 or living_alone and not living_alone",
    ] {
        assert_eq!(codes(when), [ProblemCode::NeverTrue], "{when}");
    }
    for when in [
        "age(dob, today) < 65 or age(dob, today) >= 60",
        "户籍地 属于 [上海, 外省市]",
        "户籍地 != 上海 或 户籍地 != 外省市",
        "非 (income < 1元 且 income > 2元)",
    ] {
        assert_eq!(codes(when), [ProblemCode::AlwaysTrue], "{when}");
    }
    for when in ["age(dob, today) >= 60 and age(dob, today) < 61", "户籍地 != 上海", "income < 1元 or income > 2元"]
    {
        assert_eq!(codes(when), [], "{when}");
    }
}

#[test]
fn an_open_question_says_how_far_it_reaches() {
    let question = |more: &str| format!("open_questions = [{{ zh = \"问\", en = \"Q\"{more} }}]");
    let refused = |more: &str, expected: &[(P, Option<&str>)]| {
        let line = question(more);
        let expected: Vec<(P, &str, Option<&str>)> =
            expected.iter().map(|(code, suggestion)| (*code, line.as_str(), *suggestion)).collect();
        changed("open_questions = []", &line, &expected);
    };
    // A remark changes nothing, as it always did.
    refused("", &[]);
    refused(", id = \"q\", effect = \"at-least\"", &[]);
    refused(", id = \"q\", effect = \"at-most\", touches = [\"amount\"], when = \"dob < 1900-01-01\"", &[]);
    refused(", about = \"source\"", &[]);
    refused(", about = \"handling\"", &[]);
    refused(", about = \"sorce\"", &[(P::UnknownWord, Some("source"))]);
    // What changes the answer is no remark.
    refused(", about = \"source\", id = \"q\", effect = \"at-least\"", &[(P::WrongValue, None)]);
    refused(", effect = \"at-least\"", &[(P::MissingKey, None)]);
    refused(", id = \"q\"", &[(P::MissingKey, None)]);
    refused(", id = \"q\", effect = \"atleast\"", &[(P::UnknownWord, Some("at-least"))]);
    refused(", id = \"q\", effect = \"at-least\", touches = [\"age\"]", &[(P::WrongValue, None)]);
    refused(", id = \"q\", effect = \"at-least\", touches = []", &[(P::WrongValue, None)]);
    refused(", id = \"q\", effect = \"either-way\", touches = [\"ages\"]", &[(P::UnknownName, Some("age"))]);
    refused(", id = \"q\", effect = \"at-least\", when = \"独居 或 非 独居\"", &[(P::AlwaysTrue, None)]);
    refused(", id = \"q\", effect = \"at-least\", when = \"独居 且 非 独居\"", &[(P::NeverTrue, None)]);
    refused(", id = \"q\", effect = \"at-least\", when = \"独剧\"", &[(P::UnknownName, Some("独居"))]);
    let twice = "{ id = \"q\", effect = \"at-least\", zh = \"问\", en = \"Q\" }";
    let twice = format!("open_questions = [{twice}, {twice}]");
    changed("open_questions = []", &twice, &[(P::Duplicate, &twice, None)]);
}

#[test]
fn a_case_cannot_pin_a_verdict_inside_an_open_question() {
    let question = "open_questions = [{ id = \"young\", effect = \"either-way\", touches = [\"age\"], \
                    when = \"age(dob, today) >= 60 且 age(dob, today) < 65\", zh = \"问\", en = \"Q\" }]";
    let text = document(RIGHT).replacen("open_questions = []", question, 1);
    let found = problems(&text);
    // The case of 60 says no, and nobody knows that.
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), [P::CaseFailed]);
    assert!(found[0].found.contains("undetermined") && found[0].found.contains("open [young]"), "{}", found[0].found);
    let pinned = "verdict = \"not-eligible\"\nfailing = [\"age\"]";
    let right = text.replacen(pinned, "verdict = \"undetermined\"\nopen = [\"young\"]", 1);
    assert_eq!(problems(&right), []);
    let other = text.replacen(pinned, "verdict = \"undetermined\"\nopen = []", 1);
    assert_eq!(problems(&other).iter().map(|problem| problem.code).collect::<Vec<_>>(), [P::CaseFailed]);
    let unknown = text.replacen(pinned, "verdict = \"undetermined\"\nopen = [\"yong\"]", 1);
    assert_eq!(problems(&unknown).first().map(|problem| problem.suggestion.clone()), Some(Some("young".to_owned())));
}

#[test]
fn hostile_documents_get_an_error_with_a_place() {
    let first = |text: &str| problems(text).into_iter().next().map(|found| (found.code, found.line));
    let right = |when: &str| document(&format!("{}{}", criterion(when), unknown_case()));
    let turned = right("living_alone").replacen("试", "试\u{202E}", 1);
    assert_eq!(first(&turned).map(|found| found.0), Some(ProblemCode::HiddenCharacter));
    let alike = problems(&right("living_аlone"));
    assert_eq!((alike[0].code, alike[0].suggestion.as_deref()), (ProblemCode::LookalikeName, Some("living_alone")));
    for when in [
        "(".repeat(1_500),
        "not ".repeat(400) + "living_alone",
        "-".repeat(1_500) + "1 > 0",
        format!("{}living_alone{}", "any(household, ".repeat(100), ")".repeat(100)),
        format!("household_size > {}", "9".repeat(400)),
        format!("living_alone{}", " && living_alone".repeat(200)),
    ] {
        let found = first(&right(&when)).map(|found| found.0);
        let expected =
            [ProblemCode::ExpressionTooDeep, ProblemCode::ExpressionSyntax, ProblemCode::ExpressionTooLong].map(Some);
        assert!(expected.contains(&found), "{found:?}: {}", when.chars().take(40).collect::<String>());
    }
    let bands = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\nby = \"household_size\"\n";
    let many: String = (0..5_000)
        .map(|from| format!("[[benefit.band]]\nfrom = {from}\nto = {}\namount = \"1\"\n", from + 1))
        .collect();
    let text = document(&format!("{}{bands}{many}{}", criterion("living_alone"), unknown_case()));
    assert!(problems(&text).iter().any(|found| matches!(found.code, ProblemCode::TooMany | ProblemCode::TooLong)));
    let deep = document(&format!("documents2 = {}{}\n", "[".repeat(10_000), "]".repeat(10_000)));
    assert_eq!(first(&deep).map(|found| found.0), Some(ProblemCode::Syntax));
}

proptest::proptest! {
    /// Whatever is written: an answer, at once, and never a panic.
    #[test]
    fn any_text_is_read_or_refused(
        noise in "\\PC{0,60}",
        words in proptest::collection::vec(proptest::sample::select(vec![
            "age(", "周岁(", "dob", "today", ")", "(", "[", "]", ",", "且", "or", "非", "!", "-", ">=", "==", "包含任一", "in",
            "补贴", "低保金", "家庭成员", "any(", "sum(", "count(", "if(", "div(", "收入", "75.00元", "9223372036854775807",
            "2024-02-29", "\"310000\"", "*", "+", "amount(\"x\", month)", "percent(", "down", "living_alone", "true",
        ]), 0..24),
    ) {
        for when in [noise.replace('\'', ""), words.join(" ")] {
            let when = when.trim();
            let text = document(&format!("{}{}", criterion(if when.is_empty() { "true" } else { when }), unknown_case()));
            let checked = crate::check::check(&text, &crate::fixture::vocabulary(), &crate::fixture::parameters());
            proptest::prop_assert_eq!(checked.policy.is_none(), !checked.problems.is_empty());
            proptest::prop_assert!(checked.problems.iter().all(|problem| problem.line > 0 && problem.column > 0));
        }
    }
}
