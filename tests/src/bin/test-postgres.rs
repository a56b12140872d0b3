//! `test-postgres start` starts the tests' PostgreSQL cluster and prints its address; `test-postgres stop` stops it.

use tests::database::cluster::Cluster;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("start") => println!("{}", Cluster::keep().base()),
        Some("stop") => Cluster::stop(),
        _ => {
            eprintln!("usage: test-postgres start|stop");
            std::process::exit(2);
        }
    }
}
