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
    package private(set) var refusals: [IATIRefusal] = []
    /// The organisations that are named, each once.
    package private(set) var organisations: [IATIOrganisation] = []
    /// Nil where the activity has none; nothing is made of it then.
    package let identifier: String?
    /// The activities that it says are above it.
    package private(set) var parents: [String] = []

    package let isOrganisation: Bool
    private let element: XMLElement
    private let links: any IATILinks
    private let language: String
    private let hasLanguage: (String) -> Bool
    private var project: JSONValue = .null
    /// How often a line of money has occurred that nothing tells from another one.
    private var repetitions: [[String]: Int] = [:]

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

    /// The key of the project with an identifier.
    package static func key(_ identifier: String) -> [String] { ["activity", identifier] }
}

// MARK: - Texts and organisations

extension IATIRecords {
    /// The narratives of an element; of one without any, its own text.
    private func narratives(_ element: XMLElement?) -> [IATINarrative] {
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
    private func localized(_ narratives: [IATINarrative]) -> JSONValue {
        var members: [JSONValue.Member] = []
        for narrative in narratives where !members.contains(where: { $0.key == narrative.language })
        {
            let text = cut(narrative.text)
            members.append(.init(key: narrative.language, value: .string(text)))
        }
        return members.isEmpty ? .null : .object(members)
    }

    /// What fits in one line of the register; the whole is in the text that is kept.
    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > InputText.lineScalarsMax else { return text }
        return String(scalars.prefix(InputText.lineScalarsMax - 1)) + "…"
    }

    /// The reference of an organisation; nil where nothing names it.
    private mutating func organisation(_ element: XMLElement?) -> JSONValue? {
        guard let element else { return nil }
        let organisation = IATIOrganisation(element, names: narratives(element))
        guard organisation.isNamed else { return nil }
        if !organisations.contains(where: { $0.key == organisation.key && !$0.names.isEmpty }) {
            organisations.removeAll { $0.key == organisation.key }
            organisations.append(organisation)
        }
        return .string(links.reference(to: organisation))
    }

    private mutating func add(
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

    private static func object(_ members: [(String, String?)]) -> JSONValue {
        .object(
            members.compactMap { key, text in text.map { .init(key: key, value: .string($0)) } }
        )
    }
}

// MARK: - The project

extension IATIRecords {
    private mutating func readProject(_ identifier: String) {
        var implementers: [JSONValue] = []
        var partners: [JSONValue] = []
        let owner = organisation(element.first("reporting-org"))
        for participant in element.all("participating-org") {
            guard let reference = organisation(participant) else { continue }
            if participant["role"] == "4" {
                if !implementers.contains(reference) { implementers.append(reference) }
            } else if !partners.contains(reference) {
                partners.append(reference)
            }
        }
        if partners.isEmpty, let owner { partners = [owner] }
        let others = element.all("other-identifier").compactMap { $0["ref"] }
            .filter { $0 != identifier }
        let updated = element["last-updated-datetime"].flatMap {
            IATIText.day(String($0.prefix(10)))
        }
        let state = IATICodes.state(element.first("activity-status")?["code"])
        let planned = range("1", "3")
        let actual = range("2", "4")
        parents = element.all("related-activity").filter { $0["type"] == "1" }.compactMap {
            $0["ref"]
        }
        add(
            "projects",
            Self.key(identifier),
            [
                ("title", title(identifier)),
                ("iati_identifier", .string(cut(identifier))),
                (
                    "external_ids",
                    .array(
                        ([identifier] + others).map {
                            Self.object([("value", cut($0)), ("scheme", "iati")])
                        }
                    )
                ),
                ("is_programme", element["hierarchy"] == "1" && hasChildren ? .boolean(true) : nil),
                ("planned", planned),
                ("actual", actual),
                ("period", element.kept("period").map { .string($0) }),
                (
                    "state",
                    state.map {
                        .array([
                            Self.object([("state", $0), ("effective", updated), ("note", "IATI")])
                        ])
                    }
                ),
                ("partners", .array(partners)),
                ("implementers", .array(implementers)),
                ("places", .array(places)),
                ("sectors", .array(sectors)),
                ("tags", .array(tags)),
                ("description", description),
                ("notes", countries),
            ],
            line: element.line
        )
    }

    private func title(_ identifier: String) -> JSONValue {
        let title = localized(narratives(element.first("title")))
        return title.isNull
            ? .object([.init(key: language, value: .string(cut(identifier)))]) : title
    }

    private var hasChildren: Bool {
        element.all("related-activity").contains { $0["type"] == "2" }
    }

