/// An address of electronic mail, checked for its form only.
///
/// Source: RFC 5321, 4.1.2 and 4.5.3.1; RFC 6531 for letters outside of ASCII. Quoted names and
/// addresses of hosts in brackets are refused: they are typing errors more often than addresses.
public struct EmailAddress: Sendable {
    public static let bytesMax = 254
    public static let localBytesMax = 64

    /// The address in storage and exchange: NFC, the domain in lower case.
    public let canonical: String

    /// The address whose canonical form is exactly this.
    public init?(canonical: String) {
        guard let address = try? EmailAddress(parsing: canonical) else { return nil }
        guard address.canonical.utf8.elementsEqual(canonical.utf8) else { return nil }
        self = address
    }

    /// Reads an address, also with `mailto:` before it or in angle brackets.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .emailAddress)
        let hasBracket = scanner.take("<")
        _ = scanner.take("mailto:")
        let isClosed = scanner.bytes.last == UInt8(ascii: ">")
        let end = scanner.bytes.count - (hasBracket ? 1 : 0)
        let whole = scanner.index..<max(scanner.index, end)
        guard
            isClosed == hasBracket, !hasControls(text),
            whole.count <= Self.bytesMax,
            let at = scanner.bytes[whole].lastIndex(of: UInt8(ascii: "@")),
            Self.isLocal(scanner.bytes[whole.lowerBound..<at]),
            DomainName.isValid(scanner.folded[(at + 1)..<whole.upperBound])
        else { throw .malformed(.emailAddress, text) }
        let bytes =
            scanner.bytes[whole.lowerBound...at] + scanner.folded[(at + 1)..<whole.upperBound]
        canonical = String(decoding: bytes, as: UTF8.self)
    }

    /// As people read it: the canonical form.
    public func display(in language: DisplayLanguage) -> String { canonical }

    /// Parts of letters, digits and some signs, with single points between them.
    private static func isLocal(_ local: ArraySlice<UInt8>) -> Bool {
        guard local.count <= localBytesMax else { return false }
        let parts = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    isASCIILetter(byte) || isASCIIDigit(byte) || byte >= 0x80
                        || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
                }
        }
    }
}

extension EmailAddress: Hashable {
    public static func == (left: EmailAddress, right: EmailAddress) -> Bool {
        left.canonical.utf8.elementsEqual(right.canonical.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in canonical.utf8 { hasher.combine(byte) }
    }
}
