//! `hectare audit`: are the books right?

use std::process::ExitCode;

use engine::Audit;
use institutions::books::Books;
use simulators::card::CardSimulator;
use store::folder::Folder;
use store::sqlite::SqliteStore;

use crate::cli::AuditOptions;
use crate::data::Failure;

pub(crate) fn run(options: &AuditOptions) -> Result<ExitCode, Failure> {
    let folder = Folder::examine(&options.data)?;
    let store = SqliteStore::examine(&folder)?;
    // A benchmark's issuers keep their books in memory: then ours are checked alone.
    let issuers = CardSimulator::open_books(&options.data)?;
    let books: Vec<&dyn Books> = issuers.iter().map(|books| -> &dyn Books { books }).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let audit = runtime.block_on(Audit::run(&store, &books))?;
    print(&audit, !books.is_empty());
    Ok(if audit.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(audit: &Audit, compared: bool) {
    println!("{:<24} {:>4} {:>20} {:>20} {:>20}", "account", "", "debit", "credit", "balance");
    for (account, currency, debit, credit) in audit.trial.accounts() {
        let balance = debit.saturating_sub(credit);
        println!("{:<24} {:>4} {debit:>20} {credit:>20} {balance:>20}", account.name(), currency.code());
    }
    println!("{} operations", audit.operations);
    for (id, state, tries) in &audit.unresolved {
        println!("under way: {id} {state:?}, tried {tries} times");
    }
    for id in audit.stuck() {
        println!("an operator should look: {id}");
    }
    if !compared {
        println!("the institutions keep no books here: ours were checked alone");
    }
    for difference in &audit.differences {
        println!("DIFFERENCE: {difference}");
    }
    match u64::try_from(audit.differences.len()).unwrap_or(u64::MAX).saturating_add(audit.unlisted) {
        0 => println!("the books are right"),
        count => println!("{count} differences"),
    }
}
