extension PushRequest {
    public func json() -> JSONValue {
        .members([
            ("scope", .string(scope.name)),
            ("epoch", .identifier(epoch)),
            ("items", .list(items, Self.json)),
            ("forks", .list(forks, JSONValue.fork)),
            ("states", .list(states) { .row($0.record, frame: $0.frame, extra: $0.extra) }),
            ("vector", .vector(vector)),
            ("chains", .list(chains, JSONValue.segment)),
            ("signatures", .list(signatures, Self.json)),
        ])
    }

    private static func json(_ item: Item) -> JSONValue {
        .members([
            ("dot", .dot(item.dot)),
            ("change", .change(item.bytes)),
            ("salt", .digits(item.bytes.salt)),
            ("renames", .list(item.renames, JSONValue.rename)),
        ])
    }

    private static func json(_ signature: Signature) -> JSONValue {
        .members([
            ("replica", .identifier(signature.replica)),
            ("head", .hash(signature.head)),
            ("signature", .digits(signature.bytes)),
        ])
    }
}

extension PushResponse {
    public func json() -> JSONValue {
        .members(
            outcomeMembers + [
                ("acknowledged", .list(acknowledged, JSONValue.dot)),
                ("before", .unsigned(before)),
                ("after", .unsigned(after)),
                ("received", .integer(received)),
                ("refusals", .list(refusals, Self.json)),
            ]
        )
    }

    private static func json(_ refusal: Refusal) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("change", .dot(refusal.dot)),
            ("field", .unsigned(UInt64(refusal.key.field))),
        ]
        if !refusal.key.sub.isEmpty { members.append(("sub", .content(refusal.key.sub))) }
        members.append(("reason", .string(refusal.reason)))
        return .members(members)
    }

    /// The outcome's name, and what it is about.
    private var outcomeMembers: [(String, JSONValue)] {
        switch outcome {
        case .done: [("outcome", .string("done"))]
        case .held: [("outcome", .string("held"))]
        case .epochChanged(let epoch):
            [("outcome", .string("epoch_changed")), ("epoch", .identifier(epoch))]
        case .needState(let record):
            [("outcome", .string("need_state")), ("record", .identifier(record))]
        case .chainBroken(let replica):
            [("outcome", .string("chain_broken")), ("replica", .identifier(replica))]
        }
    }
}
