//! Databases for tests: each test gets one of its own, on SQLite or on PostgreSQL.

pub mod cluster;

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
    working_days::{WORKING_DAYS, WorkingDays},
};
use policy::{parameters::Parameters, vocabulary::Vocabulary};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The instant at which test clocks stand: 23 November 2026, 9:00 in Shanghai.
pub const MORNING: i64 = 1_795_395_600_000;

/// An empty database of its own, and a data folder. Gone when dropped.
pub struct TestDatabase {
    /// Where it is.
    pub address: DatabaseAddress,
    folder: tempfile::TempDir,
    postgres: Option<(Cluster, String)>,
}

impl TestDatabase {
    /// A file in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let address = DatabaseAddress::Sqlite(folder.path().join("city.sqlite"));
        Self { address, folder, postgres: None }
    }

    /// A database in the cluster that the tests of one run share.
    pub fn postgres() -> Self {
        Self::in_cluster(Cluster::shared())
    }

    /// A database in a cluster that waits for the disk: for measurements.
    pub fn durable_postgres() -> Self {
        Self::in_cluster(Cluster::durable())
    }

    fn in_cluster(cluster: Cluster) -> Self {
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let name = format!("t{}_{nanoseconds}", std::process::id());
        let mut admin = connect(&DatabaseAddress::Postgres(cluster.url("postgres")));
        admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database can be made");
        let address = DatabaseAddress::Postgres(cluster.url(&name));
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { address, folder, postgres: Some((cluster, name)) }
    }

    /// The data folder of this city.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The cluster and the name of the database, on PostgreSQL.
    pub fn cluster(&self) -> Option<(&Cluster, &str)> {
        self.postgres.as_ref().map(|(cluster, name)| (cluster, name.as_str()))
    }

    /// One more connection, which may do anything.
    pub fn connect(&self) -> Connection {
        connect(&self.address)
    }

    /// A context on this database, with its tables, keys of its own and a clock that stands at [`MORNING`].
    pub fn context(&self, job_kinds: JobKinds) -> (Context, Arc<StandingClock>) {
        let clock = Arc::new(StandingClock::at(MORNING));
        let sizes = PoolSizes { connections: 4, patience: Duration::from_secs(20) };
        (context_on(&self.address, self.folder(), clock.clone(), &sizes, job_kinds), clock)
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
    let cx = Context::new(Parts {
        pools: open_pools(address, sizes).expect("the database opens"),
        clock,
        hasher: Arc::new(PasswordHasher::weak_for_tests().expect("a hasher can be made")),
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
    });
    journal::begin(&cx).expect("the journal begins");
    cx
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((cluster, name)) = &self.postgres
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
