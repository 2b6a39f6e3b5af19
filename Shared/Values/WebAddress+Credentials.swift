extension WebAddress {
    /// Whether a text that is no web address has a name or a password where addresses have them, as
    /// `ftp://name:word@a.vn` and `name:word@a.vn` do.
    ///
    /// What has once been stored is in every replica for ever, so that it says yes in doubt. Addresses of
    /// mail have none, also behind a word for them and among other words.
    static func hasCredentials(_ text: String) -> Bool {
        let bytes = plain(text)
        let slash = UInt8(ascii: "/")
        for place in bytes.indices.dropLast()
        where bytes[place] == slash && bytes[place + 1] == slash {
            if isNamed(authority: bytes[(place + 2)...]) { return true }
        }
        return bytes.split { $0 == space || ";,".utf8.contains($0) }.contains { isNamed($0) }
    }

    /// The text without blanks around `:` and `@`, which are plain ones in it; but behind a word and its colon, as in
    /// `thư: a@b.vn`, another word begins.
    private static func plain(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var isDetached = false
        for byte in asciiSigns(tidiedLine(text)).utf8 {
            let last = bytes.last
            if byte == space, let last, isSign(last) {
                if last == UInt8(ascii: ":"), !isDetached { bytes.append(space) }
                continue
            }
            if isSign(byte) {
                isDetached = last == space
                if last == space { bytes.removeLast() }
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static func isSign(_ byte: UInt8) -> Bool { ":@".utf8.contains(byte) }

    /// The text with the full-width forms of `:` and `@` as plain ones.
    private static func asciiSigns(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF1A: result.unicodeScalars.append(":")
            case 0xFF20: result.unicodeScalars.append("@")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether anything stands before an `@` behind `//`, unless a whole name of a host comes first: a password
    /// may hold any sign, also those that end an authority.
    private static func isNamed(authority: ArraySlice<UInt8>) -> Bool {
        let ends = Array("/?#;, ".utf8)
        let host = authority.prefix { !":@".utf8.contains($0) && !ends.contains($0) }
        var rest = authority[host.endIndex...]
        let isHost = DomainName.isValid(lowered(host)) || DomainName.isAddress(host)
        if isHost, rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst().drop { isASCIIDigit($0) }
        }
        let hasEnded = rest.first.map { ends.contains($0) } ?? true
        if isHost, hasEnded { return false }
        guard let at = rest.lastIndex(of: UInt8(ascii: "@")) else { return false }
        // Behind what is no host, a path with an `@` in it is more than likely a path.
        return !hasEnded || rest[..<at].contains(UInt8(ascii: ":"))
    }

    /// Whether a word is `name:word@host`, without `//`.
    private static func isNamed(_ word: ArraySlice<UInt8>) -> Bool {
        guard let at = word.lastIndex(of: UInt8(ascii: "@")),
            let colon = word[..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at,
            !word[colon...].dropFirst().starts(with: "//".utf8)
        else { return false }
        let name = lowered(word[..<colon])
        return !mailWords.contains { $0.utf8.elementsEqual(name) }
    }

    /// The text with the letters of ASCII as small ones.
    private static func lowered(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.map { isASCIILetter($0) ? $0 | 0x20 : $0 }[...]
    }

    /// What people and programs write before an address of mail.
    private static let mailWords = [
        "mailto", "email", "e-mail", "mail", "thư", "tử", "acct", "sip", "sips", "xmpp", "skype",
    ]
}
