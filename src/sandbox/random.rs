use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;

/// Bytes that nobody can guess.
///
/// # Panics
/// Where the operating system has no randomness to give, in which case nothing secret can be made.
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let source = rustls::crypto::ring::default_provider().secure_random;
    assert!(source.fill(&mut bytes).is_ok(), "the operating system gives no random bytes");
    bytes
}

/// A password of 144 bits.
pub(super) fn password() -> SecretString {
    URL_SAFE_NO_PAD.encode(bytes::<18>()).into()
}
