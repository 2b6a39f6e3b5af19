/// Looks for what is odd in records; what it needs to know of the others it is told or reads.
public struct RecordChecks<Source: QuerySource> {
    private let source: Source
    /// The day of the answers, in days since 1970.
    private let day: Int32
    private let knowledge: Knowledge

    /// What of other records a check asks for.
    public struct Knowledge {
        /// The partners with this abbreviation.
        let partners: (String) -> [Reference]
        /// The projects of this programme; nil where they were not looked up.
        let projects: (Reference) -> [Reference]?
        /// Whether an activity carries out this agreement, or belongs to it; nil where nobody looked.
        let isCarriedOut: (Reference) -> Bool?

        /// Looks up what a check asks for: enough for one record that was just saved.
        ///
        /// - Parameters:
        ///   - partners: Finds the partners with an abbreviation.
        ///   - projects: Finds the projects of a programme; nil where nobody looks.
        ///   - isCarriedOut: Whether an activity carries out an agreement, or belongs to it; nil
        ///     where nobody looks.
        public init(
            partners: @escaping (String) -> [Reference],
            projects: @escaping (Reference) -> [Reference]? = { _ in nil },
            isCarriedOut: @escaping (Reference) -> Bool? = { _ in nil }
        ) {
            self.partners = partners
            self.projects = projects
            self.isCarriedOut = isCarriedOut
        }

        /// Has read all records.
        init(reading source: Source) {
            var named: [String: [Reference]] = [:]
            source.visit("partners", onlyFields: ["abbr"]) { view in
                guard case .text(let abbreviation) = view.value("abbr") else { return }
                named[foldedName(abbreviation), default: []].append(view.reference)
            }
            var programmes: [Reference: [Reference]] = [:]
            source.visit("projects", onlyFields: ["programme"]) { view in
                guard let programme = view.reference("programme") else { return }
                programmes[programme, default: []].append(view.reference)
            }
            var carried: Set<RecordID> = []
            source.visit("activities", onlyFields: ["agreement"]) { view in
                if let agreement = view.reference("agreement") { carried.insert(agreement.record) }
            }
            partners = { named[foldedName($0)] ?? [] }
            projects = { programmes[$0] ?? [] }
            isCarriedOut = { carried.contains($0.record) }
        }
    }

    /// Checks of records, as of a day.
    ///
    /// - Parameters:
    ///   - source: The records.
    ///   - day: Days since 1970.
    ///   - knowledge: What is known of other records; read from all of them where it is nil.
    public init(_ source: Source, on day: Int32, knowing knowledge: Knowledge? = nil) {
        self.source = source
        self.day = day
        self.knowledge = knowledge ?? Knowledge(reading: source)
    }

    /// What is odd in one record.
    ///
    /// - Parameter view: The record.
    /// - Returns: In the order of the checks; nothing for a record that is deleted.
    public func findings(in view: RecordView) -> [Finding] {
        guard view.life.isInUse, let collection = view.collection else { return [] }
        var found: [Finding] = []
        switch collection.id {
        case "memberships": found += membership(view)
        case "events": found += ahead(view, view.date("planned_start"), view.date("actual_start"))
        case "projects": found += project(view)
        case "contributions": found += contribution(view)
        case "contacts": found += posts(view)
        case "partners": found += abbreviation(view)
        case "agreements": found += agreement(view)
        default: break
        }
        let own = (found + figures(view) + transitions(view)).map { $0.named(in: collection) }
        return own + view.oddValues
    }
}

// MARK: - Single collections

extension RecordChecks {
    private func membership(_ view: RecordView) -> [Finding] {
        guard let network = view.reference("network").flatMap({ source.view($0) }) else {
            return []
        }
        let founded = network.claims("founded").compactMap { $0.date }
        guard let first = founded.min(by: { $0.earliestDay < $1.earliestDay }) else { return [] }
        for case let since? in view.claims("since").map({ $0.date })
        where since.latestDay < first.earliestDay {
            let predecessors = network.references("predecessors").map { QueryCell.record($0) }
            return [
                Finding(
                    .memberBeforeFounding,
                    "since",
                    [.date(since), .record(network.reference), .date(first)] + predecessors
                )
            ]
        }
        return []
    }

