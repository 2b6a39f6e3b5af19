import Shared

/// What one change did to one field.
struct FieldChange {
    /// `valid_until`, `name.vi`.
    let path: String
    let definition: FieldDefinition
    /// Of a localised text.
    let language: String?
    /// What the change wrote; nil when it only removed.
    let new: FieldView?
    /// What it replaced or took out; nil when there was nothing, or it is not known.
    let old: FieldView?
    /// Whether all that it replaced is known.
    let isOldKnown: Bool
    /// The claims that it withdrew.
    let withdrawn: [ClaimID]
    /// The claims that it says something of, as they were made; nil where it speaks of none.
    let spokenOf: FieldView?
}

/// Tells what changes did to fields.
struct FieldChangeReader {
    private let register: Register
    private let history: RecordHistory

    init(_ register: Register, _ history: RecordHistory) {
        self.register = register
        self.history = history
    }

    /// What the change did to the cells that are wanted, in the order of the schema's fields.
    func changes(
        of item: HistoryChange,
        where isWanted: (CellKey) -> Bool = { _ in true }
    ) -> [FieldChange] {
        guard
            let collection = register.schema.collection(number: history.collection)?.withRetired
        else { return [] }
        var new: [RecordState.LiveWrite] = []
        var old: [RecordState.LiveWrite] = []
        var unknown: Set<CellKey> = []
        var keys: [CellKey] = []
        for write in item.writes where !write.key.isHead && isWanted(write.key) {
            let key = write.key
            keys.append(key)
            if let value = write.value { new.append(.init(key: key, dot: item.dot, value: value)) }
            for dot in write.replaced {
                if let value = history.value(of: dot, at: key) {
                    old.append(.init(key: key, dot: dot, value: value))
                } else {
                    unknown.insert(key)
                }
            }
            if item.change == nil { unknown.insert(key) }
        }
        let newView = view(of: new)
        let oldView = view(of: old)
        var result: [FieldChange] = []
        for field in collection.fields {
            let own = keys.filter { $0.field == field.number }
            guard !own.isEmpty else { continue }
            for group in groups(own, of: field) {
                let withdrawn = withdrawn(group.keys, by: item, of: field)
                let new = newView.field(number: field.number)
                let old = oldView.field(number: field.number)
                result.append(
                    FieldChange(
                        path: field.id + (group.language.map { "." + $0 } ?? ""),
                        definition: field,
                        language: group.language,
                        new: new,
                        old: old,
                        isOldKnown: !group.keys.contains { unknown.contains($0) },
                        withdrawn: withdrawn,
                        spokenOf: claims(
                            withdrawn + [new, old].compactMap { $0?.preferredClaim },
                            of: field
                        )
                    )
                )
            }
        }
        return result
    }

    /// Each language of a localised text by itself, other fields whole.
    private func groups(
        _ keys: [CellKey],
        of field: FieldDefinition
    ) -> [(language: String?, keys: [CellKey])] {
        guard case .localizedText = field.type else { return [(nil, keys)] }
        return keys.map { (String(decoding: $0.sub, as: UTF8.self), [$0]) }
    }

    private func withdrawn(
        _ keys: [CellKey],
        by item: HistoryChange,
        of field: FieldDefinition
    ) -> [ClaimID] {
        guard case .claims = field.type else { return [] }
        return keys.compactMap { key in
            guard key.sub.count == CellLayout.randomKeyBytes + 1,
                item.writes.contains(where: { $0.key == key && $0.value != nil })
            else { return nil }
            return ClaimID(bytes: key.sub.dropLast())
        }
    }

    /// The claims of these ids as they were made, by whatever change; nil for no ids.
    private func claims(_ ids: [ClaimID], of field: FieldDefinition) -> FieldView? {
        guard !ids.isEmpty else { return nil }
        let keys = Set(ids.map { CellLayout.claim($0, of: field.number) })
        let made = history.changes.flatMap { item in
            item.writes.filter { keys.contains($0.key) && $0.value != nil }.map {
                RecordState.LiveWrite(key: $0.key, dot: item.dot, value: $0.value)
            }
        }
        return view(of: made).field(number: field.number)
    }

