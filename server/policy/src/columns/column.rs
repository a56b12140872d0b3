//! One attribute of all residents.

use super::{bits::Bits, lists::Lists, packed::Packed};
use crate::{
    lowered::day,
    value::{Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;
use std::{collections::HashMap, sync::Arc};

/// One attribute of all residents: its values, and which of them are known.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) values: Values,
    /// Which rows have a value; none when all have.
    pub(super) known: Option<Bits>,
    pub(super) rows: usize,
}

/// The values by their type.
#[derive(Clone, Debug)]
pub(super) enum Values {
    Bools(Bits),
    /// Whole numbers or fen.
    Numbers(Packed),
    /// Days since 1970-01-01.
    Days(Packed),
    /// Codes or texts by their number in a dictionary.
    Symbols(Packed, Arc<Dictionary>),
    /// Sets of codes as masks: the bit of a code is its number in the dictionary.
    Sets(Packed, Arc<Dictionary>),
    Lists(Box<Lists>),
}

/// Codes or texts, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    pub(super) symbols: Vec<String>,
    numbers: HashMap<String, i64>,
}

impl Dictionary {
    pub(super) fn number(&self, symbol: &str) -> Option<i64> {
        self.numbers.get(symbol).copied()
    }

    fn add(&mut self, symbol: &str) -> i64 {
        let next = i64::try_from(self.symbols.len()).unwrap_or(i64::MAX);
        self.symbols.push(symbol.to_owned());
        self.numbers.insert(symbol.to_owned(), next);
        next
    }
}

impl Column {
    /// A column without rows for an attribute.
    pub fn new(attribute: &Attribute, vocabulary: &Vocabulary) -> Self {
        Self::empty(match attribute.value_type {
            ValueType::Bool => Values::Bools(Bits::default()),
            ValueType::Int | ValueType::Money => Values::Numbers(Packed::new()),
            ValueType::Date => Values::Days(Packed::new()),
            ValueType::Code | ValueType::Text => Values::Symbols(Packed::new(), Arc::default()),
            ValueType::Codes => {
                let mut dictionary = Dictionary::default();
                attribute.codes.iter().for_each(|code| _ = dictionary.add(&code.id));
                Values::Sets(Packed::masks(attribute.codes.len()), Arc::new(dictionary))
            }
            ValueType::Members => Values::Lists(Box::new(Lists::new(&attribute.has, vocabulary))),
        })
    }

    /// Whole numbers, or fen.
    pub fn numbers(numbers: impl IntoIterator<Item = Option<i64>>) -> Self {
        let mut column = Self::empty(Values::Numbers(Packed::new()));
        numbers.into_iter().for_each(|number| column.push_number(number));
        column
    }

    /// Dates.
    pub fn dates(dates: impl IntoIterator<Item = Option<Date>>) -> Self {
        let mut column = Self::empty(Values::Days(Packed::new()));
        dates.into_iter().for_each(|date| column.push_number(date.map(day::number)));
        column
    }

    /// Yes or no.
    pub fn bools(bools: impl IntoIterator<Item = Option<bool>>) -> Self {
        let mut column = Self::empty(Values::Bools(Bits::default()));
        bools.into_iter().for_each(|bool| column.push_bool(bool));
        column
    }

