//! `/offline-card`: what may be kept on this device, and the two buttons. `/offline-card/kept`: the card itself, without
//! the person in its frame and without anything to send, for the device and for paper.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        icon, link,
        qr_code::qr_code,
        summary_list::{Row, summary_list},
        warning::warning,
    },
};
use contract::offline::OfflineCard;
use leptos::prelude::*;

/// Address of the card that a device keeps.
pub const KEPT: &str = "/offline-card/kept";

/// What is kept, who can see it, and the buttons. Without scripts the card is printed instead.
pub fn offline_card_page(words: &Words, card: &OfflineCard) -> Page {
    let title = words.say("offline-card-title");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("offline-card-lead")}</p>
        {warning(words, words.say("offline-card-warning"))}
        <div class="card-keeper" data-kept=words.say("offline-card-is-kept") data-gone=words.say("offline-card-is-gone")
            data-other=words.say("offline-card-of-another") data-failed=words.say("offline-card-failed")
            data-owner=card.owner.clone()>
            <p role="status"></p>
            <p class="actions" hidden>
                <button class="button" type="button" data-act="keep">{words.say("offline-card-keep")}</button>
                <button class="button button-quiet" type="button" data-act="remove">{words.say("offline-card-remove")}</button>
            </p>
        </div>
        {link::onward(words.say("offline-card-print"), KEPT)}
        <h2>{words.say("offline-card-what")}</h2>
        {contents(words, card)}
    };
    let mut page = Page::new(title, body.into_markup()).back("/account").keeps_offline_page();
    page.card_keeper = true;
    page
}

/// The card.
pub fn kept_card_page(words: &Words, card: &OfflineCard) -> Page {
    let title = words.say("offline-card-kept-title");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-call")}</a></p>
        <div data-owner=card.owner.clone()>{contents(words, card)}</div>
        <p>{words.say("offline-call")}</p>
    };
    Page::new(title, body.into_markup()).back("/offline-card").of_nobody()
}

fn contents(words: &Words, card: &OfflineCard) -> Markup {
    let until = words.date(card.until);
    let mut rows = vec![
        Row { id: None, name: words.say("account-name"), value: words.marked(&card.name), change: None },
        Row::text(words.say("offline-card-until"), until),
    ];
    rows.extend(card.receipts.iter().map(|row| {
        let due = row.state.is_open().then(|| words.with("receipt-due", &[("date", &words.date(row.due))]));
        let value = view! { <p>{row.receipt_number.clone()}</p>{due.map(|due| view! { <p class="muted">{due}</p> })} };
        Row { id: None, name: words.of(&row.item_title).to_owned(), value: value.into_markup(), change: None }
    }));
    view! {
        {qr_code(&card.address, words.say("offline-card-code"))}
        <p>{words.say("offline-card-counter")}</p>
        {summary_list(rows)}
    }
    .into_markup()
}

/// The script of the buttons: what it keeps is the card and its style, in a place of their own that the worker looks into
/// first. Nothing is kept before somebody presses, and what is kept goes only once the new card is there: whose session has
/// ended is led to the sign-in page, which is no card.
pub fn script() -> String {
    format!(
        "const box=document.querySelector('.card-keeper'),say=box.querySelector('[role=status]'),row=box.querySelector('.actions'),\
         style=document.querySelector('link[rel=stylesheet]').getAttribute('href');\
         row.hidden=!('caches' in window&&'serviceWorker' in navigator);\
         row.addEventListener('click',async e=>{{const act=e.target.dataset?.act;if(!act)return;\
         try{{\
         const got=act==='keep'?await Promise.all([{KEPT:?},style].map(async a=>{{const r=await fetch(a,{{redirect:'error'}});if(!r.ok)throw a;return[a,r]}})):[];\
         await caches.delete('card');\
         if(got.length){{const card=await caches.open('card');for(const[a,r]of got)await card.put(a,r)}}\
         say.textContent=got.length?box.dataset.kept:box.dataset.gone}}catch(fault){{console.warn(fault);say.textContent=box.dataset.failed}}}});\
         const old=!row.hidden&&await(await caches.match({KEPT:?},{{ignoreVary:true}}))?.text();\
         if(old)say.textContent=old.includes(box.dataset.owner)?box.dataset.kept:box.dataset.other"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn card() -> OfflineCard {
        OfflineCard {
            name: "林静安".into(),
            owner: "o1".into(),
            address: "https://tongban.example/counter/1.20270522.aa".into(),
            until: jiff::civil::date(2027, 5, 22),
            receipts: Vec::new(),
        }
    }

    #[test]
    fn nothing_is_kept_before_somebody_presses_and_the_page_says_who_can_see_it() {
        let words = Words::new(Display::default());
        let page = offline_card_page(&words, &card());
        assert!(page.card_keeper);
        let html = page.body.to_string();
        assert!(html.contains("拿着这台手机的人都能看到") && html.contains(r#"data-act="keep""#), "{html}");
        assert!(script().contains("\"/offline-card/kept\"") && !script().contains("</"), "{}", script());
    }

    #[test]
    fn the_card_shows_nobody_in_its_frame_and_sends_nothing() {
        let page = kept_card_page(&Words::new(Display::default()), &card());
        assert!(page.nobody);
        let html = page.body.to_string();
        assert!(html.contains("林静安") && html.contains("2027 年 5 月 22 日") && !html.contains("<form"), "{html}");
    }
}
