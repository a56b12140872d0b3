//! Buttons. One main button a page; links that act like one say where they lead.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// The main button of a form.
pub fn primary(label: String) -> Markup {
    view! { <button class="button" type="submit">{label}</button> }.into_markup()
}

/// A button beside the main one, with the field it sends.
pub fn secondary(label: String, name: &'static str, value: &'static str) -> Markup {
    view! { <button class="button button-quiet" type="submit" name=name value=value>{label}</button> }.into_markup()
}

/// A button that looks like a link: what few people want, beside the main one.
pub fn quiet(label: String, name: &'static str, value: &'static str) -> Markup {
    quiet_named(label, name.to_owned(), value.to_owned())
}

/// The same where field and value are worked out.
pub fn quiet_named(label: String, name: String, value: String) -> Markup {
    view! { <button class="link" type="submit" name=name value=value>{label}</button> }.into_markup()
}

/// The main button where it sends a field.
pub fn primary_with(label: String, name: &'static str, value: &'static str) -> Markup {
    view! { <button class="button" type="submit" name=name value=value>{label}</button> }.into_markup()
}

/// A link that is the main thing to do.
pub fn link(label: String, address: String) -> Markup {
    view! { <a class="button" href=address>{label}</a> }.into_markup()
}

/// The same where several stand on one page: `about`, which only screen readers hear, tells them apart.
pub fn link_about(label: String, about: String, address: String) -> Markup {
    view! { <a class="button" href=address>{label}<span class="hidden">" "{about}</span></a> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_one_name_are_told_apart() {
        let html = link_about("看办到哪一步".into(), "老年综合津贴".into(), "/applications/1".into()).to_string();
        assert!(html.contains(r#"看办到哪一步<span class="hidden"> "#) && html.contains("老年综合津贴"), "{html}");
    }

    #[test]
    fn buttons_send_their_field_and_links_lead_somewhere() {
        let html = primary_with("好，我要".into(), "answer", "accept").to_string();
        assert_eq!(html, r#"<button type="submit" name="answer" value="accept" class="button">好，我要</button>"#);
        assert!(quiet("以后再说".into(), "answer", "later").to_string().contains(r#"value="later""#));
        assert!(link("登录".into(), "/sign-in".into()).to_string().contains(r#"href="/sign-in""#));
        assert!(!primary("<b>".into()).to_string().contains("<b>"));
    }
}
