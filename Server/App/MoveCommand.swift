import ArgumentParser
import ProgramText
import Shared

/// `move`: puts the register into another place, from SQLite to PostgreSQL or back.
struct MoveCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: HelpText.say(
            en: "Moves the register from SQLite to PostgreSQL, or back; stop its servers first.",
            vi: "Chuyển sổ từ SQLite sang PostgreSQL hoặc ngược lại; hãy dừng máy chủ trước."
        ),
        discussion: HelpText.say(
            en: """
                Everything goes with it: records, history, devices, keys. The copy is compared \
                with the register before the old place is taken out of use; what was there is kept \
                under another name. Devices notice nothing once a server serves the new place at \
                the old address. What was cut off is run again: it begins anew, or ends what it \
                had begun.

                EXAMPLE: caunoi-server move postgresql://caunoi@db/registers --data /srv/register
                EXAMPLE: caunoi-server move /srv/register --database postgresql://caunoi@db/registers
                """,
            vi: """
                Mọi thứ cùng được chuyển: hồ sơ, lịch sử, thiết bị, khóa. Bản chép được đối chiếu \
                với sổ trước khi nơi cũ ngừng dùng; những gì ở nơi cũ được giữ dưới tên khác. Các \
                thiết bị không nhận thấy gì khi máy chủ phục vụ nơi mới ở địa chỉ cũ. Nếu bị ngắt \
                giữa chừng, hãy chạy lại: lệnh sẽ làm lại từ đầu, hoặc hoàn tất việc dở dang.

                VÍ DỤ: caunoi-server move postgresql://caunoi@db/registers --data /srv/register
                VÍ DỤ: caunoi-server move /srv/register --database postgresql://caunoi@db/registers
                """
        )
    )

    @OptionGroup var options: ServerOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The new place: a folder, or postgresql://user@host/name.",
                vi: "Nơi mới: một thư mục, hoặc postgresql://user@host/name."
            )
        )
    )
    var target: String

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What the register is called in that database.",
                vi: "Tên của sổ trong cơ sở dữ liệu đó."
            ),
            valueName: "name"
        )
    )
    var asRegister = "main"

    func validate() throws { try RegisterPlace.check(name: asRegister, of: "--as-register") }

    func perform(_ console: Console) throws -> ExitStatus {
        let target = RegisterPlace(target, name: asRegister)
        var move = RegisterMove(
            from: options.place,
            to: target,
            suffix: "\(Moment.now.milliseconds)"
        )
        move.onProgress = { count in
            console.progress(console.say(en: "\(count) rows", vi: "\(count) dòng"))
        }
        let ending = Result { try move.run() }
        console.progress("")
        let result = try ending.get()
        report(result.copied, in: target, result.kept, console)
        return .done
    }

    private func report(
        _ copied: Verification,
        in target: RegisterPlace,
        _ kept: String,
        _ console: Console
    ) {
        if console.isJSON {
            console.document([
                "place": .string(target.shown),
                "kept": .string(kept),
                "digest": .string(copied.digest.text),
                "records": .count(copied.records),
                "changes": .count(copied.changes),
            ])
            return
        }
        let (records, changes) = (copied.records, copied.changes)
        console.line(
            console.say(
                en: "moved \(records) records and \(changes) changes to \(target.shown)",
                vi: "đã chuyển \(records) hồ sơ và \(changes) thay đổi sang \(target.shown)"
            )
        )
        console.line(
            console.say(
                en: "digest \(copied.digest.text), the same as before",
                vi: "mã kiểm \(copied.digest.text), giống như trước"
            )
        )
        console.message(
            console.say(
                en: "what was there is kept as \(kept)",
                vi: "những gì ở nơi cũ được giữ với tên \(kept)"
            )
        )
        console.message(
            console.say(
                en: "next: caunoi-server serve \(target.options)",
                vi: "tiếp theo: caunoi-server serve \(target.options)"
            )
        )
    }
}
