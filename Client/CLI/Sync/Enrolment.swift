import ClientSQLite
import CryptoAdapters
import Foundation
package import Shared

/// What a device knows of its register: written once by `enroll`, kept in a file of its own that only
/// the user can read.
package struct Enrolment: Sendable {
    package var server: String
    package var allowsInsecureHTTP: Bool
    package var authorityFile: String?
    package let register: RegisterID
    package let registerName: String
    package let device: RecordID
    package let deviceName: String
    package let token: AccessToken
    package let signingSeed: [UInt8]
    package let agreementSecret: [UInt8]
    package let scopes: [ScopeID]
    /// The server's word for this device: lets it in again after a restore of an older backup.
    package let certificate: [UInt8]

    package static let fileName = "enrolment.json"

    package init(
        server: String,
        allowsInsecureHTTP: Bool,
        authorityFile: String?,
        receipt: EnrolmentReceipt,
        deviceName: String,
        signingSeed: [UInt8],
        agreementSecret: [UInt8]
    ) {
        self.server = server
        self.allowsInsecureHTTP = allowsInsecureHTTP
        self.authorityFile = authorityFile
        register = receipt.register
        registerName = receipt.registerName
        device = receipt.device
        self.deviceName = deviceName
        token = receipt.token
        self.signingSeed = signingSeed
        self.agreementSecret = agreementSecret
        scopes = receipt.scopes
        certificate = receipt.certificate
    }
}

extension Enrolment {
    package var json: JSONValue {
        .object([
            .init(key: "server", value: .string(server)),
            .init(key: "insecure_http", value: .boolean(allowsInsecureHTTP)),
            .init(key: "authority_file", value: authorityFile.map { .string($0) } ?? .null),
            .init(key: "register", value: .string(register.text)),
            .init(key: "register_name", value: .string(registerName)),
            .init(key: "device", value: .string(device.text)),
            .init(key: "device_name", value: .string(deviceName)),
            .init(key: "token", value: .string(token.text)),
            .init(key: "signing_seed", value: .string(hexadecimal(signingSeed))),
            .init(key: "agreement_secret", value: .string(hexadecimal(agreementSecret))),
            .init(key: "scopes", value: .array(scopes.map { .string($0.name) })),
            .init(key: "certificate", value: .string(hexadecimal(certificate))),
        ])
    }

    /// Nil when the document is not of this form.
    package init?(json: JSONValue) {
        guard let server = json["server"]?.string,
            let register = json["register"]?.string.flatMap({ RegisterID(text: $0) }),
            let device = json["device"]?.string.flatMap({ RecordID(text: $0) }),
            let token = json["token"]?.string.flatMap({ AccessToken(text: $0) }),
            let seed = json["signing_seed"]?.string.flatMap({ bytes(hexadecimal: $0) }),
            let secret = json["agreement_secret"]?.string.flatMap({ bytes(hexadecimal: $0) }),
            let scopes = json["scopes"]?.array
        else { return nil }
        self.server = server
        allowsInsecureHTTP = json["insecure_http"]?.boolean ?? false
        authorityFile = json["authority_file"]?.string
        self.register = register
        registerName = json["register_name"]?.string ?? ""
        self.device = device
        deviceName = json["device_name"]?.string ?? ""
        self.token = token
        signingSeed = seed
        agreementSecret = secret
        certificate = json["certificate"]?.string.flatMap { bytes(hexadecimal: $0) } ?? []
        self.scopes = scopes.compactMap { $0.string.flatMap { ScopeID($0) } }
    }
}

/// The bytes of hexadecimal digits; nil when there are others or an odd number.
package func bytes(hexadecimal text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
        let value: UInt8
        switch digit {
        case 0x30...0x39: value = digit - 0x30
        case 0x61...0x66: value = digit - 0x57
        case 0x41...0x46: value = digit - 0x37
        default: return nil
        }
        if let first = high {
            result.append(first << 4 | value)
            high = nil
        } else {
            high = value
        }
    }
    return high == nil ? result : nil
}
