package import Shared

/// Why accounts were not altered; told apart by what the caller can do.
package enum AccountError: Error, Hashable, Sendable {
    /// Nobody has made the register yet.
    case noRegister
    case registerExists(RegisterID)
    /// A name that is empty, too long, or not one line.
    case invalidName(reason: String)
    /// A department's code is lower-case ASCII letters, digits, `-` and `_`, at most 40 bytes.
    case invalidDepartment
    /// An end that is not after now, or more than ``AccountLimits/codeDaysMax`` days ahead.
    case invalidExpiry
    /// A time in the future.
    case invalidTime
    case unknownPerson(RecordID)
    case personDisabled(RecordID)
    /// The name alone does not say who is meant; these have it.
    case ambiguousName([RecordID])
    case unknownDevice(RecordID)
    /// A key that is malformed, of small order, or that another device has.
    case unacceptableKey
    /// The request is not signed by its key for this register and code.
    case badProof
    /// The code is unknown, used, expired, or issued for somebody who has left: one answer for all,
    /// so that guessing teaches nothing.
    case enrolmentRefused
    /// A certificate that is not this register's, or of no use here.
    case badCertificate
    /// Another device writes as this replica.
    case replicaOfAnother(ReplicaID)
    /// A device with more replicas than ``AccountLimits/replicasPerDeviceMax``.
    case tooManyReplicas
}

extension AccountError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRegister: "there is no register here yet; make one with init"
        case .registerExists(let id): "there is a register here already: \(id.text)"
        case .invalidName(let reason): "this cannot be a name: \(reason)"
        case .invalidDepartment:
            "a department's code has lower-case letters a-z, digits, - and _, at most 40 of them"
        case .invalidExpiry:
            "a code must end in the future, within \(AccountLimits.codeDaysMax) days"
        case .invalidTime: "the time is in the future"
        case .unknownPerson(let id): "nobody has the id \(id.text)"
        case .personDisabled(let id): "the person \(id.text) has left"
        case .ambiguousName(let ids):
            "the name does not say who is meant; give the id of whom you mean: "
                + ids.map(\.text).joined(separator: ", ")
        case .unknownDevice(let id): "no device has the id \(id.text)"
        case .unacceptableKey: "the device's key cannot be used; make a new one"
        case .badProof: "the request is not signed by its own key for this register"
        case .enrolmentRefused: "the code is not valid here; ask your administrator for a new one"
        case .badCertificate:
            "the device's certificate is of no use here; ask your administrator for a new code"
        case .replicaOfAnother(let id): "the replica \(id.text) belongs to another device"
        case .tooManyReplicas:
            "the device has had more than \(AccountLimits.replicasPerDeviceMax) replicas"
        }
    }
}

/// The limits of accounts, each in the unit that its name ends with.
package enum AccountLimits {
    /// How long a code may be of use.
    package static let codeDaysMax: Int64 = 366
    package static let departmentBytesMax = 40
    /// Every copy or restored folder of a device takes a new replica.
    package static let replicasPerDeviceMax = 1000
}
