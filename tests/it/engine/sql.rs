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
    decision::{AmountValue, Verdict},
    lowered::Lowered,
    sql::{Dialect, has_column, query, table},
    value::{Facts, Money, Value},
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use std::{cell::Cell, collections::BTreeMap, num::NonZeroUsize};
use tests::database::TestDatabase;

/// Verdict and amount.
type Answer = (Verdict, Option<i64>);

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::BigInt)]
    resident: i64,
    #[diesel(sql_type = sql_types::Text)]
    verdict: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    amount: Option<i64>,
}

/// A fact as a constant.
fn constant(value: Option<&Value>, dialect: Dialect) -> String {
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
        Some(Value::Codes(_) | Value::Members(_)) => panic!("sets and members have no column"),
    }
}

/// Puts these residents into the table in place of those who stand there.
fn fill(connection: &mut Connection, people: &[Facts], dialect: Dialect) {
    let vocabulary = vocabulary();
    let mut statement = "DELETE FROM residents;\n".to_owned();
    for (resident, facts) in people.iter().enumerate() {
        let held = vocabulary.attributes().iter().filter(|attribute| has_column(attribute.value_type));
        let values = held.map(|attribute| facts.get(&attribute.id).map(|fact| &fact.value));
        let values: Vec<String> = values.map(|value| constant(value, dialect)).collect();
        statement.push_str(&format!("INSERT INTO residents VALUES ({resident}, {});\n", values.join(", ")));
    }
    connection.batch_execute(&statement).unwrap();
}

fn answered(connection: &mut Connection, lowered: &Lowered, dialect: Dialect) -> Option<BTreeMap<i64, Answer>> {
    let text = query(lowered, dialect).ok()?;
    // The client wants to know the type beforehand; the query itself casts nothing.
    let text = format!(
        "SELECT resident, verdict, CAST(amount AS BIGINT) AS amount FROM ({}) AS answer",
        text.trim_end().trim_end_matches(';')
    );
    let rows: Vec<Row> = diesel::sql_query(&text).load(connection).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Some(rows.into_iter().map(|row| (row.resident, (Verdict::parse(&row.verdict).unwrap(), row.amount))).collect())
}

fn agree(database: &TestDatabase, dialect: Dialect) {
    let mut connection = database.connect();
    connection.batch_execute(&table(&vocabulary(), dialect).unwrap()).unwrap();
    let connection = std::cell::RefCell::new(connection);
    let asked = Cell::new(0);
    let verdicts = [const { Cell::new(0) }; 2];
    let mut runner = TestRunner::new(Config { cases: 120, failure_persistence: None, ..Config::default() });
    let cases = (
        prop::collection::vec(random::policy(CONDITIONS.to_vec()), 6),
        prop::collection::vec(random::known(), 1..60),
        select(vec![TODAY, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)]),
    );
    let outcome = runner.run(&cases, |(policies, people, on)| {
        let mut columns = Columns::new(&vocabulary());
        for facts in &people {
            columns.push(facts);
        }
        fill(&mut connection.borrow_mut(), &people, dialect);
        for policy in policies.iter().flatten() {
            let lowered = policy.lower(on).unwrap();
            let Some(from_sql) = answered(&mut connection.borrow_mut(), &lowered, dialect) else { continue };
            asked.set(asked.get() + 1);
            let from_columns = columns.decide(&lowered, NonZeroUsize::MIN);
            for (row, facts) in people.iter().enumerate() {
                let (verdict, amount) = policy.decide(facts, on);
                let amount = amount.map(|amount| match amount {
                    AmountValue::Money(Money(fen)) => fen,
                    AmountValue::Hours(hours) => hours,
                });
                match verdict {
                    Verdict::Eligible => verdicts[0].set(verdicts[0].get() + 1),
                    Verdict::Undetermined => verdicts[1].set(verdicts[1].get() + 1),
                    Verdict::NotEligible => {}
                }
                let row_of_sql = from_sql.get(&(row as i64)).copied().unwrap_or((Verdict::NotEligible, None));
                let text = || query(&lowered, dialect).unwrap();
                prop_assert_eq!(row_of_sql, (verdict, amount), "{}", text());
                let row = u32::try_from(row).unwrap();
                prop_assert_eq!((from_columns.verdict(row), from_columns.amount(row)), (verdict, amount));
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    // The test is not empty: most policies were asked, and both sets occurred often.
    assert!(asked.get() > 300, "{}", asked.get());
    assert!(verdicts.iter().all(|verdict| verdict.get() > 100), "{verdicts:?}");
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
