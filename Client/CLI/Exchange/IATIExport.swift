import ClientExchange
import Foundation
import Shared

/// Writes projects as IATI activities.
///
/// Of a project that came from an IATI file everything that still holds is written as it came, also what the
/// register has no field for; what people have changed since is written as it is now. What IATI cannot say, that
/// an amount is "about" or a date a year, is kept beside it in `legacy-data` and read back by `import`.
struct IATIExport {
    let register: Register
    private let links: IATIRegister
    private let owner: IATIOwner
    private let console: Console
    private let contributions: [Reference: [RecordView]]
    private let documents: [Reference: [RecordView]]
    private let children: [Reference: [Reference]]

    private(set) var activities: [XMLElement] = []
    /// What could not be put into this form, each with its reason.
    private(set) var leftOut: [String] = []

    init(_ register: Register, _ owner: IATIOwner, _ console: Console) throws {
        self.register = register
        self.owner = owner
        self.console = console
        links = try IATIRegister(register)
        var contributions: [Reference: [RecordView]] = [:]
        for view in register.views("contributions") where view.isForAll {
            guard case .reference(let project) = view.value("project") else { continue }
            contributions[project, default: []].append(view)
        }
        var documents: [Reference: [RecordView]] = [:]
        for view in register.views("documents") where view.isForAll {
            for project in view.references("about") { documents[project, default: []].append(view) }
        }
        var children: [Reference: [Reference]] = [:]
        for view in register.views("projects") where view.isForAll {
            guard case .reference(let programme) = view.value("programme") else { continue }
            children[programme, default: []].append(view.asReference)
        }
        self.contributions = contributions
        self.documents = documents
        self.children = children
    }

    /// Writes all projects that are for everybody.
    mutating func run() {
        for view in register.views("projects") {
            guard view.isForAll else {
                leaveOut(view, en: "it is not for the public", vi: "không công khai")
                continue
            }
            if let activity = activity(of: view) { activities.append(activity) }
        }
    }

    private mutating func leaveOut(_ view: RecordView, en: String, vi: String) {
        leftOut.append(register.label(of: view.id) + ": " + console.say(en: en, vi: vi))
    }

    /// The identifier under which a project is published.
    private func identifier(of view: RecordView) -> String {
        if case .text(let own) = view.value("iati_identifier") { return own }
        return owner.ref + "-" + view.id.text
    }
}

// MARK: - Activities

extension IATIExport {
    private mutating func activity(of view: RecordView) -> XMLElement? {
        let origin = origin(of: view)
        let dates = dates(of: view)
        guard !dates.isEmpty || origin != nil else {
            leaveOut(view, en: "no date is known of it", vi: "chưa rõ ngày nào")
            return nil
        }
        guard let state = state(of: view) else {
            leaveOut(view, en: "its state is not known", vi: "chưa rõ trạng thái")
            return nil
        }
        let lines = money(of: view, origin)
        var parts: [String: [XMLElement]] = [
            "iati-identifier": [.make("iati-identifier", text: identifier(of: view))],
            "reporting-org": [owner.element],
            "title": [.make("title", [], narratives(view, "title"))],
            "description": descriptions(of: view),
            "participating-org": participants(of: view),
            "activity-status": [.make("activity-status", [("code", state)])],
            "activity-date": dates,
            "recipient-country": [
                .make("recipient-country", [("code", "VN"), ("percentage", "100")])
            ],
            "location": texts(view, "places").map { place in
                .make("location", [], [.make("name", [], [narrative(place)])])
            },
            "sector": sectors(of: view),
            "document-link": (documents[view.asReference] ?? []).compactMap { link(to: $0) },
            "related-activity": relations(of: view),
        ]
        parts["legacy-data"] = keptPeriods(of: view) + lines.kept
        parts["budget"] = lines.elements.filter { $0.name == "budget" }
        parts["transaction"] = lines.elements.filter { $0.name == "transaction" }
        if let origin { takeOver(origin, view, into: &parts) }
        let hierarchy = view.value("is_programme") == .boolean(true) ? "1" : "2"
        var attributes: [(String, String?)] = [("hierarchy", hierarchy), ("xml:lang", "vi")]
        if let origin {
            let kept = ["default-currency", "hierarchy", "humanitarian", "last-updated-datetime"]
            attributes = kept.map { ($0, origin.element[$0]) }
            attributes.append(("xml:lang", origin.element["xml:lang"]))
        }
        return .make("iati-activity", attributes, parts.values.flatMap { $0 })
            .sound(in: "iati-activities") ?? broken(view)
    }

