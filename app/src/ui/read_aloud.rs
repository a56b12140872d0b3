//! Reading a page aloud, sentence by sentence, with the voice of the device. An island: without scripts it is not shown,
//! and it never starts by itself.

#![expect(missing_docs, reason = "the island macro makes public items without documentation")]

#[cfg(feature = "hydrate")]
mod mark;
#[cfg(any(feature = "hydrate", test))]
mod sentences;
#[cfg(feature = "hydrate")]
mod voice;

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use voice::Voice;

/// What the voice is doing.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server is always silent"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Silent,
    Reading,
    Paused,
}

/// The bar: one button reads, pauses and goes on; while a page is read, others read the sentence again, change the speed
/// and stop. Not seen until the browser says that it can speak. The sentence that is read is marked.
#[island]
pub fn ReadAloud(
    /// 读给我听
    read: String,
    /// 暂停
    pause: String,
    /// 继续读
    go_on: String,
    /// 再读这一句
    again: String,
    /// 速度：平常, 慢, 快
    speeds: [String; 3],
    /// 停
    stop: String,
) -> impl IntoView {
    // Nothing moves when the bar appears: its place is kept until the browser has said whether it can speak.
    let able = RwSignal::new(None::<bool>);
    let phase = RwSignal::new(Phase::Silent);
    let speed = RwSignal::new(0);
    let voice = Voice::new(phase, speed);
    Effect::new(move |_| able.set(Some(Voice::is_supported())));
    let label = move || match phase.get() {
        Phase::Silent => read.clone(),
        Phase::Reading => pause.clone(),
        Phase::Paused => go_on.clone(),
    };
    let pace = move || speeds.get(speed.get()).cloned();
    let silent = move || phase.get() == Phase::Silent;
    let (repeats, faster, silenced) = (voice.clone(), voice.clone(), voice.clone());
    let press = move |_| match phase.get_untracked() {
        Phase::Silent => voice.read(),
        Phase::Reading => voice.pause(),
        Phase::Paused => voice.go_on(),
    };
    view! {
        <div class="read-aloud" hidden=move || able.get() == Some(false)
            data-waiting=move || able.get().is_none().then_some("")>
            <button type="button" class="button button-quiet" on:click=press>{label}</button>
            <button type="button" class="button button-quiet" hidden=silent on:click=move |_| repeats.go_on()>{again}</button>
            <button type="button" class="button button-quiet" hidden=silent on:click=move |_| faster.change_speed()>{pace}</button>
            <button type="button" class="button button-quiet" hidden=silent on:click=move |_| silenced.stop()>{stop}</button>
        </div>
    }
}

/// The server cannot speak.
#[cfg(not(feature = "hydrate"))]
#[derive(Clone)]
struct Voice;

#[cfg(not(feature = "hydrate"))]
impl Voice {
    fn new(_phase: RwSignal<Phase>, _speed: RwSignal<usize>) -> Self {
        Self
    }

    fn is_supported() -> bool {
        false
    }

    fn read(&self) {}

    fn pause(&self) {}

    fn go_on(&self) {}

    fn change_speed(&self) {}

    fn stop(&self) {}
}
