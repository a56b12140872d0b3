//! Facts of single residents, as a department would deliver them anew.

use crate::portal::{Client, TestPortal};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{facts, offers, residents},
    },
    policies::matching,
    residents::facts::{Document, row_key},
};
use policy::value::Value;

/// A resident whose facts a test changes.
pub struct Person<'a> {
    portal: &'a TestPortal,
    /// The resident's id.
    pub id: String,
    /// The resident's number.
    pub number: i64,
}

impl<'a> Person<'a> {
    /// A resident whose id and number are known.
    pub fn of(portal: &'a TestPortal, id: &str, number: i64) -> Self {
        Self { portal, id: id.to_owned(), number }
    }

    /// Whoever is signed in here, found by one of their offers.
    pub fn behind(portal: &'a TestPortal, client: &Client<'_>) -> Self {
        let links = client.open("/offers").html().links();
        let offer = links.iter().find(|link| link.starts_with("/offers/")).expect("they have an offer");
        let offer = offer.rsplit('/').next().expect("an address").split('#').next().expect("an id").to_owned();
        let (id, number) = portal
            .cx
            .read(|connection| {
                let id: String = offers::table.find(&offer).select(offers::resident_id).first(connection)?;
                let number = residents::table.find(&id).select(residents::number).first(connection)?;
                Ok((id, number))
            })
            .expect("the resident is there");
        Self { portal, id, number }
    }

    /// The department delivers another value, or none any more; then every policy is held against the person.
    pub fn learn(&self, attribute: &str, value: Option<Value>) {
        let cx = &self.portal.cx;
        let department = cx.vocabulary.attribute(attribute).expect("a known attribute").department.clone();
        let row = row_key(&self.id, &department);
        let found = facts::resident_id.eq(&self.id).and(facts::department.eq(&department));
        cx.write(Priority::Job, |tx| {
            let sealed: Vec<u8> = facts::table.filter(found).select(facts::document_sealed).first(tx)?;
            let plain = cx.keys.open("facts", &row, "document_sealed", &sealed)?;
            let mut document: Document = serde_json::from_slice(&plain).expect("a document of facts");
            match &value {
                Some(value) => document.insert(attribute.to_owned(), value.clone()),
                None => document.remove(attribute),
            };
            let plain = serde_json::to_vec(&document).expect("facts can be written");
            let sealed = cx.keys.seal("facts", &row, "document_sealed", &plain)?;
            diesel::update(facts::table.filter(found)).set(facts::document_sealed.eq(sealed)).execute(tx)?;
            Ok(())
        })
        .expect("the facts can be changed");
        matching::match_one(cx, self.number).expect("the policies can be held against them");
    }

    /// The page of the person's offer of a policy.
    pub fn offer(&self, policy: &str) -> String {
        let id: String = self
            .portal
            .cx
            .read(|connection| {
                Ok(offers::table
                    .filter(offers::resident_id.eq(&self.id).and(offers::policy_id.eq(policy)))
                    .select(offers::id)
                    .first(connection)?)
            })
            .expect("there is an offer");
        format!("/offers/{id}")
    }
}
