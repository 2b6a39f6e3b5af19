import Shared

/// The encodings in which people's files come.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case windows1258 = "windows-1258"

    /// Reads a name as people write it: `UTF8`, `cp1258`.
    package init?(name: String) {
        let letters = name.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
            .map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        switch String(decoding: letters, as: UTF8.self) {
        case "utf8": self = .utf8
        case "utf16", "utf16le", "utf16be": self = .utf16
        case "windows1258", "cp1258", "1258": self = .windows1258
        default: return nil
        }
    }
}

/// A text file, decoded and in NFC.
package struct FileText: Sendable {
    package let text: String
    package let encoding: TextEncoding

    /// Decodes `bytes`; nil when they are no text in `encoding`, or in any that is known.
    ///
    /// Without `encoding`, a byte order mark decides, then what the bytes can be: UTF-8, UTF-16 (every
    /// other byte of Latin text is zero), else Windows-1258.
    package init?(_ bytes: [UInt8], encoding: TextEncoding? = nil) {
        let chosen = encoding ?? Self.likelyEncoding(bytes)
        let decoded: String?
        switch chosen {
        case .utf8:
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            decoded = String(validating: bytes[start...], as: UTF8.self)
        case .utf16: decoded = Self.utf16(bytes)
        case .windows1258: decoded = Windows1258.text(bytes[...])
        }
        guard let decoded, !decoded.utf8.contains(0) else { return nil }
        text = InputText.normalized(decoded)
        self.encoding = chosen
    }

    private static func likelyEncoding(_ bytes: [UInt8]) -> TextEncoding {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        let sample = bytes.prefix(4096)
        let zeros = sample.count(where: { $0 == 0 })
        if zeros * 4 > sample.count { return .utf16 }
        return String(validating: bytes, as: UTF8.self) == nil ? .windows1258 : .utf8
    }

    /// The byte order is that of the mark, or else the one that puts the zeros where Latin has them.
    private static func utf16(_ bytes: [UInt8]) -> String? {
        guard bytes.count % 2 == 0 else { return nil }
        var start = 2
        let isBigEndian: Bool
        if bytes.starts(with: [0xFE, 0xFF]) {
            isBigEndian = true
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            isBigEndian = false
        } else {
            start = 0
            let zeros = stride(from: 0, to: min(bytes.count, 4096), by: 2)
            isBigEndian = zeros.count { bytes[$0] == 0 } > zeros.count { bytes[$0 + 1] == 0 }
        }
        let units = stride(from: start, to: bytes.count, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return String(validating: units, as: UTF16.self)
    }
}
