import Shared
import Testing

@Suite struct `CBOR refusals` {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let hexadecimal: String
        let error: CBORError

        init(_ name: String, _ hexadecimal: String, _ error: CBORError) {
            self.name = name
            self.hexadecimal = hexadecimal
            self.error = error
        }

        var testDescription: String { "\(name): \(hexadecimal)" }
    }

    static let aboveInt = CBORError.tooLarge(limit: UInt64(Int.max), at: 0)

    static let refusals = [
        Refusal("nothing", "", .truncated(at: 0)),
        Refusal("a one-byte argument without its byte", "18", .truncated(at: 0)),
        Refusal("an eight-byte argument of seven bytes", "1b01020304050607", .truncated(at: 0)),
        Refusal("23 in one byte more", "1817", .notDeterministic(at: 0)),
        Refusal("255 in two bytes", "1900ff", .notDeterministic(at: 0)),
        Refusal("65535 in four bytes", "1a0000ffff", .notDeterministic(at: 0)),
        Refusal("2^32 - 1 in eight bytes", "1b00000000ffffffff", .notDeterministic(at: 0)),
        Refusal("-1 in one byte more", "3800", .notDeterministic(at: 0)),
        Refusal("an over-long length of a byte string", "580161", .notDeterministic(at: 0)),
        Refusal("an over-long length of a text", "7900016100", .notDeterministic(at: 0)),
        Refusal("an over-long count of an array", "980101", .notDeterministic(at: 0)),
        Refusal("an over-long count of a map", "b8010101", .notDeterministic(at: 0)),
        Refusal("a break alone", "ff", .notDeterministic(at: 0)),
        Refusal("reserved additional information", "1c", .unsupported(at: 0)),
        Refusal("an integer of indefinite length", "1f", .unsupported(at: 0)),
        Refusal("a negative integer of indefinite length", "3f", .unsupported(at: 0)),
        Refusal("true in two bytes", "f815", .unsupported(at: 0)),
        Refusal("a reserved simple value", "fc", .unsupported(at: 0)),
        Refusal("keys in descending order", "a202000100", .notDeterministic(at: 3)),
        Refusal("a key twice", "a201000100", .notDeterministic(at: 3)),
        Refusal("a text key twice", "a2616101616102", .notDeterministic(at: 4)),
        Refusal("keys by length first", "a2200018640000", .notDeterministic(at: 3)),
        Refusal("a longer text key first", "a262616100616200", .notDeterministic(at: 5)),
        Refusal("unsorted keys in a value", "a101a202000100", .notDeterministic(at: 5)),
        Refusal("unsorted keys in a key", "a1a20200010000", .notDeterministic(at: 4)),
        Refusal("unsorted array keys", "a28102008101", .notDeterministic(at: 4)),
        Refusal("a byte string cut short", "430102", .truncated(at: 0)),
        Refusal("a text cut short", "636162", .truncated(at: 0)),
        Refusal("an announced length of 2^62", "5b4000000000000000", .truncated(at: 0)),
        Refusal("an announced count of 2^62", "9b4000000000000000", .truncated(at: 0)),
        Refusal("an announced map of 2^63 - 1", "bb7fffffffffffffff", .truncated(at: 0)),
        Refusal("an announced length of 2^64 - 1", "5bffffffffffffffff", aboveInt),
        Refusal("an announced count of 2^63", "9b8000000000000000", aboveInt),
        Refusal("an announced map of 2^64 - 1", "bbffffffffffffffff", aboveInt),
        Refusal("more items than bytes", "830102", .truncated(at: 0)),
        Refusal("more pairs than bytes for them", "a2010203", .truncated(at: 0)),
        Refusal("a second item", "0001", .trailingBytes(at: 1)),
        Refusal("a lone continuation byte", "6180", .invalidUTF8(at: 0)),
        Refusal("an over-long slash", "62c0af", .invalidUTF8(at: 0)),
        Refusal("an over-long three-byte scalar", "63e09f80", .invalidUTF8(at: 0)),
        Refusal("a surrogate", "63eda080", .invalidUTF8(at: 0)),
        Refusal("an over-long four-byte scalar", "64f08f8080", .invalidUTF8(at: 0)),
        Refusal("a scalar above U+10FFFF", "64f4908080", .invalidUTF8(at: 0)),
        Refusal("a scalar cut short", "8262e6b000", .invalidUTF8(at: 1)),
        Refusal("a byte that is never in UTF-8", "61f5", .invalidUTF8(at: 0)),
    ]

    @Test(arguments: refusals)
    func `bytes that are not one deterministic item are refused`(_ refusal: Refusal) {
        let bytes = WireHex.bytes(refusal.hexadecimal)
        #expect(throws: refusal.error) { try CBORValue.decode(bytes) }
        #expect(throws: refusal.error) {
            var reader = CBORReader(bytes)
            _ = try reader.skip()
            try reader.finish()
        }
    }

    @Test(arguments: [15, 16, 17])
    func `containers may be sixteen deep`(depth: Int) throws {
        let bytes = [UInt8](repeating: 0x81, count: depth - 1) + [0x80]
        if depth <= CBORReader.depthMax {
            #expect(try CBORValue.decode(bytes).encoded() == bytes)
            return
        }
        #expect(throws: CBORError.tooDeep(at: 16)) { try CBORValue.decode(bytes) }
        #expect(throws: CBORError.tooDeep(at: 16)) {
            var reader = CBORReader(bytes)
            _ = try reader.skip(depthLimit: .max)
        }
        var value = CBORValue.array([])
        for _ in 1..<depth { value = .array([value]) }
        #expect(throws: CBORError.tooDeep(at: 16)) { try value.encoded() }
    }

    @Test func `an item is skipped only as deep as the caller allows`() throws {
        var reader = CBORReader(WireHex.bytes("8181810001"))
        #expect(throws: CBORError.tooDeep(at: 2)) { try reader.skip(depthLimit: 2) }
        reader = CBORReader(WireHex.bytes("8181810001"))
        #expect(try reader.skip(depthLimit: 3) == 0..<4)
        #expect(reader.position == 4)
    }

    @Test(arguments: [2, 3, 4])
    func `lengths and counts up to the limit are read`(limit: Int) throws {
        func check(_ hexadecimal: String, _ read: (inout CBORReader) throws(CBORError) -> Int) {
            var reader = CBORReader(WireHex.bytes(hexadecimal))
            let result = Result { () throws(CBORError) -> Int in try read(&reader) }
            let error = CBORError.tooLarge(limit: UInt64(limit), at: 0)
            #expect(result == (limit < 3 ? .failure(error) : .success(3)))
        }
        check("43010203") { reader throws(CBORError) in try reader.bytes(limit: limit).count }
        check("43010203") { reader throws(CBORError) in try reader.byteSlice(limit: limit).count }
        check("63616263") { reader throws(CBORError) in try reader.text(limit: limit).utf8.count }
        check("63616263") { reader throws(CBORError) in try reader.textSlice(limit: limit).count }
        check("83010203") { reader throws(CBORError) in try reader.arrayCount(limit: limit) }
        check("a3010203040506") { reader throws(CBORError) in try reader.mapCount(limit: limit) }
    }

    @Test func `a container that is not read to its end is not finished`() throws {
        var reader = CBORReader([0x82, 0x01, 0x02])
        _ = try reader.arrayCount(limit: 2)
        #expect(try reader.unsigned() == 1)
        #expect(throws: CBORError.trailingBytes(at: 2)) { try reader.finish() }
        #expect(try reader.unsigned() == 2)
        try reader.finish()
    }

    @Test func `a container that announces more than it holds is not finished`() throws {
        var reader = CBORReader([0x82, 0x81, 0x02])
        _ = try reader.arrayCount(limit: 2)
        _ = try reader.arrayCount(limit: 2)
        #expect(try reader.unsigned() == 2)
        #expect(throws: CBORError.truncated(at: 0)) { try reader.finish() }
    }
}
