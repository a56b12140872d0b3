//! Another name for a passkey: what is wrong with it stands at its own field, and what was typed too.

use super::passkeys::add;
use tests::{
    authenticator::Authenticator,
    html::Html,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const MINUTE_MS: i64 = 60_000;

/// What stands in the field of a form.
fn value(page: &Html, action_end: &str, field: &str) -> String {
    let form = page.forms().into_iter().find(|form| form.action.ends_with(action_end)).unwrap();
    let pairs = form.with(&[]);
    pairs.into_iter().find(|(name, _)| name == field).unwrap().1
}

on_both_databases! {
    fn what_is_wrong_with_another_name_stands_at_its_passkey(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        add(&granny, &mut Authenticator::new(1), "一");
        add(&granny, &mut Authenticator::new(2), "二");
        let page = granny.open("/account/passkeys").html();
        let fresh = value(&page, "/add", "name");
        let rename = page.forms().into_iter().rfind(|form| form.action.ends_with("/rename")).unwrap();
        let id = rename.action.replace("/account/passkeys/", "").replace("/rename", "");
        let field = format!("name-{id}");
        assert_eq!(granny.submit(&rename, &[(&field, " ")]).location(), "/account/passkeys");
        let wrong = granny.open("/account/passkeys");
        assert!(wrong.text().contains("给通行密钥起个名字"), "{}", wrong.text());
        assert!(wrong.body.contains(&format!("href=\"#{field}\"")) && !wrong.body.contains("href=\"#name\""), "{}", wrong.body);
        assert!(wrong.body.contains(&format!("aria-describedby=\"{field}-error\"")), "{}", wrong.body);
        assert_eq!(wrong.body.matches("<details open").count(), 1, "{}", wrong.body);
        assert_eq!(value(&wrong.html(), "/add", "name"), fresh, "a new one is called as before");
        // After a proof the name stands where it was typed.
        portal.clock.advance_ms(16 * MINUTE_MS);
        let sent = granny.submit(&rename, &[(&field, "女儿的手机")]);
        assert_eq!(sent.location(), "/account/confirm?next=/account/passkeys&kept=yes");
        let (_, page) = granny.fill(sent.location(), "/account/confirm", &[("password", portal.password(GRANNY))]);
        let page = page.html();
        assert_eq!(value(&page, &format!("{id}/rename"), &field), "女儿的手机");
        assert_eq!(value(&page, "/add", "name"), fresh);
        let rename = page.form(&format!("{id}/rename")).unwrap();
        assert_eq!(granny.submit(&rename, &[]).location(), "/account/passkeys?changed=renamed");
        assert!(granny.open("/account/passkeys").text().contains("女儿的手机"));
    }
}
