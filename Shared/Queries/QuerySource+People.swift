extension QuerySource {
    /// Which posts a person held, and whether on the day that is asked about.
    ///
    /// A term of office that is not stated is inferred from the titles at acts, and said to be.
    func who(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("post", "chức vụ", "post"), ("organisation", "cơ quan", "organisation"),
            ("as_of", "thời điểm", "when"), ("basis", "căn cứ", "basis"),
            ("verdict", "nhận định", "verdict"),
        ])
        guard let person = options.subject.flatMap({ view($0) }) else { return answer }
        for element in person.elements("posts") {
            guard case .parts = element else { continue }
            let (from, until) = (element.dated("from"), element.dated("to"))
            let asOf = element.dated("as_of")
            let isFormer = element.part("former") == .boolean(true)
            answer.rows.append([
                element.text("title"), element.referenceCell("org"), .date(asOf ?? from),
                .say("post", vi: "hồ sơ", en: "the record"),
                Self.verdict(from: from, until: until, asOf: asOf, isFormer, on: options.day),
            ])
        }
        for agreement in views("agreements") {
            let framework = Framework(agreement, on: options.day)
            for element in agreement.elements("signatories")
            where element.part("contact") == .reference(person.reference) {
                let isThatDay = framework.date.map {
                    $0.earliestDay <= options.day && options.day <= $0.latestDay
                }
                answer.rows.append([
                    element.text("title_at_signing"), element.referenceCell("party"),
                    .date(framework.date), .record(agreement.reference),
                    isThatDay == true
                        ? .say("held", vi: "giữ chức vào ngày đó", en: "held on that day")
                        : .say("at_the_act", vi: "vào ngày ký", en: "at that act"),
                ])
            }
        }
        return answer
    }

    private static func verdict(
        from: PartialDate?,
        until: PartialDate?,
        asOf: PartialDate?,
        _ isFormer: Bool,
        on day: Int32
    ) -> QueryCell {
        if let from, day < from.earliestDay {
            return .say("not_yet", vi: "chưa giữ", en: "not yet")
        }
        if let until, day > until.latestDay {
            return .say("no_longer", vi: "không còn giữ", en: "no longer")
        }
        if from != nil, until != nil || !isFormer {
            return .say("held", vi: "giữ chức vào ngày đó", en: "held on that day")
        }
        let isBefore = asOf.map { day < $0.earliestDay } ?? false
        switch (isFormer, isBefore) {
        case (true, true):
            return .say("inferred_held", vi: "suy ra là đang giữ", en: "held, inferred")
        case (true, false): return .say("no_longer", vi: "không còn giữ", en: "no longer")
        case (false, _):
            return .say("inferred_held", vi: "suy ra là đang giữ", en: "held, inferred")
        }
    }

    /// All about a trip: who led it, whom it met, what it took part in.
    func delegationReport(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("what", "việc", "what"), ("record", "hồ sơ", "record"), ("who", "với ai", "with whom"),
            ("detail", "nội dung", "detail"),
        ])
        guard let trip = options.subject.flatMap({ view($0) }) else { return answer }
        answer.rows.append([
            .say("delegation", vi: "đoàn", en: "delegation"), .record(trip.reference),
            .reference(trip.reference("head")), .field("period", of: trip),
        ])
        let meetings = views("meetings").filter { $0.reference("delegation") == trip.reference }
        var counterparts: Set<Reference> = []
        for meeting in meetings {
            counterparts.formUnion(meeting.references("partners"))
            answer.rows.append([
                .say("meeting", vi: "cuộc gặp", en: "meeting"), .record(meeting.reference),
                .references(meeting.references("partners") + meeting.references("counterparts")),
                .field("topics", of: meeting),
            ])
        }
        let event = trip.reference("event")
        for view in views("events")
        where view.reference == event || event != nil && view.reference("parent") == event {
            answer.rows.append([
                view.reference == event
                    ? .say("event", vi: "sự kiện", en: "event")
                    : .say("side_event", vi: "sự kiện bên lề", en: "side event"),
                .record(view.reference), .references(view.references("organisers")),
                .field("official_attendance", of: view),
            ])
        }
        for view in views("follow_ups") {
            let isAbout = view.references("about").contains { reference in
                reference == trip.reference || meetings.contains { $0.reference == reference }
            }
            guard isAbout else { continue }
            answer.rows.append([
                .say("follow_up", vi: "việc theo dõi", en: "follow-up"), .record(view.reference),
                .reference(view.reference("assignee_department")), .field("due", of: view),
            ])
        }
        answer.totals = [
            [
                .say("meetings", vi: "số cuộc gặp", en: "meetings"), .blank, .blank,
                .number(meetings.count),
            ],
            [
                .say("counterparts", vi: "số đối tác đã gặp", en: "counterparts"), .blank, .blank,
                .number(counterparts.count),
            ],
        ]
        return answer
    }

    /// The projects and money of a donor under all its names: what is certainly one body, and what only may
    /// be.
    func donorFamily(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("donor", "nhà tài trợ", "donor"), ("kinship", "quan hệ", "relation"),
            ("project", "dự án", "project"), ("period", "thời gian", "period"),
            ("amount", "số tiền", "amount"),
        ])
        guard let subject = options.subject else { return answer }
        let family = family(of: subject)
        var rows: [(day: Int32, row: [QueryCell])] = []
        for contribution in views("contributions") {
            guard let funder = contribution.reference("funder"), let kinship = family[funder] else {
                continue
            }
            let project = contribution.reference("project").flatMap { view($0) }
            let period = project?.projectPeriod ?? contribution.range("period")
            rows.append(
                (
                    period?.earliestDay ?? .max,
                    [
                        .record(funder), kinship.cell, .reference(project?.reference),
                        .range(period), .field("amount", of: contribution),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// A partner, those it was and became, and those that are noted as possibly the same.
    private func family(of subject: Reference) -> [Reference: Kinship] {
        var links: [Reference: [(other: Reference, isCertain: Bool)]] = [:]
        for view in views("partners") {
            for (field, isCertain) in [
                ("predecessors", true), ("successors", true), ("possibly_same_as", false),
            ] {
                for other in view.references(field) {
                    links[view.reference, default: []].append((other, isCertain))
                    links[other, default: []].append((view.reference, isCertain))
                }
            }
        }
        var family: [Reference: Kinship] = [subject: .itself]
        var waiting = [subject]
        while let next = waiting.popLast() {
            for (other, isCertain) in links[next] ?? [] {
                let isSure = isCertain && family[next] != .possible
                let kinship: Kinship = isSure ? .certain : .possible
                guard family[other] == nil || family[other] == .possible && isSure else { continue }
                family[other] = kinship
                waiting.append(other)
            }
        }
        // Other bodies of the same kind and country are easily taken for it, and are shown apart.
        if let donor = view(subject), let country = donor.value("country") {
            let kinds = donor.codes("kinds")
            for other in views("partners")
            where family[other.reference] == nil
                && other.value("country")?.canonicalText == country.canonicalText
                && !kinds.isDisjoint(with: other.codes("kinds"))
            {
                family[other.reference] = .apart
            }
        }
        return family
    }
}

/// How a donor hangs together with the one that is asked about.
private enum Kinship: Hashable {
    case itself, certain, possible, apart

    var cell: QueryCell {
        switch self {
        case .itself: .say("itself", vi: "chính nó", en: "itself")
        case .certain: .say("renamed", vi: "đổi tên", en: "the same, renamed")
        case .possible: .say("possible", vi: "có thể là một", en: "possibly the same")
        case .apart: .say("apart", vi: "cơ quan khác", en: "another body")
        }
    }
}

extension RecordView {
    /// The codes of a set.
    fileprivate func codes(_ id: String) -> Set<String> {
        Set(
            elements(id).compactMap { element in
                guard case .scalar(.code(let code)) = element else { return nil }
                return code
            }
        )
    }
}

extension SetElement {
    fileprivate func dated(_ id: String) -> PartialDate? {
        guard case .date(let date) = part(id) else { return nil }
        return date
    }

    fileprivate func text(_ id: String) -> QueryCell {
        guard case .text(let text) = part(id) else { return .notStated }
        return .text(text)
    }

    fileprivate func referenceCell(_ id: String) -> QueryCell {
        guard case .reference(let reference) = part(id) else { return .notStated }
        return .record(reference)
    }
}
