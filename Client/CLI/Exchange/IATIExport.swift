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
    let links: IATIRegister
    /// What may leave the house.
    let outside: PublicRecords
    private let hidden: IATIHiddenNames
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
        outside = PublicRecords(register)
        hidden = IATIHiddenNames(register)
        var contributions: [Reference: [RecordView]] = [:]
        for view in register.views("contributions") where view.isForAll {
            guard let project = view.reference("project") else { continue }
            contributions[project, default: []].append(view)
        }
        var documents: [Reference: [RecordView]] = [:]
        for view in register.views("documents") where view.isForAll {
            for project in view.references("about") { documents[project, default: []].append(view) }
        }
        var children: [Reference: [Reference]] = [:]
        for view in register.views("projects") where view.isForAll {
            guard let programme = view.reference("programme") else { continue }
            children[programme, default: []].append(view.reference)
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

    mutating func leaveOut(_ view: RecordView, en: String, vi: String) {
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
        let origin = IATIOrigin(of: view, links)
        let dates = dates(of: view)
        guard !dates.isEmpty || origin != nil else {
            leaveOut(view, en: "no date is known of it", vi: "chưa rõ ngày nào")
            return nil
        }
        guard let state = state(of: view) else {
            leaveOut(view, en: "its state is not known", vi: "chưa rõ trạng thái")
            return nil
        }
        let funding = funding(of: view, origin)
        let lines = money(of: funding)
        var parts: [String: [XMLElement]] = [
            "iati-identifier": [.make("iati-identifier", text: identifier(of: view))],
            "reporting-org": [owner.element],
            "title": [.make("title", [], narratives(view, "title"))],
            "description": descriptions(of: view),
            "participating-org": participants(of: view, funding),
            "activity-status": [.make("activity-status", [("code", state)])],
            "activity-date": dates,
            "recipient-country": [
                .make("recipient-country", [("code", "VN"), ("percentage", "100")])
            ],
            "location": texts(view, "places").map { place in
                .make("location", [], [.make("name", [], [narrative(place)])])
            },
            "sector": sectors(of: view),
            "document-link": (documents[view.reference] ?? []).compactMap { link(to: $0) },
            "related-activity": relations(of: view),
        ]
        parts["legacy-data"] = [IATIKept.project(view.id)] + keptPeriods(of: view) + lines.kept
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

    /// The contributions to a project that are public.
    ///
    /// What is not signed is not, unless somebody has published it: in the file from which the project came.
    private mutating func funding(of view: RecordView, _ origin: IATIOrigin?) -> [FundingLine] {
        var result: [FundingLine] = []
        for line in contributions[view.reference] ?? [] {
            let own = origin?.element(of: line, register)
            let isPublished = own != nil && line.reference("agreement") == nil
            if isPublished || outside.mayLeave(line) {
                result.append(FundingLine(view: line, origin: own))
            } else {
                leaveOut(line, en: "it is not signed yet", vi: "chưa ký")
            }
        }
        return result
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
        _ origin: IATIOrigin,
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
            parts[name] = origin.element.all(name).compactMap { taken($0) }
        }
        let written = [
            "iati-identifier", "title", "description", "activity-status", "activity-date",
            "participating-org", "location", "sector", "budget", "transaction", "legacy-data",
        ]
        let others = Set(origin.element.children.map { $0.name }).subtracting(written)
        for name in others {
            parts[name] = origin.element.all(name).compactMap { taken($0) }
        }
        parts["recipient-country"] = origin.element.all("recipient-country")
            .compactMap { $0.sound(in: "iati-activity") }
        parts["legacy-data"]? += origin.element.all("legacy-data").filter {
            $0["name"]?.hasPrefix("caunoi:") != true
        }
        let own = [("participating-org", owner.participant), ("reporting-org", owner.element)]
        for (name, element) in own
        where parts[name]?.isEmpty == true && origin.element.first(name) != nil {
            parts[name] = [element]
        }
    }

    /// What came from elsewhere, as far as it is as the standard has it and names nothing that is not public.
    func taken(_ element: XMLElement) -> XMLElement? {
        element.sound(in: "iati-activity").flatMap { hidden.removed(from: $0) }
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
        if let programme = view.reference("programme"),
            let parent = register.view(programme.record), parent.isForAll
        {
            result.append(
                .make("related-activity", [("ref", identifier(of: parent)), ("type", "1")])
            )
        }
        for child in children[view.reference] ?? [] {
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
            WebAddress(canonical: address) != nil,
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
    func organisation(
        _ name: String,
        _ reference: Reference,
        _ attributes: [(String, String?)] = []
    ) -> XMLElement? {
        guard let view = outside.view(reference) else { return nil }
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

    private func participants(of view: RecordView, _ funding: [FundingLine]) -> [XMLElement] {
        var roles: [(reference: Reference, role: String)] = []
        func add(_ reference: Reference, _ role: String) {
            if !roles.contains(where: { $0.reference == reference && $0.role == role }) {
                roles.append((reference, role))
            }
        }
        for line in funding {
            if let funder = line.view.reference("funder") { add(funder, "1") }
            if let channel = line.view.reference("channel") { add(channel, "3") }
        }
        let funders = roles.map { $0.reference }
        if let lead = view.reference("lead_department") { add(lead, "2") }
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

extension PartialDate {
    /// Whether it is one whole day that nobody doubts.
    var isDay: Bool { earliestDay == latestDay && mark == .none }
}
