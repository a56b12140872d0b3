//! The words that choose among fixed ways in a policy document.

use crate::words::words;

words! {
    /// The three fields of the portal.
    Field {
        /// 看病
        Healthcare = "healthcare",
        /// 养老
        ElderlyCare = "elderly-care",
        /// 社保
        SocialSecurity = "social-security",
    }
}

words! {
    /// What happens in people's lives: by it they look through a catalogue.
    LifeEvent {
        /// 上了年纪
        Ageing = "ageing",
        /// 要人照顾
        Care = "care",
        /// 生病
        Illness = "illness",
        /// 生孩子、养孩子
        Children = "children",
        /// 工作
        Work = "work",
        /// 没了工作
        LosingWork = "losing-work",
        /// 工伤
        WorkInjury = "work-injury",
        /// 退休
        Retirement = "retirement",
        /// 残疾
        Disability = "disability",
        /// 生活困难
        Hardship = "hardship",
        /// 家里有人去世
        Bereavement = "bereavement",
        /// 单位招人
        Employers = "employers",
    }
}

words! {
    /// How sure the project is of a policy's text.
    Confidence {
        /// The official text was read.
        High = "high",
        /// A good secondary source, or two that agree.
        Medium = "medium",
        /// One weak source, or sources that disagree.
        Low = "low",
    }
}

words! {
    /// How a policy reaches people.
    Delivery {
        /// Granted without application (免申即享).
        Automatic = "automatic",
        /// One tap.
        Confirm = "confirm",
        /// An application, filled in as far as the city knows.
        Apply = "apply",
        /// Applied for once, then paid by itself.
        ApplyThenAutomatic = "apply-then-automatic",
        /// A notice only.
        Inform = "inform",
    }
}

words! {
    /// How often a benefit comes.
    Period {
        /// Every month.
        Month = "month",
        /// Every year.
        Year = "year",
        /// Once.
        Once = "once",
        /// Every week.
        Week = "week",
        /// Every day.
        Day = "day",
    }
}

words! {
    /// What an amount counts.
    AmountUnit {
        /// Fen.
        Money = "money",
        /// Hours of service.
        Hours = "hours",
    }
}

words! {
    /// What a benefit is.
    BenefitKind {
        /// Money.
        Cash = "cash",
        /// A service.
        Service = "service",
        /// A contribution paid for the person.
        Contribution = "contribution",
    }
}

words! {
    /// Whether one can apply before the conditions are met.
    ApplyBefore {
        /// Not before that day.
        No = "no",
        /// Some months before.
        WithinMonths = "within-months",
        /// However long before.
        AnyTime = "any-time",
    }
}

words! {
    /// What happens to an offer that nobody answers.
    Silence {
        /// It stays open.
        StaysOpen = "stays-open",
        /// It ends after a number of days.
        EndsAfterDays = "ends-after-days",
    }
}
