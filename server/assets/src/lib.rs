//! What the browser loads, embedded in the program: styles, islands and icons under names with a hash of their contents,
//! compressed when the program was built.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Name in the sources, such as `main.css`.
    pub name: &'static str,
    /// Where it is served, such as `/assets/main-0123456789.css`.
    pub path: &'static str,
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// Its bytes.
    pub raw: &'static [u8],
    /// Compressed with brotli, when that makes it smaller.
    pub brotli: Option<&'static [u8]>,
    /// Compressed with gzip, when that makes it smaller.
    pub gzip: Option<&'static [u8]>,
}

/// Addresses that the head of a page names.
#[derive(Clone, Copy, Debug)]
pub struct FrontEnd {
    /// Style of every page.
    pub css: &'static str,
    /// Style for paper.
    pub print_css: Option<&'static str>,
    /// Style of staff pages.
    pub staff_css: Option<&'static str>,
    /// Style of the design page.
    pub design_css: Option<&'static str>,
    /// Module of the islands. `None` in a build without them: pages then work as they do without scripts.
    pub island_js: Option<&'static str>,
    /// Code of the islands.
    pub island_wasm: Option<&'static str>,
    /// Module of `/check`, in the same builds.
    pub check_js: Option<&'static str>,
    /// The policy engine for the visitor's own device.
    pub check_wasm: Option<&'static str>,
    /// Icon of the portal in tabs and bookmarks.
    pub icon: Option<&'static str>,
}

/// Every embedded file.
pub fn assets() -> &'static [Asset] {
    ASSETS
}

/// The file served at a path.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// The file of a name in the sources, whatever its hash.
pub fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Addresses of the front end.
pub fn front_end() -> FrontEnd {
    FRONT_END
}

#[cfg(test)]
mod tests {
    use super::{assets, find, front_end};

    #[test]
    fn every_address_of_the_front_end_is_served() {
        let front_end = front_end();
        let optional = [
            front_end.print_css,
            front_end.staff_css,
            front_end.design_css,
            front_end.island_js,
            front_end.island_wasm,
            front_end.check_js,
            front_end.check_wasm,
            front_end.icon,
        ];
        for path in optional.into_iter().flatten().chain([front_end.css]) {
            assert!(find(path).is_some(), "{path}");
        }
    }

    #[test]
    fn a_compressed_file_is_smaller_than_the_file() {
        for asset in assets() {
            for compressed in [asset.brotli, asset.gzip].into_iter().flatten() {
                assert!(compressed.len() < asset.raw.len(), "{}", asset.name);
            }
        }
    }
}
