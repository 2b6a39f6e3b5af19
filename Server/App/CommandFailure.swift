import ProgramText
import ServerCore
package import Shared

/// How a command ended, told apart by what people do next.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The message says what failed and what to do.
    case failed = 1
    case usage = 2
    /// The access of the device in question has been withdrawn.
    case refused = 6
    /// A file is damaged, or not a register's.
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

    init(
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
    init(
        _ status: ExitStatus = .failed,
        code: String,
        _ message: Labels,
        field: String? = nil,
        hint: Labels? = nil
    ) {
        self.init(status, code: code, message.en, field: field, hint: hint?.en)
        vietnamese = (message.vi, hint?.vi)
    }

    /// Whether it tells that no register is at a place.
    var isOfAbsence: Bool { code == Self.absenceCode }

    /// The code of every failure that tells so.
    static let absenceCode = "no_register"

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
        default: self = CommandFailure(inBoth: error).told(in: language)
        }
    }

    /// The failure that tells of an error of the parts below, in both languages.
    private init(inBoth error: any Error) {
        switch error {
        case let error as AccountError: self.init(account: error)
        case let error as SchemaError:
            self.init(
                code: "invalid_schema",
                Labels(
                    vi: "không dùng được lược đồ này: \(error.description)",
                    en: "the schema cannot be used: \(error.description)"
                )
            )
        case let error as BundleError:
            let labels = error.labels
            self.init(
                .damaged,
                code: error.code,
                Labels(
                    vi: "không dùng được tệp này: \(labels.vi)",
                    en: "the file is of no use here: \(labels.en)"
                )
            )
        case let error as ReceptionError:
            self.init(
                .damaged,
                code: "bundle_refused",
                Labels(
                    vi: "không nhận được các thay đổi trong tệp: \(error)",
                    en: "its changes cannot be taken in: \(error)"
                )
            )
        case let error as ReviewError: self.init(review: error)
        case let error as StoreError: self.init(store: error)
        default: self.init(code: "failed", "\(error)")
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .busy:
            self.init(
                code: "busy",
                Labels(
                    vi: "chương trình khác đang giữ sổ",
                    en: "another program holds the register"
                ),
                hint: Labels(vi: "hãy thử lại sau giây lát", en: "try again in a moment")
            )
        case .corrupted(let what):
            self.init(
                .damaged,
                code: "damaged",
                Labels(vi: "dữ liệu bị hỏng: \(what)", en: what),
                hint: Labels(
                    vi: "chạy verify; nếu thấy lỗi thì khôi phục từ bản sao lưu",
                    en: "run verify; restore a backup if it finds something"
                )
            )
        case .failed(let what):
            self.init(
                code: "store_failed",
                Labels(vi: "không đọc hoặc ghi được dữ liệu: \(what)", en: what)
            )
        }
    }

    private init(review error: ReviewError) {
        switch error {
        case .notWaiting(let dot):
            self.init(
                code: "not_waiting",
                Labels(
                    vi: "thay đổi \(dot.name) không bị giữ lại, hoặc đã được xem xét",
                    en: "the change \(dot.name) is not held, or has been reviewed already"
                )
            )
        case .standsOnWaiting(let dot):
            self.init(
                code: "stands_on_waiting",
                Labels(
                    vi: "nó dựa trên thay đổi \(dot.name), mà thay đổi này cũng đang chờ xem xét",
                    en: "it stands on the change \(dot.name), which waits for review itself"
                ),
                hint: Labels(vi: "hãy xem xét thay đổi đó trước", en: "review that one first")
            )
        case .standsOnUnknown(let dot):
            self.init(
                code: "stands_on_unknown",
                Labels(
                    vi: "nó dựa trên thay đổi \(dot.name), mà ở đây không có",
                    en: "it stands on the change \(dot.name), which is not here"
                ),
                hint: Labels(vi: "chỉ bác được thay đổi này", en: "it can be rejected only")
            )
        }
    }

    private init(account error: AccountError) {
        let code: String
        switch error {
        case .noRegister: code = Self.absenceCode
        case .registerExists: code = "register_exists"
        case .invalidName: code = "invalid_name"
        case .invalidDepartment: code = "invalid_department"
        case .invalidExpiry: code = "invalid_expiry"
        case .invalidTime: code = "invalid_time"
        case .unknownPerson: code = "unknown_person"
        case .personDisabled: code = "person_disabled"
        case .ambiguousName: code = "ambiguous_name"
        case .unknownDevice: code = "unknown_device"
        case .unacceptableKey, .badProof, .enrolmentRefused, .badCertificate, .replicaOfAnother,
            .tooManyReplicas:
            code = "refused"
        }
        self.init(code: code, error.labels, hint: error.hint)
    }
}

extension Dot {
    /// The change as people name it: `<replica>:<counter>`.
    var name: String { "\(replica.text):\(counter)" }
}