    /// Codes or texts.
    pub fn symbols<'a>(symbols: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut column = Self::empty(Values::Symbols(Packed::new(), Arc::default()));
        symbols.into_iter().for_each(|symbol| column.push_symbol(symbol));
        column
    }

    fn empty(values: Values) -> Self {
        Self { values, known: None, rows: 0 }
    }

    /// Adds a row. A value of another type is as good as missing.
    pub fn push(&mut self, value: Option<&Value>) {
        match (&self.values, value) {
            (Values::Bools(_), Some(Value::Bool(bool))) => self.push_bool(Some(*bool)),
            (Values::Bools(_), _) => self.push_bool(None),
            (Values::Symbols(..), Some(Value::Code(text) | Value::Text(text))) => self.push_symbol(Some(text)),
            (Values::Symbols(..), _) => self.push_symbol(None),
            (Values::Numbers(_), Some(Value::Int(number) | Value::Money(Money(number)))) => {
                self.push_number(Some(*number));
            }
            (Values::Days(_), Some(Value::Date(date))) => self.push_number(Some(day::number(*date))),
            (Values::Numbers(_) | Values::Days(_), _) => self.push_number(None),
            (Values::Sets(_, dictionary), value) => {
                let mask = value.and_then(|value| mask(dictionary, value));
                self.push_number(mask);
            }
            (Values::Lists(_), value) => {
                let members = match value {
                    Some(Value::Members(members)) => Some(members.as_slice()),
                    _ => None,
                };
                if let Values::Lists(lists) = &mut self.values {
                    lists.push(members.unwrap_or_default());
                }
                self.pushed(members.is_some());
            }
        }
    }

    /// Changes a row; `false` when there is no such row.
    pub fn set(&mut self, row: usize, value: Option<&Value>) -> bool {
        if row >= self.rows {
            return false;
        }
        let known = match (&mut self.values, value) {
            (Values::Bools(bits), Some(Value::Bool(bool))) => {
                bits.set(row, *bool);
                true
            }
            (Values::Symbols(packed, dictionary), Some(Value::Code(text) | Value::Text(text))) => {
                packed.set(row, numbered(dictionary, text));
                true
            }
            (Values::Numbers(packed), Some(Value::Int(number) | Value::Money(Money(number)))) => {
                packed.set(row, *number);
                true
            }
            (Values::Days(packed), Some(Value::Date(date))) => {
                packed.set(row, day::number(*date));
                true
            }
            (Values::Sets(packed, dictionary), Some(value)) => match mask(dictionary, value) {
                Some(mask) => {
                    packed.set(row, mask);
                    true
                }
                None => false,
            },
            (Values::Lists(lists), Some(Value::Members(members))) => {
                lists.set(row, members);
                true
            }
            _ => false,
        };
        match &mut self.known {
            Some(bits) => bits.set(row, known),
            None if !known => {
                let mut bits = Bits::filled(self.rows, true);
                bits.set(row, false);
                self.known = Some(bits);
            }
            None => {}
        }
        true
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        let values = match &self.values {
            Values::Bools(bits) => bits.bytes(),
            Values::Numbers(packed) | Values::Days(packed) => packed.bytes(),
            Values::Lists(lists) => lists.bytes(),
            Values::Symbols(packed, dictionary) | Values::Sets(packed, dictionary) => {
                packed.bytes() + dictionary.symbols.iter().map(|symbol| 2 * symbol.len() + 72).sum::<usize>()
            }
        };
        values + self.known.as_ref().map_or(0, Bits::bytes)
    }

    /// Bits that a comparison of this column reads for each row.
    pub fn bits_per_row(&self) -> usize {
        let values = match &self.values {
            Values::Bools(_) => 1,
            Values::Numbers(packed) | Values::Days(packed) | Values::Symbols(packed, _) | Values::Sets(packed, _) => {
                8 * packed.width()
            }
            Values::Lists(lists) => 8 * lists.bytes().div_ceil(self.rows.max(1)),
        };
        values + usize::from(self.known.is_some())
    }

    /// These rows, in this order.
    pub(super) fn select(&self, rows: &[u32]) -> Self {
        let pick = |bits: &Bits| {
            let mut picked = Bits::default();
            rows.iter().for_each(|row| picked.push(bits.get(*row as usize)));
            picked
        };
        let values = match &self.values {
            Values::Bools(bits) => Values::Bools(pick(bits)),
            Values::Numbers(packed) => Values::Numbers(packed.select(rows)),
            Values::Days(packed) => Values::Days(packed.select(rows)),
            Values::Symbols(packed, dictionary) => Values::Symbols(packed.select(rows), dictionary.clone()),
            Values::Sets(packed, dictionary) => Values::Sets(packed.select(rows), dictionary.clone()),
            Values::Lists(lists) => Values::Lists(Box::new(lists.select(rows))),
        };
        Self { values, known: self.known.as_ref().map(pick), rows: rows.len() }
    }

    fn push_bool(&mut self, bool: Option<bool>) {
        if let Values::Bools(bits) = &mut self.values {
            bits.push(bool.unwrap_or_default());
        }
        self.pushed(bool.is_some());
    }

    fn push_number(&mut self, number: Option<i64>) {
        if let Values::Numbers(packed) | Values::Days(packed) | Values::Sets(packed, _) = &mut self.values {
            packed.push(number);
        }
        self.pushed(number.is_some());
    }

    fn push_symbol(&mut self, symbol: Option<&str>) {
        if let Values::Symbols(packed, dictionary) = &mut self.values {
            packed.push(symbol.map(|symbol| numbered(dictionary, symbol)));
        }
        self.pushed(symbol.is_some());
    }

    fn pushed(&mut self, known: bool) {
        match &mut self.known {
            Some(bits) => bits.push(known),
            None if !known => {
                let mut bits = Bits::filled(self.rows, true);
                bits.push(false);
                self.known = Some(bits);
            }
            None => {}
        }
        self.rows += 1;
    }
}

/// The number of a symbol, which is added where it is new.
fn numbered(dictionary: &mut Arc<Dictionary>, symbol: &str) -> i64 {
    dictionary.number(symbol).unwrap_or_else(|| Arc::make_mut(dictionary).add(symbol))
}

/// A set as a mask; none where it is no set. A code that the vocabulary does not know is in no question.
fn mask(codes: &Dictionary, value: &Value) -> Option<i64> {
    let Value::Codes(set) = value else { return None };
    Some(set.iter().filter_map(|code| codes.number(code)).fold(0, |mask, bit| mask | 1 << bit))
}
