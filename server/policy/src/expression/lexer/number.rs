//! Whole numbers, amounts (`75.00元`), dates (`2025-01-01`), and names that begin with a digit.

use super::{Lexer, Placed, Token, is_name_part, narrow};
use crate::{expression::fault::Fault, problem::ProblemCode, value::Money};
use jiff::civil::Date;

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> Result<Placed, Fault> {
        if let Some(placed) = self.date()? {
            return Ok(placed);
        }
        let start = self.at;
        self.take_while(|character| character.is_ascii_digit());
        let whole = narrowed(self.since(start));
        let decimal = self.peek() == Some('.');
        if decimal {
            self.step();
            self.take_while(|character| character.is_ascii_digit());
        }
        let digits = narrowed(self.since(start));
        let after_digits = self.at;
        self.take_while(is_name_part);
        let unit = self.text.get(after_digits..self.at).unwrap_or_default().to_owned();
        let span = start..self.at;
        let token = match (unit.as_str(), decimal) {
            ("元", _) => Money::parse(&digits).map(|money| Token::Money(money.0)),
            ("", false) => whole.parse().ok().map(Token::Int),
            ("", true) => {
                let suggestion = format!("{digits}元");
                return Err(Fault::new(ProblemCode::ExpressionSyntax, span, &suggestion, digits).suggest(&suggestion));
            }
            // 23价疫苗: a name may begin with digits.
            (_, false) => Some(Token::Name(self.since(start).to_owned())),
            (_, true) => None,
        };
        token.map(|token| (token, span.clone())).ok_or_else(|| {
            let found = self.since(start).to_owned();
            Fault::new(ProblemCode::ExpressionSyntax, span, "12, 75.00元, 2025-01-01", found)
        })
    }

    /// Four digits, two, two: `2025-01-01`. A difference of three numbers needs spaces.
    fn date(&mut self) -> Result<Option<Placed>, Fault> {
        let mut shape = "dddd-dd-dd".chars();
        let mut length = 0;
        let rest = self.rest();
        for character in rest.chars().take(10) {
            let narrowed = narrow(character);
            let fits = match shape.next() {
                Some('d') => narrowed.is_ascii_digit(),
                _ => narrowed == '-',
            };
            if !fits {
                return Ok(None);
            }
            length += character.len_utf8();
        }
        let next = rest.get(length..).and_then(|rest| rest.chars().next()).map(narrow);
        if shape.next().is_some() || next.is_some_and(is_name_part) {
            return Ok(None);
        }
        let written = narrowed(rest.get(..length).unwrap_or_default());
        let span = self.at..self.at + length;
        match written.parse::<Date>() {
            Ok(date) => {
                self.at += length;
                Ok(Some((Token::Date(date), span)))
            }
            Err(_) => Err(Fault::new(ProblemCode::ExpressionSyntax, span, "2025-01-31", written)),
        }
    }
}

fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}
