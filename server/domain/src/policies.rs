//! Policies: what is in force, who it is meant for, what the resident answers, and the desk where they are written.

pub mod ahead;
pub mod catalogue;
pub mod checking;
pub mod desk;
pub mod entitlement;
pub mod home;
pub mod matching;
pub mod monthly_sum;
pub mod new_day;
pub mod offers;
pub mod prospects;
pub mod publish;
pub mod published;
pub mod reasons;
pub mod rehearse;
pub mod seeds;
pub mod silence;
pub mod standards;
pub mod validity;
pub mod versions;
pub mod withdrawal;