    /// A record that has only these writes.
    private func view(of writes: [RecordState.LiveWrite]) -> RecordView {
        let schema = register.schema
        let hasRetired =
            schema.collection(number: history.collection)?.retired.isEmpty == false
        let told = hasRetired ? schema.withRetired : schema
        let sorted = writes.sorted { a, b in
            a.key == b.key ? a.dot.precedes(b.dot) : a.key.precedes(b.key)
        }
        let dots = Set(writes.map { $0.dot }).sorted { $0.precedes($1) }
        let state = RecordState(
            collection: history.collection,
            writes: sorted,
            stamps: dots.compactMap { history.change(at: $0)?.stamp }
        )
        return RecordView(
            history.record,
            state,
            schema: told,
            directory: register.directory
        )
    }
}

extension FieldChange {
    /// `{"old":…,"new":…}`; `replaced` lists the values where there were several.
    func json(in schema: Schema) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "old", value: json(of: old, in: schema)),
            .init(key: "new", value: json(of: new, in: schema)),
        ]
        if !isOldKnown { members.append(.init(key: "old_known", value: .boolean(false))) }
        let candidates = replacedCandidates
        if candidates.count > 1 {
            let values = candidates.map { $0.value?.json(in: schema) ?? .null }
            members.append(.init(key: "replaced", value: .array(values)))
        }
        if !withdrawn.isEmpty {
            let ids = withdrawn.map { JSONValue.string($0.text) }
            members.append(.init(key: "withdrawn", value: .array(ids)))
        }
        return .object(members)
    }

    /// The distinct values that stood in the cell before.
    var replacedCandidates: [Candidate] {
        switch old?.content {
        case .single(let cell): cell.candidates
        case .localized(let views): view(in: views)?.cell.candidates ?? []
        default: []
        }
    }

    private func json(of field: FieldView?, in schema: Schema) -> JSONValue {
        guard let field else { return .null }
        guard case .localized(let views) = field.content else {
            return field.json(in: schema) ?? .null
        }
        return view(in: views)?.cell.displayed?.json(in: schema) ?? .null
    }

    private func view(in views: [LanguageView]) -> LanguageView? {
        views.first { view in language.map { view.language.isSame(as: $0) } ?? true }
    }

    /// `before → after`, for people.
    func line(_ text: FieldText, _ console: Console) -> String {
        let none = console.say(en: "(none)", vi: "(trống)")
        let unknown = console.say(en: "(not on this device)", vi: "(không có trên máy này)")
        var before = shown(old, text)
        if replacedCandidates.count > 1, let type = definition.type.scalarForCandidates {
            before = replacedCandidates.map { candidate in
                candidate.value == nil ? none : text.line(of: candidate.value, as: type)
            }.joined(separator: " | ")
        }
        if !isOldKnown { before = before.utf8.isEmpty ? unknown : before + " | " + unknown }
        let after = after(text, console)
        return before.utf8.isEmpty ? after : before + " → " + after
    }

    /// What the change wrote, for people.
    func after(_ text: FieldText, _ console: Console) -> String {
        let after = shown(new, text)
        guard !withdrawn.isEmpty else {
            return after.utf8.isEmpty ? console.say(en: "(none)", vi: "(trống)") : after
        }
        let names = withdrawn.map { name(of: $0, text) }.joined(separator: "; ")
        let gone = console.say(en: "withdrawn: \(names)", vi: "rút lại: \(names)")
        return after.utf8.isEmpty ? gone : after + " (" + gone + ")"
    }

    /// One side of the change; a claim that it only chose is told by its value.
    private func shown(_ field: FieldView?, _ text: FieldText) -> String {
        guard let field else { return "" }
        let line = text.line(of: field, in: language)
        guard let chosen = field.preferredClaim, text.claim(chosen, of: field) == nil else {
            return line
        }
        let claim = FieldText.preferredMark + name(of: chosen, text)
        return line.utf8.isEmpty ? claim : claim + "; " + line
    }

    /// A claim by its value; by its id where that is not known.
    private func name(of id: ClaimID, _ text: FieldText) -> String {
        text.claim(id, of: spokenOf) ?? id.text
    }
}

extension FieldView {
    /// The claim that counts; nil where none does, or the field holds no claims.
    fileprivate var preferredClaim: ClaimID? {
        guard case .claims(let claims) = content else { return nil }
        return claims.preferred
    }
}

extension FieldType {
    /// The type of values that stand side by side in one cell; nil where they are no single values.
    fileprivate var scalarForCandidates: ScalarType? {
        switch self {
        case .single(let type): type
        case .localizedText, .longText: .text
        case .set, .partsSet, .log, .claims, .counter: nil
        }
    }
}
