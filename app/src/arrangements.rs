//! Pages for whoever carries out what residents said yes to. What becomes of it the resident reads with the offer.

pub mod case;
pub mod queue;