    /// The period from the date of one type to that of another; own exports tell how exact it was.
    private mutating func range(_ start: String, _ end: String) -> JSONValue? {
        let element = element
        func day(_ type: String) -> String? {
            element.all("activity-date").lazy.filter { $0["type"] == type }
                .compactMap { $0["iso-date"].flatMap { IATIText.day($0) } }.first
        }
        if let kept = element.kept(start == "1" ? "planned" : "actual") { return .string(kept) }
        // What an own export knows as a period is neither plan nor fact.
        if element.kept("period") != nil { return nil }
        switch (day(start), day(end)) {
        case (let start?, let end?):
            guard start <= end else {
                refuse(element, .endBeforeStart(start, end))
                return nil
            }
            return .string(start + "/" + end)
        case (let start?, nil): return .string(start + "/")
        case (nil, let end?): return .string("../" + end)
        case (nil, nil): return nil
        }
    }

    private var places: [JSONValue] {
        var result: [JSONValue] = []
        for location in element.all("location") {
            guard let name = narratives(location.first("name")).first else { continue }
            let place = JSONValue.string(cut(name.text))
            if !result.contains(place) { result.append(place) }
        }
        return result
    }

    private var sectors: [JSONValue] {
        element.all("sector").compactMap { sector in
            guard let code = sector["code"] else { return nil }
            let name = narratives(sector).first.map { cut($0.text) }
            return Self.object([
                ("code", code), ("vocabulary", sector["vocabulary"] ?? "1"), ("name", name),
            ])
        }
    }

    private var tags: [JSONValue] {
        element.all("tag").compactMap { tag in
            guard let code = tag["code"] else { return nil }
            switch tag["vocabulary"] {
            case "2": return .string("SDG " + code)
            case "3": return .string("SDG " + code)
            default: return narratives(tag).first.map { .string(cut($0.text)) }
            }
        }
    }

    private var description: JSONValue? {
        var parts: [String] = []
        for description in element.all("description").sorted(by: {
            ($0["type"] ?? "1") < ($1["type"] ?? "1")
        }) {
            for narrative in narratives(description) where !parts.contains(narrative.text) {
                parts.append(narrative.text)
            }
        }
        return parts.isEmpty ? nil : .string(parts.joined(separator: "\n\n"))
    }

    /// The shares of countries, where an activity is in more than one.
    private var countries: JSONValue? {
        let found = element.all("recipient-country").compactMap { country -> String? in
            guard let code = country["code"] else { return nil }
            return code.uppercased() + (country["percentage"].map { " \($0) %" } ?? "")
        }
        guard found.count > 1 else { return nil }
        return .string("IATI recipient-country: " + found.joined(separator: ", "))
    }
}

// MARK: - Money

extension IATIRecords {
    private mutating func readMoney(_ identifier: String) {
        let kept = element.keptContributions
        for (line, fields) in kept { addKept(identifier, fields, line: line) }
        let known = kept.map { KeptMoney($0.fields) }
        let funders = element.all("participating-org").filter { $0["role"] == "1" }
        var funder: JSONValue?
        if funders.count == 1 { funder = organisation(funders[0]) }
        let reporter = organisation(element.first("reporting-org"))
        var count = kept.count
        for budget in element.all("budget") {
            count += 1
            if known.contains(where: { $0.isSaid(by: budget) }) { continue }
            guard let amount = amount(budget.first("value"), in: budget) else { continue }
            let start = budget.first("period-start")?["iso-date"].flatMap { IATIText.day($0) }
            let end = budget.first("period-end")?["iso-date"].flatMap { IATIText.day($0) }
            guard let start, let end else {
                refuse(budget, .noDate)
                continue
            }
            let isFirm = budget["status"] == "2"
            addMoney(
                ["budget", identifier, budget["type"] ?? "1", start, end, amount.text],
                [
                    ("project", project), ("funder", funder ?? reporter), ("amount", amount.json),
                    ("kind", .string("budget")), ("period", .string(start + "/" + end)),
                    ("notes", isFirm ? .string("IATI budget status 2 (Committed)") : nil),
                ],
                line: budget.line
            )
        }
        for transaction in element.all("transaction") {
            count += 1
            if known.contains(where: { $0.id == transaction["ref"] }) { continue }
            guard let amount = amount(transaction.first("value"), in: transaction) else { continue }
            let date = transaction.first("transaction-date")?["iso-date"]
                .flatMap { IATIText.day($0) }
            guard let date else {
                refuse(transaction, .noDate)
                continue
            }
            let type = transaction.first("transaction-type")?["code"]
            let provider = organisation(transaction.first("provider-org"))
            let kind = IATICodes.contributionKind(type)
            var notes = narratives(transaction.first("description")).map { $0.text }
            if kind == "unknown", let type { notes.append("IATI transaction type \(type)") }
            addMoney(
                [
                    "transaction", identifier, transaction["ref"] ?? "", type ?? "", date,
                    amount.text, provider?.string ?? "",
                ],
                [
                    ("project", project), ("funder", provider ?? funder ?? reporter),
                    ("amount", amount.json), ("kind", .string(kind)), ("date", .string(date)),
                    ("notes", notes.isEmpty ? nil : .string(notes.joined(separator: "\n\n"))),
                ],
                line: transaction.line
            )
        }
        guard count == 0 else { return }
        for participant in funders {
            guard let funder = organisation(participant) else { continue }
            addMoney(
                ["funder", identifier, funder.string ?? ""],
                [("project", project), ("funder", funder), ("kind", .string("unknown"))],
                line: participant.line
            )
        }
    }

