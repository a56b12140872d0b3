//! Scalar evaluation, columns and SQL agree on both sets and on amounts, whatever the policy and the residents.

use super::fixture::{
    TODAY,
    random::{self, CONDITIONS},
    vocabulary,
};
use diesel::{RunQueryDsl, connection::SimpleConnection, sql_types};
use domain::db::connection::Connection;
use jiff::civil::date;
use policy::{
    columns::Columns,
    decision::{AmountValue, KnownAmount, Verdict},
    document::AmountBound,
    set::Settled,
    sql::{Dialect, query, query_in, table},
    value::{Facts, Money, Value},
    vocabulary::{Attribute, Vocabulary},
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use std::{cell::Cell, collections::BTreeMap, num::NonZeroUsize};
use tests::database::TestDatabase;

/// Verdict and amount, and how near the amount is to what is paid.
type Answer = (Verdict, Option<(i64, AmountBound)>);

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::BigInt)]
    resident: i64,
    #[diesel(sql_type = sql_types::Text)]
    verdict: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    amount: Option<i64>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    bound: Option<String>,
}

fn answer(row: &Row) -> Answer {
    let bound = row.bound.as_deref().map_or(AmountBound::Exact, |bound| AmountBound::parse(bound).unwrap());
    (Verdict::parse(&row.verdict).unwrap(), row.amount.map(|amount| (amount, bound)))
}

/// A fact as a constant; of a list, how many are in it.
fn constant(attribute: &Attribute, value: Option<&Value>, dialect: Dialect) -> String {
    match value {
        None => "NULL".to_owned(),
        Some(Value::Bool(value)) => value.to_string().to_uppercase(),
        Some(Value::Int(number) | Value::Money(Money(number))) => match *number {
            i64::MIN => "(-9223372036854775807 - 1)".to_owned(),
            number => number.to_string(),
        },
        Some(Value::Date(date)) if dialect == Dialect::Sqlite => format!("'{date}'"),
        Some(Value::Date(date)) => format!("DATE '{date}'"),
        Some(Value::Code(text) | Value::Text(text)) => format!("'{}'", text.replace('\'', "''")),
        Some(Value::Codes(codes)) => codes.iter().map(|code| attribute.bit(code).unwrap()).sum::<u64>().to_string(),
        Some(Value::Members(members)) => members.len().to_string(),
    }
}

/// Puts these residents into the tables in place of those who stand there.
fn fill(connection: &mut Connection, vocabulary: &Vocabulary, people: &[Facts], dialect: Dialect) {
    let mut statement = "DELETE FROM residents;\nDELETE FROM residents_household;\n".to_owned();
    let has = vocabulary.attribute("household").unwrap().has.iter().map(|id| vocabulary.attribute(id).unwrap());
    let has: Vec<&Attribute> = has.collect();
    for (resident, facts) in people.iter().enumerate() {
        let values = vocabulary
            .attributes()
            .iter()
            .map(|attribute| constant(attribute, facts.get(&attribute.id).map(|fact| &fact.value), dialect));
        let values = values.collect::<Vec<_>>().join(", ");
        statement.push_str(&format!("INSERT INTO residents VALUES ({resident}, {values});\n"));
        let Some(Value::Members(members)) = facts.get("household").map(|fact| &fact.value) else { continue };
        for (number, member) in members.iter().enumerate() {
            let values = has.iter().map(|attribute| constant(attribute, member.get(&attribute.id), dialect));
            let values = values.collect::<Vec<_>>().join(", ");
            statement.push_str(&format!("INSERT INTO residents_household VALUES ({resident}, {number}, {values});\n"));
        }
    }
    connection.batch_execute(&statement).unwrap();
}

fn answered(connection: &mut Connection, text: &str) -> BTreeMap<i64, Answer> {
    // The client wants to know the type beforehand; the query itself casts nothing.
    let text = format!(
        "SELECT resident, verdict, CAST(amount AS BIGINT) AS amount, {} AS bound FROM ({}) AS answer",
        if text.contains(" AS bound") { "bound" } else { "CAST(NULL AS TEXT)" },
        text.trim_end().trim_end_matches(';')
    );
    let rows: Vec<Row> = diesel::sql_query(&text).load(connection).unwrap_or_else(|error| panic!("{error}\n{text}"));
    rows.into_iter().map(|row| (row.resident, answer(&row))).collect()
}

fn number(amount: KnownAmount) -> (i64, AmountBound) {
    match amount.value {
        AmountValue::Money(Money(fen)) => (fen, amount.bound),
        AmountValue::Hours(hours) => (hours, amount.bound),
    }
}

/// What was asked, so that no test is empty.
#[derive(Debug, Default)]
struct Asked {
    policies: Cell<u32>,
    eligible: Cell<u32>,
    undetermined: Cell<u32>,
}

impl Asked {
    fn one(&self) {
        self.policies.set(self.policies.get() + 1);
    }

