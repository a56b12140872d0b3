//! `/account/passkeys`, and the form of a passkey that stands on other pages too. The form is the script's: without
//! scripts it is hidden, and the page leads to the password.

use super::sessions::device_words;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        notification_banner::{News, announcement, remark},
        summary_list::{Row, summary_list},
        text_field::{TextField, text_field},
    },
};
use contract::{
    address::local_address,
    error::FieldError,
    identity::{OtherWay, PasskeyChanged, PasskeyRow, PasskeysPage},
};
use leptos::prelude::*;

/// The list, with another name or an end for each; and the form of a new one.
pub fn passkeys_page(words: &Words, view: &PasskeysPage) -> Page {
    let title = words.say("passkeys-title");
    let errors = worded(&view.errors, view.other);
    let changed = view.changed.map(|changed| announcement(News::Good, words.say(changed_key(changed))));
    let others =
        (view.changed == Some(PasskeyChanged::Added) && view.others > 0).then(|| end_others(words, view.others));
    let rows = view.passkeys.iter().map(|passkey| row(words, passkey, &errors)).collect_view();
    let list = match view.passkeys.is_empty() {
        true => view! { <p>{words.say("passkeys-none")}</p> }.into_markup(),
        false => view! { <ul class="catalogue" id="passkeys">{rows}</ul> }.into_markup(),
    };
    let body = view! {
        {error_summary(words, &errors)}
        {changed}
        {others}
        {view.second_needed.then(|| remark(News::Waiting, words.say("passkeys-second-needed")))}
        {(view.second_needed && !view.next.is_empty()).then(|| view! { <p>{words.say("passkeys-second-then")}</p> })}
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("passkeys-lead")}</p>
        {list}
        <h2>{words.say("passkeys-add")}</h2>
        {adding(words, view, &errors)}
    };
    let mut page = Page::new(title, body.into_markup()).below(words, "/account", words.say("account-title"));
    page.passkeys = view.possible;
    page.with_errors(!view.errors.is_empty())
}

/// Whoever has a new way in may want to end what was opened by the old ones.
fn end_others(words: &Words, others: usize) -> Markup {
    let count = words.number(i64::try_from(others).unwrap_or(i64::MAX));
    view! {
        <form method="post" aria-label=words.say("password-others-end") action="/account/sessions/end-others">
            <p>{words.with("password-others", &[("count", &count)])}</p>
            {button::secondary(words.say("password-others-end"), "act", "end")}
        </form>
    }
    .into_markup()
}

fn adding(words: &Words, view: &PasskeysPage, errors: &[FieldError]) -> Markup {
    if !view.possible {
        return view! { <p>{words.say("passkeys-no-name")}</p> }.into_markup();
    }
    if view.is_full {
        return view! { <p>{words.say("error-passkey-many")}</p> }.into_markup();
    }
    let name = TextField {
        label: FieldLabel::new("name", words.say("passkeys-name")).hint(words.say("passkeys-name-hint")),
        value: view.typed.clone().unwrap_or_else(|| usual_name(words, view)),
        autocomplete: Some("off".to_owned()),
        ..TextField::default()
    };
    let next = (!view.next.is_empty()).then(|| hidden("next", local_address(&view.next)));
    let fields = view! { {next}{text_field(words, errors, name)} }.into_markup();
    let needs_scripts = match view.other {
        OtherWay::Password => "passkeys-needs-scripts",
        OtherWay::Nothing => "join-needs-scripts",
    };
    view! {
        <p class="without-scripts">{words.say(needs_scripts)}</p>
        {passkey_form(words, Asking::Register, fields, errors, view.other)}
        <p class="muted">{words.say("passkeys-removing")}</p>
    }
    .into_markup()
}

