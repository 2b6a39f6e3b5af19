import Shared

/// An organisation as an IATI element names it.
package struct IATIOrganisation: Hashable {
    /// Its identifier, such as `XM-DAC-41114`; nil where none is given.
    package let ref: String?
    /// The code of its kind (codelist OrganisationType).
    package let type: String?
    /// Its names, each with a language where one is given.
    package let names: [IATINarrative]

    init(_ element: XMLElement, names: [IATINarrative]) {
        ref = element["ref"]
        type = element["type"]
        self.names = names
    }

    package var isNamed: Bool { ref != nil || !names.isEmpty }

    /// What tells it apart: its identifier, else its name.
    package var key: String {
        if let ref { return "ref " + ref.uppercased() }
        return "name " + foldedName(names.first?.text ?? "")
    }
}

/// A text in one language.
package struct IATINarrative: Hashable {
    package let language: String
    package let text: String

    package init(language: String, text: String) {
        self.language = language
        self.text = text
    }
}
