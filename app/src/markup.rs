//! What stands on a page, as text. A page is rendered once, on the server, and nothing wakes in it outside islands: a view is
//! written out where it is made. The framework's `AnyView` is for views that live on: each would also be built, resolved and
//! woken, in code that never runs here and takes three quarters of the time of compiling this package.

use leptos::{
    prelude::{AddAnyAttr, IntoView, RenderHtml},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState, Render},
    },
};
use std::fmt::{self, Display, Formatter};

/// HTML that a view was written out as: any number of elements and texts, escaped already.
#[derive(Clone, Debug)]
pub struct Markup(String);

impl Markup {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Markup {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What can stand on a page.
pub trait IntoMarkup {
    /// Writes it out.
    fn into_markup(self) -> Markup;
}

impl<V: IntoView> IntoMarkup for V {
    fn into_markup(self) -> Markup {
        Markup(self.into_view().to_html())
    }
}

/// In a browser there is nothing to make of it: it is there before any code runs.
impl Render for Markup {
    type State = ();

    fn build(self) -> Self::State {}

    fn rebuild(self, (): &mut Self::State) {}
}

/// Attributes stand on elements, and belong into the view that is written out.
impl AddAnyAttr for Markup {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _attributes: Vec<AnyAttribute>,
    ) {
        html.push_str(&self.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> Self::State {}

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::*;

    #[test]
    fn texts_are_escaped_once() {
        let name = "<甲> & \"乙\"".to_owned().into_markup();
        assert_eq!(name.as_str(), "&lt;甲&gt; &amp; \"乙\"");
        let html = view! { <p>{name.clone()}</p><p>{name}</p> }.into_markup();
        assert_eq!(html.as_str(), "<p>&lt;甲&gt; &amp; \"乙\"</p>".repeat(2));
    }

    #[test]
    fn any_number_of_elements_stands_where_it_is_put() {
        let two = view! { <li>1</li><li>2</li> }.into_markup();
        let html = view! { <ul>{two}{Some("3".into_markup())}</ul> }.into_markup();
        assert_eq!(html.as_str(), "<ul><li>1</li><li>2</li>3</ul>");
    }
}
