//! A throwaway PostgreSQL cluster, shared by every test process of a run, with TLS and an authority of its own.
//!
//! The first process that needs it starts it under a lock; every process holds a shared lock while it lives; a small
//! watcher stops the cluster a few seconds after the last one has gone. `TEST_POSTGRES_URL` names another server instead.

use crate::HANGS;
use std::{
    env,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread::sleep,
    time::Duration,
};

/// Stops the cluster when nobody has used it for ten seconds; unless the file `keep` says that somebody will stop it. Where the
/// folder was deleted, the server stops by itself.
const WATCHER: &str = r#"
while :; do
    idle=0
    while [ $idle -lt 10 ]; do
        sleep 1
        [ -e users.lock ] || exit
        if [ ! -e keep ] && flock -xn users.lock true; then idle=$((idle + 1)); else idle=0; fi
    done
    flock start.lock sh -c 'flock -xn users.lock true && { $STOP; rm -rf data url; }' && exit
done
"#;

/// A running cluster. While this value or a clone of it lives, the cluster does too.
#[derive(Clone)]
pub struct Cluster {
    /// Address without the database: `postgres://tongban@127.0.0.1:54321`.
    base: String,
    folder: PathBuf,
    /// What is added to an address: whether connections are encrypted.
    encryption: &'static str,
    /// Holds the shared lock.
    _user: Option<Arc<File>>,
}

impl Cluster {
    /// The cluster of this run, started if it is not running. It does not wait for the disk.
    pub fn shared() -> Self {
        Self::obtain(Disk::NotAwaited)
    }

    /// A cluster that waits for the disk as a city's would: for measurements.
    pub fn durable() -> Self {
        Self::obtain(Disk::Awaited)
    }

    fn obtain(disk: Disk) -> Self {
        if let Ok(url) = env::var("TEST_POSTGRES_URL") {
            let base = url.trim_end_matches('/').to_owned();
            return Self { base, folder: PathBuf::new(), encryption: "", _user: None };
        }
        let folder = folder(disk);
        fs::create_dir_all(&folder).expect("the cluster's folder can be made");
        let starting = lock_file(&folder.join("start.lock"));
        starting.lock().expect("the start lock can be held");
        let user = lock_file(&folder.join("users.lock"));
        user.lock_shared().expect("the users' lock can be held");
        let base = running(&folder).unwrap_or_else(|| start(&folder, disk));
        // Every test opens several connections, and none leaves the machine; what is measured is as a city has it.
        let encryption = if disk == Disk::NotAwaited { "?sslmode=disable" } else { "" };
        Self { base, folder, encryption, _user: Some(Arc::new(user)) }
    }

    /// Starts the cluster for a whole run; [`Cluster::stop`] ends it.
    pub fn keep() -> Self {
        let cluster = Self::shared();
        fs::write(cluster.folder.join("keep"), "").expect("the cluster can be kept");
        cluster
    }

    /// Stops what [`Cluster::keep`] started.
    pub fn stop() {
        let folder = folder(Disk::NotAwaited);
        let _ = fs::remove_file(folder.join("keep"));
        if folder.join("data").exists() {
            run(&mut pg(&folder, "pg_ctl", &["stop", "-D", "data", "-m", "immediate"]));
            let _ = fs::remove_dir_all(folder.join("data"));
            let _ = fs::remove_file(folder.join("url"));
        }
    }

    /// Its address, without a database.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.base, self.encryption)
    }

    /// The address under which the certificate is checked: `localhost`, by the given authority.
    pub fn verified_url(&self, host: &str, database: &str, authority: &Path) -> String {
        let port = self.base.rsplit(':').next().unwrap_or_default();
        let authority = authority.display();
        format!(
            "postgres://tongban@{host}:{port}/{database}?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={authority}"
        )
    }

    /// The certificate of the authority that signed the server's; nothing for a server of somebody else.
    pub fn authority(&self) -> Option<PathBuf> {
        Some(self.folder.join("data/authority.crt")).filter(|path| path.exists())
    }
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Disk {
    Awaited,
    NotAwaited,
}

/// One folder for every test process of this user.
fn folder(disk: Disk) -> PathBuf {
    let kind = if disk == Disk::Awaited { "-durable" } else { "" };
    env::temp_dir().join(format!("tongban-test-postgres-{}{kind}", own_user()))
}

fn own_user() -> u32 {
    fs::metadata("/proc/self").map_or(0, |process| process.uid())
}

fn lock_file(path: &Path) -> File {
    File::options().create(true).append(true).open(path).expect("a lock file can be made")
}

/// The address of the cluster when it answers.
fn running(folder: &Path) -> Option<String> {
    let base = fs::read_to_string(folder.join("url")).ok()?;
    let (_, port) = base.rsplit_once(':')?;
    answers(port.parse().ok()?).ok()?.then_some(base)
}

