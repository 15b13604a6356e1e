//! Bytes to a short name for them. It keeps nobody from making two files of the same name on purpose.

/// FNV-1a in 64 bits, as sixteen hexadecimal digits.
pub(super) fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    // What ends each part is in no text, so that two parts are not another one and a half.
    let bytes = parts.into_iter().flat_map(|part| part.iter().copied().chain([0xff]));
    format!("{:016x}", bytes.fold(0xcbf2_9ce4_8422_2325, step))
}
