import ClientExchange
import Shared

// Contacts for address books: what is public of those who hold a post, and nothing else.

extension RecordExport {
    /// The public contacts as cards.
    ///
    /// A person without a post is nobody's public face and is left out; so are those whose record is
    /// internal, restricted or personal. Telephone, mail and addresses are personal data: they never leave here.
    func cards() -> Result {
        guard let collection = register.schema.collection(id: "contacts") else {
            return Result(bytes: [], count: 0)
        }
        var entries: [CardWriter.Entry] = []
        var leftOut: [String] = []
        for view in views(of: collection) {
            let posts = posts(of: view)
            guard outside.mayLeave(view), view.value("do_not_contact") != .boolean(true),
                !posts.isEmpty
            else {
                leftOut.append(register.label(of: view.id))
                continue
            }
            entries.append(
                CardWriter.Entry(
                    uid: cardID(view.id),
                    name: outside.label(of: view.id),
                    parts: nameParts(of: view),
                    honorific: text(view, "honorific"),
                    posts: posts
                )
            )
        }
        return Result(bytes: CardWriter.cards(entries), count: entries.count, leftOut: leftOut)
    }

    /// The posts that are not known to be former, of which anything may be told.
    private func posts(of view: RecordView) -> [CardWriter.Post] {
        view.elements("posts").compactMap { element in
            guard element.part("former") != .boolean(true), element.part("to") == nil else {
                return nil
            }
            var post = CardWriter.Post(title: "", organisation: "")
            if case .text(let title) = element.part("title") { post.title = title }
            if case .reference(let reference) = element.part("org") {
                post.organisation = outside.name(of: reference) ?? ""
            }
            return post.title.utf8.isEmpty && post.organisation.utf8.isEmpty ? nil : post
        }
    }

    /// The parts of a name that people have told apart; nil where they have not.
    private func nameParts(of view: RecordView) -> CardWriter.NameParts? {
        let (family, given) = (text(view, "family"), text(view, "given"))
        guard !family.utf8.isEmpty || !given.utf8.isEmpty else { return nil }
        return CardWriter.NameParts(family: family, middle: text(view, "middle"), given: given)
    }

    /// The text of a field; empty where it has none.
    private func text(_ view: RecordView, _ field: String) -> String {
        view.texts(of: [field]).first ?? ""
    }

    /// The record's id as the id of a card, in the form of a UUID.
    func cardID(_ id: RecordID) -> String {
        let digits = hexadecimal(id.bytes)
        var result = "urn:uuid:"
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { result.append("-") }
            result.append(digit)
        }
        return result
    }
}
