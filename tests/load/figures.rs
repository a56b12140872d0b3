//! A figure beside its gate.

/// What a figure is held against.
#[derive(Clone, Copy)]
pub enum Gate {
    /// It should not be smaller.
    Least(f64),
    /// It should not be larger.
    Most(f64),
    /// It is only told.
    None,
}

impl Gate {
    /// At least so much, where something was said.
    pub fn from_minimum(minimum: Option<f64>) -> Self {
        minimum.map_or(Self::None, Self::Least)
    }
}

/// Prints one figure.
pub fn line(name: &str, figure: f64, gate: Gate) {
    let (words, holds) = match gate {
        Gate::Least(least) => (format!("at least {least}"), Some(figure >= least)),
        Gate::Most(most) => (format!("at most {most}"), Some(figure <= most)),
        Gate::None => (String::new(), None),
    };
    let verdict = match holds {
        Some(true) => "holds",
        Some(false) => "MISSED",
        None => "",
    };
    println!("  {name:<44} {figure:>12.2}  {words:<18} {verdict}");
}
