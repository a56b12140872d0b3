//! The room that all bodies share: how many bytes of them the program holds at one time.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Most bytes of all bodies together.
const MOST: usize = 64 * 1024 * 1024;

/// Bytes that are held at this moment.
#[derive(Debug, Default)]
pub struct Room {
    held: AtomicUsize,
}

impl Room {
    /// An empty share, for one body.
    pub fn share(self: &Arc<Self>) -> Share {
        Share { room: Arc::clone(self), bytes: 0 }
    }
}

/// What one body holds; given back when it is dropped.
pub struct Share {
    room: Arc<Room>,
    bytes: usize,
}

impl Share {
    /// Takes so many more bytes; false when there is no room for them.
    pub fn grow(&mut self, bytes: usize) -> bool {
        let fits = |held: usize| held.checked_add(bytes).filter(|held| *held <= MOST);
        let taken = self.room.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok();
        if taken {
            self.bytes += bytes;
        }
        taken
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.room.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_makes_room_again() {
        let room = Arc::new(Room::default());
        let (mut first, mut second) = (room.share(), room.share());
        assert!(first.grow(MOST - 1) && second.grow(1));
        assert!(!second.grow(1));
        drop(first);
        assert!(second.grow(MOST - 1));
        drop(second);
        assert_eq!(room.held.load(Ordering::Relaxed), 0);
    }
}
