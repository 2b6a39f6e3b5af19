import ClientCore
import ClientSQLite
import Shared

/// Records whose changes this device has sent after its department had been merged into another: they are
/// that department's business now, and people are told so.
struct HandedOver {
    let refs: [(ref: String, label: String)]
    /// The code of the department that goes on.
    let department: String

    /// Nil when nothing was sent, or one's own department stands.
    init?(_ sent: [ScopedDot], in workspace: Workspace, _ console: Console) throws {
        guard !sent.isEmpty, try Self.hasMergers(workspace) else { return nil }
        let register = try Register(workspace, language: console.language)
        guard let me = workspace.me,
            let successor = register.directory[me.number]?.successorCode
        else { return nil }
        let records = try workspace.store.read { transaction in
            try sent.compactMap { change in
                try transaction.ownChange(at: change.dot, in: change.scope)?.sealed.original.record
            }
        }
        var seen: Set<RecordID> = []
        refs = records.filter { seen.insert($0).inserted }.map { id in
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
