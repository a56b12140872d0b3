//! The browser's voice. A pause remembers the sentence and falls silent, because the browser's own pause ends the
//! reading for good on most telephones.

use super::{Phase, sentences::sentences};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, SpeechSynthesis, SpeechSynthesisUtterance};

/// A little slower than the voice would speak by itself.
const RATE: f32 = 0.9;

/// The bar, which does not read itself.
const BAR: &str = ".read-aloud";

/// A voice and where it is in the page.
#[derive(Clone)]
pub struct Voice(Rc<State>);

struct State {
    language: String,
    phase: RwSignal<Phase>,
    sentences: RefCell<Vec<String>>,
    current: Rc<Cell<usize>>,
    spoken: RefCell<Vec<Sentence>>,
}

/// A sentence on its way to the ear. It is kept while it may speak: browsers drop the events of one that nobody holds.
struct Sentence {
    utterance: SpeechSynthesisUtterance,
    _events: [Closure<dyn FnMut()>; 2],
}

impl Drop for Sentence {
    fn drop(&mut self) {
        self.utterance.set_onstart(None);
        self.utterance.set_onend(None);
    }
}

impl Voice {
    /// Silent.
    pub fn new(language: String, phase: RwSignal<Phase>) -> Self {
        let current = Rc::new(Cell::new(0));
        Self(Rc::new(State { language, phase, sentences: RefCell::default(), current, spoken: RefCell::default() }))
    }

    /// Whether the browser can speak.
    pub fn is_supported() -> bool {
        synthesis().is_some()
    }

    /// Reads `main` from the top.
    pub fn read(&self) {
        let text = page_text().unwrap_or_default();
        *self.0.sentences.borrow_mut() = sentences(&text);
        self.0.current.set(0);
        self.go_on();
    }

    /// Falls silent and remembers where.
    pub fn pause(&self) {
        self.fall_silent(Phase::Paused);
    }

    /// Reads on with the sentence it was in.
    pub fn go_on(&self) {
        self.fall_silent(Phase::Reading);
        let Some(synthesis) = synthesis() else { return };
        let sentences = self.0.sentences.borrow();
        for (place, text) in sentences.iter().enumerate().skip(self.0.current.get()) {
            let last = place + 1 == sentences.len();
            if let Some(sentence) = self.sentence(text, place, last) {
                synthesis.speak(&sentence.utterance);
                self.0.spoken.borrow_mut().push(sentence);
            }
        }
    }

    /// Falls silent and forgets where.
    pub fn stop(&self) {
        self.fall_silent(Phase::Silent);
    }

    fn fall_silent(&self, phase: Phase) {
        self.0.phase.set(phase);
        self.0.spoken.borrow_mut().clear();
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }

    fn sentence(&self, text: &str, place: usize, last: bool) -> Option<Sentence> {
        let utterance = SpeechSynthesisUtterance::new_with_text(text).ok()?;
        utterance.set_lang(&self.0.language);
        utterance.set_rate(RATE);
        let (current, phase) = (self.0.current.clone(), self.0.phase);
        let starts = Closure::<dyn FnMut()>::new(move || current.set(place));
        let ends = Closure::<dyn FnMut()>::new(move || {
            if last {
                phase.set(Phase::Silent);
            }
        });
        utterance.set_onstart(Some(starts.as_ref().unchecked_ref()));
        utterance.set_onend(Some(ends.as_ref().unchecked_ref()));
        Some(Sentence { utterance, _events: [starts, ends] })
    }
}

/// A browser without a voice answers `undefined`, not an error.
fn synthesis() -> Option<SpeechSynthesis> {
    web_sys::window()?.speech_synthesis().ok().filter(|synthesis| !synthesis.is_undefined())
}

/// What a person sees in `main`, the bar left out.
fn page_text() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let main = document.query_selector("main").ok()??;
    let mut text = String::new();
    collect(&main, document.query_selector(BAR).ok()?.as_ref(), &mut text);
    Some(text)
}

fn collect(element: &Element, bar: Option<&Element>, text: &mut String) {
    match bar {
        Some(bar) if element == bar => {}
        Some(bar) if element.contains(Some(bar)) => {
            let children = element.children();
            (0..children.length())
                .filter_map(|place| children.item(place))
                .for_each(|child| collect(&child, Some(bar), text));
        }
        Some(_) | None => {
            if let Some(element) = element.dyn_ref::<HtmlElement>() {
                text.push_str(&element.inner_text());
                text.push('\n');
            }
        }
    }
}
