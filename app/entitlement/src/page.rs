//! The visit and the page in the browser: links and forms inside the block are answered here, the browser's way back
//! too, and the focus goes where a new page would begin. The tab keeps the answers for half an hour, and nobody else.

mod kept;

use crate::visit::{Shown, Visit};
use contract::{entitlement::Wanted, fields::Fields};
use kept::Kept;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, Event, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement, PopStateEvent,
    SubmitEvent, Window,
};

/// Takes over the page, once everything it needs is found.
pub fn take_over(visit: Visit) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let Some(block) = document.get_element_by_id("check") else { return };
    if let Some(promise) = document.get_element_by_id("answers-go") {
        promise.set_text_content(Some(&visit.promise()));
    }
    let kept = Kept::of(&window);
    let page = Rc::new(Page { window, document, block, kept, visit: RefCell::new(visit) });
    page.resume();
    listen(&page.block, "click", &page, Page::clicked);
    listen(&page.block, "submit", &page, Page::submitted);
    listen(&page.window, "popstate", &page, Page::went_back);
    listen(&page.window, "pagehide", &page, Page::left);
    // A phone wakes up the next day with the page still open.
    listen(&page.document, "visibilitychange", &page, Page::seen_again);
    every_minute(&page);
    if let Ok(Some(back)) = page.document.query_selector("nav.back a") {
        listen(&back, "click", &page, Page::back);
    }
    _ = page.block.set_attribute("data-awake", "yes");
}

struct Page {
    window: Window,
    document: Document,
    block: Element,
    kept: Kept,
    visit: RefCell<Visit>,
}

fn listen(target: &web_sys::EventTarget, event: &str, page: &Rc<Page>, hear: fn(&Page, &Event)) {
    let page = Rc::clone(page);
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| hear(&page, &event));
    _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // It listens as long as the page is there.
    closure.forget();
}

/// Answers do not stay on a screen that nobody has used for half an hour.
fn every_minute(page: &Rc<Page>) {
    let seen = Rc::clone(page);
    let closure = Closure::<dyn Fn()>::new(move || seen.end_when_over());
    _ = page.window.set_interval_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), 60_000);
    closure.forget();
}

impl Page {
    /// Goes on where the tab was, at the same height of the page.
    fn resume(&self) {
        let Some((kept, height)) = self.kept.read() else { return };
        let Some(shown) = self.visit.borrow_mut().resume(&kept, self.place()) else { return };
        self.put(&shown);
        self.window.scroll_to_with_x_and_y(0.0, f64::from(height));
    }

    /// The number of the place that the browser's history stands at.
    fn place(&self) -> Option<usize> {
        let number = self.window.history().ok()?.state().ok()?.as_f64()?;
        Some(number as usize)
    }

    fn left(&self, _: &Event) {
        self.keep();
    }

    fn seen_again(&self, _: &Event) {
        self.end_when_over();
    }

    fn end_when_over(&self) {
        if self.visit.borrow().has_answers() && self.kept.is_over() {
            let shown = self.visit.borrow_mut().expire();
            self.go(shown);
        }
    }

    fn keep(&self) {
        let height = self.window.scroll_y().unwrap_or_default() as i32;
        self.kept.write(self.visit.borrow().kept().as_deref(), height);
    }

    /// A link to `/check` opens here.
    fn clicked(&self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(Ok(Some(link))) = target.map(|target| target.closest("a[href^='/check?']")) else { return };
        let address = link.get_attribute("href").unwrap_or_default();
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        event.prevent_default();
        let shown = self.visit.borrow_mut().open(&Wanted::from_query(&Fields::new(pairs)));
        self.go(shown);
    }

    fn submitted(&self, event: &Event) {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        event.prevent_default();
        if form.class_name() == "erase" {
            let shown = self.visit.borrow_mut().erase();
            return self.go(shown);
        }
        let shown = self.visit.borrow_mut().answer(&fields_of(&form, event));
        self.kept.told();
        match shown.wrong {
            true => self.show(&shown),
            false => self.go(shown),
        }
    }

    fn went_back(&self, event: &Event) {
        let state = event.dyn_ref::<PopStateEvent>().and_then(|event| event.state().as_f64());
        // The page's own first entry has no number.
        let place = state.map_or(0, |number| number as usize);
        let shown = self.visit.borrow_mut().again(place);
        self.show(&shown);
    }

    /// The link above the page goes back inside the visit, and leaves the page from its beginning.
    fn back(&self, event: &Event) {
        let Ok(history) = self.window.history() else { return };
        if self.place().is_some() {
            event.prevent_default();
            _ = history.back();
        }
    }

    fn go(&self, shown: Shown) {
        if let Ok(history) = self.window.history() {
            let number = JsValue::from_f64(u32::try_from(shown.place).map_or(0.0, f64::from));
            _ = history.push_state_with_url(&number, "", Some("/check"));
        }
        self.show(&shown);
    }

    /// Puts into the block what is shown.
    fn put(&self, shown: &Shown) {
        self.block.set_inner_html(&shown.html);
        self.document.set_title(&shown.title);
        if let Some((name, value)) = &shown.chosen {
            self.choose(name, value);
        }
    }

    /// Shows it as a new page: from its beginning, with the focus there.
    fn show(&self, shown: &Shown) {
        self.put(shown);
        self.keep();
        self.window.scroll_to_with_x_and_y(0.0, 0.0);
        let first = if shown.wrong { ".error-summary" } else { "h1" };
        if let Ok(Some(first)) = self.block.query_selector(first) {
            _ = first.set_attribute("tabindex", "-1");
            if let Some(first) = first.dyn_ref::<HtmlElement>() {
                _ = first.focus();
            }
        }
    }

    fn choose(&self, name: &str, value: &str) {
        for input in inputs(&self.block) {
            if input.name() == name && input.value() == value {
                input.set_checked(true);
            }
        }
    }
}

fn inputs(within: &Element) -> Vec<HtmlInputElement> {
    let Ok(found) = within.query_selector_all("input") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// What a browser would send.
fn fields_of(form: &HtmlFormElement, event: &Event) -> Fields {
    let sent = inputs(form).into_iter().filter(|input| input.type_() != "radio" || input.checked());
    let mut pairs: Vec<(String, String)> = sent.map(|input| (input.name(), input.value())).collect();
    let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlButtonElement>().ok()) {
        pairs.push((button.name(), button.value()));
    }
    Fields::new(pairs)
}
