import ClientSQLite
import CryptoAdapters
import Shared

/// The two keys of a device, kept from before its enrolment on.
struct EnrolmentKeys {
    let signing: SigningKey
    let agreement: AgreementKey

    private static let fileName = "keys.json"

    /// The keys in `folder`; new ones are made and kept when there are none.
    static func kept(in folder: String) throws -> EnrolmentKeys {
        let durable = try DurableFolder(folder)
        if let content = try durable.content(of: fileName),
            let json = try? JSONParser.parse(content),
            let seed = json["signing_seed"]?.string.flatMap({ bytes(hexadecimal: $0) }),
            let secret = json["agreement_secret"]?.string.flatMap({ bytes(hexadecimal: $0) }),
            let signing = SigningKey(seed: seed),
            let agreement = AgreementKey(secret: secret)
        {
            return EnrolmentKeys(signing: signing, agreement: agreement)
        }
        let keys = EnrolmentKeys(signing: SigningKey(), agreement: AgreementKey())
        let json = JSONValue.object([
            .init(key: "signing_seed", value: .string(hexadecimal(keys.signing.seed))),
            .init(key: "agreement_secret", value: .string(hexadecimal(keys.agreement.secret))),
        ])
        try durable.replace(fileName, with: JSONWriter.bytes(json))
        return keys
    }
}
