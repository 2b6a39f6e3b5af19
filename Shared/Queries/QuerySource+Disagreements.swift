extension QuerySource {
    /// What the register contradicts itself about, of one record or of all.
    ///
    /// What follows from the data comes with what people have noted of the same place; what they
    /// have noted of another place, and not decided, is a row of its own. Of one record, what is in
    /// it comes first; then what it takes part in, and what people have noted that it concerns.
    func disagreements(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("record", "hồ sơ", "record"), ("field", "trường", "field"),
            ("kind", "loại", "kind"), ("values", "giá trị", "values"),
            ("sources", "nguồn", "sources"), ("note", "ghi chú", "note"),
        ])
        let asked = options.subject.map { sides(of: $0) }
        let questions = views("resolutions").filter { $0.isUndecided }
            .map { OpenQuestion($0, in: schema) }
        var waiting: [Reference: [OpenQuestion]] = [:]
        var naming: [Reference: [OpenQuestion]] = [:]
        for question in questions {
            waiting[question.subject, default: []].append(question)
            for other in question.others { naming[other, default: []].append(question) }
        }
        var around: [Disagreement] = []
        for collection in schema.collections {
            for view in views(collection.id) {
                let noted = waiting.removeValue(forKey: view.reference) ?? []
                let isOwn = asked?.contains(view.reference) != false
                let isPart = asked.map { !$0.isDisjoint(with: view.participants) } ?? true
                guard isOwn || isPart || !noted.isEmpty else { continue }
                let found = disagreements(in: view, with: noted, naming[view.reference] ?? [])
                if isOwn {
                    answer.rows += found.map { $0.row }
                } else {
                    around += found.filter { isPart || $0.concerns(asked ?? []) }
                }
            }
        }
        // What is noted of records that are not here, or were deleted.
        for question in questions where waiting[question.subject] != nil {
            let collection = schema.collection(number: question.subject.collection)
            let found = Disagreement(question, in: collection, holding: .notStated)
            if asked?.contains(question.subject) != false {
                answer.rows.append(found.row)
            } else if let asked, found.concerns(asked) {
                around.append(found)
            }
        }
        answer.rows += around.map { $0.row }
        return answer
    }

    /// `naming`: what is noted of other records, and names this one too.
    private func disagreements(
        in view: RecordView,
        with noted: [OpenQuestion],
        _ naming: [OpenQuestion]
    ) -> [Disagreement] {
        var found = conflicts(of: view) + contradictions(in: view) + plans(of: view)
        found += misspellings(of: view) + identities(of: view)
        for question in noted {
            if let place = found.firstIndex(where: { $0.isPlace(of: question) }) {
                found[place].add(question)
            } else {
                let held: QueryCell = question.field.map { view.held($0) } ?? .notStated
                found.append(Disagreement(question, in: view.collection, holding: held))
            }
        }
        // Of a pair either side tells what is noted of the other.
        for question in naming {
            guard let field = question.field,
                identityFields.contains(where: { $0.isSame(as: field) }),
                view.references(field).contains(question.subject),
                let place = found.firstIndex(where: { $0.isPlace(of: question) })
            else { continue }
            found[place].tell(question)
        }
        return found
    }

    private func conflicts(of view: RecordView) -> [Disagreement] {
        view.conflicts.map { conflict in
            let values: [QueryCell]
            switch conflict.kind {
            case .delete:
                values = [
                    .say("deleted", vi: "đã xóa", en: "deleted"),
                    .say("edited", vi: "đã sửa", en: "edited"),
                ]
            case .value(let candidates):
                let (id, _) = conflict.path.cut(at: UInt8(ascii: "."))
                let type = view.field(id: id)?.definition.type
                values = candidates.map { candidate in
                    candidate.value.map { .value($0, type?.scalar ?? .text) } ?? .notStated
                }
            }
            return Disagreement(
                conflict.path,
                of: view,
                .say("edit", vi: "hai người cùng sửa", en: "edited by two"),
                values
            )
        }
    }

    /// The facts on which claims contradict one another, each with all that is claimed of it.
    func contradictions(in view: RecordView) -> [Disagreement] {
        view.fields.compactMap { field in
            guard case .claims(let type) = field.definition.type else { return nil }
            let claims = view.claims(field.definition.id)
            guard claims.areContradictory else { return nil }
            return Disagreement(
                field.definition.id,
                of: view,
                .say("claims", vi: "các nguồn khác nhau", en: "sources differ"),
                claims.map { .claim($0, type) },
                sources: claims.compactMap { $0.source }
            )
        }
    }

    /// Where it came otherwise than planned.
    private func plans(of view: RecordView) -> [Disagreement] {
        [("planned_start", "actual_start"), ("planned_end", "actual_end"), ("planned", "actual")]
            .compactMap { planned, actual in
                guard let before = view.value(planned), let after = view.value(actual),
                    !before.canonicalText.isSame(as: after.canonicalText)
                else { return nil }
                return Disagreement(
                    planned,
                    of: view,
                    .say("plan", vi: "dự kiến khác thực tế", en: "plan against fact"),
                    [.field(planned, of: view), .field(actual, of: view)]
                )
            }
    }

    /// Names that a source has wrong.
    private func misspellings(of view: RecordView) -> [Disagreement] {
        let names = view.elements("aliases").filter { $0.part("kind") == .code("typo") }
            .compactMap { element -> QueryCell? in
                guard case .text(let text) = element.part("text") else { return nil }
                return .text(text)
            }
        guard !names.isEmpty else { return [] }
        return [
            Disagreement(
                "aliases",
                of: view,
                .say("spelling", vi: "viết sai ở nguồn", en: "misspelt in a source"),
                names
            )
        ]
    }

    /// What is easily taken for another record, or may be the same.
    private func identities(of view: RecordView) -> [Disagreement] {
        identityFields.compactMap { field in
            let others = view.references(field)
            guard !others.isEmpty else { return nil }
            return Disagreement(
                field,
                of: view,
                .say("identity", vi: "có phải là một không", en: "one or not"),
                others.map { .record($0) }
            )
        }
    }
}

