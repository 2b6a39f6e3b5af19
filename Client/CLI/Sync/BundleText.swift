import Shared

/// What everybody may know of a carried file, as people and programs read it.
struct BundleText {
    private let header: BundleHeader
    private let workspace: Workspace
    private let console: Console

    init(_ header: BundleHeader, _ workspace: Workspace, _ console: Console) {
        self.header = header
        self.workspace = workspace
        self.console = console
    }

    private var isOurs: Bool { header.register == workspace.enrolment.register }

    /// The file's device, with its person where they are known here.
    var device: String {
        guard isOurs, let device = workspace.people.device(header.device) else {
            return header.device.text
        }
        guard let actor = workspace.people.actor(device.actor) else { return device.name }
        return "\(device.name) (\(actor.personName), \(actor.department))"
    }

    private var server: String {
        let name = isOurs ? workspace.enrolment.registerName : header.register.text
        return console.say(en: "the server of \(name)", vi: "máy chủ của \(name)")
    }

    var from: String { header.kind == .request ? device : server }
    var receiver: String { header.kind == .request ? server : device }
    var made: String { Instant(header.made).local(console.language) }

    func show(bytes: Int) {
        if console.isJSON {
            let kind = header.kind == .request ? "request" : "reply"
            console.document(
                .object([
                    .init(key: "kind", value: .string(kind)),
                    .init(key: "id", value: .string(header.id.text)),
                    .init(key: "answers", value: header.answers.map { .string($0.text) } ?? .null),
                    .init(key: "register", value: .string(header.register.text)),
                    .init(key: "from", value: .string(from)),
                    .init(key: "for", value: .string(receiver)),
                    .init(key: "device", value: .string(header.device.text)),
                    .init(key: "made", value: .string(Instant(header.made).text)),
                    .init(key: "changes", value: .unsigned(header.changes)),
                    .init(key: "records", value: .unsigned(header.records)),
                    .init(key: "bytes", value: .integer(Int64(bytes))),
                ])
            )
            return
        }
        func row(_ en: String, _ vi: String, _ value: String) {
            console.line(padded(console.say(en: en, vi: vi), to: 12) + value)
        }
        row("from", "từ", from)
        row("for", "gửi tới", receiver)
        row("written", "lúc", made)
        row("changes", "thay đổi", "\(header.changes)")
        if header.kind == .reply { row("records", "bản ghi", "\(header.records)") }
        row("bytes", "byte", "\(bytes)")
    }
}
