//! Stores that are made once for each build of the tests, and copied for each test: a file on SQLite, a database that
//! `CREATE DATABASE … TEMPLATE` copies on PostgreSQL. What belongs to the store is copied with it: its keys, the head of
//! its journal, who may sign in.

use super::{
    TestDatabase,
    builds::{self, Folder},
    cluster::Cluster,
    connect,
};
use crate::portal::{RESIDENTS, finish_jobs};
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_types::Text};
use domain::{
    context::Context,
    db::connection::{Connection, DatabaseAddress},
    operations::{demonstration, jobs::JobKinds},
    policies::seeds,
};
use server::start::job_kinds;
use std::{
    fs,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

/// How the names of copied databases begin.
const NAME: &str = "model";
/// In nanoseconds.
const A_DAY: u128 = 24 * 60 * 60 * 1_000_000_000;

/// What stands in a store before a test begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The tables, and a journal that has begun.
    Tables,
    /// A small demonstration city with every offer made.
    City,
}

/// A store at rest, to be copied.
pub(super) struct Template {
    /// Its data folder.
    pub files: PathBuf,
    /// Its database, on PostgreSQL.
    pub database: Option<String>,
}

impl Template {
    /// The store of this build with this content, made if it is not there. Test processes and threads that ask at one
    /// moment wait for the first.
    pub fn of(content: Content, cluster: Option<&Cluster>) -> Self {
        let kind = if cluster.is_some() { "postgres" } else { "sqlite" };
        let folder = builds::of_this_program().folder(&format!("{content:?}-{kind}").to_lowercase());
        let _making = folder.lock();
        let (files, named) = (folder.path().join("files"), folder.path().join("database"));
        if files.exists() {
            match cluster {
                None => return Self { files, database: None },
                // The cluster of an earlier run is gone, and its databases with it.
                Some(cluster) => match fs::read_to_string(&named) {
                    Ok(name) if databases(&mut admin(cluster)).contains(&name) => {
                        return Self { files, database: Some(name) };
                    }
                    _ => fs::remove_dir_all(&files).expect("what is left of an earlier run can be deleted"),
                },
            }
        }
        Self::make(content, cluster, &folder)
    }

    fn make(content: Content, cluster: Option<&Cluster>, folder: &Folder) -> Self {
        let mut database = match cluster {
            Some(cluster) => TestDatabase::in_cluster(cluster.clone(), NAME),
            None => TestDatabase::sqlite(),
        };
        database.make_empty();
        content.fill(&database);
        let name = cluster.map(|cluster| {
            let name = database.keep().expect("a database of PostgreSQL has a name");
            let mut admin = admin(cluster);
            delete_earlier(&mut admin);
            // A database that somebody is connected to cannot be copied, and pools close their connections in their own time.
            admin
                .batch_execute(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"))
                .expect("the database can be closed");
            admin
                .batch_execute(&format!(
                    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '{name}'"
                ))
                .expect("the connections can be ended");
            fs::write(folder.path().join("database"), &name).expect("the name of the database can be kept");
            name
        });
        if let DatabaseAddress::Sqlite(_) = database.address {
            // Everything stands in the one file, whoever is still connected.
            database.connect().batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("the log can be emptied");
        }
        // Under its name stands only what is whole.
        let (files, draft) = (folder.path().join("files"), folder.path().join("draft"));
        let _none = fs::remove_dir_all(&draft);
        builds::copy_folder(database.folder(), &draft).expect("the store can be copied");
        for log in ["city.sqlite-wal", "city.sqlite-shm"] {
            let _none = fs::remove_file(draft.join(log));
        }
        fs::rename(&draft, &files).expect("the store can be put in its place");
        Self { files, database: name }
    }
}

impl Content {
    /// Makes it in this database instead of copying it: for tests of what happens meanwhile.
    pub fn fill(self, database: &TestDatabase) {
        let (cx, _) = match self {
            Self::Tables => database.context(JobKinds::default()),
            Self::City => database.context(job_kinds()),
        };
        if self == Self::City {
            fill_city(&cx);
        }
    }
}

fn fill_city(cx: &Context) {
    domain::services::seeds::import(cx).expect("the items can be imported");
    seeds::import(cx).expect("the policies can be imported");
    demonstration::fill(cx, RESIDENTS, 1, &mut |_| {}).expect("the city can be filled");
    finish_jobs(cx);
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
}

fn admin(cluster: &Cluster) -> Connection {
    connect(&DatabaseAddress::Postgres(cluster.url("postgres")))
}

fn databases(admin: &mut Connection) -> Vec<String> {
    let listed = diesel::sql_query("SELECT datname::text AS name FROM pg_database").load::<Found>(admin);
    listed.expect("the databases can be listed").into_iter().map(|found| found.name).collect()
}

/// In a cluster that outlives its runs, those of yesterday are of no use to anybody.
fn delete_earlier(admin: &mut Connection) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let made = |name: &str| name.strip_prefix(NAME)?.split_once('_')?.1.parse::<u128>().ok();
    for name in databases(admin) {
        if made(&name).is_some_and(|made| now.saturating_sub(made) > A_DAY) {
            // Somebody else may be deleting the same.
            let _ = diesel::sql_query(format!("DROP DATABASE {name} WITH (FORCE)")).execute(admin);
        }
    }
}
