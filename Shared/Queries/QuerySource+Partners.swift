extension QuerySource {
    /// Who leads the relationship with a partner, and who keeps contact where that is another matter.
    func lead(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("partner", "đối tác", "partner"), ("lead", "cơ quan chủ trì", "lead department"),
            ("contact_point", "đầu mối", "contact point"),
        ])
        guard let view = options.subject.flatMap({ view($0) }) else { return answer }
        answer.rows = [
            [
                .record(view.reference), .field("lead_department", of: view).asRecord,
                .field("contact_point", of: view).asRecord,
            ]
        ]
        return answer
    }

    /// What is claimed of a partner's size, each claim with its source.
    ///
    /// Where no source states any, one row says so.
    func size(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("value", "số liệu", "value"), ("as_of", "tính đến", "as of"),
            ("source", "nguồn", "source"), ("certainty", "mức chắc chắn", "certainty"),
            ("note", "ghi chú", "note"),
        ])
        guard let view = options.subject.flatMap({ view($0) }) else { return answer }
        let claims = view.claims("size")
        guard !claims.isEmpty else {
            answer.rows = [[.notStated, .blank, .blank, .blank, .blank]]
            return answer
        }
        answer.rows = claims.map { claim in
            [
                .value(claim.value, .quantity(unit: nil)), .date(claim.asOf),
                claim.source.map { $0.cell } ?? .notStated,
                claim.certainty.map { .word($0, Claim.labels(ofCertainty: $0)) } ?? .notStated,
                claim.note.map { .text($0) } ?? .blank,
            ]
        }
        return answer
    }

    /// A record and those that are one body with it: a partner, and the departments that it is.
    ///
    /// - Parameter subject: A record of any collection.
    /// - Returns: The same for each of them; the record alone where it is no such body.
    func sides(of subject: Reference) -> Set<Reference> {
        let isDepartment = schema.collection(id: "departments")?.number == subject.collection
        let own = isDepartment ? view(subject)?.reference("partner") : nil
        let partner = own ?? subject
        var sides: Set<Reference> = [subject, partner]
        for department in views("departments") where department.reference("partner") == partner {
            sides.insert(department.reference)
        }
        return sides
    }

    /// Memberships and participations, of one member or of all; what is over by the day has ended.
    func memberships(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("member", "thành viên", "member"), ("network", "mạng lưới", "network"),
            ("role", "tư cách", "role"), ("since", "gia nhập từ", "since"),
            ("until", "đến", "until"), ("state", "trạng thái", "state"),
        ])
        let wanted = options.subject.map { sides(of: $0) }
        var rows: [(day: Int32, row: [QueryCell])] = []
        for view in views("memberships") {
            let member = view.reference("member")
            if let wanted {
                guard let member, wanted.contains(member) else { continue }
            }
            // Nothing belongs there while a membership goes on.
            let until: QueryCell =
                view.claims("until").isEmpty ? .blank : .field("until", of: view)
            rows.append(
                (
                    view.claimedDates("since").map { $0.earliestDay }.min() ?? .max,
                    [
                        .reference(member), .reference(view.reference("network")),
                        .field("role", of: view), .field("since", of: view), until,
                        view.stateCell(on: options.day),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// The ties that are registered, beside the numbers that sources quote.
    func ties(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("what", "loại", "what"), ("partner", "đối tác", "partner"),
            ("since", "từ", "since"), ("count", "số", "count"), ("note", "ghi chú", "note"),
        ])
        var registered = 0
        var quoted: [[QueryCell]] = []
        for view in views("partners") {
            for claim in view.claims("tie_count") {
                quoted.append([
                    .say("quoted", vi: "nguồn nêu", en: "quoted"), .record(view.reference),
                    .blank, .claim(claim, .quantity(unit: nil)), .asOf(claim.asOf),
                ])
            }
            guard case .code(let kind) = view.value("tie_kind") else { continue }
            let isWanted = options.code.map { kind.isSame(as: $0) }
            guard isWanted ?? (kind.isSame(as: "twinned") || kind.isSame(as: "friendship")) else {
                continue
            }
            registered += 1
            answer.rows.append([
                .field("tie_kind", of: view), .record(view.reference),
                .date(view.date("tie_since")), .blank, .blank,
            ])
        }
        answer.rows += quoted
        answer.totals = [
            [
                .say("registered", vi: "đã đăng ký", en: "registered"), .blank, .blank,
                .number(registered), .blank,
            ]
        ]
        return answer
    }
}

extension QueryCell {
    /// For when something was stated, as a note; nothing where that is not told.
    fileprivate static func asOf(_ date: PartialDate?) -> QueryCell {
        guard let date else { return .blank }
        return .say(
            "as of \(date.canonical)",
            vi: "tính đến \(date.display(in: .vi))",
            en: "as of \(date.display(in: .en))"
        )
    }

    /// A reference that was read as a value, as the record that it points to.
    var asRecord: QueryCell {
        switch self {
        case .value(.reference(let reference), _): .record(reference)
        case .disputed(let cells): .disputed(cells.map { $0.asRecord })
        default: self
        }
    }
}

extension Claim.Source {
    /// The document, or the text that stands for it.
    var cell: QueryCell {
        switch self {
        case .document(let reference): .record(reference)
        case .text(let text): .text(text)
        }
    }
}