    private mutating func broken(_ view: RecordView) -> XMLElement? {
        leaveOut(
            view,
            en: "too little is known of it for a valid activity",
            vi: "thiếu thông tin để thành một hoạt động hợp lệ"
        )
        return nil
    }

    /// Puts what came from elsewhere and still holds in the place of what would be written anew.
    private func takeOver(
        _ origin: Origin,
        _ view: RecordView,
        into parts: inout [String: [XMLElement]]
    ) {
        let fields: [(String, [String])] = [
            ("title", ["title"]), ("description", ["description"]), ("activity-status", ["state"]),
            ("activity-date", ["planned", "actual"]),
            ("participating-org", ["partners", "implementers"]), ("location", ["places"]),
            ("sector", ["sectors"]),
        ]
        for (name, ids) in fields where ids.allSatisfy({ origin.holds($0, in: view, register) }) {
            parts[name] = origin.element.all(name).compactMap { $0.sound(in: "iati-activity") }
        }
        let written = [
            "iati-identifier", "title", "description", "activity-status", "activity-date",
            "participating-org", "location", "sector", "budget", "transaction", "legacy-data",
        ]
        let others = Set(origin.element.children.map { $0.name }).subtracting(written)
        for name in others {
            parts[name] = origin.element.all(name).compactMap { $0.sound(in: "iati-activity") }
        }
        parts["recipient-country"] = origin.element.all("recipient-country")
            .compactMap { $0.sound(in: "iati-activity") }
        parts["legacy-data"]? += origin.element.all("legacy-data").filter {
            $0["name"]?.hasPrefix("caunoi:") != true
        }
    }

    private func state(of view: RecordView) -> String? {
        if case .log(let log) = view.field(id: "state")?.content, let current = log.current {
            return IATICodes.status(current)
        }
        // What is over is closed; of what is not, somebody would have to say whether it has begun.
        guard let end = period(of: view)?.untilDate else { return nil }
        return end.latestDay < AskedDate.today ? "4" : "2"
    }

    private func period(of view: RecordView) -> DateRange? {
        for field in ["actual", "period", "planned"] {
            if case .range(let range) = view.value(field) { return range }
        }
        return nil
    }

    private func dates(of view: RecordView) -> [XMLElement] {
        var result: [XMLElement] = []
        func add(_ range: DateRange, _ start: String, _ end: String) {
            for (date, type) in [(range.from, start), (range.untilDate, end)] {
                guard let date else { continue }
                let day = type == start ? date.earliestDay : date.latestDay
                guard let exact = PartialDate(dayNumber: day) else { continue }
                result.append(
                    .make("activity-date", [("iso-date", exact.canonical), ("type", type)])
                )
            }
        }
        var hasStated = false
        if case .range(let planned) = view.value("planned") {
            add(planned, "1", "3"); hasStated = true
        }
        if case .range(let actual) = view.value("actual") {
            add(actual, "2", "4"); hasStated = true
        }
        if !hasStated, case .range(let period) = view.value("period") {
            let isPlan = state(of: view) == "1"
            add(period, isPlan ? "1" : "2", isPlan ? "3" : "4")
        }
        return result
    }

    /// The periods as the register has them: a year is not the first of January.
    private func keptPeriods(of view: RecordView) -> [XMLElement] {
        ["planned", "actual", "period"].compactMap { name in
            guard case .range(let range) = view.value(name) else { return nil }
            let dates = [range.from, range.untilDate].compactMap { $0 }
            if name != "period", range.until != .continuing, dates.allSatisfy({ $0.isDay }) {
                return nil
            }
            return IATIKept.period(name, range)
        }
    }

