//! The closed list of functions, with their names in both languages and how each is called.

/// One function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its English name, which is also the stable one.
    pub en: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// How it is called.
    pub usage: &'static str,
}

/// Every function.
pub const FUNCTIONS: &[Function] = &[
    Function { en: "age", zh: "周岁", usage: "age(date, today)" },
    Function { en: "months_between", zh: "相隔月数", usage: "months_between(date, date)" },
    Function { en: "days_between", zh: "相隔天数", usage: "days_between(date, date)" },
    Function { en: "days_in_month", zh: "当月天数", usage: "days_in_month(date)" },
    Function { en: "month_start", zh: "月初", usage: "month_start(date)" },
    Function { en: "month_end", zh: "月末", usage: "month_end(date)" },
    Function { en: "year_start", zh: "年初", usage: "year_start(date)" },
    Function { en: "year_end", zh: "年末", usage: "year_end(date)" },
    Function { en: "earlier", zh: "较早", usage: "earlier(date, date)" },
    Function { en: "later", zh: "较晚", usage: "later(date, date)" },
    Function { en: "div", zh: "除", usage: "div(a, b, down)" },
    Function { en: "percent", zh: "百分", usage: "percent(a, 80, down)" },
    Function { en: "round_to", zh: "取整", usage: "round_to(a, 1.00元, down)" },
    Function { en: "prorate", zh: "按天折算", usage: "prorate(a, date, today, down)" },
    Function { en: "min", zh: "较小", usage: "min(a, b)" },
    Function { en: "max", zh: "较大", usage: "max(a, b)" },
    Function { en: "if", zh: "如果", usage: "if(condition, a, b)" },
    Function { en: "any", zh: "任一", usage: "any(members, condition)" },
    Function { en: "all", zh: "全部", usage: "all(members, condition)" },
    Function { en: "count", zh: "人数", usage: "count(members, condition)" },
    Function { en: "sum", zh: "合计", usage: "sum(members, number, condition)" },
    Function { en: "entitled", zh: "享受", usage: "entitled(\"policy-id\")" },
    Function { en: "amount", zh: "金额", usage: "amount(\"policy-id\", month)" },
];

/// How a quotient is rounded, in both languages: the English word, and the Chinese one.
pub const ROUNDINGS: &[(&str, &str)] = &[("down", "舍去"), ("up", "进一"), ("half_up", "四舍五入")];

/// What an amount is per, in both languages: the English word, and the Chinese one.
pub const PERIODS: &[(&str, &str)] =
    &[("day", "天"), ("week", "周"), ("month", "月"), ("year", "年"), ("once", "一次")];

/// A function by its name in either language.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.en == name || function.zh == name)
}

/// The English word of one of these in either language.
pub fn english(words: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    words.iter().find(|(en, zh)| *en == name || *zh == name).map(|(en, _)| *en)
}
