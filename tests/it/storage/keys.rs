//! The keys of a store: made for an empty one only, and known to it from then on.

use diesel::prelude::*;
use domain::{
    context::{Store, StoreError, open_store},
    crypto::{keys::KeyRing, store_keys::KeysError},
    db::{pools::PoolSizes, schema::city_settings},
    operations::{demonstration, jobs::JobKinds},
};
use std::{fs, path::Path};
use tests::{database::TestDatabase, on_both_databases};

/// A city of the release before: filled, and without a value by which it knows its keys.
fn city_of_the_release_before(database: &TestDatabase) {
    let (cx, _) = database.context(JobKinds::default());
    demonstration::fill(&cx, 12, 1, &mut |_| {}).unwrap();
}

fn open(database: &TestDatabase, file: &Path) -> Result<Store, KeysError> {
    match open_store(database.address(), &PoolSizes::default(), file) {
        Ok(store) => Ok(store),
        Err(StoreError::Keys(error)) => Err(error),
        Err(StoreError::Database(error)) => panic!("{error}"),
    }
}

fn knows_its_keys(store: &Store) -> bool {
    let named = city_settings::table.filter(city_settings::name.eq("key-canary")).count();
    store.pools.read(|conn| Ok(named.get_result::<i64>(conn)?)).unwrap() == 1
}

/// The right keys for sealing, and others for fingerprints.
fn half_right(right: &Path, other: &Path) -> String {
    let lines = |path: &Path, start: &str| -> String {
        fs::read_to_string(path).unwrap().lines().filter(|line| line.starts_with(start)).collect()
    };
    format!("{}\n{}\n", lines(right, "seal"), lines(other, "fingerprint"))
}

on_both_databases! {
    fn keys_are_made_for_an_empty_store_only(database) {
        let (file, other) = (database.folder().join("keys"), database.folder().join("other"));
        let store = open(database, &file).unwrap();
        assert!(store.made && knows_its_keys(&store));
        assert!(!open(database, &file).unwrap().made);

        let away = database.folder().join("away");
        fs::rename(&file, &away).unwrap();
        assert!(matches!(open(database, &file), Err(KeysError::Gone(_))));
        assert!(!file.exists());
        KeyRing::make(&other).unwrap();
        assert!(matches!(open(database, &other), Err(KeysError::Foreign(_))));
        fs::write(&file, half_right(&away, &other)).unwrap();
        assert!(matches!(open(database, &file), Err(KeysError::Foreign(_))));
        fs::write(&file, "nothing").unwrap();
        assert!(matches!(open(database, &file), Err(KeysError::Unusable { .. })));
        assert!(!open(database, &away).unwrap().made);
    }

    fn a_store_of_the_release_before_learns_its_keys_once_they_opened_something(database) {
        city_of_the_release_before(database);
        let (file, other) = (database.folder().join("keys.txt"), database.folder().join("other"));
        assert!(matches!(open(database, &other), Err(KeysError::Gone(_))));
        assert!(!other.exists());
        KeyRing::make(&other).unwrap();
        assert!(matches!(open(database, &other), Err(KeysError::Foreign(_))));
        let half = database.folder().join("half");
        fs::write(&half, half_right(&file, &other)).unwrap();
        assert!(matches!(open(database, &half), Err(KeysError::Foreign(_))));

        let store = open(database, &file).unwrap();
        assert!(knows_its_keys(&store) && !store.made);
        assert!(matches!(open(database, &other), Err(KeysError::Foreign(_))));
    }

    fn the_store_says_whether_it_is_a_demonstration(database) {
        let (cx, _) = database.context(JobKinds::default());
        assert!(!demonstration::is_demonstration(&cx.pools).unwrap());
        demonstration::fill(&cx, 12, 1, &mut |_| {}).unwrap();
        // Whatever becomes of the file with the sign-ins.
        fs::remove_file(database.folder().join(demonstration::FILE)).unwrap();
        assert!(demonstration::is_demonstration(&cx.pools).unwrap());
    }
}