/// The fields that say of which other records one is easily taken for another.
private let identityFields = ["not_same_as", "possibly_same_as"]

extension RecordView {
    /// What stands in a field, for people to judge what they have noted of it.
    ///
    /// With a name come those that contradict it, of posts the titles.
    ///
    /// - Parameter path: The field's.
    /// - Returns: Nothing of a long text or a count, which say little in a table.
    fileprivate func held(_ path: String) -> QueryCell {
        let (id, _) = path.cut(at: UInt8(ascii: "."))
        guard let field = self.field(id: id) else { return .notStated }
        let values: [QueryCell]
        switch (field.content, field.definition.type) {
        case (.single, .longText), (.counter, _): return .blank
        case (.localized(let views), _):
            let texts: [QueryCell] = views.compactMap { view in
                view.cell.displayed.map { .value($0, .text) }
            }
            let isName = id.isSame(as: "name") || id.isSame(as: "title")
            values = isName ? texts + otherNames : texts
        case (.set(let elements), .partsSet) where id.isSame(as: "posts"):
            values = elements.compactMap { view in
                view.element.part("title").map { .value($0, .text) }
            }
        case (.set(let elements), .partsSet(let parts)):
            values = elements.compactMap { view in
                view.element.mainValue(parts).map { .value($0, parts.main.type) }
            }
        default: return .field(id, of: self).asRecord
        }
        return values.isEmpty ? .notStated : .list(values.map { $0.asRecord })
    }

    /// The names that cannot be right along with the main one: not those that are shorter, of
    /// another time, or known to be misspelt.
    private var otherNames: [QueryCell] {
        elements("aliases").compactMap { element -> QueryCell? in
            if case .code(let kind) = element.part("kind"),
                ["abbr", "former", "typo"].contains(where: { $0.isSame(as: kind) })
            {
                return nil
            }
            return element.part("text").map { .value($0, .text) }
        }
    }
}

// MARK: - Claims

extension [Claim] {
    /// Whether two of them cannot both be right.
    ///
    /// Figures of different units can: 63 cities and 40 NGOs.
    fileprivate var areContradictory: Bool {
        guard count > 1 else { return false }
        var seen: [Assertion] = []
        for claim in self {
            let assertion = Assertion(claim.value)
            let first = seen.first { $0.unit.isSame(as: assertion.unit) }
            guard let first else {
                seen.append(assertion)
                continue
            }
            if !first.text.isSame(as: assertion.text) { return true }
        }
        return false
    }
}

/// A value as it is compared with what others claim.
private struct Assertion {
    /// What is counted, without marks and case; empty for what is no figure.
    let unit: String
    let text: String

    init(_ value: FieldValue) {
        guard case .quantity(let quantity) = value else {
            unit = ""
            text = value.canonicalText
            return
        }
        unit = foldedName(quantity.unit)
        let upper = quantity.upper.map { ".." + $0.canonical } ?? ""
        text = quantity.qualifier.code + " " + quantity.value.canonical + upper
    }
}
