import ServerCore
import Shared

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
    /// The failure that tells of `error`.
    init(_ error: any Error, in language: DisplayLanguage) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as AccountError: self.init(account: error)
        case let error as FieldError:
            self.init(
                error.isUsage ? .usage : .failed,
                code: error.code,
                error.message(in: language),
                field: error.path,
                hint: error.hint(in: language)
            )
        case let error as SchemaError:
            self.init(
                code: "invalid_schema",
                "the schema cannot be used: \(error.description)"
            )
        case let error as BundleError:
            self.init(
                .damaged,
                code: error.code,
                "the file is of no use here: \(error.description)"
            )
        case let error as ReceptionError:
            self.init(.damaged, code: "bundle_refused", "its changes cannot be taken in: \(error)")
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
                "another program holds the register",
                hint: "try again in a moment"
            )
        case .corrupted(let what):
            self.init(
                .damaged,
                code: "damaged",
                what,
                hint: "run verify; restore a backup if it finds something"
            )
        case .failed(let what): self.init(code: "store_failed", what)
        }
    }

    private init(review error: ReviewError) {
        switch error {
        case .notWaiting(let dot):
            self.init(
                code: "not_waiting",
                "the change \(dot.name) is not held, or has been reviewed already"
            )
        case .standsOnWaiting(let dot):
            self.init(
                code: "stands_on_waiting",
                "it stands on the change \(dot.name), which waits for review itself",
                hint: "review that one first"
            )
        case .standsOnUnknown(let dot):
            self.init(
                code: "stands_on_unknown",
                "it stands on the change \(dot.name), which is not here",
                hint: "it can be rejected only"
            )
        }
    }

    private init(account error: AccountError) {
        let code: String
        var hint: String?
        switch error {
        case .noRegister:
            code = "no_register"
            hint = "run: caunoi-server init"
        case .registerExists:
            code = "register_exists"
            hint = "take another place with --data or --database, or use the register as it is"
        case .invalidName: code = "invalid_name"
        case .invalidDepartment: code = "invalid_department"
        case .invalidExpiry: code = "invalid_expiry"
        case .invalidTime: code = "invalid_time"
        case .unknownPerson:
            code = "unknown_person"
            hint = "run: caunoi-server person list"
        case .personDisabled: code = "person_disabled"
        case .ambiguousName:
            code = "ambiguous_name"
            hint = "or --new-person, if it is somebody else of the same name"
        case .unknownDevice:
            code = "unknown_device"
            hint = "run: caunoi-server devices"
        case .unacceptableKey, .badProof, .enrolmentRefused, .badCertificate, .replicaOfAnother,
            .tooManyReplicas:
            code = "refused"
        }
        self.init(code: code, error.description, hint: hint)
    }
}

extension Dot {
    /// The change as people name it: `<replica>:<counter>`.
    var name: String { "\(replica.text):\(counter)" }
}
