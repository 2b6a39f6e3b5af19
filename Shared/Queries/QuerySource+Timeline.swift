extension QuerySource {
    /// What happened with a partner, in the order of the days on which it did; what has no date comes last.
    func timeline(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("date", "ngày", "date"), ("what", "việc", "what"), ("record", "hồ sơ", "record"),
            ("state", "trạng thái", "state"),
        ])
        guard let partner = options.subject.flatMap({ view($0) }) else { return answer }
        var moments = involving(partner.reference)
        // A network in whose frame something was done belongs to the story.
        let frames = views("projects").filter { $0.involves(partner.reference) }
            .compactMap { $0.reference("framework") }
        var seen: Set<Reference> = []
        for reference in [partner.reference] + frames where seen.insert(reference).inserted {
            guard let view = view(reference) else { continue }
            moments += founding(of: view)
            if reference != partner.reference { moments += memberships(in: reference) }
        }
        let first = options.from?.earliestDay ?? .min
        answer.rows = moments.filter { $0.lastDay >= first }
            .sorted { $0.precedes($1) }
            .map { moment in
                [
                    moment.period.map { .range($0) } ?? .date(moment.date), moment.what,
                    .record(moment.view.reference), moment.view.stateCell(on: options.day),
                ]
            }
        return answer
    }

    /// The agreements with a partner in their order: what each carries out or replaces, and what became
    /// of it.
    func agreementChain(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("date", "ngày", "date"), ("agreement", "thỏa thuận", "agreement"),
            ("what", "việc", "what"), ("follows", "tiếp nối", "follows"),
            ("note", "ghi chú", "note"),
        ])
        guard let partner = options.subject else { return answer }
        var rows: [(day: Int32, order: Int, row: [QueryCell])] = []
        for view in views("agreements") where view.involves(partner) {
            let framework = Framework(view, on: options.day)
            let links = view.references("implements") + view.references("supersedes")
            rows.append(
                (
                    framework.date?.earliestDay ?? .max, 0,
                    [
                        .date(framework.date), .record(view.reference), framework.basis,
                        links.isEmpty ? .blank : .references(links), .blank,
                    ]
                )
            )
            for entry in view.laterEntries(than: framework.date) {
                rows.append(
                    (
                        entry.effective?.earliestDay ?? .max, 1,
                        [
                            .date(entry.effective), .record(view.reference),
                            view.stateCell(entry.state), .blank,
                            entry.notes.isEmpty
                                ? .blank : .text(entry.notes.joined(separator: "; ")),
                        ]
                    )
                )
            }
        }
        answer.rows = rows.sorted { ($0.day, $0.order) < ($1.day, $1.order) }.map { $0.row }
        return answer
    }

    private func involving(_ partner: Reference) -> [Moment] {
        var result: [Moment] = []
        for view in views("projects") where view.involves(partner) {
            let period = view.projectPeriod
            let isProgramme = view.value("is_programme") == .boolean(true)
            result.append(
                Moment(
                    view,
                    isProgramme
                        ? .say("programme", vi: "chương trình", en: "programme")
                        : .say("project", vi: "dự án", en: "project"),
                    period: period
                )
            )
        }
        result += funding(partner, besides: Set(result.map { $0.view.reference }))
        for view in views("agreements") where view.involves(partner) {
            let framework = Framework(view, on: 0)
            let what = QueryCell.say("agreement", vi: "thỏa thuận", en: "agreement")
            result.append(Moment(view, what, date: framework.date))
        }
        for view in views("activities") where view.involves(partner) {
            let what = QueryCell.say("activity", vi: "hoạt động", en: "activity")
            result.append(Moment(view, what, period: view.range("period")))
        }
        for view in views("events") where view.involves(partner) {
            let what = QueryCell.say("event", vi: "sự kiện", en: "event")
            let date = view.date("actual_start") ?? view.date("planned_start")
            result.append(Moment(view, what, date: date))
        }
        for view in views("meetings") where view.involves(partner) {
            let what = QueryCell.say("meeting", vi: "cuộc gặp", en: "meeting")
            let delegation = view.reference("delegation").flatMap { self.view($0) }
            let date = view.date("held_on") ?? delegation?.range("period")?.from
            result.append(Moment(view, what, date: date))
        }
        return result + memberships(in: partner)
    }

    /// The money that a partner gave or passed on, told by the project that it was for; besides the
    /// projects in which the partner has a part anyway.
    ///
    /// Without a date of its own it has the period of the project, which is told once then.
    private func funding(_ partner: Reference, besides told: Set<Reference>) -> [Moment] {
        var result: [Moment] = []
        var undated: Set<Reference> = []
        for view in views("contributions") where view.involves(partner) {
            let found = view.reference("project").flatMap { self.view($0) }
            let project = found.flatMap { $0.life.isInUse ? $0 : nil }
            if let project, told.contains(project.reference) { continue }
            let what: QueryCell =
                view.reference("funder") == partner
                ? .say("funding", vi: "tài trợ", en: "funding")
                : .say("channel", vi: "chuyển tiền tài trợ", en: "passing on of funding")
            let subject = project ?? view
            if let period = view.range("period") {
                result.append(Moment(subject, what, period: period))
            } else if let date = view.date("date") {
                result.append(Moment(subject, what, date: date))
            } else if undated.insert(subject.reference).inserted {
                result.append(Moment(subject, what, period: project?.projectPeriod))
            }
        }
        return result
    }

    private func memberships(in network: Reference) -> [Moment] {
        views("memberships").filter {
            $0.reference("network") == network || $0.reference("member") == network
        }.map { view in
            let since = view.claimedDates("since").min { $0.isOrdered(before: $1) }
            return Moment(
                view,
                .say("membership", vi: "tham gia mạng lưới", en: "membership"),
                date: since
            )
        }
    }

    private func founding(of view: RecordView) -> [Moment] {
        view.claims("founded").prefix(1).compactMap { claim in
            guard case .date(let date) = claim.value else { return nil }
            return Moment(view, .say("founded", vi: "thành lập", en: "founded"), date: date)
        }
    }
}

