//! Taxation, as requests say it.

use domain::tax::{NamedParts, Taxation};
use protocol::{Aes, MessageSpec, Won};

use crate::reject::Reject;

type Part<'a> = &'a Option<Aes<Won<12>>>;

/// How the request says the amount is taxed. PG 6.2: mixed taxation (`G`) must name its parts.
pub(crate) fn taxation(
    spec: &'static MessageSpec,
    tax_type: Option<&str>,
    [taxable, vat, tax_free, service]: [Part<'_>; 4],
) -> Result<(Option<Taxation>, NamedParts), Reject> {
    let taxation = match tax_type {
        None => None,
        Some("N") => Some(Taxation::Taxable),
        Some("Y") => Some(Taxation::Exempt),
        Some("G") => Some(Taxation::Mixed),
        Some(_) => return Err(Reject::field(spec, "taxTypeCd")),
    };
    if taxation == Some(Taxation::Mixed) {
        let parts = [("taxAmt", taxable), ("vatAmt", vat), ("taxFreeAmt", tax_free)];
        if let Some((missing, _)) = parts.into_iter().find(|(_, part)| part.is_none()) {
            return Err(Reject::field(spec, missing));
        }
    }
    let minor = |part: Part<'_>| part.as_ref().and_then(|part| i64::try_from(part.minor_units()).ok());
    let named = NamedParts {
        supply: minor(taxable),
        vat: minor(vat),
        tax_free: minor(tax_free),
        service: minor(service),
    };
    Ok((taxation, named))
}
