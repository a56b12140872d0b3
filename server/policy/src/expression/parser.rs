//! The parser: operators by precedence, loosest first: or, and, not, comparison and `in` and `contains`, `+ -`, `*`, unary `-` and `!`.

use super::{
    DEEPEST,
    fault::Fault,
    lexer::{self, Placed, Token},
    syntax::{Arithmetic, Expression, Kind},
    typed::Quantifier,
};
use crate::problem::ProblemCode;
use std::ops::Range;

/// Parses one expression.
///
/// # Errors
/// The first thing that cannot be read, with its place.
pub fn parse(text: &str) -> Result<Expression, Fault> {
    let tokens = lexer::tokens(text)?;
    let mut parser = Parser { text, tokens, at: 0, nesting: 0 };
    let expression = parser.either()?;
    match parser.peek() {
        Token::End => Ok(expression),
        _ => Err(parser.unexpected("&& ||")),
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Placed>,
    at: usize,
    nesting: usize,
}

const END: &Placed = &(Token::End, 0..0);

impl Parser<'_> {
    fn current(&self) -> &Placed {
        self.tokens.get(self.at).or(self.tokens.last()).unwrap_or(END)
    }

    fn peek(&self) -> &Token {
        &self.current().0
    }

    fn place(&self) -> Range<usize> {
        self.current().1.clone()
    }

    fn next(&mut self) -> Placed {
        let placed = self.current().clone();
        self.at += 1;
        placed
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let found = self.peek() == wanted;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token, written: &str) -> Result<Range<usize>, Fault> {
        if self.peek() == wanted { Ok(self.next().1) } else { Err(self.unexpected(written)) }
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let span = self.place();
        let found = self.text.get(span.clone()).filter(|found| !found.is_empty()).unwrap_or("…");
        Fault::new(ProblemCode::ExpressionSyntax, span, expected, found)
    }

    /// One level deeper; refuses what nests too deeply before the stack does.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.nesting >= DEEPEST {
            return Err(too_deep(self.place()));
        }
        self.nesting += 1;
        let parsed = parse(self);
        self.nesting -= 1;
        parsed
    }

    fn either(&mut self) -> Result<Expression, Fault> {
        self.nested(|parser| parser.chain(&Token::Or, Kind::Or, Self::all))
    }

    fn all(&mut self) -> Result<Expression, Fault> {
        self.chain(&Token::And, Kind::And, Self::negation)
    }

    fn chain(
        &mut self,
        operator: &Token,
        kind: impl FnOnce(Vec<Expression>) -> Kind,
        parse: impl Fn(&mut Self) -> Result<Expression, Fault>,
    ) -> Result<Expression, Fault> {
        let first = parse(self)?;
        if self.peek() != operator {
            return Ok(first);
        }
        let mut members = vec![first];
        while self.take(operator) {
            members.push(parse(self)?);
        }
        let depth = members.iter().map(|member| member.depth).max().unwrap_or_default();
        let span = covering(&members);
        node(kind(members), span, depth)
    }

    fn negation(&mut self) -> Result<Expression, Fault> {
        let start = self.place().start;
        if !self.take(&Token::Not) {
            return self.comparison();
        }
        let inner = self.nested(Self::negation)?;
        let (span, depth) = (start..inner.span.end, inner.depth);
        node(Kind::Not(Box::new(inner)), span, depth)
    }

    fn comparison(&mut self) -> Result<Expression, Fault> {
        let left = self.sum()?;
        let compared = match self.peek() {
            Token::Relation(relation) => {
                let relation = *relation;
                self.at += 1;
                let right = self.sum()?;
                let (span, depth) = (left.span.start..right.span.end, left.depth.max(right.depth));
                node(Kind::Compare(Box::new(left), relation, Box::new(right)), span, depth)?
            }
            Token::In | Token::NotIn => {
                let negated = self.next().0 == Token::NotIn;
                self.list(left, negated)?
            }
            Token::Not if self.follows(&Token::In) => {
                self.at += 2;
                self.list(left, true)?
            }
            Token::Contains(quantifier) | Token::NotContains(quantifier) => {
                let (quantifier, negated) = (*quantifier, matches!(self.peek(), Token::NotContains(_)));
                self.at += 1;
                self.contains(left, quantifier, negated)?
            }
            Token::Not if self.follows(&Token::Contains(None)) => {
                self.at += 2;
                self.contains(left, None, true)?
            }
            _ => return Ok(left),
        };
        match self.peek() {
            Token::Relation(_) | Token::In | Token::NotIn | Token::Contains(_) | Token::NotContains(_) => {
                Err(self.unexpected("&& ||"))
            }
            _ => Ok(compared),
        }
    }

    fn follows(&self, token: &Token) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|(next, _)| next == token)
    }

    /// What a set must have: a code, or `any` or `all` of a list.
    fn contains(
        &mut self,
        set: Expression,
        quantifier: Option<Quantifier>,
        negated: bool,
    ) -> Result<Expression, Fault> {
        let named = match self.peek() {
            Token::Name(word) if quantifier.is_none() && self.follows(&Token::OpenList) => Quantifier::parse(word),
            _ => None,
        };
        self.at += usize::from(named.is_some());
        let (codes, end) = match (quantifier.or(named), self.peek()) {
            (Some(_), _) => {
                self.expect(&Token::OpenList, "[")?;
                self.members(&Token::CloseList, "]")?
            }
            (None, Token::OpenList) => return Err(self.unexpected("any [a, b] | all [a, b]")),
            (None, _) => {
                let code = self.primary()?;
                let span = code.span.clone();
                (vec![code], span)
            }
        };
        if codes.is_empty() {
            return Err(Fault::new(ProblemCode::ExpressionSyntax, end, "[a, b]", "[]"));
        }
        let quantifier = quantifier.or(named).unwrap_or(Quantifier::Any);
        let depth = codes.iter().map(|code| code.depth).max().unwrap_or_default().max(set.depth);
        let span = set.span.start..end.end;
        node(Kind::Contains { set: Box::new(set), quantifier, codes, negated }, span, depth)
    }

    fn list(&mut self, element: Expression, negated: bool) -> Result<Expression, Fault> {
        // A name instead of a list is a set.
        if matches!(self.peek(), Token::Name(_)) && !self.follows(&Token::Open) {
            let set = self.primary()?;
            let (span, depth) = (element.span.start..set.span.end, element.depth.max(set.depth));
            let (set, codes) = (Box::new(set), vec![element]);
            return node(Kind::Contains { set, quantifier: Quantifier::Any, codes, negated }, span, depth);
        }
        self.expect(&Token::OpenList, "[")?;
        let (list, end) = self.members(&Token::CloseList, "]")?;
        if list.is_empty() {
            return Err(Fault::new(ProblemCode::ExpressionSyntax, end, "[a, b]", "[]"));
        }
        let depth = list.iter().map(|member| member.depth).max().unwrap_or_default().max(element.depth);
        let span = element.span.start..end.end;
        node(Kind::In { element: Box::new(element), list, negated }, span, depth)
    }

    /// Members separated by commas up to a closing sign, which is taken; answers its place too.
    fn members(&mut self, closing: &Token, written: &str) -> Result<(Vec<Expression>, Range<usize>), Fault> {
        let mut members = Vec::new();
        loop {
            if self.peek() == closing {
                return Ok((members, self.next().1));
            }
            members.push(self.either()?);
            if !self.take(&Token::Comma) {
                let end = self.expect(closing, written)?;
                return Ok((members, end));
            }
        }
    }

    fn sum(&mut self) -> Result<Expression, Fault> {
        let mut left = self.product()?;
        loop {
            let operator = match self.peek() {
                Token::Plus => Arithmetic::Add,
                Token::Minus => Arithmetic::Subtract,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.product()?;
            left = calculate(left, operator, right)?;
        }
    }

    fn product(&mut self) -> Result<Expression, Fault> {
        let mut left = self.unary()?;
        while self.take(&Token::Times) {
            let right = self.unary()?;
            left = calculate(left, Arithmetic::Multiply, right)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, Fault> {
        let start = self.place().start;
        let kind = match self.peek() {
            Token::Minus => Kind::Negate,
            Token::Bang => Kind::Not,
            _ => return self.primary(),
        };
        self.at += 1;
        let inner = self.nested(Self::unary)?;
        let (span, depth) = (start..inner.span.end, inner.depth);
        node(kind(Box::new(inner)), span, depth)
    }

    fn primary(&mut self) -> Result<Expression, Fault> {
        let (token, span) = self.current().clone();
        let kind = match token {
            Token::Bool(value) => Kind::Bool(value),
            Token::Int(value) => Kind::Int(value),
            Token::Money(value) => Kind::Money(value),
            Token::Date(value) => Kind::Date(value),
            Token::Quoted(value) => Kind::Quoted(value),
            Token::Name(name) => {
                self.at += 1;
                return if self.take(&Token::Open) {
                    self.call(name, span.start)
                } else {
                    node(Kind::Name(name), span, 0)
                };
            }
            Token::Open => {
                self.at += 1;
                let inner = self.either()?;
                let end = self.expect(&Token::Close, ")")?;
                return Ok(Expression { span: span.start..end.end, ..inner });
            }
            _ => return Err(self.unexpected("12, 75.00元, 2025-01-01, \"310000\", a name, (")),
        };
        self.at += 1;
        node(kind, span, 0)
    }

    fn call(&mut self, name: String, start: usize) -> Result<Expression, Fault> {
        let (arguments, end) = self.members(&Token::Close, ")")?;
        let depth = arguments.iter().map(|argument| argument.depth).max().unwrap_or_default();
        node(Kind::Call { name, arguments }, start..end.end, depth)
    }
}

fn calculate(left: Expression, operator: Arithmetic, right: Expression) -> Result<Expression, Fault> {
    let (span, depth) = (left.span.start..right.span.end, left.depth.max(right.depth));
    node(Kind::Calculate(Box::new(left), operator, Box::new(right)), span, depth)
}

fn node(kind: Kind, span: Range<usize>, depth_beneath: usize) -> Result<Expression, Fault> {
    if depth_beneath >= DEEPEST {
        return Err(too_deep(span));
    }
    Ok(Expression { kind, span, depth: depth_beneath + 1 })
}

fn covering(members: &[Expression]) -> Range<usize> {
    let start = members.first().map_or(0, |member| member.span.start);
    let end = members.last().map_or(start, |member| member.span.end);
    start..end
}

fn too_deep(span: Range<usize>) -> Fault {
    Fault::new(ProblemCode::ExpressionTooDeep, span, format!("<= {DEEPEST}"), format!("> {DEEPEST}"))
}

#[cfg(test)]
mod tests;