/// Whether a server of PostgreSQL answers at a port: one byte to the question whether it encrypts, which comes before everything
/// else (PostgreSQL, "Message Flow", SSL Session Encryption). Every test asks, and `pg_isready` is three programs.
fn answers(port: u16) -> io::Result<bool> {
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    server.set_read_timeout(Some(HANGS))?;
    let mut answer = [0];
    server.write_all(&[0, 0, 0, 8, 4, 210, 22, 47])?;
    server.read_exact(&mut answer)?;
    Ok(matches!(&answer, b"S" | b"N"))
}

fn start(folder: &Path, disk: Disk) -> String {
    let data = folder.join("data");
    let _ = fs::remove_dir_all(&data);
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("the folder can be opened to the server");
    fs::create_dir(&data).expect("the data folder can be made");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).expect("the data folder can be closed to others");
    give_to_server(&data);
    run(&mut pg(folder, "initdb", &["-D", "data", "-U", "tongban", "-A", "trust", "-E", "UTF8", "--no-sync"]));
    make_certificates(&data);
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("there is a free port").port();
    let mut settings = File::options().append(true).open(data.join("postgresql.conf")).expect("settings are there");
    writeln!(
        settings,
        "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nmax_connections = 300\n\
         ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nfsync = {on}\nfull_page_writes = {on}",
        on = if disk == Disk::Awaited { "on" } else { "off" },
    )
    .expect("settings can be written");
    run(&mut pg(folder, "pg_ctl", &["start", "-w", "-t", "300", "-D", "data", "-l", "data/server.log"]));
    let base = format!("postgres://tongban@127.0.0.1:{port}");
    fs::write(folder.join("url"), &base).expect("the address can be written");
    watch(folder);
    base
}

/// Leaves the watcher behind, in a session of its own, so that it outlives this process.
fn watch(folder: &Path) {
    let stop = pg(folder, "pg_ctl", &["stop", "-D", "data", "-m", "immediate"]);
    let words = std::iter::once(stop.get_program()).chain(stop.get_args());
    let stop = words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ");
    let mut watcher = Command::new("setsid");
    watcher.args(["sh", "-c", WATCHER]).env("STOP", stop).current_dir(folder);
    watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    drop(watcher.spawn().expect("the watcher starts"));
    // A moment for `setsid` to leave this process group.
    sleep(Duration::from_millis(50));
}

/// An authority and a certificate for `localhost`, both for a few days.
fn make_certificates(data: &Path) {
    let openssl = |arguments: &[&str]| run(Command::new("openssl").args(arguments).current_dir(data));
    let new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    for name in ["authority", "stranger"] {
        let (key, certificate) = (format!("{name}.key"), format!("{name}.crt"));
        let subject = format!("/CN=test {name}");
        let ends = ["-keyout", &key, "-out", &certificate, "-days", "7", "-subj", &subject];
        openssl(&[&["req", "-x509"], &new_key[..], &ends[..]].concat());
    }
    let request = ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"];
    openssl(&[&["req"], &new_key[..], &request[..]].concat());
    fs::write(data.join("server.ext"), "subjectAltName = DNS:localhost\n").expect("a file can be written");
    let sign = ["x509", "-req", "-in", "server.csr", "-CA", "authority.crt", "-CAkey", "authority.key"];
    let more = ["-CAcreateserial", "-out", "server.crt", "-days", "7", "-extfile", "server.ext"];
    openssl(&[&sign[..], &more[..]].concat());
    fs::set_permissions(data.join("server.key"), fs::Permissions::from_mode(0o600)).expect("the key can be closed");
    give_to_server(data);
    for name in ["authority.crt", "stranger.crt"] {
        fs::set_permissions(data.join(name), fs::Permissions::from_mode(0o644)).expect("a certificate can be opened");
    }
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, which Debian's package makes.
fn give_to_server(path: &Path) {
    if own_user() == 0 {
        run(Command::new("chown").args(["-R", "postgres"]).arg(path));
    }
}

/// A command of PostgreSQL, as a user that may run it.
fn pg(folder: &Path, command: &str, arguments: &[&str]) -> Command {
    let bin = Command::new("pg_config").arg("--bindir").output();
    let bin = bin.expect("PostgreSQL is not installed: apt-get install postgresql libpq-dev, or set TEST_POSTGRES_URL");
    let program = Path::new(String::from_utf8_lossy(&bin.stdout).trim()).join(command);
    let mut whole = if own_user() == 0 {
        let mut whole = Command::new("runuser");
        whole.args(["-u", "postgres", "--"]).arg(program);
        whole
    } else {
        Command::new(program)
    };
    whole.args(arguments).current_dir(folder);
    whole
}

/// Runs a command to its end; its words are shown when it fails. Output goes to a file: a server that stays behind would
/// hold a pipe open.
fn run(command: &mut Command) {
    let said = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let (out, err) = (said.reopen().expect("it reopens"), said.reopen().expect("it reopens"));
    let status = command.stdin(Stdio::null()).stdout(out).stderr(err).status();
    let words = fs::read_to_string(said.path()).unwrap_or_default();
    assert!(status.as_ref().is_ok_and(std::process::ExitStatus::success), "{command:?}: {status:?}\n{words}");
}
