//! What the text says; what it answers is tested on the engines themselves.

use super::*;
use crate::fixture::{TODAY, criterion, policy, vocabulary};

fn written(when: &str, dialect: Dialect) -> Result<String, Unsupported> {
    query(&policy(&criterion(when)).lower(TODAY)?, dialect)
}

#[test]
fn an_age_is_a_bound_on_the_date_and_sqlite_walks_without_an_index() {
    let text = |dialect| written("age(dob, today) >= 65", dialect).unwrap_or_default();
    let sqlite = "SELECT \"resident\", (\"dob\" <= '1961-11-23') AS met\n    FROM \"residents\" NOT INDEXED LIMIT -1\n";
    assert!(text(Dialect::Sqlite).contains(sqlite), "{}", text(Dialect::Sqlite));
    let spark = "SELECT `resident`, (`dob` <= DATE '1961-11-23') AS met\n    FROM `residents`\n";
    assert!(text(Dialect::Spark).contains(spark), "{}", text(Dialect::Spark));
}

#[test]
fn what_cannot_be_said_exactly_is_refused_by_name() {
    for (when, construct) in
        [("age(dob, hukou_since) > 3", "an age"), ("months_between(dob, hukou_since) > household_size", "months")]
    {
        for dialect in Dialect::ALL {
            let error = written(when, *dialect).err().unwrap_or_else(|| Unsupported::new(""));
            assert!(error.construct.contains(construct), "{error}");
        }
    }
}

#[test]
fn no_query_divides_casts_or_calculates_with_dates() {
    let when = "age(dob, today) < 60 and months_between(hukou_since, today) in [1, 2] and \
                income_per_head * household_size - 3元 > 0元 and remark == \"it's\"";
    for dialect in Dialect::ALL {
        let text = written(when, *dialect).unwrap_or_else(|error| panic!("{error}")).to_lowercase();
        for word in [" / ", "cast", "::", "interval", "date_", "julian", "age("] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn every_attribute_has_its_column_and_every_list_its_table() {
    for dialect in Dialect::ALL {
        let text = table(&vocabulary(), *dialect).unwrap_or_else(|error| panic!("{error}"));
        for attribute in vocabulary().attributes() {
            assert!(text.contains(&name(&attribute.id, *dialect)), "{}: {text}", attribute.id);
        }
        assert!(text.contains(&format!("CREATE TABLE {} (", name("residents_household", *dialect))), "{text}");
        assert!(text.contains("-- benefits: 1 dibao, 2 meals, 4 care\n"), "{text}");
    }
    let text = table(&vocabulary(), Dialect::Sqlite).unwrap_or_default();
    assert!(text.contains("\"living_alone\" INTEGER CHECK (\"living_alone\" IN (0, 1)),\n"), "{text}");
}

#[test]
fn members_are_asked_by_one_grouped_subquery() {
    let text =
        written("count(household, age(dob, today) < 3) > 1 and any(household, age(dob, today) < 3)", Dialect::Postgres)
            .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(text.matches("\"residents_household\"").count(), 1, "{text}");
    assert_eq!(text.matches("COUNT(").count(), 2, "{text}");
}
