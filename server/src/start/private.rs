//! The memory of the program holds the keys of the city and what people are just typing: it is shown to nobody.

/// From here on the process leaves no core file when it ends badly, and other processes of the same user can neither trace
/// it nor read its memory. Where the system does not know this, the program serves all the same, and says so.
pub(super) fn keep_memory_private() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        if let Err(error) = setrlimit(Resource::Core, none) {
            tracing::warn!(%error, "a core file could be written when the program ends badly");
        }
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "other processes of this user could read the memory of the program");
        }
    }
}
