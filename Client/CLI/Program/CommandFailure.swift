import ClientCore
import ProgramText
package import Shared

/// How a command ended, told apart by what people do next.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The message says what failed and what to do.
    case failed = 1
    case usage = 2
    /// Done, and there are open disagreements that this command is about.
    case conflicts = 3
    /// Done, and values of this device were refused and need a person.
    case corrections = 4
    /// The server could not be reached, or the exchange was cut; nothing is lost.
    case unreachable = 5
    /// The server refused this device.
    case refused = 6
    /// A file is damaged, forged, or from another register; nothing was changed.
    case damaged = 7
}

/// Why a command did not do what it was asked.
package struct CommandFailure: Error, Sendable {
    package let status: ExitStatus
    /// For programs: lower-case words joined by `_`.
    package let code: String
    package let message: String
    package let field: String?
    package let hint: String?
    /// The same in Vietnamese, where it was made without knowing the reader's language.
    private var vietnamese: (message: String, hint: String?)?

    package init(
        _ status: ExitStatus = .failed,
        code: String,
        _ message: String,
        field: String? = nil,
        hint: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint
    }
}

extension CommandFailure {
    /// A failure in both languages; ``init(_:in:)`` chooses one.
    package init(
        _ status: ExitStatus = .failed,
        code: String,
        _ message: Labels,
        field: String? = nil,
        hint: Labels? = nil
    ) {
        self.init(status, code: code, message.en, field: field, hint: hint?.en)
        vietnamese = (message.vi, hint?.vi)
    }

    /// The failure in one language.
    private func told(in language: DisplayLanguage) -> CommandFailure {
        guard language == .vi, let vietnamese else { return self }
        return CommandFailure(
            status,
            code: code,
            vietnamese.message,
            field: field,
            hint: vietnamese.hint
        )
    }

    /// The failure that tells of `error` in the language of `language`.
    package init(_ error: any Error, in language: DisplayLanguage) {
        switch error {
        case let failure as CommandFailure: self = failure.told(in: language)
        case let error as FieldError:
            self.init(
                error.isUsage ? .usage : .failed,
                code: error.code,
                error.message(in: language),
                field: error.path,
                hint: error.hint(in: language)
            )
        case let error as TransportError:
            self.init(
                error.isAboutPermission ? .failed : .unreachable,
                code: "unreachable",
                language == .vi
                    ? "không liên lạc được với máy chủ: \(error.labels.vi)"
                    : "could not talk to the server: \(error.labels.en)",
                hint: error.isAboutPermission
                    ? nil
                    : language == .vi
                        ? "không mất gì; hãy chạy lại khi có mạng"
                        : "nothing is lost; run it again when the network is back"
            )
        case ReplicaStoreError.busy:
            self.init(
                code: "busy",
                language == .vi
                    ? "chương trình khác đang ghi vào bản sao này"
                    : "another program is writing to this replica",
                hint: language == .vi ? "hãy thử lại sau giây lát" : "try again in a moment"
            )
        case ReplicaStoreError.corrupted(let what):
            self.init(
                .damaged,
                code: "damaged",
                language == .vi ? "bản sao bị hỏng: \(what)" : what,
                hint: language == .vi
                    ? "caunoi doctor cho biết chỗ hỏng; nếu không sửa được, "
                        + Examination.renewal.vi
                    : "caunoi doctor tells what is damaged; where it cannot be mended, "
                        + Examination.renewal.en
            )
        case ReplicaStoreError.full:
            self.init(
                code: "disk_full",
                language == .vi
                    ? "ổ đĩa chứa bản sao đã đầy; chưa lưu gì của lệnh này"
                    : "the disk that holds the replica is full; nothing of this command was saved",
                hint: language == .vi
                    ? "giải phóng ổ đĩa rồi chạy lại; caunoi doctor cho biết còn bao nhiêu"
                    : "make room and run it again; caunoi doctor tells how much is free"
            )
        case ReplicaStoreError.uncertain(let what):
            self.init(
                code: "uncertain",
                language == .vi
                    ? "ổ đĩa báo lỗi khi lưu (\(what)): không rõ đã lưu hay chưa"
                    : "the disk failed while saving (\(what)): whether this was saved is not known",
                hint: language == .vi
                    ? "xem lại bằng caunoi list hoặc caunoi history trước khi nhập lại"
                    : "look with caunoi list or caunoi history before you type it again"
            )
        case ReplicaStoreError.failed(let what):
            self.init(
                code: "store_failed",
                language == .vi ? "không đọc hoặc ghi được bản sao: \(what)" : what,
                hint: language == .vi ? "chạy: caunoi doctor" : "run: caunoi doctor"
            )
        case let error as BundleError: self.init(bundle: error, in: language)
        case let error as ProtocolError:
            self.init(
                code: "protocol",
                language == .vi
                    ? "câu trả lời của máy chủ không đúng: \(error.message)"
                    : "the server's answer cannot be right: \(error.message)",
                hint: "caunoi doctor"
            )
        case let error as CBORError:
            self.init(
                code: "protocol",
                language == .vi
                    ? "không đọc được câu trả lời của máy chủ: \(error.description)"
                    : "the server's answer cannot be read: \(error.description)",
                hint: language == .vi
                    ? "không có gì thay đổi; hãy chạy lại" : "nothing was changed; run it again"
            )
        case let error as MergeError:
            self.init(
                .damaged,
                code: "merge",
                language == .vi
                    ? "bản sao này và máy chủ mâu thuẫn nhau: \(error)"
                    : "this replica and the server contradict each other: \(error)",
                hint: language == .vi
                    ? "không có gì thay đổi; chạy: caunoi doctor"
                    : "nothing was changed; run: caunoi doctor"
            )
        default:
            let other = CommandFailure(code: "failed", "\(error)")
            self = (CommandFailure(ofFile: error) ?? other).told(in: language)
        }
    }
}

extension TransportError {
    /// Whether the way to the server was refused here, before anything was sent.
    fileprivate var isAboutPermission: Bool {
        switch self {
        case .badURL, .insecure, .notAllowed: true
        default: false
        }
    }
}

extension CommandFailure {
    private init(bundle error: BundleError, in language: DisplayLanguage) {
        let labels = error.labels
        self.init(
            .damaged,
            code: error.code,
            language == .vi
                ? "\(labels.vi); không có gì thay đổi"
                : "\(labels.en); nothing was changed"
        )
    }
}
