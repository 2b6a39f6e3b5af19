extension QuerySource {
    /// What the register contradicts itself about: open disagreements, and claims that differ.
    func disagreements(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("record", "hồ sơ", "record"), ("field", "trường", "field"),
            ("kind", "loại", "kind"), ("values", "giá trị", "values"),
        ])
        for collection in schema.collections {
            for view in views(collection.id) {
                if let subject = options.subject, view.reference != subject { continue }
                answer.rows += conflicts(of: view) + contradictions(in: view) + plans(of: view)
                answer.rows += aliases(of: view)
            }
        }
        return answer
    }

    private func conflicts(of view: RecordView) -> [[QueryCell]] {
        view.conflicts.map { conflict in
            let values: [QueryCell]
            switch conflict.kind {
            case .delete:
                values = [
                    .say("deleted", vi: "đã xóa", en: "deleted"),
                    .say("edited", vi: "đã sửa", en: "edited"),
                ]
            case .value(let candidates):
                let path = conflict.path.utf8.prefix { $0 != UInt8(ascii: ".") }
                let type = view.field(id: String(decoding: path, as: UTF8.self))?.definition.type
                values = candidates.map { candidate in
                    candidate.value.map { .value($0, type?.scalar ?? .text) } ?? .notStated
                }
            }
            return [
                .record(view.reference), .text(conflict.path),
                .say("edit", vi: "hai người cùng sửa", en: "edited by two"), .list(values),
            ]
        }
    }

    /// Claims of one field with different values, one beside the other.
    func contradictions(in view: RecordView) -> [[QueryCell]] {
        view.fields.compactMap { field in
            guard case .claims(let type) = field.definition.type else { return nil }
            let claims = view.claims(field.definition.id)
            let values = Set(claims.map { $0.value.canonicalText })
            guard values.count > 1 else { return nil }
            return [
                .record(view.reference), .text(field.definition.id),
                .say("claims", vi: "các nguồn khác nhau", en: "sources differ"),
                .list(claims.map { .claim($0, type) }),
            ]
        }
    }

    /// Where it came otherwise than planned.
    private func plans(of view: RecordView) -> [[QueryCell]] {
        [("planned_start", "actual_start"), ("planned_end", "actual_end"), ("planned", "actual")]
            .compactMap { planned, actual in
                guard let before = view.value(planned), let after = view.value(actual),
                    before.canonicalText != after.canonicalText
                else { return nil }
                return [
                    .record(view.reference), .text(planned),
                    .say("plan", vi: "dự kiến khác thực tế", en: "plan against fact"),
                    .list([.field(planned, of: view), .field(actual, of: view)]),
                ]
            }
    }

    /// Names that are wrong, and what is easily taken for another.
    private func aliases(of view: RecordView) -> [[QueryCell]] {
        var rows: [[QueryCell]] = []
        let typos = view.elements("aliases").filter { $0.part("kind") == .code("typo") }
            .compactMap { element -> QueryCell? in
                guard case .text(let text) = element.part("text") else { return nil }
                return .text(text)
            }
        if !typos.isEmpty {
            rows.append([
                .record(view.reference), .text("aliases"),
                .say("spelling", vi: "viết sai ở nguồn", en: "misspelt in a source"), .list(typos),
            ])
        }
        for field in ["not_same_as", "possibly_same_as"] {
            let others = view.references(field)
            guard !others.isEmpty else { continue }
            rows.append([
                .record(view.reference), .text(field),
                .say("identity", vi: "có phải là một không", en: "one or not"),
                .references(others),
            ])
        }
        return rows
    }

    /// Figures without a day or of a day long past, and what is said to go on although its time is over.
    func stale(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("record", "hồ sơ", "record"), ("field", "trường", "field"),
            ("value", "số liệu", "value"), ("as_of", "tính đến", "as of"),
            ("verdict", "nhận định", "verdict"),
        ])
        for collection in schema.collections {
            for view in views(collection.id) {
                answer.rows += staleFigures(in: view, options)
            }
        }
        for view in views("projects") {
            guard let end = view.endBehind(options.day) else { continue }
            answer.rows.append([
                .record(view.reference), .text("state"), .field("state", of: view), .date(end),
                .say("over", vi: "thời gian đã hết", en: "said to go on, its period is over"),
            ])
        }
        return answer
    }

    /// The figures of a record that are undated, or older than is asked for.
    func staleFigures(in view: RecordView, _ options: QueryOptions) -> [[QueryCell]] {
        view.fields.flatMap { field -> [[QueryCell]] in
            guard case .claims(let type) = field.definition.type, case .quantity = type else {
                return []
            }
            return stale(field.definition.id, type, of: view, options)
        }
    }

    private func stale(
        _ id: String,
        _ type: ScalarType,
        of view: RecordView,
        _ options: QueryOptions
    ) -> [[QueryCell]] {
        view.claims(id).compactMap { claim in
            let verdict: QueryCell
            if let asOf = claim.asOf {
                let months = CivilCalendar.wholeMonths(from: asOf.latestDay, to: options.day)
                guard months >= options.months else { return nil }
                verdict = .say("old", vi: "đã cũ", en: "old")
            } else {
                verdict = .say("undated", vi: "không ghi ngày", en: "undated")
            }
            return [
                .record(view.reference), .text(id), .value(claim.value, type), .date(claim.asOf),
                verdict,
            ]
        }
    }
}
