//! What is wrong with a certificate, as a person would say it.

use jiff::Timestamp;
use rustls::CertificateError as Wrong;
use rustls::pki_types::UnixTime;
use std::error::Error;
use std::io;

/// What TLS says is wrong with the other side's certificate, if that is why a request failed.
pub(super) fn refused(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(rustls::Error::InvalidCertificate(wrong)) = error.downcast_ref() {
        return Some(in_words(wrong));
    }
    // An error of I/O that carries another one doesn't name it as its cause.
    let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let carried = carried.and_then(|it| refused(it));
    carried.or_else(|| refused(error.source()?))
}

fn in_words(wrong: &Wrong) -> String {
    match wrong {
        Wrong::UnknownIssuer => {
            "it is signed by an authority that this machine does not know".to_owned()
        }
        Wrong::Expired => "it expired".to_owned(),
        Wrong::ExpiredContext { not_after, time: _ } => {
            format!("it expired on {}", day(*not_after))
        }
        Wrong::NotValidYet => "it is not valid yet".to_owned(),
        Wrong::NotValidYetContext { not_before, time: _ } => {
            format!("it is not valid before {}", day(*not_before))
        }
        Wrong::NotValidForName => "it is for another name".to_owned(),
        Wrong::NotValidForNameContext { presented, expected: _ } => {
            // As rustls has them: `DnsName("other.example")`.
            let name = |it: &String| format!("`{}`", it.split('"').nth(1).unwrap_or(it));
            let names: Vec<_> = presented.iter().take(5).map(name).collect();
            match names.is_empty() {
                true => "it is for no name at all".to_owned(),
                false => format!("it is for {}", names.join(", ")),
            }
        }
        Wrong::Revoked => "it was revoked".to_owned(),
        other => other.to_string(),
    }
}

fn day(time: UnixTime) -> String {
    let time = i64::try_from(time.as_secs()).ok().and_then(|it| Timestamp::from_second(it).ok());
    time.map_or_else(|| "a day that no clock has".to_owned(), |it| it.strftime("%F").to_string())
}
