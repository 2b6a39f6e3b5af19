import Shared

/// Writes people and organisations as vCard 4.0 (RFC 6350): the same entries give the same bytes.
package struct CardWriter {
    /// What is public of one person.
    package struct Entry: Sendable {
        /// The same for ever: `urn:uuid:…`.
        package var uid: String
        /// The name as it is displayed; it is never split by guess.
        package var name: String
        /// The name's parts, where they are known.
        package var parts: NameParts?
        /// How the person is addressed; empty for nothing.
        package var honorific: String
        package var posts: [Post]

        package init(
            uid: String,
            name: String,
            parts: NameParts?,
            honorific: String,
            posts: [Post]
        ) {
            self.uid = uid
            self.name = name
            self.parts = parts
            self.honorific = honorific
            self.posts = posts
        }
    }

    /// The parts of a name; what is not known is empty.
    package struct NameParts: Sendable {
        package var family: String
        package var middle: String
        package var given: String

        package init(family: String, middle: String, given: String) {
            self.family = family
            self.middle = middle
            self.given = given
        }

        /// Whether the given name stands last in the name as it is displayed, as in Vietnamese.
        fileprivate func isGivenLast(in name: String) -> Bool {
            guard !given.utf8.isEmpty else { return false }
            return name.isSame(as: given) || name.hasSuffix(" " + given)
        }
    }

    /// A post that the person holds; what is not known is empty.
    package struct Post: Sendable {
        package var title: String
        package var organisation: String

        package init(title: String, organisation: String) {
            self.title = title
            self.organisation = organisation
        }
    }

    /// One card for each person, in the order of their ids.
    package static func cards(_ entries: [Entry]) -> [UInt8] {
        cards(of: entries, kind: "individual", uid: { $0.uid }) { entry, lines in
            lines.append("FN", ContentLines.escaped(entry.name))
            if let parts = entry.parts { write(parts, of: entry.name, to: &lines) }
            if !entry.honorific.utf8.isEmpty {
                lines.append("NOTE", ContentLines.escaped(entry.honorific))
            }
            for (place, post) in entry.posts.enumerated() {
                let group = "post\(place + 1)."
                if !post.title.utf8.isEmpty {
                    lines.append(group + "TITLE", ContentLines.escaped(post.title))
                }
                if !post.organisation.utf8.isEmpty {
                    lines.append(group + "ORG", ContentLines.escaped(post.organisation))
                }
            }
        }
    }

    /// One card for each item, in the order of their ids; `write` writes what is said of one.
    static func cards<Item>(
        of items: [Item],
        kind: String,
        uid: (Item) -> String,
        _ write: (Item, inout ContentLines) -> Void
    ) -> [UInt8] {
        var lines = ContentLines()
        let sorted = items.sorted { uid($0).utf8.lexicographicallyPrecedes(uid($1).utf8) }
        for item in sorted {
            lines.append("BEGIN", "VCARD")
            lines.append("VERSION", "4.0")
            lines.append("UID", uid(item))
            lines.append("KIND", kind)
            write(item, &lines)
            lines.append("END", "VCARD")
        }
        return lines.bytes
    }

    /// The parts of a name; people whose given name stands last are sorted by it.
    private static func write(
        _ parts: NameParts,
        of name: String,
        to lines: inout ContentLines
    ) {
        var property = "N"
        if parts.isGivenLast(in: name) {
            let keys = [parts.given, parts.family].filter { !$0.utf8.isEmpty }
            property += ";SORT-AS=" + ContentLines.quoted(keys)
        }
        let components = [parts.family, parts.given, parts.middle, "", ""]
        lines.append(
            property,
            components.map { ContentLines.escaped($0) }.joined(separator: ";")
        )
    }
}