    private func relations(of view: RecordView) -> [XMLElement] {
        var result: [XMLElement] = []
        if case .reference(let programme) = view.value("programme"),
            let parent = register.view(programme.record), parent.isForAll
        {
            result.append(
                .make("related-activity", [("ref", identifier(of: parent)), ("type", "1")])
            )
        }
        for child in children[view.asReference] ?? [] {
            guard let view = register.view(child.record) else { continue }
            result.append(
                .make("related-activity", [("ref", identifier(of: view)), ("type", "2")])
            )
        }
        return result
    }
}

// MARK: - Texts

extension IATIExport {
    private func narrative(_ text: String) -> XMLElement {
        .narrative(IATINarrative(language: "vi", text: text))
    }

    private func narratives(_ view: RecordView, _ field: String) -> [XMLElement] {
        guard case .localized(let views) = view.field(id: field)?.content else { return [] }
        return views.compactMap { language in
            guard case .text(let text) = language.cell.displayed else { return nil }
            return .narrative(IATINarrative(language: language.language, text: text))
        }
    }

    private func texts(_ view: RecordView, _ field: String) -> [String] {
        view.elements(field).compactMap { element in
            guard case .scalar(.text(let text)) = element else { return nil }
            return text
        }
    }

    /// What it is about; where nobody has written that down, its title says it.
    private func descriptions(of view: RecordView) -> [XMLElement] {
        if case .text(let text) = view.value("description") {
            return [.make("description", [("type", "1")], [narrative(text)])]
        }
        return [.make("description", [("type", "1")], narratives(view, "title"))]
    }

    private func sectors(of view: RecordView) -> [XMLElement] {
        let sectors: [(code: String, vocabulary: String, name: String?)] = view.elements("sectors")
            .compactMap { element in
                guard case .text(let code) = element.part("code") else { return nil }
                var vocabulary = "1"
                if case .text(let text) = element.part("vocabulary") { vocabulary = text }
                var name: String?
                if case .text(let text) = element.part("name") { name = text }
                return (code, vocabulary, name)
            }
        return sectors.enumerated().map { place, sector in
            // Shares of one vocabulary add up to 100.
            let same = sectors.filter { $0.vocabulary == sector.vocabulary }.count
            let index = sectors.prefix(place).filter { $0.vocabulary == sector.vocabulary }.count
            let share = index == same - 1 ? 100 - 100 / same * (same - 1) : 100 / same
            return .make(
                "sector",
                [
                    ("vocabulary", sector.vocabulary), ("code", sector.code),
                    ("percentage", same > 1 ? "\(share)" : nil),
                ],
                sector.name.map { [narrative($0)] } ?? []
            )
        }
    }

    private func link(to view: RecordView) -> XMLElement? {
        guard case .text(let address) = view.value("url"),
            case .code(let kind) = view.value("kind"),
            kind != "import_file"
        else { return nil }
        var date: XMLElement?
        if case .date(let published) = view.value("published"), published.isDay {
            date = .make("document-date", [("iso-date", published.canonical)])
        }
        return .make(
            "document-link",
            [("url", address), ("format", "text/html")],
            [
                .make("title", [], narratives(view, "title")),
                .make("category", [("code", IATICodes.documentCategory(kind))]),
            ] + (date.map { [$0] } ?? [])
        )
    }
}

// MARK: - Organisations

extension IATIExport {
    private func organisation(
        _ name: String,
        _ reference: Reference,
        _ attributes: [(String, String?)] = []
    ) -> XMLElement? {
        guard let view = register.view(reference.record), view.isForAll else { return nil }
        let kinds = view.elements("kinds").compactMap { element -> String? in
            guard case .scalar(.code(let code)) = element else { return nil }
            return IATICodes.organisationType(code)
        }
        let own = view.identifiers(scheme: "iati").first
        return .make(
            name,
            [("ref", own), ("type", kinds.first)] + attributes,
            narratives(view, "name")
        )
    }

