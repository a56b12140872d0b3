//! Dates and parameters' values on the way to a visitor's own device: as numbers, which need no reader of text there.

/// A date as its number of days since 1970-01-01.
pub mod day {
    use crate::lowered::day;
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    /// Writes the number.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        day::number(*date).serialize(serializer)
    }

    /// Reads the number.
    ///
    /// # Errors
    /// Those of the format; no date has this number.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        day::date(i64::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no date"))
    }
}

/// A date, or none.
pub mod optional_day {
    use crate::lowered::day;
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the number, if there is a date.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        date.map(day::number).serialize(serializer)
    }

    /// Reads the number, if there is one.
    ///
    /// # Errors
    /// Those of the format.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.and_then(day::date))
    }
}

/// The value of a parameter: money or a whole number.
pub mod amount {
    use crate::value::{Money, Value};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};

    /// Writes whether it is money, and the number.
    ///
    /// # Errors
    /// Those of the format; it is neither.
    pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Value::Money(money) => (true, money.0).serialize(serializer),
            Value::Int(number) => (false, *number).serialize(serializer),
            _ => Err(S::Error::custom("a parameter is money or a whole number")),
        }
    }

    /// Reads both.
    ///
    /// # Errors
    /// Those of the format.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let (is_money, number) = <(bool, i64)>::deserialize(deserializer)?;
        Ok(if is_money { Value::Money(Money(number)) } else { Value::Int(number) })
    }
}
