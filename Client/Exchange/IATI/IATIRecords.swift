package import Shared

/// A record that an IATI file asks for.
package struct IATIRecord {
    package let collection: String
    /// What tells it apart from all others that files can ask for; the same in every file.
    package let key: [String]
    package var fields: [JSONValue.Member]
    package let line: Int
}

/// Something of an item that no record can be made of; the item's text is kept as it is.
package struct IATIRefusal {
    package enum Reason {
        case noIdentifier
        case noDate
        case noAmount(String)
        case noCurrency
        case unknownCurrency(String)
        case endBeforeStart(String, String)
    }

    package let line: Int
    package let element: String
    package let reason: Reason
}

/// Says how records that a file asks for are referred to.
package protocol IATILinks {
    /// The partner that an organisation is.
    func reference(to organisation: IATIOrganisation) -> String
    /// The record of a collection with a key.
    func reference(_ collection: String, _ key: [String]) -> String
}

/// Turns one activity of an IATI file into records of the register.
///
/// A pure function of the element: the same activity in two files asks for the same records.
package struct IATIRecords {
    package private(set) var records: [IATIRecord] = []
    package internal(set) var refusals: [IATIRefusal] = []
    /// The organisations that are named, each once.
    package private(set) var organisations: [IATIOrganisation] = []
    /// Nil where the activity has none; nothing is made of it then.
    package let identifier: String?
    /// The activities that it says are above it.
    package internal(set) var parents: [String] = []

    package let isOrganisation: Bool
    let element: XMLElement
    let links: any IATILinks
    let language: String
    let hasLanguage: (String) -> Bool
    private(set) var project: JSONValue = .null
    /// How often a line of money has occurred that nothing tells from another one.
    var repetitions: [[String]: Int] = [:]

    /// The records of an activity; texts in languages that the register does not have are taken for English.
    package init(
        _ element: XMLElement,
        hasLanguage: @escaping (String) -> Bool,
        links: any IATILinks
    ) {
        self.element = element
        self.links = links
        self.hasLanguage = hasLanguage
        let own = IATIText.language(element["xml:lang"]) ?? "en"
        language = hasLanguage(own) ? own : "en"
        isOrganisation = element.name == "iati-organisation"
        let name = isOrganisation ? "organisation-identifier" : "iati-identifier"
        let found = element.first(name)?.text.withoutBlanks ?? ""
        identifier = found.isEmpty ? nil : found
        guard let identifier else {
            refusals.append(.init(line: element.line, element: element.name, reason: .noIdentifier))
            return
        }
        if isOrganisation {
            readForwardBudgets(identifier)
            return
        }
        project = .string(links.reference("projects", Self.key(identifier)))
        readProject(identifier)
        readMoney(identifier)
        readDocuments(identifier)
        readContacts(identifier)
    }

    /// The same with only some fields of each record; one of which none is kept is left out.
    ///
    /// - Parameter fields: The fields of a record that are kept.
    /// - Returns: What is left.
    package func keeping(_ fields: (IATIRecord) -> [JSONValue.Member]) -> IATIRecords {
        var result = self
        result.records = records.compactMap { record in
            var record = record
            record.fields = fields(record)
            return record.fields.isEmpty ? nil : record
        }
        return result
    }

    /// The key of the project with an identifier.
    package static func key(_ identifier: String) -> [String] { ["activity", identifier] }
}

// MARK: - Texts and organisations

extension IATIRecords {
    /// The narratives of an element; of one without any, its own text.
    func narratives(_ element: XMLElement?) -> [IATINarrative] {
        guard let element else { return [] }
        let found = element.all("narrative").compactMap { narrative -> IATINarrative? in
            let text = narrative.text.onOneLine.withoutBlanks
            guard !text.isEmpty else { return nil }
            let code = IATIText.language(narrative["xml:lang"]) ?? language
            return IATINarrative(language: hasLanguage(code) ? code : "en", text: text)
        }
        let own = element.text.onOneLine.withoutBlanks
        return found.isEmpty && !own.isEmpty
            ? [IATINarrative(language: language, text: own)] : found
    }

    /// A localised value of one line; of several texts in one language the first.
    func localized(_ narratives: [IATINarrative]) -> JSONValue {
        var members: [JSONValue.Member] = []
        for narrative in narratives where !members.contains(where: { $0.key == narrative.language })
        {
            let text = cut(narrative.text)
            members.append(.init(key: narrative.language, value: .string(text)))
        }
        return members.isEmpty ? .null : .object(members)
    }

    /// What fits in one line of the register; the whole is in the text that is kept.
    func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > InputText.lineScalarsMax else { return text }
        return String(scalars.prefix(InputText.lineScalarsMax - 1)) + "…"
    }

    /// The reference of an organisation; nil where nothing names it.
    mutating func organisation(_ element: XMLElement?) -> JSONValue? {
        guard let element else { return nil }
        let organisation = IATIOrganisation(element, names: narratives(element))
        guard organisation.isNamed else { return nil }
        if !organisations.contains(where: { $0.key == organisation.key && !$0.names.isEmpty }) {
            organisations.removeAll { $0.key == organisation.key }
            organisations.append(organisation)
        }
        return .string(links.reference(to: organisation))
    }

    mutating func add(
        _ collection: String,
        _ key: [String],
        _ fields: [(String, JSONValue?)],
        line: Int
    ) {
        let members = fields.compactMap { name, value -> JSONValue.Member? in
            guard let value, !value.isNull else { return nil }
            if let elements = value.array, elements.isEmpty { return nil }
            return .init(key: name, value: value)
        }
        records.append(IATIRecord(collection: collection, key: key, fields: members, line: line))
    }

    static func object(_ members: [(String, String?)]) -> JSONValue {
        .object(
            members.compactMap { key, text in text.map { .init(key: key, value: .string($0)) } }
        )
    }
}

// MARK: - Documents and people

extension IATIRecords {
    private mutating func readDocuments(_ identifier: String) {
        for link in element.all("document-link") {
            guard let url = link["url"].map({ IATIText.webAddress($0) }) else { continue }
            let title = localized(narratives(link.first("title")))
            let date = link.first("document-date")?["iso-date"].flatMap { IATIText.day($0) }
            let languages = link.all("language").compactMap { IATIText.language($0["code"]) }
                .filter { hasLanguage($0) }
            add(
                "documents",
                ["document", identifier, url],
                [
                    (
                        "title",
                        title.isNull ? .object([.init(key: "en", value: .string(cut(url)))]) : title
                    ),
                    ("kind", .string(IATICodes.documentKind(link.first("category")?["code"]))),
                    ("url", .string(url)), ("published", date.map { .string($0) }),
                    ("lang", .array(languages.map { .string($0) })), ("about", .array([project])),
                ],
                line: link.line
            )
        }
    }

    /// Who is named as a contact; how they are reached is personal and stays in the text that is kept.
    private mutating func readContacts(_ identifier: String) {
        for contact in element.all("contact-info") {
            guard let name = narratives(contact.first("person-name")).first else { continue }
            let title = narratives(contact.first("job-title")).first.map { cut($0.text) }
            let employer = organisation(contact.first("organisation"))?.string
            let org = employer ?? organisation(element.first("reporting-org"))?.string
            add(
                "contacts",
                ["contact", org ?? "", foldedName(name.text)],
                [
                    ("name", .string(cut(name.text))), ("visibility", .string("restricted")),
                    (
                        "posts",
                        org.map { .array([Self.object([("org", $0), ("title", title)])]) }
                    ),
                ],
                line: contact.line
            )
        }
    }
}
