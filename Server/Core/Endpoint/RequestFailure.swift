package import Shared

/// Why a request was not carried out: an HTTP status and what its body says.
package struct RequestFailure: Error, Sendable {
    /// The status codes in use, told apart by what the client does.
    package enum Status: Int, Sendable {
        /// The request breaks the protocol: a fault of one of the programs.
        case badRequest = 400
        /// No token, or one that nobody has.
        case unauthorized = 401
        /// The device is known and not let in.
        case forbidden = 403
        case notFound = 404
        case tooLarge = 413
        case unsupportedType = 415
        /// The store is busy or refuses; worth another try.
        case unavailable = 503
    }

    package let status: Status
    package let body: WireFailure

    package init(_ status: Status, code: String, _ message: String, hint: String? = nil) {
        self.status = status
        body = WireFailure(code: code, message: message, hint: hint)
    }
}

extension RequestFailure {
    /// The failure that tells of `error`; nothing of a record's content gets into it.
    package init(_ error: any Error) {
        switch error {
        case let failure as RequestFailure: self = failure
        case let error as CBORError:
            self.init(
                .badRequest,
                code: "malformed",
                "the message cannot be read: \(error.description)"
            )
        case let error as ReceptionError: self.init(reception: error)
        case let error as AccountError: self.init(account: error)
        case let error as BundleError: self.init(bundle: error)
        case StoreError.busy:
            self.init(.unavailable, code: "busy", "the register is busy", hint: "try again")
        default:
            self.init(
                .unavailable,
                code: "store_failed",
                "the register could not be read or written",
                hint: "nothing is lost on your side; tell your administrator"
            )
        }
    }

    private init(reception error: ReceptionError) {
        switch error {
        case .merge:
            self.init(
                .badRequest,
                code: "merge_failed",
                "the state sent contradicts the register's",
                hint: "run doctor"
            )
        case .malformed(let reason):
            self.init(.badRequest, code: "malformed", reason)
        case .badSignature:
            self.init(
                .forbidden,
                code: "bad_signature",
                "the changes are not signed by this device",
                hint: "run doctor"
            )
        }
    }

    private init(bundle error: BundleError) {
        let status: Status = error == .tooLarge ? .tooLarge : .badRequest
        self.init(status, code: error.code, error.description)
    }

    private init(account error: AccountError) {
        let code: String
        switch error {
        case .enrolmentRefused: code = "enrolment_refused"
        case .unacceptableKey, .badProof: code = "key_refused"
        case .badCertificate: code = "certificate_refused"
        case .replicaOfAnother, .tooManyReplicas: code = "replica_refused"
        default: code = "account_refused"
        }
        self.init(.forbidden, code: code, error.description)
    }
}
