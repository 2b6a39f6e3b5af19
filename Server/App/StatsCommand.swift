import ArgumentParser
import ServerCore
import ServerSQL
import Shared

/// `stats`: how much there is.
struct StatsCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract:
            "Counts records, changes, devices and open conflicts; what came back after a restore.",
        discussion: "EXAMPLE: caunoi-server stats --json"
    )

    @OptionGroup var options: ServerOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let statistics = try withRegister { try Statistics($0) }
        if console.isJSON {
            console.document(statistics.members)
        } else {
            for (name, count) in statistics.collections {
                console.table([name, "\(count)"], [])
            }
            console.line("records: \(statistics.live) live, \(statistics.gone) deleted")
            console.line("changes: \(statistics.changes), held for review: \(statistics.held)")
            console.line(
                "devices: \(statistics.devices) active, \(statistics.revoked) revoked"
            )
            console.line("conflicts open: \(statistics.conflicts)")
            console.line("database: \(statistics.databaseBytes) bytes")
            statistics.refilling?.show(console)
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
