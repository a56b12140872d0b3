//! Buttons. One main button a page; links that act like one say where they lead.

use leptos::prelude::*;

/// The main button of a form.
pub fn primary(label: String) -> AnyView {
    view! { <button class="button" type="submit">{label}</button> }.into_any()
}

/// A button beside the main one, with the field it sends.
pub fn secondary(label: String, name: &'static str, value: &'static str) -> AnyView {
    view! { <button class="button button-quiet" type="submit" name=name value=value>{label}</button> }.into_any()
}

/// A button that looks like a link: what few people want, beside the main one.
pub fn quiet(label: String, name: &'static str, value: &'static str) -> AnyView {
    quiet_named(label, name.to_owned(), value.to_owned())
}

/// The same where field and value are worked out.
pub fn quiet_named(label: String, name: String, value: String) -> AnyView {
    view! { <button class="link" type="submit" name=name value=value>{label}</button> }.into_any()
}

/// The main button where it sends a field.
pub fn primary_with(label: String, name: &'static str, value: &'static str) -> AnyView {
    view! { <button class="button" type="submit" name=name value=value>{label}</button> }.into_any()
}

/// A link that is the main thing to do.
pub fn link(label: String, address: String) -> AnyView {
    view! { <a class="button" href=address>{label}</a> }.into_any()
}

/// The same where several stand on one page: `about`, which only screen readers hear, tells them apart.
pub fn link_about(label: String, about: String, address: String) -> AnyView {
    view! { <a class="button" href=address>{label}<span class="hidden">" "{about}</span></a> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_one_name_are_told_apart() {
        let html = link_about("看办到哪一步".into(), "老年综合津贴".into(), "/applications/1".into()).to_html();
        assert!(html.contains(r#"看办到哪一步<span class="hidden"> "#) && html.contains("老年综合津贴"), "{html}");
    }

    #[test]
    fn buttons_send_their_field_and_links_lead_somewhere() {
        let html = primary_with("好，我要".into(), "answer", "accept").to_html();
        assert_eq!(html, r#"<button type="submit" name="answer" value="accept" class="button">好，我要</button>"#);
        assert!(quiet("以后再说".into(), "answer", "later").to_html().contains(r#"value="later""#));
        assert!(link("登录".into(), "/sign-in".into()).to_html().contains(r#"href="/sign-in""#));
        assert!(!primary("<b>".into()).to_html().contains("<b>"));
    }
}
