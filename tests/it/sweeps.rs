//! Tests that cover new things by themselves: they walk the tables of pages, forms, words, documents and files.

mod access;
mod budget;
mod bytes;
mod documents;
mod escape;
mod files;
mod forms;
mod locales;
mod methods;
mod pages;
mod people;
mod personal;
mod sentences;
mod server_functions;
mod tripwire;
mod untrue;
mod wording;
