//! Reading a page aloud, sentence by sentence, with the voice of the device. An island: without scripts it is not shown,
//! and it never starts by itself.

#![expect(missing_docs, reason = "the island macro makes public items without documentation")]

use leptos::prelude::*;

/// The bar. Hidden until the browser says that it can speak.
#[island]
pub fn ReadAloud(
    /// Language tag of the page.
    language: String,
    /// 读给我听
    read: String,
    /// 停
    stop: String,
) -> impl IntoView {
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(speech::supported()));
    view! {
        <div class="read-aloud" hidden=move || !able.get()>
            <button type="button" class="button button-quiet" on:click=move |_| speech::read(&language)>{read}</button>
            <button type="button" class="button button-quiet" on:click=move |_| speech::stop()>{stop}</button>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod speech {
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, SpeechSynthesis, SpeechSynthesisUtterance};

    fn synthesis() -> Option<SpeechSynthesis> {
        web_sys::window()?.speech_synthesis().ok()
    }

    /// Whether the browser can speak.
    pub fn supported() -> bool {
        synthesis().is_some()
    }

    /// Reads `main` from the top.
    pub fn read(language: &str) {
        stop();
        let main = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector("main").ok().flatten());
        let Some((synthesis, main)) = synthesis().zip(main.and_then(|main| main.dyn_into::<HtmlElement>().ok())) else {
            return;
        };
        for sentence in main
            .inner_text()
            .split_inclusive(['。', '！', '？', '.', '\n'])
            .filter(|sentence| !sentence.trim().is_empty())
        {
            if let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(sentence) {
                utterance.set_lang(language);
                synthesis.speak(&utterance);
            }
        }
    }

    /// Stops at once.
    pub fn stop() {
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod speech {
    /// The server cannot speak.
    pub fn supported() -> bool {
        false
    }

    /// Never called on the server.
    pub fn read(_language: &str) {}

    /// Never called on the server.
    pub fn stop() {}
}