/// What a new one is called unless the person says otherwise: the device, and a number where another one is called so.
fn usual_name(words: &Words, view: &PasskeysPage) -> String {
    let device = device_words(words, view.device);
    let is_taken = |name: &str| view.passkeys.iter().any(|passkey| passkey.name == name);
    let numbered = (2..=view.passkeys.len() + 1).map(|number| format!("{device} {number}"));
    std::iter::once(device.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// The field for another name of a passkey, which no other form on the page has.
pub fn name_field(id: &str) -> String {
    format!("name-{id}")
}

fn row(words: &Words, passkey: &PasskeyRow, errors: &[FieldError]) -> Markup {
    let heading = format!("passkey-{}", passkey.id);
    let used = match (passkey.last_used_at, passkey.last_device) {
        (Some(at), Some(device)) => {
            let at = words.instant(at);
            words.with("passkeys-used-on", &[("at", &at), ("device", &device_words(words, device))])
        }
        _ => words.say("passkeys-never-used"),
    };
    let facts = vec![
        Row::text(words.say("passkeys-made"), words.instant(passkey.created_at)),
        Row::text(words.say("passkeys-made-on"), device_words(words, passkey.made_on)),
        Row::text(words.say("passkeys-used"), used),
    ];
    let field = name_field(&passkey.id);
    let name = TextField {
        label: FieldLabel::new(&field, words.say("passkeys-other-name")),
        value: passkey.typed.clone().unwrap_or_else(|| passkey.name.clone()),
        autocomplete: Some("off".to_owned()),
        ..TextField::default()
    };
    // Two forms of one passkey are told apart by their buttons, and those of several by their names.
    let (rename_id, remove_id) = (format!("rename-{}", passkey.id), format!("remove-{}", passkey.id));
    let rename = view! {
        <form method="post" action=format!("/account/passkeys/{}/rename", passkey.id) aria-labelledby=format!("{rename_id} {heading}") novalidate>
            {text_field(words, errors, name)}
            <button class="button button-quiet" type="submit" name="act" value="rename" id=rename_id.clone()>{words.say("passkeys-rename")}</button>
        </form>
    };
    let remove = view! {
        <form method="post" action=format!("/account/passkeys/{}/remove", passkey.id) aria-labelledby=format!("{remove_id} {heading}")>
            <button class="button button-quiet" type="submit" name="act" value="remove" id=remove_id.clone()>{words.say("passkeys-remove")}</button>
        </form>
    };
    // Where something was typed or is wrong, it is open.
    let is_open = passkey.typed.is_some() || errors.iter().any(|error| error.field == field);
    let summary = words.marked(&words.with("passkeys-more", &[("name", &passkey.name)]));
    let more = view! { <details open=is_open><summary>{summary}</summary><div class="details">{rename}{remove}</div></details> };
    view! { <li><h2 id=heading>{words.marked(&passkey.name)}</h2>{summary_list(facts)}{more}</li> }.into_markup()
}

fn changed_key(changed: PasskeyChanged) -> &'static str {
    match changed {
        PasskeyChanged::Added => "passkeys-added",
        PasskeyChanged::Renamed => "passkeys-renamed",
        PasskeyChanged::Removed => "passkeys-removed",
    }
}

/// What the device is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// To sign in.
    SignIn,
    /// To confirm in a session.
    Confirm,
    /// To make a new one.
    Register,
    /// To make the first one, by a code.
    Join,
}

/// What needs mending, in words for whom a password lets in, or none.
pub fn worded(errors: &[FieldError], other: OtherWay) -> Vec<FieldError> {
    let code = |code: &str| match (other, code) {
        (OtherWay::Nothing, "error-passkey-wrong") => "error-passkey-wrong-alone".to_owned(),
        (OtherWay::Nothing, "error-passkey-last") => "error-passkey-last-alone".to_owned(),
        _ => code.to_owned(),
    };
    errors.iter().map(|error| FieldError { code: code(&error.code), ..error.clone() }).collect()
}

/// The form that the script sends. It is hidden until the script has found its button.
pub fn passkey_form(words: &Words, asking: Asking, fields: Markup, errors: &[FieldError], other: OtherWay) -> Markup {
    let (action, purpose, label) = match asking {
        Asking::SignIn => ("/sign-in/passkey", "sign-in", "passkeys-sign-in"),
        Asking::Confirm => ("/account/confirm/passkey", "confirm", "passkeys-confirm"),
        Asking::Register => ("/account/passkeys/add", "register", "passkeys-add-button"),
        Asking::Join => ("/sign-in/staff", "join", "passkeys-add-button"),
    };
    let makes_one = matches!(asking, Asking::Register | Asking::Join);
    let is_main = makes_one || other == OtherWay::Nothing;
    let class = if is_main { "button" } else { "button button-quiet" };
    let wrong = errors.iter().find(|error| error.field == "passkey").map(|error| words.say(&error.code));
    let (none, failed) = match other {
        OtherWay::Password => ("passkeys-browser-has-none", "passkeys-failed"),
        OtherWay::Nothing => ("passkeys-browser-has-none-alone", "passkeys-failed-alone"),
    };
    view! {
        <form method="post" aria-label=words.say(label) action=action class="passkey" novalidate data-purpose=purpose
            data-none=words.say(none) data-failed=words.say(failed)
            data-lock=words.say("passkeys-needs-lock") data-elsewhere=words.say("passkeys-elsewhere") hidden>
            {fields}
            {hidden("credential", "")}
            <button class=class type="submit" id="passkey">{words.say(label)}</button>
            <p role="status">{wrong}</p>
        </form>
    }
    .into_markup()
}