    private func participants(of view: RecordView) -> [XMLElement] {
        var roles: [(reference: Reference, role: String)] = []
        func add(_ reference: Reference, _ role: String) {
            if !roles.contains(where: { $0.reference == reference && $0.role == role }) {
                roles.append((reference, role))
            }
        }
        for line in contributions[view.asReference] ?? [] {
            if case .reference(let funder) = line.value("funder") { add(funder, "1") }
            if case .reference(let channel) = line.value("channel") { add(channel, "3") }
        }
        let funders = roles.map { $0.reference }
        if case .reference(let lead) = view.value("lead_department") { add(lead, "2") }
        for partner in view.references("partners") where !funders.contains(partner) {
            add(partner, "2")
        }
        for implementer in view.references("implementers") { add(implementer, "4") }
        let found = roles.compactMap {
            organisation("participating-org", $0.reference, [("role", $0.role)])
        }
        return found.isEmpty ? [owner.participant] : found
    }
}

// MARK: - Money

extension IATIExport {
    /// The lines of money of a project: those that came with it and still hold as they came.
    private mutating func money(
        of view: RecordView,
        _ origin: Origin?
    ) -> (elements: [XMLElement], kept: [XMLElement]) {
        var elements: [XMLElement] = []
        var kept: [XMLElement] = []
        for line in contributions[view.asReference] ?? [] {
            if let own = origin?.element(of: line, register) {
                if let sound = own.sound(in: "iati-activity") { elements.append(sound) }
                continue
            }
            if let element = money(line) { elements.append(element) }
            kept.append(IATIKept.contribution(self.kept(line)))
            if case .single(let cell) = line.field(id: "amount")?.content, cell.isDisputed {
                leaveOut(line, en: "its amount is disputed", vi: "số tiền còn khác nhau")
            }
        }
        return (elements, kept)
    }

    /// A transaction for an exact amount on a day; a budget for what is about, or of a year.
    private func money(_ line: RecordView) -> XMLElement? {
        guard case .single(let cell) = line.field(id: "amount")?.content, !cell.isDisputed,
            case .money(let money) = cell.displayed
        else { return nil }
        var kind = "unknown"
        if case .code(let code) = line.value("kind") { kind = code }
        var funder: Reference?
        if case .reference(let reference) = line.value("funder") { funder = reference }
        if money.qualifier == .exact, let type = IATICodes.transactionType(kind),
            case .date(let date) = line.value("date"), date.isDay
        {
            return .make(
                "transaction",
                [("ref", line.id.text)],
                [
                    .make("transaction-type", [("code", type)]),
                    .make("transaction-date", [("iso-date", date.canonical)]),
                    value(money, on: date.canonical),
                ] + (funder.flatMap { organisation("provider-org", $0) }.map { [$0] } ?? [])
            )
        }
        guard let (start, end) = days(of: line) else { return nil }
        return .make(
            "budget",
            [("type", "1"), ("status", kind == "commitment" ? "2" : "1")],
            [
                .make("period-start", [("iso-date", start)]),
                .make("period-end", [("iso-date", end)]), value(money, on: start),
            ]
        )
    }

    private func value(_ money: Money, on day: String) -> XMLElement {
        .make(
            "value",
            [("currency", money.currency.code), ("value-date", day)],
            text: money.amount.canonical
        )
    }

    private func days(of line: RecordView) -> (start: String, end: String)? {
        var first: PartialDate?
        var last: PartialDate?
        if case .range(let period) = line.value("period") {
            first = period.from ?? period.untilDate
            last = period.untilDate ?? period.from
        } else if case .date(let date) = line.value("date") {
            (first, last) = (date, date)
        }
        guard let first, let last, let start = PartialDate(dayNumber: first.earliestDay),
            let end = PartialDate(dayNumber: last.latestDay)
        else { return nil }
        return (start.canonical, end.canonical)
    }

    /// The contribution as the register has it, for our own reader.
    private func kept(_ line: RecordView) -> JSONValue {
        var members: [JSONValue.Member] = [.init(key: "id", value: .string(line.id.text))]
        for id in ["amount", "kind", "period", "date", "support_kinds", "direction"] {
            guard let field = line.field(id: id), !field.definition.sensitivity.needsRights,
                let value = field.json(in: register.schema)
            else { continue }
            if case .single(let cell) = field.content, cell.isDisputed { continue }
            members.append(.init(key: id, value: value))
        }
        if case .reference(let funder) = line.value("funder"),
            let view = register.view(funder.record), view.isForAll
        {
            var about: [JSONValue.Member] = []
            if let ref = view.identifiers(scheme: "iati").first {
                about.append(.init(key: "ref", value: .string(ref)))
            }
            about.append(.init(key: "name", value: .string(register.label(of: funder.record))))
            members.append(.init(key: "funder", value: .object(about)))
        }
        return .object(members)
    }
}

