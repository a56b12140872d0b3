//! The browser's voice, one sentence at a time. A pause remembers the sentence and falls silent, because the browser's own
//! pause ends the reading for good on most telephones.

use super::{
    Phase,
    mark::{Script, clear},
};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

/// Plain is a little slower than the voice would speak by itself; then slow and fast, in the order of the island's words.
const RATES: [f32; 3] = [0.9, 0.65, 1.2];

/// A voice and where it is in the page.
#[derive(Clone)]
pub struct Voice(Rc<State>);

struct State {
    phase: RwSignal<Phase>,
    speed: RwSignal<usize>,
    script: RefCell<Script>,
    current: Cell<usize>,
    spoken: RefCell<Option<Spoken>>,
    // The events of every sentence. They live as long as the voice: none is dropped while it runs.
    ended: Closure<dyn FnMut()>,
    failed: Closure<dyn FnMut()>,
}

/// A sentence on its way to the ear. It is held while it may speak: browsers drop the events of one that nobody holds.
struct Spoken(SpeechSynthesisUtterance);

impl Drop for Spoken {
    fn drop(&mut self) {
        self.0.set_onend(None);
        self.0.set_onerror(None);
    }
}

impl Voice {
    /// Silent.
    pub fn new(phase: RwSignal<Phase>, speed: RwSignal<usize>) -> Self {
        Self(Rc::new_cyclic(|state: &std::rc::Weak<State>| {
            let (next, fault) = (state.clone(), state.clone());
            let on = |state: &std::rc::Weak<State>| state.upgrade().map(Voice);
            State {
                phase,
                speed,
                script: RefCell::default(),
                current: Cell::new(0),
                spoken: RefCell::new(None),
                ended: Closure::new(move || on(&next).iter().for_each(Self::next)),
                failed: Closure::new(move || on(&fault).iter().for_each(Self::stop)),
            }
        }))
    }

    /// Whether the browser can speak.
    pub fn is_supported() -> bool {
        synthesis().is_some()
    }

    /// Reads `main` from the top.
    pub fn read(&self) {
        self.0.script.replace(Script::of_page());
        self.0.current.set(0);
        self.go_on();
    }

    /// Falls silent and remembers where; the mark stays.
    pub fn pause(&self) {
        self.fall_silent(Phase::Paused);
    }

    /// Reads on from the beginning of the sentence it was in: after a pause, or to hear it again.
    pub fn go_on(&self) {
        self.fall_silent(Phase::Reading);
        if self.speak().is_none() {
            self.stop();
        }
    }

    /// The next speed; the sentence begins again with it.
    pub fn change_speed(&self) {
        self.0.speed.update(|speed| *speed = (*speed + 1) % RATES.len());
        if self.0.phase.get_untracked() == Phase::Reading {
            self.go_on();
        }
    }

    /// Falls silent and forgets where.
    pub fn stop(&self) {
        self.fall_silent(Phase::Silent);
        clear();
    }

    fn next(&self) {
        self.0.current.set(self.0.current.get() + 1);
        self.go_on();
    }

    fn fall_silent(&self, phase: Phase) {
        self.0.phase.set(phase);
        // Its events first: a browser calls them for a sentence that is cut short, too.
        self.0.spoken.replace(None);
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }

    /// Nothing when the page is at its end.
    fn speak(&self) -> Option<()> {
        let script = self.0.script.borrow();
        let place = self.0.current.get();
        let utterance = SpeechSynthesisUtterance::new_with_text(&script.sentences.get(place)?.text).ok()?;
        utterance.set_lang(&script.language(place).unwrap_or_default());
        utterance.set_rate(*RATES.get(self.0.speed.get_untracked())?);
        utterance.set_onend(Some(self.0.ended.as_ref().unchecked_ref()));
        utterance.set_onerror(Some(self.0.failed.as_ref().unchecked_ref()));
        script.mark(place);
        synthesis()?.speak(&utterance);
        self.0.spoken.replace(Some(Spoken(utterance)));
        Some(())
    }
}

/// A browser without a voice answers `undefined`, not an error.
fn synthesis() -> Option<SpeechSynthesis> {
    web_sys::window()?.speech_synthesis().ok().filter(|synthesis| !synthesis.is_undefined())
}
