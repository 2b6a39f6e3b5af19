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

/// Why the bytes of a file are no text.
package enum FileTextError: Error, Equatable {
    /// UTF-8 but for some bytes; where the first of them is, both from 1.
    case damaged(line: Int, column: Int)
    /// It does not fit the encoding that it was said to be in, from this line on.
    case doesNotFit(TextEncoding, line: Int)
    /// It fits none.
    case unknown
}

/// A text file, decoded and in NFC.
package struct FileText: Sendable {
    package let text: String
    package let encoding: TextEncoding
    /// Whether nothing says that it is in this encoding but that it fits no other.
    package let isGuess: Bool

    /// Decodes `bytes`.
    ///
    /// Without `encoding`, a byte order mark decides, then what the bytes can be: UTF-8, UTF-16 (every
    /// other byte of Latin text is zero), else Windows-1258; what is UTF-8 but for some bytes is damaged.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - encoding: What it is said to be in; nil to find out.
    /// - Throws: ``FileTextError`` where it is no text in `encoding`, or in any that is known.
    package init(_ bytes: [UInt8], encoding: TextEncoding? = nil) throws(FileTextError) {
        let chosen: TextEncoding
        if let encoding { chosen = encoding } else { chosen = try Self.likelyEncoding(bytes) }
        let found: String?
        switch chosen {
        case .utf8: found = String(validating: bytes[Self.bodyStart(bytes)...], as: UTF8.self)
        case .utf16: found = Self.utf16(bytes)
        case .windows1258: found = Windows1258.text(bytes[...])
        }
        guard let decoded = found, !decoded.utf8.contains(0) else {
            guard encoding != nil else { throw .unknown }
            throw .doesNotFit(chosen, line: Self.line(ofMistakeIn: bytes, chosen, found))
        }
        text = InputText.normalized(decoded)
        self.encoding = chosen
        isGuess = encoding == nil && chosen == .windows1258
    }

    /// Where the text begins, after the byte order mark of UTF-8.
    private static func bodyStart(_ bytes: [UInt8]) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    private static func likelyEncoding(_ bytes: [UInt8]) throws(FileTextError) -> TextEncoding {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        let sample = bytes.prefix(4096)
        let zeros = sample.count(where: { $0 == 0 })
        if zeros * 4 > sample.count { return .utf16 }
        let start = bodyStart(bytes)
        if String(validating: bytes[start...], as: UTF8.self) != nil { return .utf8 }
        let scan = UTF8Scan(bytes[start...])
        guard let mistake = scan.firstMistake else { return .utf8 }
        guard start > 0 || scan.isLikelyUTF8 else { return .windows1258 }
        let (line, column) = mistake
        throw .damaged(line: line, column: column)
    }

    /// The line on which it is seen that the bytes are not in an encoding.
    private static func line(
        ofMistakeIn bytes: [UInt8],
        _ encoding: TextEncoding,
        _ decoded: String?
    ) -> Int {
        func lines(_ before: some Sequence<UInt8>) -> Int { 1 + before.count { $0 == 0x0A } }
        if let decoded { return lines(decoded.utf8.prefix { $0 != 0 }) }
        switch encoding {
        case .utf8: return UTF8Scan(bytes[bodyStart(bytes)...]).firstMistake?.line ?? 1
        case .windows1258:
            return lines(bytes.prefix { Windows1258.text([$0][...]) != nil })
        case .utf16:
            let units = utf16Units(bytes)
            var line = 1
            var decoder = UTF16()
            var source = units.makeIterator()
            while case .scalarValue(let scalar) = decoder.decode(&source) {
                if scalar == "\n" { line += 1 }
            }
            return line
        }
    }

    private static func utf16(_ bytes: [UInt8]) -> String? {
        guard bytes.count % 2 == 0 else { return nil }
        return String(validating: utf16Units(bytes), as: UTF16.self)
    }

    /// The byte order is that of the mark, or else the one that puts the zeros where Latin has them.
    private static func utf16Units(_ bytes: [UInt8]) -> [UInt16] {
        let end = bytes.count & ~1
        var start = 2
        let isBigEndian: Bool
        if bytes.starts(with: [0xFE, 0xFF]) {
            isBigEndian = true
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            isBigEndian = false
        } else {
            start = 0
            let zeros = stride(from: 0, to: min(end, 4096), by: 2)
            isBigEndian = zeros.count { bytes[$0] == 0 } > zeros.count { bytes[$0 + 1] == 0 }
        }
        return stride(from: start, to: end, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
    }
}
