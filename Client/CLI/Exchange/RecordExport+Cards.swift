import ClientExchange
import Shared

// Contacts for address books: what is public of those who hold a post, and nothing else.

extension RecordExport {
    /// The public contacts as cards.
    ///
    /// A person without a post is nobody's public face and is left out; so are those whose record is
    /// restricted or personal. Telephone, mail and addresses are personal data: they never leave here.
    func cards() -> Result {
        guard let collection = register.schema.collection(id: "contacts") else {
            return Result(bytes: [], count: 0)
        }
        var entries: [CardWriter.Entry] = []
        var leftOut: [String] = []
        for view in views(of: collection) {
            let posts = posts(of: view)
            guard isPublic(view), !posts.isEmpty else {
                leftOut.append(register.label(of: view.id))
                continue
            }
            var honorific = ""
            if case .text(let text) = view.value("honorific") { honorific = text }
            entries.append(
                CardWriter.Entry(
                    uid: "urn:uuid:" + Self.uuid(view.id),
                    name: register.label(of: view.id),
                    honorific: honorific,
                    posts: posts
                )
            )
        }
        return Result(bytes: CardWriter.cards(entries), count: entries.count, leftOut: leftOut)
    }

    private func isPublic(_ view: RecordView) -> Bool {
        if view.value("do_not_contact") == .boolean(true) { return false }
        guard case .code(let visibility) = view.value("visibility") else { return true }
        return !visibility.isSame(as: "restricted") && !visibility.isSame(as: "personal")
    }

    /// The posts that are not known to be former.
    private func posts(of view: RecordView) -> [CardWriter.Post] {
        view.elements("posts").compactMap { element in
            guard element.part("former") != .boolean(true), element.part("to") == nil else {
                return nil
            }
            var post = CardWriter.Post(title: "", organisation: "")
            if case .text(let title) = element.part("title") { post.title = title }
            if case .reference(let reference) = element.part("org") {
                post.organisation = register.label(of: reference.record)
            }
            return post
        }
    }

    /// The record's id in the form of a UUID.
    private static func uuid(_ id: RecordID) -> String {
        let digits = hexadecimal(id.bytes)
        var result = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { result.append("-") }
            result.append(digit)
        }
        return result
    }
}
