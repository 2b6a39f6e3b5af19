/// A CBOR item as a tree, for tools, the JSON mirror and tests.
///
/// Messages are read and written with ``CBORReader`` and ``CBORWriter`` directly.
public indirect enum CBORValue: Sendable {
    case unsigned(UInt64)
    /// The number -1 - the value.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    /// In ascending order of the encoded keys; see ``map(sorting:)``.
    case map([Pair])
    case boolean(Bool)
    case null

    /// One entry of a map.
    public struct Pair: Equatable, Sendable {
        public var key: CBORValue
        public var value: CBORValue

        public init(key: CBORValue, value: CBORValue) {
            self.key = key
            self.value = value
        }
    }

    /// An integer of either sign.
    public static func integer(_ value: Int64) -> CBORValue {
        value >= 0 ? .unsigned(UInt64(bitPattern: value)) : .negative(UInt64(bitPattern: ~value))
    }

    /// A map of `pairs`, put in the order of the deterministic encoding.
    ///
    /// - Throws: ``CBORError/notDeterministic(at:)`` if a key occurs twice,
    ///   ``CBORError/tooDeep(at:)`` if a key is nested too deeply.
    public static func map(sorting pairs: [Pair]) throws(CBORError) -> CBORValue {
        .map(try encodedKeys(of: pairs).map { pairs[$0.index] })
    }
}

extension CBORValue: Equatable {
    /// Texts are equal if their UTF-8 is, so that equal values have equal encodings.
    public static func == (left: CBORValue, right: CBORValue) -> Bool {
        switch (left, right) {
        case (.unsigned(let left), .unsigned(let right)): left == right
        case (.negative(let left), .negative(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }
}
