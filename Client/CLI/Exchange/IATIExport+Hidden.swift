import ClientCore
import ClientExchange
import Shared

/// What the files of others call records that are not public here.
struct IATIHiddenNames {
    private var identifiers: Set<String> = []
    /// Folded, as names are compared.
    private var names: Set<String> = []
    /// Where documents are found on the web.
    private var addresses: Set<String> = []

    init(_ register: Register) {
        for collection in ["partners", "departments"] {
            for view in register.views(collection) where !view.isForAll {
                identifiers.formUnion(view.identifiers(scheme: "iati"))
                let names = (view.names + view.texts(of: ["abbr"])).map { foldedName($0) }
                self.names.formUnion(names.filter { !$0.utf8.isEmpty })
            }
        }
        for view in register.views("documents") where !view.isForAll {
            addresses.formUnion(view.texts(of: ["url"]))
        }
    }

    /// The element without what names one of them; nil where it is itself that.
    func removed(from element: XMLElement) -> XMLElement? {
        if identifiers.isEmpty, names.isEmpty, addresses.isEmpty { return element }
        guard !isHidden(element) else { return nil }
        return .make(
            element.name,
            element.attributes.map { attribute -> (String, String?) in
                (attribute.name, attribute.value)
            },
            text: element.text,
            element.children.compactMap { removed(from: $0) }
        )
    }

    /// The elements that name an organisation.
    private static let organisations = [
        "participating-org", "reporting-org", "provider-org", "receiver-org", "owner-org",
        "organisation",
    ]

    private func isHidden(_ element: XMLElement) -> Bool {
        if element.name == "document-link" {
            return element["url"].map { addresses.contains(IATIText.webAddress($0)) } ?? false
        }
        guard Self.organisations.contains(element.name) else { return false }
        if let ref = element["ref"], identifiers.contains(ref.uppercased()) { return true }
        return ([element] + element.all("narrative")).contains { part in
            names.contains(foldedName(part.text))
        }
    }
}
