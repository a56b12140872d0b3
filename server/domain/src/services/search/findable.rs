//! What can be found, and its index: made when somebody first searches, and made anew when another version is in force.

use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    policies::published::{self, Published},
    services::{document::Item, elsewhere::Service, items},
};
use contract::services::{FindablePage, HitKind, SearchHit};
use policy::text::{Keywords, Text};
use search::{Entry, Index};
use std::sync::{Arc, Mutex, PoisonError};

/// The index as it was last made.
#[derive(Debug, Default)]
pub struct IndexCache(Mutex<Option<Arc<Findables>>>);

/// Everything that can be found.
#[derive(Debug)]
pub struct Findables {
    /// Versions of which it was made.
    made_of: Vec<String>,
    findables: Vec<Findable>,
    index: Index,
}

/// One result: an item with its policies, a policy, a page, a word, or a service of somebody else.
#[derive(Debug)]
pub struct Findable {
    /// Addresses of what it stands for.
    pub(super) ids: Vec<String>,
    /// As it is shown.
    pub(super) hit: SearchHit,
    entry: Entry,
}

/// Whoever looks for a thing is led to the thing; whoever looks for a word that stands for nothing here, to its meaning.
const OF_A_WORD: f32 = 0.7;

impl IndexCache {
    /// The index over what is in force today.
    pub(super) fn current(
        &self,
        cx: &Context,
        connection: &mut Connection,
        pages: fn() -> Vec<FindablePage>,
    ) -> Result<Arc<Findables>, Error> {
        let policies = published::in_force(cx, connection)?;
        let items = items::all_current(cx, connection)?;
        let versions = policies.iter().map(|published| published.id.as_str().to_owned());
        let made_of: Vec<String> =
            versions.chain(items.iter().map(|item| format!("{}/{}", item.id, item.version))).collect();
        // One makes it and others wait: it takes less than a second.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.made_of == made_of) {
            return Ok(Arc::clone(kept));
        }
        let mut findables: Vec<Findable> = items.iter().map(|item| of_item(item, &policies)).collect();
        let alone = policies.iter().filter(|published| !items.iter().any(|item| belongs(published, item)));
        findables.extend(alone.map(of_policy));
        findables.extend(pages().into_iter().map(of_page));
        findables.extend(cx.elsewhere.services().iter().map(of_service));
        let entries: Vec<Entry> = findables.iter_mut().map(|findable| std::mem::take(&mut findable.entry)).collect();
        let made = Arc::new(Findables { made_of, findables, index: Index::new(&entries) });
        *kept = Some(Arc::clone(&made));
        Ok(made)
    }
}

impl Findables {
    /// What fits a query, best first.
    pub fn find(&self, query: &str) -> impl Iterator<Item = &Findable> + use<'_> {
        self.index.find(query).into_iter().filter_map(|hit| self.findables.get(hit.entry))
    }

    /// Words that are nearest to a query.
    pub(super) fn nearest(&self, query: &str, most: usize) -> Vec<String> {
        self.index.nearest(query, most)
    }
}

/// Whether an item applies for a policy: then the two are one result.
fn belongs(published: &Published, item: &Item) -> bool {
    published.policy.item.as_deref() == Some(item.id.as_str())
        || item.policy.as_deref() == Some(published.policy.id.as_str())
}

fn of_item(item: &Item, policies: &[Published]) -> Findable {
    let address = format!("/items/{}", item.id);
    let policies: Vec<_> =
        policies.iter().filter(|published| belongs(published, item)).map(|published| &published.policy).collect();
    let mut entry = entry(&[&item.title], &item.keywords, &[&item.summary], &[&item.who, &item.after]);
    let mut ids = vec![address.clone()];
    let mut behind = Vec::new();
    for policy in policies {
        entry.titles.extend(texts(&[&policy.title]));
        entry.keywords.extend(policy.keywords.all().map(str::to_owned));
        entry.summaries.extend(texts(&[&policy.summary]));
        entry.details.extend(texts(&[&policy.how]));
        let policy_address = format!("/policies/{}", policy.id);
        ids.push(policy_address.clone());
        behind.push((policy_address, policy.title.clone()));
    }
    let kind = HitKind::Item { minutes: item.minutes };
    let hit =
        SearchHit { field: Some(item.field), behind, ..SearchHit::new(address, &item.title, &item.summary, kind) };
    Findable { ids, hit, entry }
}

fn of_policy(published: &Published) -> Findable {
    let policy = &published.policy;
    let address = format!("/policies/{}", policy.id);
    let kind = HitKind::Policy { here: policy.delivery_here, in_source: policy.delivery_in_source };
    let hit = SearchHit {
        field: Some(policy.field),
        ..SearchHit::new(address.clone(), &policy.title, &policy.summary, kind)
    };
    let entry = entry(&[&policy.title], &policy.keywords, &[&policy.summary], &[&policy.how]);
    Findable { ids: vec![address], hit, entry }
}

fn of_page(page: FindablePage) -> Findable {
    let mut entry = entry(&[&page.title], &page.keywords, &[&page.about], &[]);
    if page.kind == HitKind::Word {
        entry.prominence = OF_A_WORD;
    }
    let hit = SearchHit::new(page.address, &page.title, &page.about, page.kind);
    Findable { ids: Vec::new(), hit, entry }
}

fn of_service(service: &Service) -> Findable {
    let kind = HitKind::Elsewhere { telephone: service.telephone.clone() };
    let hit = SearchHit::new(format!("/elsewhere#{}", service.id), &service.title, &service.who, kind);
    let mut entry = entry(&[&service.title], &service.keywords, &[&service.who], &[]);
    entry.keywords.push(service.telephone.clone());
    Findable { ids: Vec::new(), hit, entry }
}

fn entry(titles: &[&Text], keywords: &Keywords, summaries: &[&Text], details: &[&Text]) -> Entry {
    Entry {
        titles: texts(titles),
        keywords: keywords.all().map(str::to_owned).collect(),
        summaries: texts(summaries),
        details: texts(details),
        ..Entry::default()
    }
}

fn texts(texts: &[&Text]) -> Vec<String> {
    texts.iter().flat_map(|text| [text.zh.clone(), text.en.clone()]).collect()
}
