//! The command line. Every setting is a flag and an environment variable of the same name; flags win. What people read of
//! it stands in `locales/*/cli.ftl` (see [`worded`]); an example is a line that can be typed in every language.

pub mod help;
pub mod refusal;
mod values;
mod worded;

use clap::{Args, Parser, Subcommand, ValueEnum};
use contract::identity::Role;
use domain::operations::demonstration::generator::MOST_RESIDENTS;
use jiff::civil::Date;
use policy::sql::Dialect;
use std::path::PathBuf;

/// Most threads that may be asked for.
const MOST_WORKERS: usize = 1_024;

/// Tongban: one portal through which a city's residents get healthcare, elderly care and social security.
#[derive(Debug, Parser)]
#[command(name = "tongban", version)]
pub struct Cli {
    /// What to do; serving the portal is the default.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings that every command shares.
    #[command(flatten)]
    pub settings: Settings,
}

/// Settings, from flags or the environment.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Address to listen on.
    #[arg(long, env = "TONGBAN_ADDR", default_value = "127.0.0.1:8080", global = true, value_name = "HOST-PORT")]
    pub addr: String,
    /// Folder for the database, the keys and the demonstration sign-ins.
    #[arg(long, env = "TONGBAN_DATA", default_value = "./data", global = true, value_name = "FOLDER")]
    pub data: PathBuf,
    /// `sqlite:FILE` or `postgres://…`; without it, SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A file with settings, one `NAME=value` a line, by the names of the environment; flags and the environment win.
    #[arg(long, env = "TONGBAN_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The address people use. Decides cookies, the exact origin, links and HSTS. Plain http is for loopback only.
    #[arg(long, env = "TONGBAN_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Addresses of proxies whose forwarded headers count, separated by commas.
    #[arg(long, env = "TONGBAN_TRUSTED_PROXIES", default_value = "", global = true, value_name = "ADDRESSES")]
    pub trusted_proxies: String,
    /// File with the keys that seal personal data; made in the data folder for the demonstration.
    #[arg(long, env = "TONGBAN_KEYS", global = true, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// Worker threads of the server; 0 means one per core.
    #[arg(long, env = "TONGBAN_WORKERS", default_value_t = 0, global = true, value_name = "N",
          value_parser = values::whole(0..=MOST_WORKERS))]
    pub workers: usize,
    /// Seconds after which another process takes over what one that says nothing was doing.
    #[arg(long, env = "TONGBAN_LEASE_SECONDS", default_value_t = 30, global = true, value_name = "SECONDS",
          value_parser = values::whole(1..=3_600_i64))]
    pub lease_seconds: i64,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal (the default). An empty database is first filled with a demonstration city.
    #[command(after_help = "tongban serve --data ./city --addr 127.0.0.1:8080")]
    Serve {
        /// Start with an empty city instead of the demonstration.
        #[arg(long)]
        empty: bool,
    },
    /// Fill an empty database with a demonstration city of invented residents.
    #[command(after_help = "tongban demo --data ./city --residents 200")]
    Demo {
        /// How many residents, at most 5,000,000.
        #[arg(long, default_value_t = 2_000, value_name = "N", value_parser = values::whole(1..=MOST_RESIDENTS))]
        residents: u64,
        /// The same seed makes the same city.
        #[arg(long, default_value_t = 1, value_name = "N", value_parser = values::whole(0..=u64::MAX))]
        seed: u64,
    },
    /// Copy a SQLite city into a new file, while it serves or at rest; the copy is checked before it gets its name.
    #[command(after_help = "tongban backup --data ./city city-copy.sqlite")]
    Backup {
        /// The copy. It must not be there yet.
        #[arg(value_name = "FILE")]
        copy: PathBuf,
    },
    /// Print every page, one a line: its address, who may open it, and whether elder mode shows it calm, with at most 25
    /// things to press, or leaves it dense, as work needs it.
    #[command(after_help = "tongban routes | grep casework")]
    Routes,
    /// The journal of acts.
    #[command(after_help = "tongban journal verify --data ./city")]
    Journal {
        /// What to do with it.
        #[command(subcommand)]
        command: JournalCommand,
    },
    /// Who works here: accounts of staff, and the single-use codes by which they make their first passkey.
    #[command(after_help = "tongban staff invite wangmin --name 王敏 --role caseworker --district 310109")]
    Staff {
        /// What to do.
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Passkeys, which belong to the host of the public address.
    #[command(after_help = "tongban passkeys forget --host city.example --data ./city")]
    Passkeys {
        /// What to do.
        #[command(subcommand)]
        command: PasskeysCommand,
    },
    /// Print the vocabulary: the data standard that departments deliver against.
    #[command(after_help = "tongban vocabulary --format json")]
    Vocabulary {
        /// How it is printed.
        #[arg(long, value_enum, default_value = "md", value_name = "FORMAT")]
        format: VocabularyFormat,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Policies as files, without a server.
    #[command(after_help = "tongban policy test")]
    Policy {
        /// What to do with them.
        #[command(subcommand)]
        command: PolicyCommand,
    },
}

/// Commands on the journal.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Check the whole chain and name the first row that does not fit. Reads only.
    #[command(after_help = "tongban journal verify --data ./city")]
    Verify {
        /// A head that was carried away: a copy of journal-head.txt.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// After a restore, or when journal-head.txt is gone: name the lost head in the journal, and keep the head of the
    /// store from now on.
    #[command(after_help = "tongban journal accept-head --data ./city --reason restored")]
    AcceptHead {
        /// Why; it stands in the journal, so no names of people.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// Commands on accounts of staff.
#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Make an account, and print the code for its first passkey.
    #[command(after_help = "tongban staff invite wangmin --name 王敏 --role caseworker --district 310109")]
    Invite {
        /// By what they say who they are.
        #[arg(value_name = "NAME")]
        sign_in: String,
        /// The name that is shown.
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// What they may do.
        #[arg(long = "role", value_name = "ROLE", required = true, value_parser = values::role())]
        roles: Vec<Role>,
        /// Code of the district whose cases they handle (GB/T 2260).
        #[arg(long, value_name = "CODE")]
        district: Option<String>,
        /// The department for whose facts they answer.
        #[arg(long, value_name = "ID")]
        department: Option<String>,
    },
    /// Print a new code for somebody who has lost every passkey: those of before and every session end.
    #[command(after_help = "tongban staff invite-again wangmin")]
    InviteAgain {
        /// Who.
        #[arg(value_name = "NAME")]
        sign_in: String,
    },
    /// Shut an account: nothing opens it until there is a new code.
    #[command(after_help = "tongban staff shut wangmin")]
    Shut {
        /// Who.
        #[arg(value_name = "NAME")]
        sign_in: String,
    },
}

/// Commands on passkeys.
#[derive(Debug, Subcommand)]
pub enum PasskeysCommand {
    /// Take away every passkey, before the city moves to another host: none of them opens anything there.
    #[command(after_help = "tongban passkeys forget --host city.example --data ./city")]
    Forget {
        /// The host that they were made for.
        #[arg(long, value_name = "HOST")]
        host: String,
    },
}

/// Which rules: the city's own inside the program, or those of files.
#[derive(Args, Clone, Debug, Default)]
pub struct Rules {
    /// Another vocabulary than the city's.
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Option<PathBuf>,
    /// Other parameters than the city's. Without it, those in the folder of `--policies`; without those, none.
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// A folder with policies (and vocabulary.toml and parameters.toml; working-days.toml is passed over), or one document.
    #[arg(long, value_name = "FOLDER")]
    pub policies: Option<PathBuf>,
}

/// How a vocabulary is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VocabularyFormat {
    /// For programs.
    Json,
    /// For people, as tables in Markdown.
    Md,
}

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Speech {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Commands on policy documents.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Check documents and print every problem with its place and remedy.
    #[command(after_help = "tongban policy check elder-allowance.toml")]
    Check {
        /// Documents to check; without any, all.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// First write the marks of the format into these files in place of those of a Chinese keyboard, in UTF-8.
        #[arg(long, requires = "files")]
        repair: bool,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Run the cases of documents and print a table.
    #[command(after_help = "tongban policy test --policies ./policies")]
    Test {
        /// Documents to test; without any, all.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Explain what a policy means for one resident: every condition, what is missing, what would have to change, and
    /// what comes by itself.
    #[command(after_help = "tongban policy explain elder-allowance --resident facts.toml --on 2026-12-01")]
    Explain {
        /// Id of the policy.
        #[arg(value_name = "ID")]
        id: String,
        /// A file of facts (TOML or JSON: `dob = 1944-05-01`), or the number of a resident in the data folder.
        #[arg(long, value_name = "FILE-OR-NUMBER")]
        resident: String,
        /// The day of the decision.
        #[arg(long, value_name = "DAY", value_parser = values::day)]
        on: Date,
        /// Language of the words; without it, that of the locale.
        #[arg(long, value_enum, value_name = "LANGUAGE")]
        language: Option<Speech>,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Decide every policy for many residents at once, by columns, and print how many get it and how much.
    #[command(after_help = "tongban policy count --residents residents.jsonl --on 2026-12-01")]
    Count {
        /// Residents, one a line: the facts of each as a JSON object.
        #[arg(long = "residents", value_name = "FILE")]
        people: PathBuf,
        /// The day of the decision.
        #[arg(long, value_name = "DAY", value_parser = values::day)]
        on: Date,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Print the SQL that makes the table of residents from the vocabulary.
    #[command(after_help = "tongban policy table --dialect postgres")]
    Table {
        /// For which database.
        #[arg(long, value_name = "DIALECT", value_parser = values::dialect())]
        dialect: Dialect,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
    /// Print a policy on one day as an SQL query on that table.
    #[command(after_help = "tongban policy sql elder-allowance --dialect postgres --on 2026-12-01")]
    Sql {
        /// Id of the policy.
        #[arg(value_name = "ID")]
        id: String,
        /// For which database.
        #[arg(long, value_name = "DIALECT", value_parser = values::dialect())]
        dialect: Dialect,
        /// The day of the decision.
        #[arg(long, value_name = "DAY", value_parser = values::day)]
        on: Date,
        /// Which rules.
        #[command(flatten)]
        rules: Rules,
    },
}
