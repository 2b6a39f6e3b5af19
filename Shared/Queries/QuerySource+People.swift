extension QuerySource {
    /// Which posts a person held, and whether on the day that is asked about.
    ///
    /// A term of office that is not stated is inferred from the titles at acts, and said to be; of
    /// days before the first one for which anything tells of the post, nothing is inferred.
    func who(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("post", "chức vụ", "post"), ("organisation", "cơ quan", "organisation"),
            ("as_of", "thời điểm", "when"), ("basis", "căn cứ", "basis"),
            ("verdict", "nhận định", "verdict"),
        ])
        guard let person = options.subject.flatMap({ view($0) }) else { return answer }
        let acts = titledActs(of: person.reference)
        for element in person.elements("posts") {
            guard case .parts = element else { continue }
            let post = Post(element, shownBy: acts)
            answer.rows.append([
                element.text("title"), element.referenceCell("org"), .date(post.asOf ?? post.from),
                .say("post", vi: "hồ sơ", en: "the record"), post.verdict(on: options.day),
            ])
        }
        for act in acts {
            let isThatDay = act.date.map {
                $0.earliestDay <= options.day && options.day <= $0.latestDay
            }
            answer.rows.append([
                act.element.text("title_at_signing"), act.element.referenceCell("party"),
                .date(act.date), .record(act.agreement),
                isThatDay == true
                    ? .say("held", vi: "giữ chức vào ngày đó", en: "held on that day")
                    : .say("at_the_act", vi: "vào ngày ký", en: "at that act"),
            ])
        }
        return answer
    }

    private func titledActs(of person: Reference) -> [TitledAct] {
        var acts: [TitledAct] = []
        for agreement in views("agreements") {
            for element in agreement.elements("signatories")
            where element.part("contact") == .reference(person) {
                // Which day of the agreement's counts does not depend on the day of the question.
                let date = Framework(agreement, on: 0).date
                acts.append(TitledAct(agreement: agreement.reference, element: element, date: date))
            }
        }
        return acts
    }

    /// All about a trip: who led it, whom it met, what it took part in.
    func delegationReport(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("what", "việc", "what"), ("record", "hồ sơ", "record"), ("who", "với ai", "with whom"),
            ("detail", "nội dung", "detail"), ("state", "trạng thái", "state"),
        ])
        guard let trip = options.subject.flatMap({ view($0) }) else { return answer }
        let day = options.day
        answer.rows.append([
            .say("delegation", vi: "đoàn", en: "delegation"), .record(trip.reference),
            .reference(trip.reference("head")), .field("period", of: trip),
            trip.stateCell(on: day),
        ])
        let meetings = views("meetings").filter { $0.reference("delegation") == trip.reference }
        for meeting in meetings {
            answer.rows.append([
                .say("meeting", vi: "cuộc gặp", en: "meeting"), .record(meeting.reference),
                .references(meeting.references("partners") + meeting.references("counterparts")),
                .field("topics", of: meeting), meeting.stateCell(on: day),
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
                .field("official_attendance", of: view), view.stateCell(on: day),
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
                view.stateCell(on: day),
            ])
        }
        answer.totals = totals(of: meetings.filter { !$0.isIn("cancelled", on: day) }, on: day)
        return answer
    }

    /// How many meetings a trip has and with how many partners; of how many it is not agreed yet.
    private func totals(of meetings: [RecordView], on day: Int32) -> [[QueryCell]] {
        let counterparts = Set(meetings.flatMap { $0.references("partners") })
        let proposed = meetings.count { $0.isIn("proposed", on: day) }
        var totals: [(what: QueryCell, count: Int)] = [
            (.say("meetings", vi: "số cuộc gặp", en: "meetings"), meetings.count),
            (.say("counterparts", vi: "số đối tác", en: "counterparts"), counterparts.count),
        ]
        if proposed > 0 {
            let what = QueryCell.say(
                "proposed",
                vi: "trong đó, cuộc gặp mới đề xuất",
                en: "of them only proposed meetings"
            )
            totals.append((what, proposed))
        }
        return totals.map { [$0.what, .blank, .blank, .number($0.count), .blank] }
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

/// What a person has signed, exchanged or witnessed, and the title borne at it.
private struct TitledAct {
    let agreement: Reference
    let element: SetElement
    let date: PartialDate?

    /// Whether the title is that of a post: the same words, and no other body.
    func shows(_ post: SetElement) -> Bool {
        guard case .text(let title) = element.part("title_at_signing"),
            case .text(let held) = post.part("title"),
            foldedName(title).isSame(as: foldedName(held))
        else { return false }
        guard let party = element.part("party"), let body = post.part("org") else { return true }
        return party == body
    }
}

/// A post that somebody holds or held, as far as the record and acts tell.
private struct Post {
    let from: PartialDate?
    let asOf: PartialDate?
    private let until: PartialDate?
    private let isFormer: Bool
    /// The days for which anything says that the post was held.
    private let known: [PartialDate]

    init(_ element: SetElement, shownBy acts: [TitledAct]) {
        from = element.dated("from")
        until = element.dated("to")
        asOf = element.dated("as_of")
        isFormer = element.part("former") == .boolean(true)
        let stated = [from, until, isFormer ? nil : asOf]
        let shown = acts.filter { $0.shows(element) }.map { $0.date }
        known = (stated + shown).compactMap { $0 }
    }

    /// Whether it was held on a day.
    func verdict(on day: Int32) -> QueryCell {
        if let from, day < from.earliestDay {
            return .say("not_yet", vi: "chưa giữ", en: "not yet")
        }
        let noLonger = QueryCell.say("no_longer", vi: "không còn giữ", en: "no longer")
        if let until, day > until.latestDay { return noLonger }
        if from != nil, until != nil || !isFormer {
            return .say("held", vi: "giữ chức vào ngày đó", en: "held on that day")
        }
        if isFormer, day >= firstDayOver { return noLonger }
        guard let first = known.map({ $0.earliestDay }).min(), day >= first else {
            return .notStated
        }
        return .say("inferred_held", vi: "suy ra là đang giữ", en: "held, inferred")
    }

    /// The first day on which a former post counts as over: where none is stated, after all days
    /// for which it is known.
    private var firstDayOver: Int32 {
        if let asOf { return asOf.earliestDay }
        return known.map { $0.latestDay + 1 }.max() ?? Int32.min
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