/// The script of the form: it asks the portal for a challenge, the device for its answer, and sends the form. On the sign-in
/// page the browser offers passkeys by itself while the page stands (conditional mediation), with a fresh challenge before
/// the old one is over; once the button is pressed the button's challenge alone counts, and what was asked before is broken
/// off. Where the person has to sign in or to confirm first, the form is sent without an answer, which leads
/// there and back. Old browsers have no reading of JSON of their own, so it is done here. A browser that opened another
/// address than the portal's `origin` (`127.0.0.1` for `localhost`) is told which.
pub fn script(origin: &str) -> String {
    let script = "const form=document.querySelector('form.passkey'),say=form.querySelector('[role=status]'),{purpose,none,failed,lock,elsewhere}=form.dataset,\
     API=window.PublicKeyCredential,keys=navigator.credentials;\
     form.hidden=false;document.querySelector('.without-scripts')?.remove();\
     const bytes=t=>Uint8Array.from(atob(t.replace(/-/g,'+').replace(/_/g,'/')),c=>c.charCodeAt()),\
     text=b=>btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\\+/g,'-').replace(/\\//g,'_').replace(/=/g,'');\
     async function options(signal){const r=await fetch('/passkeys/begin',{method:'POST',signal,headers:{'content-type':'application/x-www-form-urlencoded'},body:new URLSearchParams({purpose,code:form.elements.code?.value??''})});\
     if(r.status===401||purpose==='join'&&r.status===404){form.submit();return new Promise(()=>{})}if(!r.ok)throw new Error(r.status);const o=await r.json();o.challenge=bytes(o.challenge);if(o.user)o.user.id=bytes(o.user.id);\
     for(const list of [o.excludeCredentials,o.allowCredentials])list?.forEach(c=>c.id=bytes(c.id));return o}\
     function send(c){const response={};for(const name of ['clientDataJSON','attestationObject','authenticatorData','signature','userHandle'])\
     if(c.response[name])response[name]=text(c.response[name]);\
     if(document.querySelector('#stays')?.checked)form.elements.stays.value='yes';form.elements.credential.value=JSON.stringify({id:c.id,rawId:text(c.rawId),type:c.type,response});form.submit()}\
     let waiting,pressed;\
     async function wait(){try{if(location.origin!==origin||!await API?.isConditionalMediationAvailable?.()||pressed)return;waiting?.abort();const own=waiting=new AbortController();\
     const publicKey=await options(own.signal);if(!own.signal.aborted)send(await keys.get({publicKey,mediation:'conditional',signal:own.signal}))}catch(fault){console.info(fault)}}\
     form.addEventListener('submit',async e=>{e.preventDefault();if(location.origin!==origin){say.textContent=elsewhere+origin;return}if(!API||!keys){say.textContent=none;return}\
     if(pressed)return;pressed=true;waiting?.abort();say.textContent='';try{const publicKey=await options();send(/^[rj]/.test(purpose)?await keys.create({publicKey}):await keys.get({publicKey}))}\
     catch(fault){console.info(fault);const locked=await API.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(()=>true);\
     say.textContent=locked?failed:failed+lock;pressed=false;if(purpose==='sign-in')wait()}});\
     if(purpose==='sign-in'){wait();setInterval(wait,240000)}";
    format!("const origin='{origin}';{script}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{display::Display, identity::device::Device};

    fn words() -> Words {
        Words::new(Display::default())
    }

    #[test]
    fn the_script_is_small_and_stays_inside_its_element() {
        let script = script("https://service.of-a-city-with-a-long-name.example:8443");
        assert!(script.len() <= 4_096, "{} bytes", script.len());
        assert!(!script.contains("</") && !script.contains("innerHTML"));
    }

    #[test]
    fn the_form_is_hidden_until_the_script_comes() {
        let html = passkey_form(&words(), Asking::SignIn, ().into_markup(), &[], OtherWay::Password).to_string();
        assert!(html.contains(" hidden") && html.contains(r#"type="submit""#), "{html}");
        assert!(html.contains(r#"action="/sign-in/passkey""#), "{html}");
    }

    #[test]
    fn whom_no_password_lets_in_reads_of_none() {
        let errors = ["error-passkey-wrong", "error-passkey-last"].map(|code| FieldError::new("passkey", code));
        let view =
            PasskeysPage { possible: true, other: OtherWay::Nothing, errors: errors.into(), ..PasskeysPage::default() };
        let html = passkeys_page(&words(), &view).body.to_string();
        // "锁屏密码" is the telephone's own.
        assert!(!html.replace("锁屏密码", "").replace("不用记密码", "").contains("密码"), "{html}");
    }

    #[test]
    fn a_passkey_has_a_name_and_says_where_it_was_used() {
        let passkey = PasskeyRow {
            id: "k1".into(),
            name: "妈妈的手机".into(),
            typed: None,
            made_on: Device::default(),
            created_at: 0,
            last_used_at: None,
            last_device: None,
        };
        let view = PasskeysPage { passkeys: vec![passkey], possible: true, ..PasskeysPage::default() };
        let page = passkeys_page(&words(), &view);
        assert!(page.passkeys);
        let html = page.body.to_string();
        assert!(html.contains("妈妈的手机") && html.contains("/account/passkeys/k1/remove"), "{html}");
        let none = passkeys_page(&words(), &PasskeysPage::default());
        assert!(!none.passkeys && !none.body.to_string().contains("<form"), "no passkeys at a number");
    }
}
