//! The bundled libpq checks the server's certificate.

use diesel::RunQueryDsl;
use domain::db::connection::{Connection, DatabaseAddress, OpenError, Use, open};
use tests::database::TestDatabase;

fn connect(url: String) -> Result<Connection, OpenError> {
    open(&DatabaseAddress::Postgres(url), Use::Writing)
}

#[test]
fn verify_full_connects_and_refuses_a_stranger() {
    let database = TestDatabase::postgres();
    let (cluster, name) = database.cluster().unwrap();
    let Some(authority) = cluster.authority() else {
        eprintln!("left out: TEST_POSTGRES_URL names a server whose authority is not known here");
        return;
    };
    let mut verified = connect(cluster.verified_url("localhost", name, &authority)).unwrap();
    let encrypted: bool =
        diesel::dsl::sql::<diesel::sql_types::Bool>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            .get_result(&mut verified)
            .unwrap();
    assert!(encrypted);

    let other_name = connect(cluster.verified_url("elsewhere.example", name, &authority));
    assert!(matches!(other_name, Err(OpenError::Refused(_))));
    let stranger = connect(cluster.verified_url("localhost", name, &authority.with_file_name("stranger.crt")));
    assert!(matches!(stranger, Err(OpenError::Refused(_))));
}
