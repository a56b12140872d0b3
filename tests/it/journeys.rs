//! What people do, over the portal's own pages and forms, without scripts.

mod application;
mod application_model;
mod arrangement;
mod arrangement_races;
mod at_once;
mod casework;
mod decision;
mod desk;
mod desk_races;
mod device;
mod difference;
mod display;
mod dispute;
mod dispute_answers;
mod dispute_races;
mod entitlement;
mod inbox;
mod office;
mod offline;
pub mod policy;
mod practice;
mod prospect;
mod second_time;
mod sign_in;
mod standing;
pub mod steps;
mod versions;
