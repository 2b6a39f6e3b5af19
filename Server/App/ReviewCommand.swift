import ArgumentParser
import ServerCore
import ServerSQL
import Shared

/// `devices review`: the changes that a device sent after its access had been withdrawn.
struct ReviewCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Shows the changes of a device that are held back, takes them over or not.",
        discussion: "EXAMPLE: caunoi-server devices review 01JD… --accept 01JC…:12 01JC…:13"
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "The device's ID.")
    var id: String

    @Option(parsing: .upToNextOption, help: "Changes to take over, or all.")
    var accept: [String] = []

    @Option(parsing: .upToNextOption, help: "Changes to turn down, or all.")
    var reject: [String] = []

    func perform(_ console: Console) throws -> ExitStatus {
        let now = Moment.now.milliseconds
        let list = try withRegister { register in
            try register.write { random, transaction in
                let device = try register.deviceID(id, in: transaction)
                let held = try register.held(by: device, in: transaction)
                for dot in try dots(accept, among: held) {
                    _ = try register.sync.accept(
                        dot,
                        at: now,
                        in: .common,
                        using: &random,
                        in: &transaction
                    )
                }
                for dot in try dots(reject, among: held) {
                    try register.sync.reject(dot, in: .common, in: &transaction)
                }
                return try register.heldRows(of: device, in: transaction)
            }
        }
        if console.isJSON {
            console.document(["changes": .array(list.map(\.json))])
            return .done
        }
        console.table(
            ["CHANGE", "RECORD", "PERSON", "MADE", "STATE", "FIELD", "OLD", "NEW"],
            list.flatMap(\.cells)
        )
        return .done
    }

    /// The changes that `names` name, in the order of their chains; those that wait for `all`.
    private func dots(_ names: [String], among held: [HeldChange]) throws -> [Dot] {
        if names.contains(where: { $0 == "all" }) {
            return held.filter { $0.state == .waiting }.map(\.sealed.dot)
        }
        var result: [Dot] = []
        for name in names {
            let found = held.map(\.sealed.dot).filter { dot in
                [dot.name, "\(dot.replica.shortText):\(dot.counter)"].contains {
                    $0.utf8.elementsEqual(name.utf8)
                }
            }
            guard let dot = found.first, found.count == 1 else {
                throw CommandFailure(
                    code: "unknown_change",
                    "\(name) is not one change of this device that is held",
                    hint: "run: caunoi-server devices review \(id)"
                )
            }
            result.append(dot)
        }
        return result.sorted { $0.precedes($1) }
    }
}

extension OpenRegister {
    /// The held changes of a device, by chain.
    func held(
        by device: RecordID,
        in transaction: SQLTransaction
    ) throws -> [HeldChange] {
        guard try transaction.device(device) != nil else {
            throw AccountError.unknownDevice(device)
        }
        return try transaction.heldChanges(in: .common).filter { change in
            try transaction.owner(of: change.sealed.dot.replica) == device
        }
    }
}