    fn answer(&self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Eligible => &self.eligible,
            Verdict::Undetermined => &self.undetermined,
            Verdict::NotEligible => return,
        };
        counter.set(counter.get() + 1);
    }

    fn is_enough(&self) -> bool {
        self.policies.get() > 120 && self.eligible.get() > 30 && self.undetermined.get() > 100
    }
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

fn agree(database: &TestDatabase, dialect: Dialect) {
    let (vocabulary, asked) = (vocabulary(), Asked::default());
    let mut connection = database.connect();
    connection.batch_execute(&table(&vocabulary, dialect).unwrap()).unwrap();
    let connection = std::cell::RefCell::new(connection);
    let cases = (
        prop::collection::vec(random::policy(CONDITIONS.to_vec()), 6),
        prop::collection::vec(random::known(), 1..60),
        select(vec![TODAY, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)]),
    );
    let outcome = runner(80).run(&cases, |(policies, people, on)| {
        let mut columns = Columns::new(&vocabulary);
        people.iter().for_each(|facts| _ = columns.push(facts));
        fill(&mut connection.borrow_mut(), &vocabulary, &people, dialect);
        for policy in policies.iter().flatten() {
            let lowered = policy.lower(on).unwrap();
            let Ok(text) = query(&lowered, dialect) else { continue };
            let from_sql = answered(&mut connection.borrow_mut(), &text);
            asked.one();
            let from_columns = columns.decide(&lowered, NonZeroUsize::MIN);
            for (row, facts) in people.iter().enumerate() {
                let (verdict, amount) = policy.decide(facts, on);
                let amount = amount.map(number);
                asked.answer(verdict);
                let row_of_sql = from_sql.get(&(row as i64)).copied().unwrap_or((Verdict::NotEligible, None));
                prop_assert_eq!(row_of_sql, (verdict, amount), "{:?}\n{}", facts.get("household"), &text);
                let row = u32::try_from(row).unwrap();
                prop_assert_eq!(
                    (from_columns.verdict(row), from_columns.amount(row)),
                    (verdict, amount.map(|(amount, _)| amount))
                );
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(asked.is_enough(), "{asked:?}");
    agree_together(&mut connection.into_inner(), &vocabulary, dialect);
}

/// Policies that refer to each other.
fn agree_together(connection: &mut Connection, vocabulary: &Vocabulary, dialect: Dialect) {
    let asked = Asked::default();
    let connection = std::cell::RefCell::new(connection);
    let cases = (
        prop::collection::vec(random::set(), 3),
        prop::collection::vec(random::known(), 1..60),
        select(vec![TODAY, date(2026, 2, 28), date(2028, 2, 29), date(2027, 3, 1)]),
    );
    let outcome = runner(40).run(&cases, |(sets, people, on)| {
        fill(&mut connection.borrow_mut(), vocabulary, &people, dialect);
        for set in sets.iter().flatten() {
            let lowered = set.lower(on).unwrap();
            let expected: Vec<Vec<Settled>> = people.iter().map(|facts| set.evaluate(facts, on)).collect();
            for policy in set.policies().iter().filter(|policy| policy.in_force(on)) {
                let Ok(text) = query_in(&lowered, &policy.id, dialect) else { continue };
                let from_sql = answered(&mut connection.borrow_mut(), &text);
                asked.one();
                for (row, settled) in expected.iter().enumerate() {
                    let settled = settled.iter().find(|settled| settled.policy == policy.id).unwrap();
                    let expected =
                        (settled.decision.verdict, settled.decision.amount.map(|amount| number(amount.known())));
                    asked.answer(expected.0);
                    let row = from_sql.get(&(row as i64)).copied().unwrap_or((Verdict::NotEligible, None));
                    prop_assert_eq!(row, expected, "{}\n{}", &policy.id, &text);
                }
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(asked.is_enough(), "{asked:?}");
}

#[test]
fn sqlite() {
    agree(&TestDatabase::sqlite(), Dialect::Sqlite);
}

#[test]
fn postgres() {
    agree(&TestDatabase::postgres(), Dialect::Postgres);
}

#[test]
fn sqlite_walks_over_everybody_even_where_an_index_tempts_it() {
    let database = TestDatabase::sqlite();
    let mut connection = database.connect();
    connection.batch_execute(&table(&vocabulary(), Dialect::Sqlite).unwrap()).unwrap();
    connection.batch_execute("CREATE INDEX tempting ON residents (hukou_city, dob)").unwrap();
    let rules = super::fixture::criterion("hukou_city == 上海 and age(dob, today) >= 65");
    let lowered = super::fixture::policy(&rules).lower(TODAY).unwrap();
    #[derive(diesel::QueryableByName)]
    struct Plan {
        #[diesel(sql_type = sql_types::Text)]
        detail: String,
    }
    let text = format!("EXPLAIN QUERY PLAN {}", query(&lowered, Dialect::Sqlite).unwrap());
    let plan: Vec<Plan> = diesel::sql_query(text).load(&mut connection).unwrap();
    assert!(plan.iter().all(|step| !step.detail.contains("INDEX")), "the plan uses an index");
}
