import ClientCore
import ClientSQLite
import Shared

/// The deadlines that sessions have moved, for digests: kept in a small file beside the replica.
///
/// No name and no word of anybody is in it, and nothing of records whose content was removed for
/// good. When it is lost or damaged, digests tell of no deadlines.
struct KeptReminders {
    static let fileName = "reminders.json"
    /// The oldest make room for new ones.
    private static let itemsMax = 10_000

    /// A deadline and when the session that moved it began, in milliseconds since 1970, by the
    /// server's clock.
    fileprivate struct Item {
        let time: Int64
        let moved: MovedReminder
    }

    private var items: [Item] = []
    private var isChanged = false
    private let folder: String

    init(_ workspace: Workspace) {
        folder = workspace.folder
        guard let list = BesideDocument.read(Self.fileName, in: folder)?.array else { return }
        items = list.compactMap { Item(json: $0) }
    }

    /// What sessions have moved that began after `time`, in the order in which they told of it.
    func moved(after time: Int64) -> [MovedReminder] {
        items.filter { $0.time > time }.map { $0.moved }
    }

    /// Keeps what a session that began at `time` has moved, and forgets what must not be kept of
    /// the records that it has touched.
    static func keep(
        _ moved: [MovedReminder],
        at time: Int64,
        touching touched: Set<RecordID>,
        in workspace: Workspace
    ) throws {
        let isThere = DurableFolder.contains(fileName, in: workspace.folder)
        guard !moved.isEmpty || isThere && !touched.isEmpty else { return }
        var kept = KeptReminders(workspace)
        kept.add(moved.map { Item(time: time, moved: $0) })
        try kept.forgetPurged(among: touched, workspace)
        kept.save()
    }

    private mutating func add(_ new: [Item]) {
        guard !new.isEmpty else { return }
        items = Array((items + new).suffix(Self.itemsMax))
        isChanged = true
    }

    private mutating func forgetPurged(
        among touched: Set<RecordID>,
        _ workspace: Workspace
    ) throws {
        let records = touched.intersection(items.map { $0.moved.record.record })
        guard !records.isEmpty else { return }
        let purged = try workspace.store.read { transaction in
            records.filter { id in
                guard let frame = transaction.held(id)?.frame else { return true }
                return RecordState(frame: frame, onlyFields: [])?.isPurged ?? true
            }
        }
        guard !purged.isEmpty else { return }
        items.removeAll { purged.contains($0.moved.record.record) }
        isChanged = true
    }

    /// Where the folder cannot be written to, nothing is kept.
    private func save() {
        guard isChanged else { return }
        BesideDocument.keep(
            .array(items.map { $0.json }),
            as: Self.fileName,
            in: folder
        )
    }
}

extension KeptReminders.Item {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "at", value: .integer(time)),
            .init(key: "collection", value: .unsigned(UInt64(moved.record.collection))),
            .init(key: "record", value: .string(moved.record.record.text)),
            .init(key: "key", value: .string(moved.key)),
            .init(key: "what", value: moved.what.json),
            .init(key: "was", value: .string(moved.was.canonical)),
            .init(key: "now", value: moved.now.map { .string($0.canonical) } ?? .null),
        ]
        if let cause = moved.cause {
            members.append(.init(key: "field", value: .string(cause.field)))
            members.append(.init(key: "actor", value: .unsigned(UInt64(cause.actor))))
        }
        return .object(members)
    }

    /// Nil when the document is not of this form.
    fileprivate init?(json: JSONValue) {
        guard let time = json["at"]?.integer,
            let collection = json["collection"]?.integer.flatMap({ UInt16(exactly: $0) }),
            let record = json["record"]?.string.flatMap({ RecordID(text: $0) }),
            let key = json["key"]?.string,
            let vi = json["what"]?["vi"]?.string, let en = json["what"]?["en"]?.string,
            let was = json["was"]?.string.flatMap({ PartialDate(canonical: $0) })
        else { return nil }
        self.time = time
        var cause: MovedReminder.Cause?
        if let field = json["field"]?.string,
            let actor = json["actor"]?.integer.flatMap({ UInt32(exactly: $0) })
        {
            cause = MovedReminder.Cause(
                act: field.isSame(as: Conflict.recordPath) ? .deleted : .changed,
                field: field,
                actor: actor,
                author: nil,
                place: nil
            )
        }
        moved = MovedReminder(
            record: Reference(collection: collection, record: record),
            label: "",
            key: key,
            what: Labels(vi: vi, en: en),
            was: was,
            now: json["now"]?.string.flatMap { PartialDate(canonical: $0) },
            cause: cause
        )
    }
}
