import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `devices review`: the changes that a device sent after its access had been withdrawn.
struct ReviewCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: HelpText.say(
            en: "Shows the changes of a device that are held back, takes them over or not.",
            vi: "Xem các thay đổi bị giữ lại của một thiết bị, nhận hoặc bác chúng."
        ),
        discussion: HelpText.discussion(
            examples: "caunoi-server devices review 01JD… --accept 01JC…:12 01JC…:13"
        )
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(HelpText.say(en: "The device's ID.", vi: "ID của thiết bị.")))
    var id: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            HelpText.say(
                en: "Changes to take over, or all.",
                vi: "Các thay đổi cần nhận, hoặc all (tất cả)."
            )
        )
    )
    var accept: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            HelpText.say(
                en: "Changes to turn down, or all.",
                vi: "Các thay đổi cần bác, hoặc all (tất cả)."
            )
        )
    )
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
            [
                console.say(en: "CHANGE", vi: "THAY ĐỔI"), console.say(en: "RECORD", vi: "HỒ SƠ"),
                console.say(en: "PERSON", vi: "NGƯỜI DÙNG"), console.say(en: "MADE", vi: "LÚC"),
                console.say(en: "STATE", vi: "TRẠNG THÁI"), console.say(en: "FIELD", vi: "TRƯỜNG"),
                console.say(en: "OLD", vi: "CŨ"), console.say(en: "NEW", vi: "MỚI"),
            ],
            list.flatMap { $0.cells(console) }
        )
        return .done
    }

    /// The changes that `names` name, in the order in which they were made: what a branch stands on comes
    /// before it; those that wait for `all`.
    private func dots(_ names: [String], among held: [HeldChange]) throws -> [Dot] {
        let held = held.sorted { left, right in
            let times = (left.sealed.original.time.rawValue, right.sealed.original.time.rawValue)
            return times.0 == times.1
                ? left.sealed.dot.precedes(right.sealed.dot) : times.0 < times.1
        }
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
                    Labels(
                        vi: "\(name) không phải một thay đổi bị giữ lại của thiết bị này",
                        en: "\(name) is not one change of this device that is held"
                    ),
                    hint: .running("caunoi-server devices review \(id)")
                )
            }
            result.append(dot)
        }
        return held.map(\.sealed.dot).filter { result.contains($0) }
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