    /// A line of money; of several that are alike in all the second has another key than the first.
    private mutating func addMoney(
        _ key: [String],
        _ fields: [(String, JSONValue?)],
        line: Int
    ) {
        let before = repetitions[key, default: 0]
        repetitions[key] = before + 1
        add("contributions", before == 0 ? key : key + ["\(before + 1)"], fields, line: line)
    }

    private mutating func amount(
        _ value: XMLElement?,
        in element: XMLElement
    ) -> (text: String, json: JSONValue)? {
        guard let value, let amount = IATIText.amount(value.text) else {
            refuse(element, .noAmount(value?.text.withoutBlanks ?? ""))
            return nil
        }
        guard let code = (value["currency"] ?? self.element["default-currency"])?.uppercased()
        else {
            refuse(element, .noCurrency)
            return nil
        }
        guard CurrencyCode(code: code) != nil else {
            refuse(element, .unknownCurrency(code))
            return nil
        }
        return (amount + " " + code, Self.object([("amount", amount), ("currency", code)]))
    }

    private mutating func refuse(_ element: XMLElement, _ reason: IATIRefusal.Reason) {
        refusals.append(IATIRefusal(line: element.line, element: element.name, reason: reason))
    }

    /// A contribution as an own export has kept it, with what IATI cannot say.
    private mutating func addKept(_ identifier: String, _ kept: JSONValue, line: Int) {
        var fields: [(String, JSONValue?)] = [("project", project)]
        for member in kept.object ?? [] where member.key != "id" && member.key != "funder" {
            fields.append((member.key, member.value))
        }
        if let name = kept["funder"] {
            let ref = name["ref"]?.string
            var funder = XMLElement(
                "funder",
                ref.map { [XMLAttribute(name: "ref", value: $0)] } ?? []
            )
            funder.text = name["name"]?.string ?? ""
            fields.append(("funder", organisation(funder)))
        }
        add("contributions", ["own", kept["id"]?.string ?? ""], fields, line: line)
    }
}

/// What an own export has kept of a line of money that stands in the file a second time, as IATI has it.
private struct KeptMoney {
    let id: String
    private let amount: String?
    private let currency: String?

    init(_ fields: JSONValue) {
        id = fields["id"]?.string ?? ""
        amount = fields["amount"]?["amount"]?.string
        currency = fields["amount"]?["currency"]?.string
    }

    func isSaid(by budget: XMLElement) -> Bool {
        guard let value = budget.first("value") else { return false }
        return IATIText.amount(value.text) == amount && value["currency"] == currency
    }
}

// MARK: - Organisations

extension IATIRecords {
    /// What an organisation means to spend in Viet Nam; its other budgets stay in the text that is kept.
    private mutating func readForwardBudgets(_ identifier: String) {
        var own = XMLElement(
            "organisation",
            [XMLAttribute(name: "ref", value: identifier)],
            line: element.line
        )
        own.children = element.first("name")?.children ?? []
        guard let funder = organisation(own) else { return }
        for budget in element.all("recipient-country-budget") {
            let country = budget.first("recipient-country")?["code"]?.uppercased()
            guard country == "VN" else { continue }
            guard let amount = amount(budget.first("value"), in: budget) else { continue }
            let start = budget.first("period-start")?["iso-date"].flatMap { IATIText.day($0) }
            let end = budget.first("period-end")?["iso-date"].flatMap { IATIText.day($0) }
            guard let start, let end else {
                refuse(budget, .noDate)
                continue
            }
            addMoney(
                ["country budget", identifier, start, end, amount.text],
                [
                    ("funder", funder), ("amount", amount.json), ("kind", .string("budget")),
                    ("period", .string(start + "/" + end)),
                    ("notes", .string("IATI recipient-country-budget: VN")),
                ],
                line: budget.line
            )
        }
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
