import ClientCore
import ClientSQLite
import Shared

// What repairs have put aside: shown until somebody has used it, which is never noticed by a program.

extension Examination {
    /// How many records are told of by name.
    private static let namedMax = 20

    /// Tells what the replica had of records in whose place the server's copies were put.
    mutating func lookAtAside(_ store: SQLiteReplicaStore) {
        do {
            let schema = try Workspace.schema(in: folder)
            let texts = try store.read { transaction in
                try transaction.scopes().flatMap { scope in
                    try transaction.putAside(in: scope).map { aside in
                        text(of: aside, try transaction.record(aside.record, in: scope), schema)
                    }
                }
            }
            for text in texts.prefix(Self.namedMax) { note("aside", text) }
            if texts.count > Self.namedMax {
                let more = texts.count - Self.namedMax
                note("aside", say(en: "and \(more) more", vi: "và \(more) bản ghi nữa"))
            }
        } catch {
            // Whatever hinders reading is told of by the other checks.
            return
        }
    }

    private func text(of aside: RecordAside, _ present: HeldRecord?, _ schema: Schema) -> String {
        let day = Instant(aside.time).local(console.language)
        guard let state = try? RecordState(frame: aside.frame) else {
            return say(
                en: "#\(aside.record.shortText) could not be read here on \(day); the server's "
                    + "copy took its place",
                vi:
                    "#\(aside.record.shortText) không đọc được trên máy này ngày \(day); đã lấy bản "
                    + "của máy chủ"
            )
        }
        let former = RecordView(aside.record, state, schema: schema, directory: Directory())
        let now = (try? present?.state()).map {
            RecordView(aside.record, $0, schema: schema, directory: Directory())
        }
        let fields = former.fields.compactMap { field -> String? in
            guard let value = field.json(in: schema) else { return nil }
            let id = field.definition.id
            if let other = now?.field(id: id)?.json(in: schema), other == value { return nil }
            return id + " = " + JSONWriter.string(value)
        }
        let label = former.label(in: console.language, schema: schema) { _ in nil } ?? ""
        return say(
            en:
                "#\(aside.record.shortText) \(label): on \(day) the server's copy took the place of "
                + "what was here: " + fields.joined(separator: "; "),
            vi:
                "#\(aside.record.shortText) \(label): ngày \(day) bản của máy chủ đã thay bản ở đây: "
                + fields.joined(separator: "; ")
        )
    }
}
