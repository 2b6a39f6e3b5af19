import Shared

/// Changes as people and programs read them.
struct HistoryText {
    private let register: Register
    private let console: Console
    private let history: RecordHistory

    init(_ register: Register, _ console: Console, _ history: RecordHistory) {
        self.register = register
        self.console = console
        self.history = history
    }

    /// A change with all that it did.
    func json(_ item: HistoryChange) -> JSONValue {
        let fields = FieldChangeReader(register, history).changes(of: item).map { change in
            JSONValue.Member(key: change.path, value: change.json(in: register.schema))
        }
        var members = origin(of: item)
        members.append(.init(key: "fields", value: .object(fields)))
        if item.isPurged { members.append(.init(key: "purged", value: .boolean(true))) }
        return .object(members)
    }

    /// Who made a change, when, as what, and why.
    func origin(of item: HistoryChange) -> [JSONValue.Member] {
        func text(_ key: String, _ value: String?) -> JSONValue.Member {
            .init(key: key, value: value.map { .string($0) } ?? .null)
        }
        let person = register.person(item.stamp)
        return [
            text("change", ChangeName(item.dot, in: history.scope).text),
            text("at", Instant(item.time.milliseconds).text),
            text("received_at", item.received.map { Instant($0).text }),
            text("person", person?.personName),
            text("department", person?.departmentText(in: .en)),
            text("device", person?.device),
            text("kind", item.kind),
            text("note", item.change?.note),
        ]
    }

    /// The line that begins the telling of a change.
    func title(_ item: HistoryChange) -> String {
        let author = RecordPrinter(register, console).author(item.stamp)
        let received = item.received.map { Instant($0).local(register.language) }
        let receipt =
            received.map {
                console.say(en: "at the server \($0)", vi: "máy chủ nhận \($0)")
            } ?? console.say(en: "no receipt yet", vi: "chưa có biên nhận")
        return console.bold(word(item)) + "  " + author + console.dim("; " + receipt) + "  "
            + console.dim(register.name(of: item.dot, in: history.scope))
    }

    func show(_ item: HistoryChange) {
        console.line(title(item))
        if let note = item.change?.note {
            console.line("    “" + printable(note) + "”")
        }
        if item.isPurged {
            console.line(
                "    "
                    + console.say(
                        en: "(its content has been removed for good)",
                        vi: "(nội dung đã bị xóa vĩnh viễn)"
                    )
            )
        }
        let text = FieldText(register)
        for change in FieldChangeReader(register, history).changes(of: item) {
            let label = printable(change.definition.labels[register.language])
            let suffix = change.language.map { " " + printable($0) } ?? ""
            console.line("    " + console.dim(label + suffix + ": ") + change.line(text, console))
        }
        if let life = settledLife(by: item) { console.line("    " + life) }
    }

    /// What a change that settled whether the record is deleted decided; nil for any other.
    private func settledLife(by item: HistoryChange) -> String? {
        guard item.change?.kind == .resolve, item.writes.allSatisfy({ $0.key.isHead }) else {
            return nil
        }
        switch item.writes.first?.value.flatMap({ HeadValue(encoded: $0) }) {
        case .alive: return console.say(en: "the record is kept", vi: "hồ sơ được giữ lại")
        case .deleted:
            return console.say(en: "the record stays deleted", vi: "hồ sơ vẫn bị xóa")
        case .purged, .ruled, nil: return nil
        }
    }

    private func word(_ item: HistoryChange) -> String {
        switch item.kind {
        case "create": console.say(en: "created", vi: "tạo")
        case "edit": console.say(en: "edited", vi: "sửa")
        case "delete": console.say(en: "deleted", vi: "xóa")
        case "restore": console.say(en: "restored", vi: "khôi phục")
        case "resolve": console.say(en: "settled", vi: "giải quyết")
        case "undo": console.say(en: "taken back", vi: "hoàn tác")
        case "purge": console.say(en: "removed for good", vi: "xóa vĩnh viễn")
        case "ruling": console.say(en: "ruled by the server", vi: "máy chủ quyết định")
        case "acceptance": console.say(en: "accepted after review", vi: "nhận sau khi xem xét")
        default: console.say(en: "saved", vi: "lưu")
        }
    }

    /// Tells that there is more than this device knows.
    func warnOfGaps() {
        guard !history.isComplete else { return }
        let reason = history.reason.flatMap { $0.utf8.isEmpty ? nil : " (" + printable($0) + ")" }
        console.message(
            console.say(
                en: "what this device holds; the server has the rest\(reason ?? "")",
                vi: "chỉ những gì máy này có; phần còn lại ở máy chủ\(reason ?? "")"
            )
        )
    }
}