// MARK: - Where a project came from

extension IATIExport {
    /// What an IATI file said of a project, and the records that it asked for.
    struct Origin {
        let element: XMLElement
        fileprivate let fields: [JSONValue.Member]
        /// The lines of money by the records that they became.
        fileprivate let lines: [String: (element: XMLElement, fields: [JSONValue.Member])]

        /// Whether a field still says what the file said.
        fileprivate func holds(_ id: String, in view: RecordView, _ register: Register) -> Bool {
            Self.holds(fields, id, in: view, register)
        }

        /// The element from which a contribution came, if it still says the same.
        fileprivate func element(of line: RecordView, _ register: Register) -> XMLElement? {
            guard let origin = lines[line.asReference.text(in: register.schema)] else { return nil }
            let ids = ["amount", "date", "period", "kind", "funder"]
            let holds = ids.allSatisfy { Self.holds(origin.fields, $0, in: line, register) }
            return holds ? origin.element : nil
        }

        private static func holds(
            _ fields: [JSONValue.Member],
            _ id: String,
            in view: RecordView,
            _ register: Register
        ) -> Bool {
            let before = fields.first { $0.key == id }?.value
            let now = view.field(id: id)?.json(in: register.schema)
            if case .log(let log) = view.field(id: id)?.content {
                return before?.array?.first?["state"]?.string == log.current
            }
            guard let before else { return now == nil || now?.array?.isEmpty == true }
            guard let now else { return false }
            return before.isSaid(by: now)
        }
    }

    /// What is kept of the file that a project came from; nil for one that was entered here.
    private func origin(of view: RecordView) -> Origin? {
        guard case .text(let identifier) = view.value("iati_identifier") else { return nil }
        let reference = links.reference("documents", ["original", "iati-activity", identifier])
        guard let id = reference.split(separator: "/").last.flatMap({ RecordID(text: String($0)) }),
            let document = register.view(id), document.life.isInUse,
            case .text(let text) = document.value("original") ?? document.value("notes"),
            let element = IATIReader.item(text)
        else { return nil }
        let records = IATIRecords(
            element,
            hasLanguage: { [register] in register.schema.hasLanguage($0) },
            links: links
        )
        let own = records.records.first { $0.collection == "projects" }
        var lines: [String: (XMLElement, [JSONValue.Member])] = [:]
        for record in records.records where record.collection == "contributions" {
            guard
                let part = element.children.first(where: {
                    $0.line == record.line && ["budget", "transaction"].contains($0.name)
                })
            else { continue }
            lines[links.reference("contributions", record.key)] = (part, record.fields)
        }
        return Origin(element: element, fields: own?.fields ?? [], lines: lines)
    }
}

extension JSONValue {
    /// Whether `now` says all that this says: elements in any order, of objects every member.
    fileprivate func isSaid(by now: JSONValue) -> Bool {
        if let elements = array {
            guard let others = now.array, elements.count == others.count else { return false }
            return elements.allSatisfy { element in others.contains { element.isSaid(by: $0) } }
        }
        if let members = object {
            // An amount that is about something now says something else.
            if let qualifier = now["qualifier"]?.string, qualifier != "exact",
                self["qualifier"] == nil
            {
                return false
            }
            return members.allSatisfy { member in
                now[member.key].map { member.value.isSaid(by: $0) } ?? false
            }
        }
        return self == now
    }
}

extension RecordView {
    /// Whether the record may leave the house.
    var isForAll: Bool {
        if case .code(let level) = value("classification"), level != "public" { return false }
        guard case .code(let visibility) = value("visibility") else { return true }
        return visibility != "restricted" && visibility != "personal"
    }
}

extension PartialDate {
    /// Whether it is one whole day that nobody doubts.
    fileprivate var isDay: Bool { earliestDay == latestDay && mark == .none }
}
