import Shared

/// The forms in which messages come and go.
enum MediaType: Sendable {
    /// The messages' own bytes.
    case cbor
    /// The same content for people.
    case json

    static let cborName = WireFormat.mediaType
    static let jsonName = "application/json"

    var name: String {
        switch self {
        case .cbor: Self.cborName
        case .json: Self.jsonName
        }
    }

    /// The type of a body by its `Content-Type`, parameters aside; nil for any other.
    init?(contentType: String) {
        switch HeaderList.name(contentType.utf8) {
        case Array(Self.cborName.utf8): self = .cbor
        case Array(Self.jsonName.utf8): self = .json
        default: return nil
        }
    }

    /// The type for an answer: JSON where it is asked for and the messages' own bytes are not.
    init(accept: [String]) {
        let names = accept.flatMap { HeaderList.names($0) }
        let isJSON = names.contains(Array(Self.jsonName.utf8))
        self = isJSON && !names.contains(Array(Self.cborName.utf8)) ? .json : .cbor
    }
}

/// Reads values of headers that are lists: names divided by commas, each with parameters.
enum HeaderList {
    /// The names in lower case without blanks and parameters; those of weight 0 are left out.
    static func names(_ value: String) -> [[UInt8]] {
        value.utf8.split(separator: UInt8(ascii: ",")).compactMap { item in
            isRefused(item) ? nil : name(item)
        }
    }

    /// What stands before the parameters, in lower case and without blanks.
    static func name(_ item: some Sequence<UInt8>) -> [UInt8] {
        var name: [UInt8] = []
        for byte in item {
            switch byte {
            case UInt8(ascii: ";"): return lowercased(name)
            case 0x20, 0x09: continue
            default: name.append(byte)
            }
        }
        return lowercased(name)
    }

    /// The bytes with the letters A to Z in lower case.
    static func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    /// Whether the item says `q=0`.
    private static func isRefused(_ item: some Collection<UInt8>) -> Bool {
        item.split(separator: UInt8(ascii: ";")).dropFirst().contains { parameter in
            let text = name(parameter)
            return text.starts(with: "q=0".utf8)
                && text.dropFirst(3).allSatisfy { $0 == UInt8(ascii: ".") || $0 == 0x30 }
        }
    }
}
