//! `/account/sessions`: where the person is signed in.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        tag::{Tone, tag},
    },
};
use contract::identity::{
    SessionRow, SessionsPage, Stays,
    device::{Device, Program, System},
};
use leptos::prelude::*;

/// Every session in words, with a button that ends it; and one button for all others.
pub fn sessions_page(words: &Words, view: &SessionsPage) -> Page {
    let title = words.say("sessions-title");
    let others = view.sessions.iter().filter(|session| !session.is_this).count();
    let end_all = (others > 1).then(|| {
        view! {
            <form method="post" aria-label=words.say("sessions-end-others") action="/account/sessions/end-others">
                {button::secondary(words.say("sessions-end-others"), "act", "end")}
            </form>
        }
    });
    let names = names(words, &view.sessions);
    let rows = view.sessions.iter().zip(names).map(|(session, name)| row(words, session, name)).collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("sessions-lead")}</p>
        <ul class="catalogue">{rows}</ul>
        {end_all}
    };
    Page::new(title, body.into_markup()).below(words, "/account", words.say("account-title"))
}

/// The device of each session in words; of several of one kind, all but the first with a number.
fn names(words: &Words, sessions: &[SessionRow]) -> Vec<String> {
    let name = |place: usize, session: &SessionRow| {
        let device = device_words(words, session.device);
        match sessions.iter().take(place).filter(|before| before.device == session.device).count() {
            0 => device,
            before => words.with("sessions-same", &[("device", &device), ("number", &(before + 1).to_string())]),
        }
    };
    sessions.iter().enumerate().map(|(place, session)| name(place, session)).collect()
}

fn row(words: &Words, session: &SessionRow, name: String) -> Markup {
    let seen = words.with("sessions-seen", &[("at", &words.instant(session.last_seen_at))]);
    let began = words.with("sessions-began", &[("at", &words.instant(session.began_at))]);
    let stays = (session.stays == Stays::Yes).then(|| view! { <p class="muted">{words.say("sessions-stays")}</p> });
    let heading = format!("session-{}", session.id);
    let end = match session.is_this {
        true => view! { <p>{tag(Tone::Good, this_one(words, session.device))}</p> }.into_markup(),
        false => view! {
            <p class="muted">{seen}</p>
            <form method="post" action=format!("/account/sessions/{}/end", session.id) aria-labelledby=heading.clone()>
                {button::secondary(words.say("sessions-end"), "act", "end")}
            </form>
        }
        .into_markup(),
    };
    view! {
        <li>
            <h2 id=heading>{name}</h2>
            <p class="muted">{began}</p>
            {stays}
            {end}
        </li>
    }
    .into_markup()
}

fn this_one(words: &Words, device: Device) -> String {
    words.say(if device.is_held() { "sessions-this-phone" } else { "sessions-this-computer" })
}

/// "WeChat on an Android phone".
pub fn device_words(words: &Words, device: Device) -> String {
    words.with(
        "device",
        &[("program", &words.say(program_key(device.program))), ("system", &words.say(system_key(device.system)))],
    )
}

fn program_key(program: Program) -> &'static str {
    match program {
        Program::WeChat => "device-wechat",
        Program::Alipay => "device-alipay",
        Program::Edge => "device-edge",
        Program::Firefox => "device-firefox",
        Program::Huawei => "device-huawei",
        Program::Xiaomi => "device-xiaomi",
        Program::Samsung => "device-samsung",
        Program::Qq => "device-qq",
        Program::Uc => "device-uc",
        Program::Chrome => "device-chrome",
        Program::Safari => "device-safari",
        Program::Other => "device-other-program",
    }
}

fn system_key(system: System) -> &'static str {
    match system {
        System::Harmony => "device-harmony",
        System::Iphone => "device-iphone",
        System::Ipad => "device-ipad",
        System::Android => "device-android",
        System::Windows => "device-windows",
        System::Mac => "device-mac",
        System::Linux => "device-linux",
        System::Other => "device-other-system",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn session(id: &str, is_this: bool, device: Device) -> SessionRow {
        SessionRow { id: id.into(), device, is_this, last_seen_at: 0, began_at: 0, stays: Stays::No }
    }

    #[test]
    fn two_of_one_kind_are_told_apart() {
        let phone = Device { program: Program::WeChat, system: System::Android };
        let sessions = ["one", "two", "three"].map(|id| session(id, id == "one", phone)).to_vec();
        let words = Words::new(Display::default());
        let said = names(&words, &sessions);
        assert!(said[1].contains('2') && said[2].contains('3') && !said[0].contains('1'), "{said:?}");
    }

    #[test]
    fn this_one_is_named_and_only_others_can_be_ended() {
        let phone = Device { program: Program::WeChat, system: System::Android };
        let sessions = vec![session("one", true, phone), session("two", false, Device::default())];
        let page = sessions_page(&Words::new(Display::default()), &SessionsPage { sessions });
        let html = page.body.to_string();
        assert!(html.contains("微信") && html.contains("安卓手机") && html.contains("这台手机，现在"), "{html}");
        assert!(html.contains("/account/sessions/two/end") && !html.contains("/account/sessions/one/end"), "{html}");
        assert!(!html.contains("end-others"), "one other has a button of its own: {html}");
    }
}
