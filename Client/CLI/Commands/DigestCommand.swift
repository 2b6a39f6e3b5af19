import ArgumentParser
import Foundation
import ProgramText
import Shared

struct DigestCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: HelpText.say(
            en: "What others have changed: by partner, those of one's own department first.",
            vi: "Người khác đã thay đổi gì: theo đối tác, của cơ quan mình trước."
        ),
        discussion: HelpText.discussion(
            en: """
                Works offline. Without --since it tells what the last sync that brought anything \
                has brought. What is due within a month, or overdue, comes at the end.
                """,
            vi: """
                Không cần mạng. Không có --since thì kể những gì lần đồng bộ gần nhất có tin mới \
                đã mang về. Việc đến hạn trong một tháng, hoặc đã quá hạn, ở cuối.
                """,
            examples: "caunoi digest --since 2026-01-18"
        )
    )

    /// How many days ahead is soon.
    private static let daysAhead: Int32 = 31

    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What the server has received since this day, or moment.",
                vi: "Những gì máy chủ nhận từ ngày hoặc lúc này."
            )
        )
    )
    var since: MomentOption?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let asked = since.map { $0.beginning }
        let settings = workspace.settings
        let moment = asked ?? settings.digestFrom ?? settings.lastNews ?? 0
        let digest = try ChangeDigest(workspace, register, since: moment)
        let reminders = DigestReminders(workspace, register, since: moment)
        let due = try self.due(register)
        if console.isJSON {
            let synced = settings.lastSync.map { Instant($0).text }
            document(digest, reminders, due, asOf: synced, register, console)
        } else {
            show(digest, reminders, due, register, console)
            console.message(workspace.dataAge(console))
        }
        return .done
    }

    /// What has a day within a month, or behind.
    private func due(_ register: Register) throws -> QueryAnswer {
        var asked = QueryOptions(day: AskedDate.today)
        asked.until = PartialDate(dayNumber: AskedDate.today + Self.daysAhead)
        var answer = NamedQuery.due.answer(from: register, asked)
        answer.keepRows { row in
            if case .number = row[3] { return true }
            return false
        }
        return answer
    }

    private func document(
        _ digest: ChangeDigest,
        _ reminders: DigestReminders,
        _ due: QueryAnswer,
        asOf synced: String?,
        _ register: Register,
        _ console: Console
    ) {
        func record(_ id: RecordID) -> [JSONValue.Member] {
            [
                .init(key: "ref", value: .string(register.ref(id))),
                .init(key: "label", value: .string(register.label(of: id))),
            ]
        }
        let groups = digest.groups.map { group -> JSONValue in
            let entries = group.entries.map { entry -> JSONValue in
                .object(
                    record(entry.record) + [
                        .init(key: "what", value: .string(entry.what.rawValue)),
                        .init(key: "fields", value: .array(entry.fields.map { .string($0.id) })),
                        .init(key: "people", value: .array(entry.people.map { .string($0) })),
                    ]
                )
            }
            return .object([
                .init(
                    key: "partner",
                    value: group.partner.map { .object(record($0)) } ?? .null
                ),
                .init(key: "mine", value: .boolean(group.isMine)),
                .init(key: "entries", value: .array(entries)),
            ])
        }
        let printer = QueryPrinter(register: register, console: console)
        console.document(
            .object([
                .init(key: "since", value: .string(Instant(digest.since).text)),
                .init(key: "data_as_of", value: synced.map { .string($0) } ?? .null),
                .init(key: "groups", value: .array(groups)),
                .init(key: "reminders", value: reminders.json(console)),
                .init(key: "due", value: printer.json(due.rows, of: due)),
            ])
        )
    }

    private func show(
        _ digest: ChangeDigest,
        _ reminders: DigestReminders,
        _ due: QueryAnswer,
        _ register: Register,
        _ console: Console
    ) {
        let moment = Instant(digest.since).local(console.language)
        if digest.groups.isEmpty {
            console.message(
                console.say(
                    en: "others have changed nothing since \(moment)",
                    vi: "không ai thay đổi gì từ \(moment)"
                )
            )
        }
        for group in digest.groups {
            let title =
                group.partner.map { register.label(of: $0) }
                ?? console.say(en: "without a partner", vi: "không gắn với đối tác nào")
            let mark =
                group.isMine ? console.say(en: "  (yours)", vi: "  (cơ quan bạn chủ trì)") : ""
            console.line(console.bold(printable(title)) + console.dim(mark))
            for entry in group.entries { show(entry, register, console) }
        }
        reminders.show(console)
        guard !due.rows.isEmpty else { return }
        console.line(console.bold(console.say(en: "due", vi: "đến hạn")))
        QueryPrinter(register: register, console: console).show(due)
    }

    private func show(_ entry: ChangeDigest.Entry, _ register: Register, _ console: Console) {
        let word: String =
            switch entry.what {
            case .new: console.say(en: "new", vi: "mới")
            case .changed: console.say(en: "changed", vi: "sửa")
            case .disputed: console.say(en: "disputed", vi: "khác nhau")
            case .settled: console.say(en: "settled", vi: "đã quyết")
            case .deleted: console.say(en: "deleted", vi: "đã xóa")
            }
        let labels = entry.fields.map { $0.labels[console.language] }
        let fields = entry.what == .new ? "" : labels.joined(separator: ", ")
        let people = entry.people.joined(separator: ", ")
        let detail = [fields, people].filter { !$0.utf8.isEmpty }.joined(separator: "  — ")
        console.line(
            "  " + padded(word, to: 11) + padded(register.shortRef(entry.record), to: 22)
                + printable(register.label(of: entry.record)) + "  "
                + console.dim(printable(detail))
        )
    }
}
