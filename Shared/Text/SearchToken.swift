/// One word of a text, or several joined by a point or hyphen, with the keys it is found by.
///
/// Keys consist of lower-case letters and digits, so that a full-text index over text that is
/// already split (FTS5: `unicode61 remove_diacritics 0`) keeps each one whole.
public struct SearchToken: Equatable, Sendable {
    /// Letters, shapes and tones, wherever the tone was placed: `hoà` and `hòa` give `hoa1`.
    public let exact: String
    /// Base letters and digits only: `Đội` gives `doi`.
    public let folded: String
    /// Whether the word carries a tone, a shape as in ă, đ, ơ, or any other mark.
    public let hasMarks: Bool
    /// The place in the original text, in UTF-8 bytes.
    public let range: Range<Int>

    /// The folded key that belongs to an exact key.
    public static func folded(exact key: String) -> String {
        var folded: [UInt8] = []
        var isBehindLetter = false
        var skipped = 0
        var lead: UInt8 = 0
        for byte in key.utf8 {
            if skipped > 0 {
                skipped -= 1
            } else if byte >= 0x30, byte <= 0x39 {
                guard isBehindLetter else {
                    folded.append(byte)
                    continue
                }
                switch byte {
                case 0x30: isBehindLetter = false
                case 0x36: skipped = 3
                case 0x37: skipped = 7
                default: break
                }
            } else if byte >= 0xC3, byte <= 0xC6 {
                lead = byte
            } else {
                isBehindLetter = true
                if let base = base(of: byte, after: lead) {
                    folded.append(base)
                } else {
                    if lead != 0 { folded.append(lead) }
                    folded.append(byte)
                    isBehindLetter = lead != 0xC3 || byte != 0x9F
                }
                lead = 0
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// The ASCII letter behind ă, â, đ, ê, ô, ơ, ư, given as the two bytes of UTF-8.
    private static func base(of byte: UInt8, after lead: UInt8) -> UInt8? {
        switch (lead, byte) {
        case (0xC4, 0x83), (0xC3, 0xA2): 0x61
        case (0xC4, 0x91): 0x64
        case (0xC3, 0xAA): 0x65
        case (0xC3, 0xB4), (0xC6, 0xA1): 0x6F
        case (0xC6, 0xB0): 0x75
        default: nil
        }
    }
}

/// A word of the joined form of a compound, in the place of several tokens of a ``SearchText``.
public struct JoinedToken: Equatable, Sendable {
    /// `tphcm` for `TP.HCM`, `pmiled` for `PMI-LED`; its range spans all parts.
    public let token: SearchToken
    /// The indices of its parts in ``SearchText/tokens``; at least two.
    public let parts: Range<Int>
}
