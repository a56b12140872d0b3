//! Tests over registries: a new page, form or message is covered by standing in its list.

mod bytes;
mod forms;
mod locales;
mod pages;
mod roles;
