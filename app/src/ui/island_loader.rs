//! The island loader: our own, because the framework's reads a hash file beside the program and preloads the WASM on
//! every page. It stands only on pages that hold an island, and does nothing that a page needs.

/// The script: fetches the code at once, which costs the person nothing, and runs it once the browser is idle; then wakes every
/// island. An island that is awake carries `data-awake`, and the browser's timeline says when the last one was. When
/// anything fails, the page goes on as it does without scripts.
pub fn script(module: &str, wasm: &str) -> String {
    format!(
        "const w=fetch({wasm:?});w.catch(()=>0);const wake=async()=>{{try{{const m=await import({module:?});\
         await m.default({{module_or_path:w}});\
         m.hydrate();for(const e of document.querySelectorAll('leptos-island')){{await m[e.dataset.component](e);\
         e.dataset.awake='yes'}}performance.mark('islands-awake')}}catch(e){{console.warn(e)}}}};\
         window.requestIdleCallback?requestIdleCallback(wake,{{timeout:1000}}):setTimeout(wake,1)"
    )
}

/// The script of `/check`: gives the module the rules. The module itself can ask nobody for anything. When something
/// fails, the page goes on by forms.
pub fn check_script(module: &str, wasm: &str) -> String {
    format!(
        "try{{const [m,r]=await Promise.all([import({module:?}),fetch('/check/device')]);\
         await m.default({{module_or_path:{wasm:?}}});\
         if(r.ok)m.start(new Uint8Array(await r.arrayBuffer()))}}catch(e){{console.warn(e)}}"
    )
}

#[cfg(test)]
mod tests {
    use super::{check_script, script};

    #[test]
    fn the_script_of_the_check_ends_no_element() {
        let script = check_script("/assets/check-0123456789.js", "/assets/check-9876543210.wasm");
        assert!(script.contains(r#"import("/assets/check-0123456789.js")"#), "{script}");
        assert!(!script.contains("</") && script.len() < 400, "{script}");
    }

    #[test]
    fn the_script_names_both_files_and_ends_no_element() {
        let script = script("/assets/islands-0123456789.js", "/assets/islands-9876543210.wasm");
        assert!(script.contains(r#"import("/assets/islands-0123456789.js")"#), "{script}");
        assert!(script.contains(r#"fetch("/assets/islands-9876543210.wasm")"#), "{script}");
        assert!(!script.contains("</") && script.len() < 460, "{script}");
    }
}
