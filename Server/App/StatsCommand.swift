import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `stats`: how much there is.
struct StatsCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: HelpText.say(
            en: "Counts records, changes, devices and open conflicts; what came back after a "
                + "restore.",
            vi: "Đếm hồ sơ, thay đổi, thiết bị và chỗ còn khác nhau; những gì trở lại sau khi khôi "
                + "phục."
        ),
        discussion: HelpText.discussion(examples: "caunoi-server stats --json")
    )

    @OptionGroup var options: ServerOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let statistics = try withRegister { try Statistics($0) }
        if console.isJSON {
            console.document(statistics.members)
        } else {
            statistics.show(console)
        }
        return .done
    }
}

/// What `stats` prints.
package struct Statistics {
    let register: RegisterInfo
    /// Live records by collection, in the order of the schema.
    package private(set) var collections: [(name: String, count: Int)] = []
    package private(set) var live = 0
    /// Deleted and purged records.
    package private(set) var gone = 0
    package private(set) var changes: UInt64 = 0
    private(set) var held = 0
    private(set) var persons = 0
    private(set) var devices = 0
    private(set) var revoked = 0
    package private(set) var conflicts = 0
    /// Nil for a register that was never restored.
    private(set) var refilling: Refilling?
    let databaseBytes: Int64
    let logBytes: Int64

    package init(_ opened: OpenRegister) throws {
        register = opened.info
        (databaseBytes, logBytes) = try opened.store.size()
        var counts: [UInt16: Int] = [:]
        try opened.store.read { transaction in
            try opened.visitViews(in: transaction) { view in
                conflicts += view.conflicts.count
                switch view.life {
                case .live, .disputedDelete:
                    live += 1
                    counts[view.state.collection, default: 0] += 1
                case .deleted, .purged, .disputedPurge: gone += 1
                }
            }
            let vector = try transaction.vector(of: .common)
            changes = vector.entries.reduce(0) { $0 + $1.counter }
            held = try transaction.heldChanges(in: .common).count { $0.state == .waiting }
            persons = try transaction.persons().count
            let all = try transaction.devices()
            refilling = try Refilling(transaction)
            devices = all.count(where: \.isActive)
            revoked = all.count - devices
        }
        collections = opened.schema.collections.compactMap { collection in
            counts[collection.number].map { (collection.id, $0) }
        }
    }

    func show(_ console: Console) {
        for (name, count) in collections { console.table([name, "\(count)"], []) }
        console.line(
            console.say(
                en: "records: \(live) live, \(gone) deleted",
                vi: "hồ sơ: \(live) hiện có, \(gone) đã xóa"
            )
        )
        console.line(
            console.say(
                en: "changes: \(changes), held for review: \(held)",
                vi: "thay đổi: \(changes), chờ xem xét: \(held)"
            )
        )
        console.line(
            console.say(
                en: "devices: \(devices) active, \(revoked) revoked",
                vi: "thiết bị: \(devices) đang hoạt động, \(revoked) đã thu hồi"
            )
        )
        console.line(
            console.say(
                en: "conflicts open: \(conflicts)",
                vi: "chỗ còn khác nhau: \(conflicts)"
            )
        )
        console.line(
            console.say(
                en: "database: \(databaseBytes) bytes",
                vi: "cơ sở dữ liệu: \(databaseBytes) byte"
            )
        )
        refilling?.show(console)
    }

    var members: KeyValuePairs<String, JSONValue> {
        [
            "register": .string(register.id.text),
            "name": .string(register.name),
            "records": .count(live),
            "deleted": .count(gone),
            "collections": .object(
                collections.map { .init(key: $0.name, value: .count($0.count)) }
            ),
            "changes": .unsigned(changes),
            "held": .count(held),
            "persons": .count(persons),
            "devices": .count(devices),
            "devices_revoked": .count(revoked),
            "conflicts_open": .count(conflicts),
            "database_bytes": .integer(databaseBytes),
            "log_bytes": .integer(logBytes),
            "restored": refilling?.json ?? .null,
        ]
    }
}