    private func ahead(
        _ view: RecordView,
        _ planned: PartialDate?,
        _ actual: PartialDate?
    ) -> [Finding] {
        guard let planned, let actual, actual.latestDay + 365 < planned.earliestDay else {
            return []
        }
        let field = view.field(id: "actual_start") == nil ? "actual" : "actual_start"
        return [Finding(.actualBeforePlanned, field, [.date(planned), .date(actual)])]
    }

    private func project(_ view: RecordView) -> [Finding] {
        var found = ahead(view, view.range("planned")?.from, view.range("actual")?.from)
        if let end = view.endBehind(day) {
            found.append(
                Finding(.runningPastEnd, "state", [.field("state", of: view), .date(end)])
            )
        }
        if view.isIn("closed"), let end = (view.range("actual") ?? view.range("period"))?.untilDate,
            end.earliestDay > day
        {
            found.append(
                Finding(.closedBeforeEnd, "state", [.field("state", of: view), .date(end)])
            )
        }
        if case .quantity(let stated) = view.value("number_of_projects"),
            stated.qualifier == .exact, let count = stated.value.integer,
            let projects = knowledge.projects(view.reference), Int64(projects.count) != count
        {
            found.append(
                Finding(
                    .numberOfProjects,
                    "number_of_projects",
                    [.field("number_of_projects", of: view), .number(projects.count)]
                )
            )
        }
        return found
    }

    private func contribution(_ view: RecordView) -> [Finding] {
        let dates = [
            view.date("date"), view.range("period")?.from, view.range("period")?.untilDate,
        ]
        return AmountView(view, "amount").currencies.compactMap { currency in
            for case let date? in dates where !currency.isInUse(on: date) {
                return Finding(
                    .currencyOfAnotherTime,
                    "amount",
                    [.field("amount", of: view), .date(date)]
                )
            }
            return nil
        }
    }

    private func posts(_ view: RecordView) -> [Finding] {
        view.elements("posts").compactMap { post in
            let dates = ["from", "to", "as_of"].compactMap { post.part($0) }
            guard dates.isEmpty, case .text(let title) = post.part("title") else { return nil }
            return Finding(.postWithoutDates, "posts", [.text(title)])
        }
    }

    private func abbreviation(_ view: RecordView) -> [Finding] {
        guard case .text(let abbreviation) = view.value("abbr") else { return [] }
        let known = view.references("not_same_as")
        let others = knowledge.partners(abbreviation).filter { other in
            guard other != view.reference, !known.contains(other) else { return false }
            return source.view(other)?.references("not_same_as").contains(view.reference) == false
        }
        guard !others.isEmpty else { return [] }
        return [
            Finding(
                .sharedAbbreviation,
                "abbr",
                [.text(abbreviation)] + others.map { .record($0) }
            )
        ]
    }

    private func agreement(_ view: RecordView) -> [Finding] {
        var found: [Finding] = []
        let isSigned = view.isIn("signed_framework", "in_implementation", "delivered")
        if view.isIn("signed_framework"), view.date("signed_on") == nil,
            view.date("exchanged_on") == nil
        {
            found.append(Finding(.notSigned, "signed_on", [.field("state", of: view)]))
        }
        if view.isPastValidity(on: day) {
            found.append(
                Finding(
                    .validityEnded,
                    "valid_until",
                    [.field("state", of: view), .field("valid_until", of: view)]
                )
            )
        }
        let projects = view.references("projects").compactMap { source.view($0) }
        let promised = view.elements("commitments")
        if view.isIn("in_implementation"), projects.isEmpty, promised.isEmpty,
            knowledge.isCarriedOut(view.reference) == false
        {
            found.append(Finding(.nothingUnderWay, "state", [.field("state", of: view)]))
        }
        if view.isIn("delivered"), !projects.contains(where: { !$0.elements("outputs").isEmpty }),
            !promised.contains(where: { $0.part("state") == .code("done") }),
            knowledge.isCarriedOut(view.reference) == false
        {
            found.append(Finding(.deliveredNothing, "state", [.field("state", of: view)]))
        }
        let parties = view.elements("parties").compactMap { $0.part("ref")?.reference }
        let isDated = ["signed_on", "exchanged_on", "in_force_on"]
            .contains { view.field(id: $0)?.hasValue == true }
        if isSigned || isDated, !parties.isEmpty, !parties.contains(where: { isOwn($0) }) {
            found.append(Finding(.ownPartyMissing, "parties", parties.map { .record($0) }))
        }
        return found
    }

