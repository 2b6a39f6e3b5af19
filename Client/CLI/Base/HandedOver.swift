import ClientCore
import ClientSQLite
import Shared

/// Records whose changes this device has sent after its department had been merged into another: they are
/// that department's business now, and people are told so.
struct HandedOver {
    let refs: [(ref: String, label: String)]
    /// The code of the department that goes on.
    let department: String

    /// The records of own changes that have no receipt yet, each with the change.
    static func pending(in workspace: Workspace) throws -> [(record: RecordID, dot: Dot)] {
        try workspace.store.read { transaction in
            let standing = try transaction.standing(in: .common)
            return try transaction.ownChanges(
                in: .common,
                beyond: standing.acknowledged,
                bytesMax: .max
            ).map { ($0.sealed.original.record, $0.sealed.dot) }
        }
    }

    /// Nil when nothing was sent, or one's own department stands.
    init?(
        _ pending: [(record: RecordID, dot: Dot)],
        in workspace: Workspace,
        _ console: Console
    ) throws {
        guard !pending.isEmpty, try Self.hasMergers(workspace) else { return nil }
        let sent = try workspace.store.read { transaction in
            let acknowledged = try transaction.standing(in: .common).acknowledged
            return pending.filter { acknowledged.covers($0.dot) }
        }
        let register = try Register(workspace, language: console.language)
        guard !sent.isEmpty, let me = workspace.me,
            let successor = register.directory[me.number]?.successorCode
        else { return nil }
        var seen: Set<RecordID> = []
        refs = sent.map(\.record).filter { seen.insert($0).inserted }.map { id in
            (register.shortRef(id), register.label(of: id))
        }
        department = successor
    }

    /// Whether any department has been merged: seen without reading the register.
    private static func hasMergers(_ workspace: Workspace) throws -> Bool {
        guard let number = workspace.schema.collection(id: "departments")?.number else {
            return false
        }
        return try workspace.store.read { transaction in
            try transaction.disputable(in: .common).contains { id in
                guard let frame = try transaction.record(id, in: .common)?.frame,
                    RecordState.collection(ofFrame: frame) == number
                else { return false }
                return RecordState.standing(inFrame: frame, of: [RecordMerges.field]) != [.nothing]
            }
        }
    }

    func show(_ console: Console) {
        for (ref, label) in refs {
            console.line(
                console.say(
                    en: "handed to \(department): \(ref) \(printable(label))",
                    vi: "đã chuyển cho \(department): \(ref) \(printable(label))"
                )
            )
        }
    }

    var json: JSONValue {
        .object([
            .init(key: "department", value: .string(department)),
            .init(
                key: "records",
                value: .array(
                    refs.map { item in
                        .object([
                            .init(key: "ref", value: .string(item.ref)),
                            .init(key: "label", value: .string(item.label)),
                        ])
                    }
                )
            ),
        ])
    }
}
