//! What the browser loads stays small: every file against its budget, as sent with brotli. One kilobyte is 1,000 bytes.

use app::ui::island_loader;
use assets::{Asset, assets, front_end, named};

/// Bytes of a file on the wire.
fn sent(asset: &Asset) -> usize {
    asset.brotli.unwrap_or(asset.raw).len()
}

fn sent_by_name(name: &str) -> usize {
    named(name).map_or(0, sent)
}

#[test]
fn the_core_style_is_at_most_7_kilobytes() {
    assert!((1..=7_000).contains(&sent_by_name("main.css")), "{}", sent_by_name("main.css"));
}

#[test]
fn no_other_style_is_larger_than_the_core() {
    for name in ["print.css", "staff.css", "design.css"] {
        assert!(sent_by_name(name) <= 7_000, "{name}: {}", sent_by_name(name));
    }
}

/// The islands are there only when this was built with them; the browser tests build with them.
#[test]
fn the_islands_are_at_most_150_kilobytes_and_what_comes_before_them_at_most_60() {
    let front_end = front_end();
    let (Some(js), Some(wasm)) = (front_end.island_js, front_end.island_wasm) else { return };
    assert!(sent_by_name("islands.wasm") <= 150_000, "{}", sent_by_name("islands.wasm"));
    let loader = island_loader::script(js, wasm).len();
    // The page itself has 14 kilobytes with the core style.
    let before = 14_000
        + loader
        + ["print.css", "staff.css", "favicon.svg", "islands.js"].map(sent_by_name).iter().sum::<usize>();
    assert!(before <= 60_000, "{before}");
}

/// The policy engine for a visitor's own device, which `/check` alone loads. It reads what people type as the server does,
/// which takes 15 kilobytes of it.
#[test]
fn the_engine_of_the_check_is_at_most_132_kilobytes() {
    assert!(sent_by_name("check.wasm") <= 132_000, "{}", sent_by_name("check.wasm"));
    assert!(sent_by_name("check.js") <= 10_000, "{}", sent_by_name("check.js"));
}

/// What that module can do is what its JavaScript gives it: nothing in it can send.
#[test]
fn the_engine_of_the_check_can_send_nothing() {
    let Some(js) = named("check.js") else { return };
    let js = String::from_utf8_lossy(js.raw);
    let imports = js.split("__wbg_get_imports").nth(1).unwrap_or_default();
    let imports = imports.split("\nfunction ").next().unwrap_or_default();
    assert!(imports.contains("setAttribute"), "the imports were not found");
    for way in [
        "fetch(",
        "XMLHttpRequest",
        "sendBeacon",
        "WebSocket",
        "EventSource",
        ".submit(",
        "requestSubmit",
        "localStorage",
        "cookie",
    ] {
        assert!(!imports.contains(way), "{way}");
    }
}

#[test]
fn no_font_is_sent() {
    assert!(assets().iter().all(|asset| !asset.content_type.starts_with("font/")));
    for asset in assets().iter().filter(|asset| asset.name.ends_with(".css")) {
        assert!(!String::from_utf8_lossy(asset.raw).contains("@font-face"), "{}", asset.name);
    }
}
