//! What can be said at the prompt.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::address;

/// A payment gateway: PG Service Standard WEB API.
///
/// Without a command it starts a sandbox: a gateway with embedded storage and simulated card
/// issuers at 127.0.0.1:8080, and a demo shop at localhost:8081. No money moves.
#[derive(Debug, Parser)]
#[command(name = "hectare", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    sandbox: SandboxOptions,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs a gateway, without the demo shop.
    Serve(ServeOptions),
    /// Makes a data folder. A server makes its own for testing; a live one has to be asked for.
    Init(InitOptions),
    /// Proves that the books are right and agree with the institutions'. Fails on any difference.
    Audit(AuditOptions),
    /// Lists merchants, and adds or changes one while the server runs.
    #[command(subcommand)]
    Merchant(MerchantCommand),
    /// Makes a pktHash, or encrypts a value, as a merchant does.
    Sign(SignOptions),
    /// Checks a pktHash, or decrypts a value, as a merchant does.
    Verify(VerifyOptions),
}

/// How to run the sandbox.
#[derive(Debug, Args)]
pub(crate) struct SandboxOptions {
    /// Where the demo shop listens.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081", value_parser = address::parse)]
    shop: SocketAddr,
    #[command(flatten)]
    serve: ServeOptions,
}

/// How to run a gateway.
#[derive(Clone, Debug, Args)]
pub(crate) struct ServeOptions {
    /// Where the gateway listens. A test environment listens on this machine only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = address::parse)]
    pub(crate) listen: SocketAddr,
    /// The data folder; it is made if there is none.
    #[arg(long, value_name = "DIR", default_value = "hectare-data", env = "HECTARE_DATA")]
    pub(crate) data: PathBuf,
    /// Where browsers find the gateway, if that isn't `http(s)://` and the address.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// How the log reads.
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub(crate) log: LogForm,
    /// A certificate chain (PEM): the gateway then speaks TLS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Keeps the simulated issuers' books in memory: they stand for other companies' machines, and
    /// a benchmark measures ours. An audit can't compare them afterwards.
    #[arg(long, hide_short_help = true)]
    pub(crate) issuers_in_memory: bool,
    /// Sends no notifications; they wait in the data folder.
    #[arg(long, hide_short_help = true)]
    pub(crate) hold_notifications: bool,
    /// Believes the machine's clock to be so many milliseconds behind, as after it was set back.
    #[arg(long, hide = true, default_value_t = 0)]
    pub(crate) clock_behind_ms: u32,
    /// Where the demo shop listens; set by the command line without a command.
    #[arg(skip)]
    pub(crate) shop: Option<SocketAddr>,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// For people.
    Human,
    /// For machines: one JSON object a line.
    Json,
}

/// What to make.
#[derive(Debug, Args)]
pub(crate) struct InitOptions {
    /// The data folder; there may be none yet.
    #[arg(long, value_name = "DIR", default_value = "hectare-data", env = "HECTARE_DATA")]
    pub(crate) data: PathBuf,
    /// For real money: no sandbox, no simulated institutions, no test merchants.
    #[arg(long)]
    pub(crate) live: bool,
    /// A file with the master key (64 hexadecimal digits), readable by its owner alone; else
    /// HECTARE_MASTER_KEY holds it. A test folder draws its own unless it is given one.
    #[arg(long, value_name = "FILE")]
    pub(crate) master_key_file: Option<PathBuf>,
}

/// What to do with merchants.
#[derive(Debug, Subcommand)]
pub(crate) enum MerchantCommand {
    /// Names every merchant with its contract.
    List(MerchantList),
    /// Adds a merchant; keys that aren't given are drawn and shown once.
    Add(MerchantChange),
    /// Changes what is named, and nothing else.
    Set(MerchantChange),
}

/// Whose merchants.
#[derive(Debug, Args)]
pub(crate) struct MerchantList {
    /// The data folder, of a running server or a stopped one.
    #[arg(long, value_name = "DIR", default_value = "hectare-data", env = "HECTARE_DATA")]
    pub(crate) data: PathBuf,
}

