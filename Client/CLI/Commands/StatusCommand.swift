import ArgumentParser
import ClientCore
import ClientSQLite
import ProgramText
import Shared

struct StatusCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: HelpText.say(
            en: "Say who and where you are, and what waits to be sent or settled.",
            vi: "Cho biết mình là ai, ở đâu, còn gì chờ gửi hoặc chờ giải quyết."
        ),
        discussion: HelpText.discussion(examples: "caunoi status --json")
    )

    @OptionGroup var options: GlobalOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let records = try workspace.recordCount()
        let pending = try workspace.pendingCount()
        let conflicts = try workspace.conflictCount()
        let (replica, digest) = try workspace.store.read {
            (try $0.replica(), try $0.digest(of: .common).hash)
        }
        let corrections = try workspace.correctionCount()
        let settings = workspace.settings
        let lastSync = settings.lastSync.map { Instant($0) }
        let withdrawn = WithdrawnAccess(in: workspace.folder)
        if console.isJSON {
            func text(_ key: String, _ value: String?) -> JSONValue.Member {
                .init(key: key, value: value.map { .string($0) } ?? .null)
            }
            func number(_ key: String, _ value: Int) -> JSONValue.Member {
                .init(key: key, value: .integer(Int64(value)))
            }
            console.document(
                .object([
                    text("device", workspace.enrolment.device.text),
                    text("device_name", workspace.enrolment.deviceName),
                    text("replica", replica.text),
                    text("person", workspace.me?.personName),
                    text("department", workspace.me?.department),
                    text("server", workspace.enrolment.server),
                    text("register", workspace.enrolment.registerName),
                    number("pending", pending),
                    number("waiting", 0),
                    number("needs_correction", corrections),
                    number("conflicts_open", conflicts),
                    text("last_sync", lastSync?.text),
                    text("access", withdrawn.map { _ in "withdrawn" }),
                    number("records", records),
                    text("digest", digest.text),
                ])
            )
        } else {
            let never = console.say(en: "never", vi: "chưa lần nào")
            row(console, "register", "sổ", workspace.enrolment.registerName)
            row(console, "server", "máy chủ", workspace.enrolment.server)
            row(console, "device", "thiết bị", workspace.enrolment.deviceName)
            row(console, "person", "người dùng", workspace.me?.personName ?? "?")
            row(console, "department", "cơ quan", department(in: workspace) ?? "?")
            row(console, "records", "bản ghi", "\(records)")
            row(console, "not sent", "chờ gửi", "\(pending)")
            row(console, "conflicts", "chỗ khác nhau", "\(conflicts)")
            row(console, "to correct", "cần sửa", "\(corrections)")
            let time = lastSync?.local(console.language) ?? never
            row(console, "last sync", "đồng bộ lần cuối", time)
            if let withdrawn {
                let since = Instant(withdrawn.since).local(console.language)
                let told = console.say(en: "withdrawn on ", vi: "đã bị thu hồi từ ") + since
                row(console, "access", "quyền truy cập", told)
            }
        }
        return corrections > 0 ? .corrections : .done
    }

    /// One's own department by its name; by its code where the records cannot be read.
    private func department(in workspace: Workspace) -> String? {
        guard let me = workspace.me else { return nil }
        let register = try? Register(workspace, language: options.language)
        let entry = register?.directory[me.number]
        return entry.flatMap { register?.departmentText(of: $0) } ?? me.department
    }

    private func row(_ console: Console, _ en: String, _ vi: String, _ value: String) {
        let label = console.say(en: en, vi: vi)
        console.line(console.dim(padded(label, to: 18)) + printable(value))
    }
}