    /// Whether a party is a department, or the partner that one of them is.
    private func isOwn(_ party: Reference) -> Bool {
        guard let departments = source.schema.collection(id: "departments")?.number else {
            return false
        }
        if party.collection == departments { return true }
        guard let partner = source.view(party) else { return true }
        if partner.elements("kinds").contains(where: { $0.isCode("city") }),
            partner.value("country") == .code("VN")
        {
            return true
        }
        return source.views("departments").contains { $0.reference("partner") == party }
    }
}

// MARK: - All collections

extension RecordChecks {
    /// How old a figure may be before somebody should look at it again.
    private static var figureMonthsMax: Int32 { 24 }

    private func figures(_ view: RecordView) -> [Finding] {
        view.fields.compactMap { field in
            guard case .claims(.quantity) = field.definition.type else { return nil }
            let dates = view.claims(field.definition.id).compactMap { $0.asOf }
            guard let newest = dates.max(by: { $0.latestDay < $1.latestDay }) else { return nil }
            let months = CivilCalendar.wholeMonths(from: newest.latestDay, to: day)
            guard months >= Self.figureMonthsMax else { return nil }
            return Finding(.oldFigure, field.definition.id, [.date(newest)])
        }
    }

    /// Changes of state that the lifecycle does not foresee, from one dated entry of a log to the next.
    private func transitions(_ view: RecordView) -> [Finding] {
        view.fields.flatMap { field -> [Finding] in
            guard case .log(let lifecycle) = field.definition.type,
                case .log(let log) = field.content
            else { return [] }
            let entries = log.entries.map { $0.entry }.filter { $0.effective != nil }
            return zip(entries, entries.dropFirst()).compactMap { before, after in
                guard !before.state.isSame(as: after.state),
                    !lifecycle.isUsual(from: before.state, to: after.state)
                else { return nil }
                return Finding(
                    .unusualTransition,
                    field.definition.id,
                    [
                        .value(.code(before.state), .enumeration(lifecycle.states)),
                        .value(.code(after.state), .enumeration(lifecycle.states)),
                        .date(after.effective),
                    ]
                )
            }
        }
    }
}

extension Claim {
    /// The value, where it is a date.
    fileprivate var date: PartialDate? {
        guard case .date(let date) = value else { return nil }
        return date
    }
}

extension SetElement {
    fileprivate func isCode(_ wanted: String) -> Bool {
        guard case .scalar(.code(let code)) = self else { return false }
        return code.isSame(as: wanted)
    }
}

extension QuerySource {
    /// What looks wrong in the records, or in those of one collection.
    func warnings(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("record", "hồ sơ", "record"), ("field", "trường", "field"),
            ("warning", "điều cần xem lại", "warning"), ("evidence", "căn cứ", "evidence"),
        ])
        let checks = RecordChecks(self, on: options.day)
        for collection in schema.collections {
            if let code = options.code, !collection.id.isSame(as: code) { continue }
            for view in views(collection.id) {
                answer.rows += checks.findings(in: view).map { finding -> [QueryCell] in
                    [
                        .record(view.reference), .word(finding.field, finding.fieldLabels),
                        .word(finding.check.rawValue, finding.check.labels),
                        .list(finding.evidence),
                    ]
                }
            }
        }
        return answer
    }
}
