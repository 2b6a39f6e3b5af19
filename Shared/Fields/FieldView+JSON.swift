extension FieldView {
    /// The field as `show --json` prints it; nil when it has no value.
    public func json(in schema: Schema) -> JSONValue? {
        switch content {
        case .single(let cell): return cell.displayed?.json(in: schema)
        case .localized(let views):
            var members: [JSONValue.Member] = []
            for view in views {
                guard let value = view.cell.displayed else { continue }
                members.append(.init(key: view.language, value: value.json(in: schema)))
            }
            return members.isEmpty ? nil : .object(members)
        case .set(let elements): return .array(elements.map { $0.element.json(in: schema) })
        case .log(let log): return log.json
        case .claims(let claims): return claims.json(in: schema)
        case .counter(let sum): return .string(sum.description)
        }
    }
}

extension SetElement {
    func json(in schema: Schema) -> JSONValue {
        switch self {
        case .scalar(let value): return value.json(in: schema)
        case .parts(let parts):
            return .object(parts.map { .init(key: $0.id, value: $0.value.json(in: schema)) })
        }
    }
}

extension LogView {
    fileprivate var json: JSONValue {
        .object([
            .init(key: "current", value: .optional(current)),
            .init(key: "entries", value: .array(entries.map { $0.entry.json })),
        ])
    }
}

extension LogEntry {
    /// Several notes are in an array `notes`, a single one is in `note`.
    fileprivate var json: JSONValue {
        var members = [JSONValue.Member(key: "state", value: .string(state))]
        if let effective {
            members.append(.init(key: "effective", value: .string(effective.canonical)))
        }
        if notes.count == 1, let note = notes.first {
            members.append(.init(key: "note", value: .string(note)))
        } else if !notes.isEmpty {
            members.append(.init(key: "notes", value: .array(notes.map { .string($0) })))
        }
        return .object(members)
    }
}

extension ClaimsView {
    fileprivate func json(in schema: Schema) -> JSONValue {
        .object([
            .init(key: "claims", value: .array(entries.map { $0.json(in: schema) })),
            .init(key: "preferred", value: .optional(preferred?.text)),
        ])
    }
}

extension ClaimsView.Entry {
    fileprivate func json(in schema: Schema) -> JSONValue {
        .object([
            .init(key: "id", value: .string(id.text)),
            .init(key: "value", value: claim.value.json(in: schema)),
            .init(key: "as_of", value: .optional(claim.asOf?.canonical)),
            .init(key: "source", value: claim.source?.value.json(in: schema) ?? .null),
            .init(key: "asserted_by", value: .optional(claim.assertedBy?.text(in: schema))),
            .init(key: "certainty", value: .optional(claim.certainty)),
            .init(key: "note", value: .optional(claim.note)),
            .init(key: "withdrawn", value: .boolean(isWithdrawn)),
        ])
    }
}
