import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `devices`: what has joined the register.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: HelpText.say(
            en: "Lists devices, withdraws their access, and reviews what they sent too late.",
            vi: "Liệt kê thiết bị, thu hồi quyền truy cập, xem xét những gì thiết bị gửi sau đó."
        ),
        discussion: HelpText.discussion(examples: "caunoi-server devices --json"),
        subcommands: [List.self, Revoke.self, ReviewCommand.self],
        defaultSubcommand: List.self
    )

    struct List: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Lists devices, their last synchronisation and how far they are behind.",
                vi: "Liệt kê thiết bị, lần đồng bộ cuối và còn thiếu bao nhiêu thay đổi."
            ),
            discussion: HelpText.discussion(examples: "caunoi-server devices list")
        )

        @OptionGroup var options: ServerOptions

        func perform(_ console: Console) throws -> ExitStatus {
            let devices = try withRegister { register in
                try register.store.read { try DeviceRow.all(in: $0) }
            }
            if console.isJSON {
                console.document(["devices": .array(devices.map(\.json))])
                return .done
            }
            let never = console.say(en: "never", vi: "chưa lần nào")
            console.table(
                [
                    "ID", console.say(en: "NAME", vi: "TÊN"),
                    console.say(en: "PERSON", vi: "NGƯỜI DÙNG"),
                    console.say(en: "DEPARTMENT", vi: "CƠ QUAN"),
                    console.say(en: "STATE", vi: "TRẠNG THÁI"),
                    console.say(en: "LAST SYNC", vi: "ĐỒNG BỘ CUỐI"),
                    console.say(en: "LAG", vi: "CÒN THIẾU"),
                ],
                devices.map { row in
                    [
                        row.device.id.text, row.device.name, row.person, row.department,
                        console.word(ofState: row.state),
                        row.lastSync ?? never,
                        row.lag.map { "\($0)" } ?? "",
                    ]
                }
            )
            return .done
        }
    }

    struct Revoke: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Withdraws a device's access, from its next request on.",
                vi: "Thu hồi quyền truy cập của một thiết bị, kể từ yêu cầu kế tiếp của nó."
            ),
            discussion: HelpText.discussion(
                en: "What it sends afterwards is held for review.",
                vi: "Những gì thiết bị gửi sau đó được giữ lại chờ xem xét.",
                examples: "caunoi-server devices revoke 01JD… --lost-since 2026-01-18"
            )
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(HelpText.say(en: "The device's ID.", vi: "ID của thiết bị."))
        )
        var id: String

        @Option(
            help: ArgumentHelp(
                HelpText.say(
                    en: "Since when others may have had it.",
                    vi: "Từ lúc nào thiết bị có thể đã ở trong tay người khác."
                ),
                valueName: "time"
            )
        )
        var lostSince: String?

        func validate() throws {
            if let lostSince, Moment(lostSince) == nil {
                throw ValidationError(
                    HelpText.say(
                        en: "--lost-since takes 2026-01-18 or 2026-01-18T09:00:00Z",
                        vi: "--lost-since có dạng 2026-01-18 hoặc 2026-01-18T09:00:00Z"
                    )
                )
            }
        }

        func perform(_ console: Console) throws -> ExitStatus {
            let device = try withRegister { register in
                try register.write { _, transaction in
                    try register.accounts.revoke(
                        register.deviceID(id, in: transaction),
                        lostSince: lostSince.flatMap { Moment($0) }?.milliseconds,
                        at: Moment.now.milliseconds,
                        in: &transaction
                    )
                }
            }
            if console.isJSON {
                console.document([
                    "device": .string(device.id.text),
                    "state": .string("revoked"),
                ])
            } else {
                let shown = "\(device.name) (\(device.id.text))"
                console.line(
                    console.say(
                        en: "\(shown) is refused from now on",
                        vi: "từ nay \(shown) bị từ chối"
                    )
                )
            }
            return .done
        }
    }
}

/// A device as the list shows it.
struct DeviceRow {
    let device: Device
    let person: String
    let department: String
    let state: String
    let lastSync: String?
    /// How many entries of the history it lacks; nil before its first synchronisation.
    let lag: UInt64?

    static func all(in transaction: SQLTransaction) throws -> [DeviceRow] {
        let last = try transaction.clock(of: .common)?.last ?? 0
        return try transaction.devices().map { device in
            let person = try transaction.person(device.person)
            let state: String
            switch device.state {
            case .revoked: state = "revoked"
            case .active: state = person?.isDisabled == true ? "disabled" : "active"
            }
            return DeviceRow(
                device: device,
                person: person?.name ?? device.person.text,
                department: try transaction.actor(device.actor)?.department ?? "",
                state: state,
                lastSync: device.lastSync.map { Moment($0).text },
                lag: device.lastSequence.map { last > $0 ? last - $0 : 0 }
            )
        }
    }

    var json: JSONValue {
        .members([
            "id": .string(device.id.text),
            "name": .string(device.name),
            "person": .string(person),
            "department": .string(department),
            "state": .string(state),
            "last_sync": .optional(lastSync),
            "lag": lag.map { .unsigned($0) } ?? .null,
        ])
    }
}

extension OpenRegister {
    /// The device of an id, or of the end of one, as in `#7QX2KM`.
    func deviceID(_ text: String, in transaction: SQLTransaction) throws -> RecordID {
        if let id = RecordID(text: text) { return id }
        let end =
            text.utf8.first == UInt8(ascii: "#") ? Array(text.utf8.dropFirst()) : Array(text.utf8)
        let upper = end.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let found = try transaction.devices().filter { device in
            upper.count >= 6 && Array(device.id.text.utf8.suffix(upper.count)) == upper
        }
        guard let device = found.first, found.count == 1 else {
            throw CommandFailure(
                code: "unknown_device",
                Labels(
                    vi: "\(text) không phải ID của một thiết bị",
                    en: "\(text) is not the ID of one device"
                ),
                hint: .running("caunoi-server devices")
            )
        }
        return device.id
    }
}
