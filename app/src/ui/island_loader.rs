//! The island loader: our own, because the framework's reads a hash file beside the program and preloads the WASM on
//! every page. It stands only on pages that hold an island, and does nothing that a page needs.

/// The script: loads the module when the browser is idle, then wakes every island.
pub fn script(module: &str, wasm: &str) -> String {
    format!(
        "const go=()=>import({module:?}).then(async m=>{{await m.default({{module_or_path:{wasm:?}}});m.hydrate();\
         for(const e of document.querySelectorAll('leptos-island')){{const f=m[e.dataset.component];\
         if(f){{await f(e);e.dataset.awake='yes'}}}}}});\
         'requestIdleCallback'in window?requestIdleCallback(go):go()"
    )
}
