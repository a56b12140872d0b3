//! What would have to change, and from when: on a policy's page and on an offer's, in every mode and both languages.

use std::collections::BTreeSet;
use tests::{
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

fn display(client: &Client<'_>, language: &str, mode: &str) {
    for setting in [("language", language), ("mode", mode)] {
        assert_eq!(client.post("/display", &[setting, ("back", "/policies")]).status, 303);
    }
}

on_both_databases! {
    fn a_policy_says_what_would_have_to_change_and_from_when(database) {
        let portal = TestPortal::new(database);
        let (son, granny, visitor) = (portal.sign_in(SON), portal.sign_in(GRANNY), portal.visitor());
        for mode in ["standard", "elder"] {
            display(&son, "zh-CN", mode);
            let page = son.open("/policies/elder-allowance").text();
            for words in ["您现在还不符合", "没有满足的条件", "年满 65 岁", "就符合。因为满 65 周岁。"] {
                assert!(page.contains(words), "{words}: {page}");
            }
            let page = son.open("/policies/minimum-living-allowance").text();
            assert!(page.contains("还说不准") && page.contains("城市还不知道您的："), "{page}");
            display(&son, "en", mode);
            let page = son.open("/policies/elder-allowance").text();
            for words in ["You do not qualify yet", "on you qualify.", "The reason: you turn 65."] {
                assert!(page.contains(words), "{words}: {page}");
            }
            let page = son.open("/policies/disability-care-allowance").text();
            // A certificate alone is not enough, and what takes several changes is no advice.
            assert!(page.contains("By what is recorded, you do not qualify"), "{page}");
            assert!(!page.contains("you qualify. On record"), "{page}");
        }
        assert!(!visitor.open("/policies/elder-allowance").text().contains("您现在还不符合"));
        let page = granny.open("/policies/elder-allowance");
        assert!(!page.text().contains("您现在还不符合"), "{}", page.text());
        let offer = page.html().links().into_iter().find(|link| link.starts_with("/offers/")).unwrap();
        for (language, words) in [
            ("zh-CN", ["以后会怎么变", "变成每月 350 元。因为满 90 周岁。"]),
            ("en", ["What changes later", "The reason: you turn 90."]),
        ] {
            for mode in ["standard", "elder"] {
                display(&granny, language, mode);
                let page = granny.open(&offer).text();
                for words in words {
                    assert!(page.contains(words), "{words}: {page}");
                }
            }
        }
    }

    fn a_policy_names_only_what_is_enough_alone(database) {
        let portal = TestPortal::new(database);
        let mut named = 0;
        for resident in [SON, GRANNY] {
            let client = portal.sign_in(resident);
            for (language, enough) in [("zh-CN", "就符合了。现在登记的是"), ("en", "you qualify. On record now")] {
                display(&client, language, "standard");
                for policy in policies(&client) {
                    let page = client.open(&policy).text();
                    for said in [
                        "加在一起", "光等下去", "要等到", "等下去也不会", "城市还不知道您的性别", "All of these", "Waiting alone", "everything else as it is",
                    ] {
                        assert!(!page.contains(said), "{policy} says {said}: {page}");
                    }
                    let changes = page.matches(enough).count();
                    assert!(changes <= 3, "{policy}: {page}");
                    named += changes;
                }
            }
        }
        assert!(named > 0, "no policy names a change that is enough");
        let granny = portal.sign_in(GRANNY);
        display(&granny, "zh-CN", "standard");
        let page = granny.open("/policies/birth-leave").text();
        assert!(page.contains("按登记的信息，您不符合") && !page.contains("就符合了"), "{page}");
    }
}

/// The policies of the catalogue.
fn policies(client: &Client<'_>) -> BTreeSet<String> {
    client.open("/policies").html().links().into_iter().filter(|link| link.starts_with("/policies/")).collect()
}
