import Shared

/// What everybody may know of a carried file, as people and programs read it.
struct BundleText {
    private let header: BundleHeader
    /// Nil where there is none on this machine.
    private let workspace: Workspace?
    private let console: Console

    init(_ header: BundleHeader, _ workspace: Workspace?, _ console: Console) {
        self.header = header
        self.workspace = workspace
        self.console = console
    }

    /// The replica, where the file belongs to its register.
    private var ours: Workspace? {
        workspace.flatMap { $0.enrolment.register == header.register ? $0 : nil }
    }

    /// The file's device, with its person where they are known here.
    var device: String {
        guard let people = ours?.people, let device = people.device(header.device) else {
            return header.device.text
        }
        guard let actor = people.actor(device.actor) else { return device.name }
        return "\(device.name) (\(actor.personName), \(actor.department))"
    }

    private var server: String {
        let name = ours?.enrolment.registerName ?? header.register.text
        return console.say(en: "the server of \(name)", vi: "máy chủ của \(name)")
    }

    var from: String { header.kind == .request ? device : server }
    var receiver: String { header.kind == .request ? server : device }
    var made: String { Instant(header.made).local(console.language) }

    /// Shows it; `isChecked` tells whether the signature was found to be the sender's.
    func show(bytes: Int, isChecked: Bool) {
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
                    .init(
                        key: "signature",
                        value: .string(isChecked ? "valid" : "unchecked")
                    ),
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
        let signature =
            isChecked
            ? console.say(en: "valid", vi: "hợp lệ")
            : console.say(
                en: "not checked: the sender's key is not known here",
                vi: "chưa kiểm tra: máy này không có khóa của bên gửi"
            )
        row("signature", "chữ ký", signature)
    }
}
