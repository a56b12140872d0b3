//! Databases for tests: each test gets one of its own, on SQLite or on PostgreSQL.

pub mod builds;
pub mod cluster;
mod template;

pub use template::Content;

use crate::HANGS;
use cluster::Cluster;
use diesel::{RunQueryDsl, connection::SimpleConnection};
use domain::{
    cache::DocumentCache,
    context::{Clock, Configuration, Context, LEASE_MS, Parts, StandingClock, open_pools},
    crypto::{keys::KeyRing, passwords::PasswordHasher},
    db::{
        connection::{Connection, DatabaseAddress, Use, open},
        pools::PoolSizes,
    },
    journal,
    operations::{jobs::JobKinds, tasks::Registry},
    policies::{checking::Checks, seeds},
    services::{
        elsewhere::{ELSEWHERE, Elsewhere},
        search::SearchState,
    },
    working_days::{WORKING_DAYS, WorkingDays},
};
use policy::{parameters::Parameters, vocabulary::Vocabulary};
use std::{
    path::Path,
    sync::{Arc, OnceLock},
    time::{SystemTime, UNIX_EPOCH},
};
use template::Template;

/// The instant at which test clocks stand: 23 November 2026, 9:00 in Shanghai.
pub const MORNING: i64 = 1_795_395_600_000;

/// A database of its own, and a data folder. Whoever first uses it makes it: empty, or a copy of a store that was made once
/// for all tests. Gone when dropped.
pub struct TestDatabase {
    address: DatabaseAddress,
    folder: tempfile::TempDir,
    postgres: Option<(Cluster, String)>,
    made: OnceLock<()>,
    stays: bool,
}

impl TestDatabase {
    /// A file in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let address = DatabaseAddress::Sqlite(folder.path().join("city.sqlite"));
        Self { address, folder, postgres: None, made: OnceLock::new(), stays: false }
    }

    /// A database in the cluster that the tests of one run share.
    pub fn postgres() -> Self {
        Self::in_cluster(Cluster::shared(), "t")
    }

    /// A database in a cluster that waits for the disk: for measurements.
    pub fn durable_postgres() -> Self {
        Self::in_cluster(Cluster::durable(), "t")
    }

    fn in_cluster(cluster: Cluster, kind: &str) -> Self {
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let name = format!("{kind}{}_{nanoseconds}", std::process::id());
        let address = DatabaseAddress::Postgres(cluster.url(&name));
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { address, folder, postgres: Some((cluster, name)), made: OnceLock::new(), stays: false }
    }

    /// Where it is. It is empty unless it was made before.
    pub fn address(&self) -> &DatabaseAddress {
        self.make_empty();
        &self.address
    }

    /// Makes it a copy of the store with this content, which is made once for all tests.
    ///
    /// # Panics
    /// It was used before.
    pub fn copy_of(&self, content: Content) {
        assert!(self.made.get().is_none(), "the database was used before it was to become a copy");
        self.made.get_or_init(|| self.copy(content));
    }

    /// Whether somebody has used it.
    pub fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    fn copy(&self, content: Content) {
        let template = Template::of(content, self.postgres.as_ref().map(|(cluster, _)| cluster));
        builds::copy_folder(&template.files, self.folder()).expect("a store can be copied");
        if let Some(from) = template.database {
            // Files are copied as they are; page by page through the log, the copy costs a quarter more.
            self.create(&format!(" TEMPLATE {from} STRATEGY FILE_COPY"));
        }
    }

    /// Makes it without anything in it.
    fn make_empty(&self) {
        self.made.get_or_init(|| self.create(""));
    }

    /// On SQLite, the file comes with the first connection.
    fn create(&self, like: &str) {
        if let Some((cluster, name)) = &self.postgres {
            let mut admin = connect(&DatabaseAddress::Postgres(cluster.url("postgres")));
            admin.batch_execute(&format!("CREATE DATABASE {name}{like}")).expect("a database can be made");
        }
    }

    /// Leaves it in its cluster when this value is dropped. Gives its name there.
    fn keep(&mut self) -> Option<String> {
        self.stays = true;
        self.postgres.as_ref().map(|(_, name)| name.clone())
    }

    /// The data folder of this city.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The cluster and the name of the database, on PostgreSQL.
    pub fn cluster(&self) -> Option<(&Cluster, &str)> {
        self.make_empty();
        self.postgres.as_ref().map(|(cluster, name)| (cluster, name.as_str()))
    }

    /// One more connection, which may do anything.
    pub fn connect(&self) -> Connection {
        connect(self.address())
    }

    /// A context on this database, with its tables, its keys and a clock that stands at [`MORNING`].
    pub fn context(&self, job_kinds: JobKinds) -> (Context, Arc<StandingClock>) {
        self.context_at(&configuration_on(self.folder()).public_url, job_kinds)
    }

    /// The same at another public address.
    pub fn context_at(&self, public_url: &str, job_kinds: JobKinds) -> (Context, Arc<StandingClock>) {
        self.made.get_or_init(|| self.copy(Content::Tables));
        let clock = Arc::new(StandingClock::at(MORNING));
        let sizes = PoolSizes { connections: 4, patience: HANGS };
        let configuration = Configuration { public_url: public_url.to_owned(), ..configuration_on(self.folder()) };
        (context_with(&self.address, configuration, clock.clone(), &sizes, job_kinds), clock)
    }
}

