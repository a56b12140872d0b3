//! Tokens: names in any script, Chinese and English operator words, ASCII and full-width signs.

mod number;

use super::{MOST_CHARACTERS, fault::Fault};
use crate::expression::{syntax::Relation, typed::Quantifier};
use crate::problem::ProblemCode;
use jiff::civil::Date;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name.
    Name(String),
    /// A whole number.
    Int(i64),
    /// An amount, in fen.
    Money(i64),
    /// A date.
    Date(Date),
    /// A text in quotes.
    Quoted(String),
    /// `true`, 是, `false`, 否.
    Bool(bool),
    /// A comparison sign.
    Relation(Relation),
    /// `in`, 属于.
    In,
    /// 不属于.
    NotIn,
    /// `contains`, 包含, with 任一 or 全部 where that is said in one word.
    Contains(Option<Quantifier>),
    /// 不包含, with 任一 or 全部 where that is said in one word.
    NotContains(Option<Quantifier>),
    /// `&&`, `and`, 且.
    And,
    /// `||`, `or`, 或.
    Or,
    /// `not`, 非.
    Not,
    /// `!`.
    Bang,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `[`.
    OpenList,
    /// `]`.
    CloseList,
    /// `,`.
    Comma,
    /// The end of the text.
    End,
}

/// A token and where it stands (bytes).
pub type Placed = (Token, Range<usize>);

/// Cuts a text into tokens; the last one is [`Token::End`].
///
/// # Errors
/// The first thing that is not a token, or a text over the limit.
pub fn tokens(text: &str) -> Result<Vec<Placed>, Fault> {
    if let Some((limit, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        let found = text.chars().count().to_string();
        let expected = format!("<= {MOST_CHARACTERS}");
        return Err(Fault::new(ProblemCode::ExpressionTooLong, limit..limit, expected, found));
    }
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let placed = lexer.next()?;
        let end = placed.0 == Token::End;
        tokens.push(placed);
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character, as ASCII where it is full-width.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(narrow)
    }

    fn step(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.step();
        }
    }

    fn next(&mut self) -> Result<Placed, Fault> {
        self.take_while(char::is_whitespace);
        let start = self.at;
        let Some(first) = self.peek() else { return Ok((Token::End, start..start)) };
        if first.is_ascii_digit() {
            return self.number();
        }
        if is_name_start(first) {
            self.take_while(is_name_part);
            return Ok((word(self.since(start)), start..self.at));
        }
        if matches!(first, '"' | '\'' | '“' | '‘' | '「') {
            return self.quoted(first);
        }
        self.step();
        let token = self.sign(first, start)?;
        Ok((token, start..self.at))
    }

    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// A sign of one or two characters; the first has been taken.
    fn sign(&mut self, first: char, start: usize) -> Result<Token, Fault> {
        let second = self.peek();
        let double = |expected: char| second == Some(expected);
        let (token, long) = match first {
            '(' => (Token::Open, false),
            ')' => (Token::Close, false),
            '[' | '【' => (Token::OpenList, false),
            ']' | '】' => (Token::CloseList, false),
            ',' | '、' => (Token::Comma, false),
            '+' => (Token::Plus, false),
            '-' | '−' => (Token::Minus, false),
            '*' | '×' => (Token::Times, false),
            '≥' => (Token::Relation(Relation::GreaterOrEqual), false),
            '≤' => (Token::Relation(Relation::LessOrEqual), false),
            '≠' => (Token::Relation(Relation::NotEqual), false),
            '>' if double('=') => (Token::Relation(Relation::GreaterOrEqual), true),
            '>' => (Token::Relation(Relation::Greater), false),
            '<' if double('=') => (Token::Relation(Relation::LessOrEqual), true),
            '<' => (Token::Relation(Relation::Less), false),
            '=' if double('=') => (Token::Relation(Relation::Equal), true),
            '!' if double('=') => (Token::Relation(Relation::NotEqual), true),
            '!' => (Token::Bang, false),
            '&' if double('&') => (Token::And, true),
            '|' if double('|') => (Token::Or, true),
            _ => return Err(self.not_a_sign(first, start)),
        };
        if long {
            self.step();
        }
        Ok(token)
    }

    fn not_a_sign(&self, first: char, start: usize) -> Fault {
        let remedy = match first {
            '=' => Some("=="),
            '&' => Some("&&"),
            '|' => Some("||"),
            '/' | '÷' | '%' => Some("div(a, b, down)"),
            _ => None,
        };
        let found = self.since(start).to_owned();
        let expected = remedy.unwrap_or("== != < <= > >= in && || ! + - * ( ) [ ] ,");
        Fault::new(ProblemCode::ExpressionSyntax, start..self.at, expected, found)
            .suggest_maybe(remedy.map(str::to_owned))
    }

    fn quoted(&mut self, opening: char) -> Result<Placed, Fault> {
        let closing = match opening {
            '“' => '”',
            '‘' => '’',
            '「' => '」',
            other => other,
        };
        let start = self.at;
        self.step();
        let inside = self.at;
        loop {
            // Not narrowed: the text between quotes stays as it was written.
            match self.rest().chars().next() {
                None => {
                    let found = self.since(start).to_owned();
                    return Err(Fault::new(ProblemCode::ExpressionSyntax, start..self.at, closing, found));
                }
                Some(character) if character == closing || narrow(character) == closing => break,
                Some(_) => self.step(),
            }
        }
        let content = self.since(inside).to_owned();
        self.step();
        Ok((Token::Quoted(content), start..self.at))
    }
}

fn is_name_start(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn is_name_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '·')
}

/// Full-width forms as ASCII.
fn narrow(character: char) -> char {
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn word(name: &str) -> Token {
    match name {
        "或" | "or" => Token::Or,
        "且" | "and" => Token::And,
        "非" | "not" => Token::Not,
        "属于" | "in" => Token::In,
        "不属于" => Token::NotIn,
        "包含" | "contains" => Token::Contains(None),
        "包含任一" => Token::Contains(Some(Quantifier::Any)),
        "包含全部" => Token::Contains(Some(Quantifier::All)),
        "不包含" => Token::NotContains(None),
        "不包含任一" => Token::NotContains(Some(Quantifier::Any)),
        "不包含全部" => Token::NotContains(Some(Quantifier::All)),
        "是" | "true" => Token::Bool(true),
        "否" | "false" => Token::Bool(false),
        other => Token::Name(other.to_owned()),
    }
}

#[cfg(test)]
mod tests;
