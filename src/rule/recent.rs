//! What was worked out for a post and may soon be asked for again.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// Values by post, shared by all threads; a bounded number of them is held.
#[derive(Debug)]
pub struct Recent<T> {
    held: Mutex<FxHashMap<u32, Arc<T>>>,
    most: usize,
}

impl<T> Recent<T> {
    /// Holds at most `most` values.
    pub fn new(most: usize) -> Self {
        Self {
            held: Mutex::default(),
            most,
        }
    }

    /// The value of a post, made where it is not held.
    pub fn get(&self, post: u32, make: impl FnOnce() -> T) -> Arc<T> {
        let made: Result<_, std::convert::Infallible> = self.try_get(post, || Ok(make()));
        let Ok(made) = made;
        made
    }

    /// As [`Recent::get`], for what may fail; a failure is not held.
    pub fn try_get<E>(&self, post: u32, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let lock = || self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = lock().get(&post) {
            return Ok(held.clone());
        }
        let made = Arc::new(make()?);
        let mut held = lock();
        if held.len() >= self.most {
            held.clear();
        }
        held.insert(post, made.clone());
        Ok(made)
    }
}