/// A context on any database, with its tables, and its keys in a data folder.
pub fn context_on(
    address: &DatabaseAddress,
    folder: &Path,
    clock: Arc<dyn Clock>,
    sizes: &PoolSizes,
    job_kinds: JobKinds,
) -> Context {
    let configuration = configuration_on(folder);
    context_with(address, configuration, clock, sizes, job_kinds)
}

/// The settings of a demonstration in a data folder.
pub fn configuration_on(folder: &Path) -> Configuration {
    Configuration {
        public_url: "http://localhost:8080".to_owned(),
        data_folder: folder.to_owned(),
        demonstration: true,
        practice: false,
        key_file: folder.join("keys.txt"),
        lease_ms: LEASE_MS,
    }
}

/// A context with settings of its own.
pub fn context_with(
    address: &DatabaseAddress,
    configuration: Configuration,
    clock: Arc<dyn Clock>,
    sizes: &PoolSizes,
    job_kinds: JobKinds,
) -> Context {
    let hasher = PasswordHasher::weak_for_tests().expect("a hasher can be made");
    context_hashing(hasher, address, configuration, clock, sizes, job_kinds)
}

/// The same with a hasher of its own.
pub fn context_hashing(
    hasher: PasswordHasher,
    address: &DatabaseAddress,
    configuration: Configuration,
    clock: Arc<dyn Clock>,
    sizes: &PoolSizes,
    job_kinds: JobKinds,
) -> Context {
    let cx = Context::new(Parts {
        pools: open_pools(address, sizes).expect("the database opens"),
        clock,
        hasher: Arc::new(hasher),
        keys: KeyRing::make(&configuration.key_file).expect("keys can be made"),
        configuration,
        job_kinds,
        tasks: Registry::default(),
        vocabulary: Vocabulary::parse(seeds::VOCABULARY).expect("the city's vocabulary can be read"),
        parameters: Parameters::parse(seeds::PARAMETERS).expect("the city's parameters can be read"),
        working_days: WorkingDays::parse(WORKING_DAYS).expect("the city's working days can be read"),
        compiled_policies: DocumentCache::default(),
        checks: Checks::default(),
        parsed_items: DocumentCache::default(),
        elsewhere: Elsewhere::parse(ELSEWHERE).expect("the city's list can be read"),
        search: SearchState::default(),
    });
    journal::begin(&cx).expect("the journal begins");
    cx
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((cluster, name)) = &self.postgres
            && self.is_made()
            && !self.stays
            && let Ok(mut admin) = open(&DatabaseAddress::Postgres(cluster.url("postgres")), Use::Writing)
        {
            // A database that stays behind leaves with the cluster.
            let _ = diesel::sql_query(format!("DROP DATABASE {name} WITH (FORCE)")).execute(&mut admin);
        }
    }
}

fn connect(address: &DatabaseAddress) -> Connection {
    open(address, Use::Writing).expect("the database can be reached")
}

/// Makes one test for each database out of a function that takes a `&TestDatabase`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* fn $name:ident($database:ident) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            fn run($database: &$crate::database::TestDatabase) $body

            #[test]
            fn sqlite() {
                run(&$crate::database::TestDatabase::sqlite());
            }

            #[test]
            fn postgres() {
                run(&$crate::database::TestDatabase::postgres());
            }
        }
    )+};
}
