extension QuerySource {
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
                .record(view.reference), .name(ofField: "state", in: view.collection),
                view.stateCell(on: options.day), .date(end),
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
                .record(view.reference), .name(ofField: id, in: view.collection),
                .value(claim.value, type), .date(claim.asOf), verdict,
            ]
        }
    }
}

extension QueryCell {
    /// A field by its label, for programs by its path; of a part of it both are named.
    ///
    /// - Parameters:
    ///   - path: `size`, `name.vi`, `size.preferred`; `@` is the record as a whole.
    ///   - collection: The record's; nil where the schema does not know it.
    /// - Returns: The path itself where there is no such field.
    static func name(ofField path: String, in collection: CollectionDefinition?) -> QueryCell {
        if path.isSame(as: Conflict.recordPath) {
            return .say(path, vi: "cả hồ sơ", en: "the whole record")
        }
        let (id, part) = path.cut(at: UInt8(ascii: "."))
        guard let labels = collection?.field(id: id)?.labels else { return .text(path) }
        guard let part else { return .word(path, labels) }
        let name =
            part.isSame(as: "preferred")
            ? Labels(vi: "ý kiến được chọn", en: "chosen claim") : Labels(vi: part, en: part)
        return .word(
            path,
            Labels(vi: labels.vi + " (" + name.vi + ")", en: labels.en + " (" + name.en + ")")
        )
    }
}
