import ServerCore
import ServerSQL
import Shared

/// A held change as the list shows it.
struct HeldRow {
    let held: HeldChange
    let schema: Schema
    /// Who is taken for its author.
    let person: String
    /// Whether it was made, by its device's clock, when others may have had the device.
    let isSuspect: Bool
    /// What it would replace: the record with nothing but these values.
    let old: RecordView
    /// What it writes: the record with nothing but these values.
    let new: RecordView
    /// Whether the record is called something.
    let label: String?

    private var change: Change { held.sealed.change }

    var record: String {
        Reference(collection: change.collection, record: change.record).text(in: schema)
    }

    /// The fields that it writes, with what each would replace.
    private var fields: [(id: String, old: JSONValue, new: JSONValue)] {
        let collection = schema.collection(number: change.collection)
        var numbers: [UInt16] = []
        for write in change.writes where !write.key.isHead {
            if numbers.last != write.key.field { numbers.append(write.key.field) }
        }
        return numbers.map { number in
            (
                collection?.field(number: number)?.id ?? "\(number)",
                old.field(number: number)?.json(in: schema) ?? .null,
                new.field(number: number)?.json(in: schema) ?? .null
            )
        }
    }

    /// When its author's clock said it was made.
    var made: String { Moment(change.time.milliseconds).text }

    var state: String {
        switch held.state {
        case .waiting: "waiting"
        case .accepted: "accepted"
        case .rejected: "rejected"
        }
    }

    /// A line for each field; one for a change that writes none.
    func cells(_ console: Console) -> [[String]] {
        let made = isSuspect ? made + " (!)" : made
        let first = [
            held.sealed.dot.name, record, person, made, console.word(ofState: state),
        ]
        let fields = fields
        guard !fields.isEmpty else {
            return [first + ["(\(console.word(change.kind, change.kind.word)))", "", ""]]
        }
        return fields.enumerated().map { index, field in
            let start = index == 0 ? first : [String](repeating: "", count: first.count)
            return start + [field.id, text(field.old), text(field.new)]
        }
    }

    private func text(_ value: JSONValue) -> String {
        if value == .null { return "" }
        return value.string ?? JSONWriter.string(value)
    }

    var json: JSONValue {
        .members([
            "change": .string(held.sealed.dot.name),
            "record": .string(record),
            "label": .optional(label),
            "kind": .string(change.kind.word),
            "person": .string(person),
            "fields": .object(
                fields.map { field in
                    JSONValue.Member(
                        key: field.id,
                        value: .members(["old": field.old, "new": field.new])
                    )
                }
            ),
            "at": .string(made),
            "since_lost": .boolean(isSuspect),
            "received_at": .string(Moment(held.received).text),
            "note": .optional(change.note),
            "state": .string(state),
        ])
    }
}

extension Change.Kind {
    fileprivate var word: String {
        switch self {
        case .create: "create"
        case .edit: "edit"
        case .delete: "delete"
        case .restore: "restore"
        case .resolve: "resolve"
        case .undo: "undo"
        case .purge: "purge"
        case .ruling: "ruling"
        case .acceptance: "acceptance"
        }
    }
}

extension OpenRegister {
    /// The held changes of a device as the list shows them.
    func heldRows(
        of id: RecordID,
        in transaction: SQLTransaction
    ) throws -> [HeldRow] {
        let device = try transaction.device(id)
        var lostSince: Int64?
        if case .revoked(_, let time) = device?.state { lostSince = time }
        return try held(by: id, in: transaction).map { held in
            let change = held.sealed.change
            let actor = try transaction.actor(change.actor)
            let person = try actor.flatMap { try transaction.person($0.person) }
            var old: [RecordState.LiveWrite] = []
            for write in change.writes where !write.key.isHead {
                for dot in write.replaced {
                    let known =
                        try transaction.change(at: dot, in: .common)?.sealed
                        ?? transaction.heldChange(at: dot, in: .common)?.sealed
                    let value = known?.change.writes.first { $0.key == write.key }?.value
                    guard let value else { continue }
                    old.append(.init(key: write.key, dot: dot, value: value))
                }
            }
            let new = change.writes.compactMap { write -> RecordState.LiveWrite? in
                guard !write.key.isHead, let value = write.value else { return nil }
                return .init(key: write.key, dot: held.sealed.dot, value: value)
            }
            let present = try transaction.record(change.record, in: .common)?.state()
            let shown = present.map { view(of: $0.writes, change, $0.stamps) }
            return HeldRow(
                held: held,
                schema: schema,
                person: person?.name ?? "",
                isSuspect: lostSince.map { change.time.milliseconds >= $0 } ?? false,
                old: view(of: old, change, []),
                new: view(of: new, change, []),
                label: shown.flatMap { $0.label(in: .en, schema: schema) { _ in nil } }
            )
        }
    }

    /// A record that has only these writes.
    private func view(
        of writes: [RecordState.LiveWrite],
        _ change: Change,
        _ stamps: [DotStamp]
    ) -> RecordView {
        let sorted = writes.sorted { a, b in
            a.key == b.key ? a.dot.precedes(b.dot) : a.key.precedes(b.key)
        }
        let state = RecordState(collection: change.collection, writes: sorted, stamps: stamps)
        return RecordView(change.record, state, schema: schema, directory: Directory())
    }
}
