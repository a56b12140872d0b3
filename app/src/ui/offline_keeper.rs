//! The line that leaves the offline page in the browser. It stands on the home page alone, and does nothing that a page
//! needs.

use contract::display::Display;

/// The script. The display choice is part of the worker's address: a new choice brings the page anew, in that choice.
pub fn script(display: Display) -> String {
    let address = format!("/service-worker.js?display={}", display.to_cookie());
    format!("addEventListener('load',()=>navigator.serviceWorker?.register({address:?}).catch(e=>console.warn(e)))")
}

#[cfg(test)]
mod tests {
    use super::script;
    use contract::display::Display;

    #[test]
    fn the_script_names_the_choice_and_nothing_else() {
        let script = script(Display::default());
        assert!(script.contains(r#""/service-worker.js?display=zh-CN.standard.device.usual.usual""#), "{script}");
        assert!(!script.contains("</") && script.len() < 200, "{script}");
    }
}
