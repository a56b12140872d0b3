//! The text of the page as the voice reads it, and the mark on the sentence that is being read.

use super::sentences::{Piece, Sentence, sentences};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Range, ScrollIntoViewOptions, ScrollLogicalPosition, Text};

/// Name of the highlight and class of the block, in `style/components/button.css`.
const MARK: &str = "spoken";

/// A sentence does not run from one of these into another.
const BLOCKS: &str = "p,li,h1,h2,h3,h4,dt,dd,th,td,caption,label,legend,summary,button,div,section,article,form,main";

/// What is not read: the bar itself, and what is no prose.
const SILENT: &str = ".read-aloud,script,style,select,textarea,svg";

/// Text nodes in order of reading.
const SHOW_TEXT: u32 = 4;

/// The page when reading began.
#[derive(Default)]
pub struct Script {
    nodes: Vec<Text>,
    /// What is read.
    pub sentences: Vec<Sentence>,
}

impl Script {
    /// What a person sees in `main`.
    pub fn of_page() -> Self {
        Self::read().unwrap_or_default()
    }

    fn read() -> Option<Self> {
        let document = document()?;
        let main = document.query_selector("main").ok()??;
        let walker = document.create_tree_walker_with_what_to_show(&main, SHOW_TEXT).ok()?;
        let (mut nodes, mut pieces, mut blocks) = (Vec::new(), Vec::new(), Vec::<Element>::new());
        while let Some(node) = walker.next_node().ok()? {
            let Ok(text) = node.dyn_into::<Text>() else { continue };
            let Some(parent) = text.parent_element().filter(is_read) else { continue };
            let block = parent.closest(BLOCKS).ok().flatten().unwrap_or(parent);
            if blocks.last() != Some(&block) {
                blocks.push(block);
            }
            pieces.push(Piece { text: text.data(), block: blocks.len() });
            nodes.push(text);
        }
        Some(Self { nodes, sentences: sentences(&pieces) })
    }

    /// Language of a sentence, from the nearest mark around it.
    pub fn language(&self, place: usize) -> Option<String> {
        let parent = self.first(place)?;
        parent.closest("[lang]").ok()??.get_attribute("lang")
    }

    /// Marks a sentence and no other, and brings it into sight.
    pub fn mark(&self, place: usize) {
        clear();
        let Some(parent) = self.first(place) else { return };
        let block = parent.closest(BLOCKS).ok().flatten().unwrap_or(parent);
        if self.range(place).is_none_or(|range| highlight(&range).is_none()) {
            _ = block.class_list().add_1(MARK);
        }
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        block.scroll_into_view_with_scroll_into_view_options(&options);
    }

    fn first(&self, place: usize) -> Option<Element> {
        self.nodes.get(self.sentences.get(place)?.from.piece)?.parent_element()
    }

    fn range(&self, place: usize) -> Option<Range> {
        let sentence = self.sentences.get(place)?;
        let range = document()?.create_range().ok()?;
        range.set_start(self.nodes.get(sentence.from.piece)?, sentence.from.offset).ok()?;
        range.set_end(self.nodes.get(sentence.to.piece)?, sentence.to.offset).ok()?;
        Some(range)
    }
}

/// Takes the mark away.
pub fn clear() {
    if let Some((highlights, _)) = registry() {
        _ = method(&highlights, "delete").and_then(|delete| delete.call1(&highlights, &MARK.into()).ok());
    }
    let marked = document().and_then(|document| document.query_selector(".spoken").ok().flatten());
    if let Some(block) = marked {
        _ = block.class_list().remove_1(MARK);
    }
}

/// Marks exactly the words, where the browser can (CSS Custom Highlight API).
fn highlight(range: &Range) -> Option<()> {
    let (highlights, constructor) = registry()?;
    let highlight = Reflect::construct(&constructor, &Array::of1(range)).ok()?;
    method(&highlights, "set")?.call2(&highlights, &MARK.into(), &highlight).ok()?;
    Some(())
}

/// `CSS.highlights` and `Highlight`, where both are there.
fn registry() -> Option<(JsValue, Function)> {
    let window = web_sys::window()?;
    let css = Reflect::get(&window, &"CSS".into()).ok()?;
    let highlights = Reflect::get(&css, &"highlights".into()).ok().filter(|value| !value.is_undefined())?;
    Some((highlights, method(&window, "Highlight")?))
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Seen, and prose: without a box there is nothing to see.
fn is_read(parent: &Element) -> bool {
    let silent = parent.closest(SILENT).ok().flatten().is_some();
    !silent && parent.get_client_rects().length() > 0
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
