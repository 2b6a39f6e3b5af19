import ServerCore
import ServerSQL
import Shared

/// What devices have brought back since the register was restored last.
struct Refilling {
    /// One device's part.
    struct Part {
        let device: RecordID
        let name: String
        let person: String
        /// Changes that it made before the restore, by its clock, and handed in after it.
        var broughtBack = 0
        /// Changes that it has made since.
        var made = 0
        /// Changes of which others have brought the effect: it has not handed them in itself yet.
        var missing = 0
    }

    /// When the register was restored, in milliseconds since 1970.
    let time: Int64
    private(set) var parts: [Part] = []

    /// Nil for a register that was never restored.
    init?(_ transaction: SQLTransaction) throws {
        guard let (time, end) = try transaction.lastRestoration() else { return nil }
        self.time = time
        for change in try transaction.changes(after: end) {
            let isOld = change.sealed.original.time.milliseconds < time
            try note(change.sealed.dot.replica, transaction) { part in
                if isOld { part.broughtBack += 1 } else { part.made += 1 }
            }
        }
        for (replica, count) in try transaction.changesWithoutAuthor(after: end) {
            try note(replica, transaction) { $0.missing += count }
        }
        parts.sort { $0.device.precedes($1.device) }
    }

    private mutating func note(
        _ replica: ReplicaID,
        _ transaction: SQLTransaction,
        _ change: (inout Part) -> Void
    ) throws {
        let owner = try transaction.owner(of: replica)
        if owner == .server { return }
        let id = owner ?? RecordID(high: replica.high, low: replica.low)
        if let place = parts.firstIndex(where: { $0.device == id }) {
            change(&parts[place])
            return
        }
        let device = try transaction.device(id)
        let person = try device.flatMap { try transaction.person($0.person) }
        var part = Part(device: id, name: device?.name ?? "?", person: person?.name ?? "?")
        change(&part)
        parts.append(part)
    }

    var json: JSONValue {
        .object([
            .init(key: "at", value: .string(Moment(time).text)),
            .init(
                key: "devices",
                value: .array(
                    parts.map { part in
                        .object([
                            .init(key: "device", value: .string(part.device.text)),
                            .init(key: "name", value: .string(part.name)),
                            .init(key: "person", value: .string(part.person)),
                            .init(key: "brought_back", value: .count(part.broughtBack)),
                            .init(key: "made_since", value: .count(part.made)),
                            .init(key: "not_handed_in", value: .count(part.missing)),
                        ])
                    }
                )
            ),
        ])
    }

    func show(_ console: Console) {
        let moment = Moment(time).text
        console.line(console.say(en: "restored: \(moment)", vi: "khôi phục lúc: \(moment)"))
        if parts.isEmpty {
            console.line(
                console.say(
                    en: "  no device has synchronised since",
                    vi: "  từ đó chưa có thiết bị nào đồng bộ"
                )
            )
        }
        for part in parts {
            console.line(printable("  \(part.name) (\(part.person)): \(part.counts(console))"))
        }
    }
}

extension Refilling.Part {
    fileprivate func counts(_ console: Console) -> String {
        var text = console.say(
            en: "\(broughtBack) changes brought back",
            vi: "\(broughtBack) thay đổi được đưa lại"
        )
        if made > 0 { text += console.say(en: ", \(made) made since", vi: ", \(made) mới từ đó") }
        if missing > 0 {
            text += console.say(
                en: ", \(missing) yet to be handed in",
                vi: ", \(missing) chưa nộp lại"
            )
        }
        return text
    }
}
