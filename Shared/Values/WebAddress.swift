/// An address in the web, with `http` or `https`, checked for its form only.
///
/// Source: RFC 3986, section 3. Names and passwords in the address are refused, so that none is stored.
public struct WebAddress: Sendable {
    public static let bytesMax = ValueScanner.bytesMax

    /// The address in storage and exchange: NFC, scheme and host in lower case, the rest as it was.
    public let canonical: String

    /// The address whose canonical form is exactly this.
    public init?(canonical: String) {
        guard let address = try? WebAddress(parsing: canonical) else { return nil }
        guard address.canonical.utf8.elementsEqual(canonical.utf8) else { return nil }
        self = address
    }

    /// Reads an address; one without scheme, such as `www.acvn.vn`, gets `https`.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .webAddress)
        var scheme = "https://"
        for known in ["http://", "https://"] where scanner.take(known) { scheme = known }
        let ends = Array("/?#".utf8)
        let host = scanner.folded[scanner.index...].prefix { !ends.contains($0) }
        let path = scanner.bytes[host.endIndex...]
        guard Self.isHost(host), path.allSatisfy(Self.isAllowed), !hasControls(text)
        else { throw .malformed(.webAddress, text) }
        let address = scheme + String(decoding: Array(host) + Array(path), as: UTF8.self)
        // The scheme that was added may have made it too long.
        guard address.utf8.count <= Self.bytesMax
        else { throw .tooLong(.webAddress, limit: Self.bytesMax) }
        canonical = address
    }

    /// As people read it: the canonical form.
    public func display(in language: DisplayLanguage) -> String { canonical }

    /// A name or an IPv4 address, with a port perhaps; no IPv6 address, no name without point.
    private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
        let colon = host.firstIndex(of: UInt8(ascii: ":"))
        let name = host[..<(colon ?? host.endIndex)]
        guard DomainName.isValid(name) || DomainName.isAddress(name) else { return false }
        guard let colon else { return true }
        let port = host[(colon + 1)...]
        guard port.allSatisfy(isASCIIDigit) else { return false }
        return (UInt16(String(decoding: port, as: UTF8.self)) ?? 0) > 0
    }

    /// Neither spaces and controls, nor the signs that RFC 3986 excludes.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
    }
}

extension WebAddress: Hashable {
    public static func == (left: WebAddress, right: WebAddress) -> Bool {
        left.canonical.utf8.elementsEqual(right.canonical.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in canonical.utf8 { hasher.combine(byte) }
    }
}