/// Something that happened.
private struct Moment {
    let view: RecordView
    let what: QueryCell
    let date: PartialDate?
    let period: DateRange?

    init(_ view: RecordView, _ what: QueryCell, date: PartialDate?) {
        self.view = view
        self.what = what
        self.date = date
        period = nil
    }

    init(_ view: RecordView, _ what: QueryCell, period: DateRange?) {
        self.view = view
        self.what = what
        date = period?.from
        self.period = period
    }

    /// The last day that can belong to it; what has no date, or no end that is known, may go on.
    var lastDay: Int32 {
        if let period { return period.latestDay ?? .max }
        return date?.latestDay ?? .max
    }

    func precedes(_ other: Moment) -> Bool {
        let (day, otherDay) = (date?.earliestDay ?? .max, other.date?.earliestDay ?? .max)
        return day == otherDay ? view.id.precedes(other.view.id) : day < otherDay
    }
}

extension RecordView {
    /// Whether a record takes part in what this one is about.
    func involves(_ record: Reference) -> Bool { participants.contains(record) }

    /// The records that take part in what this one is about, as its fields name them.
    public var participants: [Reference] {
        fields.filter { Self.parts.contains($0.definition.id) }.flatMap { field -> [Reference] in
            switch field.content {
            case .single(let cell):
                return [cell.displayed].compactMap { $0?.reference }
            case .set(let elements):
                return elements.compactMap { element in
                    switch element.element {
                    case .scalar(let value): return value.reference
                    case .parts: return element.element.part("ref")?.reference
                    }
                }
            default: return []
            }
        }
    }

    /// The fields that name who takes part.
    private static let parts = [
        "partners", "implementers", "beneficiaries", "parties", "organisers", "co_organisers",
        "counterpart", "partner", "funder", "channel", "member", "network", "about", "answers",
    ]

    /// The entries of the state's log that came after a day.
    fileprivate func laterEntries(than date: PartialDate?) -> [LogEntry] {
        guard case .log(let log) = field(id: "state")?.content else { return [] }
        return log.entries.map { $0.entry }.filter { entry in
            guard let effective = entry.effective else { return false }
            return effective.earliestDay > (date?.latestDay ?? .max)
        }
    }
}
