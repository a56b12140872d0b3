//! Documents that were read once. A published version never changes, so what is kept is never stale; drafts are not
//! kept here.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Parsed documents by key.
#[derive(Debug)]
pub struct DocumentCache<T>(RwLock<HashMap<String, Arc<T>>>);

impl<T> Default for DocumentCache<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> DocumentCache<T> {
    /// A document, if it was read before.
    pub fn get(&self, key: &str) -> Option<Arc<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps a document.
    pub fn put(&self, key: &str, document: Arc<T>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), document);
    }
}