/// A merchant's contract, as far as it is named.
#[derive(Args)]
pub(crate) struct MerchantChange {
    /// Its id: mchtId, 1 to 10 letters, digits or _.
    pub(crate) id: String,
    /// The data folder, of a running server or a stopped one.
    #[arg(long, value_name = "DIR", default_value = "hectare-data", env = "HECTARE_DATA")]
    pub(crate) data: PathBuf,
    /// Its name in Korean.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What it trades in: KRW or USD.
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// The methods it has contracts for, such as CA,VA.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) methods: Option<Vec<String>>,
    /// How the holder of a card is known.
    #[arg(long)]
    pub(crate) cards: Option<Cards>,
    /// Whether payments and checks of cards issue billing keys.
    #[arg(long, value_name = "BOOL")]
    pub(crate) billing_keys: Option<bool>,
    /// Whether card windows only authenticate, and the merchant captures (0061, then B2).
    #[arg(long, value_name = "BOOL")]
    pub(crate) deferred_capture: Option<bool>,
    /// How its goods are taxed: always so, or as each request says.
    #[arg(long)]
    pub(crate) taxation: Option<Tax>,
    /// Where to notify it when a payment names no URL; an empty text takes it away.
    #[arg(long, value_name = "URL")]
    pub(crate) noti_url: Option<String>,
    /// Whether cancels are notified, too.
    #[arg(long, value_name = "BOOL")]
    pub(crate) cancel_notifications: Option<bool>,
    /// Whether it may pay back a part of a payment.
    #[arg(long, value_name = "BOOL")]
    pub(crate) partial_cancels: Option<bool>,
    /// The least it may charge, in won or cents.
    #[arg(long, value_name = "AMOUNT", value_parser = clap::value_parser!(i64).range(1..=999_999_999_999))]
    pub(crate) least_amount: Option<i64>,
    /// Whether its notifications are written in EUC-KR.
    #[arg(long, value_name = "BOOL")]
    pub(crate) euc_kr: Option<bool>,
    /// What its order numbers must look like.
    #[arg(long, value_name = "FORM")]
    pub(crate) order_numbers: Option<Numbers>,
    /// How far its clock is ahead of real time, such as "3d 2h", -1d or 0s; in a test folder.
    #[arg(long, value_name = "SPAN", allow_hyphen_values = true)]
    pub(crate) clock: Option<String>,
    /// Its AES key: 32 characters.
    #[arg(long, value_name = "KEY", env = "HECTARE_MERCHANT_AES_KEY", hide_env_values = true)]
    pub(crate) aes_key: Option<String>,
    /// Its hash key.
    #[arg(long, value_name = "KEY", env = "HECTARE_MERCHANT_HASH_KEY", hide_env_values = true)]
    pub(crate) hash_key: Option<String>,
}

impl std::fmt::Debug for MerchantChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MerchantChange").field("id", &self.id).finish_non_exhaustive()
    }
}

/// How the holder of a card is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cards {
    /// The issuer's own page asks.
    Authenticated,
    /// Number and expiry are enough.
    Unauthenticated,
    /// Birth date or business number, and the first two digits of the PIN, too.
    Legacy,
}

/// How goods are taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tax {
    /// With VAT; a request that says otherwise is refused.
    Taxable,
    /// Without; a request that says otherwise is refused.
    Exempt,
    /// With VAT, unless the request says otherwise.
    ByRequest,
}

/// What order numbers must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Numbers {
    /// Anything.
    Free,
    /// The last character isn't a digit, so that no two hashes read alike.
    EndInLetter,
}

/// What to audit.
#[derive(Debug, Args)]
pub(crate) struct AuditOptions {
    /// The data folder, of a running server or a stopped one.
    #[arg(long, value_name = "DIR", default_value = "hectare-data", env = "HECTARE_DATA")]
    pub(crate) data: PathBuf,
}

/// Keys of the wire; the test environment's own unless given.
#[derive(Args)]
pub(crate) struct KeyOptions {
    /// The AES key: 32 characters.
    #[arg(
        long,
        value_name = "KEY",
        env = "HECTARE_AES_KEY",
        hide_env_values = true,
        default_value = "pgSettle30y739r82jtd709yOfZ2yK5K"
    )]
    pub(crate) aes_key: String,
    /// The hash key.
    #[arg(
        long,
        value_name = "KEY",
        env = "HECTARE_HASH_KEY",
        hide_env_values = true,
        default_value = "ST1009281328226982205"
    )]
    pub(crate) hash_key: String,
}

impl std::fmt::Debug for KeyOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyOptions(***)")
    }
}

/// What to sign.
#[derive(Debug, Args)]
pub(crate) struct SignOptions {
    /// The values to hash, in order: they are joined and the hash key is added.
    #[arg(required_unless_present = "encrypt")]
    pub(crate) values: Vec<String>,
    /// A value to encrypt instead (AES-256/ECB/PKCS#7, Base64).
    #[arg(long, value_name = "TEXT", conflicts_with = "values")]
    pub(crate) encrypt: Option<String>,
    #[command(flatten)]
    pub(crate) keys: KeyOptions,
}

/// What to verify.
#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// The hash that came.
    #[arg(long, value_name = "HEX", required_unless_present = "decrypt")]
    pub(crate) hash: Option<String>,
    /// The values it should be of, in order.
    #[arg(required_unless_present = "decrypt")]
    pub(crate) values: Vec<String>,
    /// A value to decrypt instead.
    #[arg(long, value_name = "BASE64", conflicts_with_all = ["values", "hash"])]
    pub(crate) decrypt: Option<String>,
    #[command(flatten)]
    pub(crate) keys: KeyOptions,
}

impl Cli {
    /// The command; without one, a gateway with the demo shop.
    pub(crate) fn command(self) -> Command {
        let sandbox = self.sandbox;
        self.command.unwrap_or(Command::Serve(ServeOptions { shop: Some(sandbox.shop), ..sandbox.serve }))
    }
}
