//! What a process takes, as Linux counts it.

use super::Outcome;
use std::{fs, time::Duration};

/// Processor time is counted in hundredths of a second (`getconf CLK_TCK`, the same on every Linux of today).
const TICKS_A_SECOND: u64 = 100;

/// Memory in use, in kilobytes.
pub fn resident_kilobytes(pid: u32) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no memory in the process status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Processor time so far, in user and system.
pub fn processor_time(pid: u32) -> Outcome<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th fields after it.
    let (_, fields) = stat.rsplit_once(')').ok_or("no processor time in the process status")?;
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 1000 / TICKS_A_SECOND))
}
