extension CardWriter {
    /// What is public of one organisation; what is not known is empty.
    package struct Organisation: Sendable {
        /// The organisation's name in one language.
        package struct Name: Sendable {
            /// The language's code; empty where it is not known.
            package var language: String
            package var text: String

            package init(language: String, text: String) {
                self.language = language
                self.text = text
            }
        }

        /// The same for ever: `urn:uuid:…`.
        package var uid: String
        /// At least one; the first is what address books show.
        package var names: [Name]
        package var abbreviation = ""
        /// What else it is called.
        package var aliases: [String] = []
        /// Where it is, in one line as people write it; it is never split by guess.
        package var seat = ""
        package var country = ""
        /// Addresses in the web.
        package var websites: [String] = []

        package init(uid: String, names: [Name]) {
            self.uid = uid
            self.names = names
        }
    }

    /// One card for each organisation, in the order of their ids.
    package static func cards(_ organisations: [Organisation]) -> [UInt8] {
        cards(of: organisations, kind: "org", uid: { $0.uid }) { organisation, lines in
            write(organisation, to: &lines)
        }
    }

    private static func write(_ organisation: Organisation, to lines: inout ContentLines) {
        for property in ["FN", "ORG"] {
            for name in organisation.names {
                let alternative = organisation.names.count > 1 ? ";ALTID=1" : ""
                let language = name.language.utf8.isEmpty ? "" : ";LANGUAGE=" + name.language
                lines.append(property + language + alternative, ContentLines.escaped(name.text))
            }
        }
        let aliases = organisation.aliases.map { ContentLines.escaped($0) }
        if !aliases.isEmpty { lines.append("NICKNAME", aliases.joined(separator: ",")) }
        if !organisation.seat.utf8.isEmpty || !organisation.country.utf8.isEmpty {
            let components = ["", "", "", organisation.seat, "", "", organisation.country]
            lines.append(
                "ADR",
                components.map { ContentLines.escaped($0) }.joined(separator: ";")
            )
        }
        for address in organisation.websites { lines.append("URL", address) }
        if !organisation.abbreviation.utf8.isEmpty {
            lines.append("X-ABBR", ContentLines.escaped(organisation.abbreviation))
        }
    }
}
