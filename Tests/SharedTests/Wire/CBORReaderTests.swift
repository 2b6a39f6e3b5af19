import Shared
import Testing

@Suite struct `CBOR reader and writer` {
    /// A map with a value of each type.
    static let sample: [UInt8] = {
        var writer = CBORWriter(capacity: 64)
        writer.map(count: 5)
        writer.unsigned(0)
        writer.integer(.min)
        writer.unsigned(1)
        writer.array(count: 3)
        writer.boolean(true)
        writer.null()
        writer.array(count: 0)
        writer.unsigned(1000)
        writer.bytes([UInt8](repeating: 7, count: 300))
        writer.text("a")
        writer.map(count: 0)
        writer.text("\u{e9}\u{1f33e}")
        writer.text("\u{301}")
        return writer.bytes
    }()

    @Test func `what was written is read back item by item`() throws {
        var reader = CBORReader(Self.sample)
        #expect(try reader.peekType() == .map)
        #expect(try reader.mapCount(limit: 5) == 5)
        #expect(try reader.unsigned() == 0)
        #expect(try reader.integer() == .min)
        #expect(try reader.integer() == 1)
        #expect(try reader.arrayCount(limit: 3) == 3)
        #expect(try reader.boolean())
        #expect(reader.isNull)
        try reader.null()
        #expect(try reader.arrayCount(limit: 0) == 0)
        #expect(try reader.unsigned() == 1000)
        #expect(try reader.bytes(limit: 300) == [UInt8](repeating: 7, count: 300))
        let key = try reader.textSlice(limit: 1)
        #expect(Array(reader[key]) == Array("a".utf8))
        let range = try reader.skip()
        #expect(Array(reader[range]) == [0xa0])
        #expect(try reader.text(limit: 6) == "\u{e9}\u{1f33e}")
        #expect(!reader.isNull)
        #expect(try reader.text(limit: 2) == "\u{301}")
        #expect(reader.isAtEnd)
        try reader.finish()
    }

    @Test func `a slice of a buffer is read with the positions of the buffer`() throws {
        let buffer: [UInt8] = [0xff, 0xff, 0x42, 0x01, 0x02, 0xff]
        var reader = CBORReader(buffer[2..<5])
        #expect(reader.position == 2)
        let content = try reader.byteSlice(limit: 2)
        #expect(content == 3..<5)
        #expect(Array(buffer[content]) == [1, 2])
        try reader.finish()
        reader = CBORReader(buffer[2..<4])
        #expect(throws: CBORError.truncated(at: 2)) { try reader.byteSlice(limit: 2) }
    }

    @Test(arguments: [
        (0, "00"), (-1, "20"), (Int64.max, "1b7fffffffffffffff"), (.min, "3b7fffffffffffffff"),
    ])
    func `signed integers keep their value`(value: Int64, hexadecimal: String) throws {
        var writer = CBORWriter()
        writer.integer(value)
        #expect(WireHex.text(writer.bytes) == hexadecimal)
        var reader = CBORReader(writer.bytes)
        #expect(try reader.integer() == value)
    }

    @Test(arguments: ["1b8000000000000000", "3b8000000000000000"])
    func `integers outside of 64 bits with sign are refused`(hexadecimal: String) {
        var reader = CBORReader(WireHex.bytes(hexadecimal))
        let error = CBORError.tooLarge(limit: UInt64(Int64.max), at: 0)
        #expect(throws: error) { try reader.integer() }
    }

    @Test func `an item of another type is named in the error`() throws {
        var reader = CBORReader([0x81, 0x61, 0x61])
        _ = try reader.arrayCount(limit: 1)
        let error = #expect(throws: CBORError.unexpected(found: .text, wanted: .unsigned, at: 1)) {
            try reader.unsigned()
        }
        let message = "the CBOR item at byte 1 is a text string, not an unsigned integer"
        #expect(error?.description == message)
    }

    @Test(arguments: 0..<8)
    func `every call refuses the items of the other types`(call: Int) {
        let calls: [(inout CBORReader) throws -> Void] = [
            { _ = try $0.unsigned() }, { _ = try $0.negative() }, { _ = try $0.bytes(limit: 9) },
            { _ = try $0.text(limit: 9) }, { _ = try $0.arrayCount(limit: 9) },
            { _ = try $0.mapCount(limit: 9) }, { _ = try $0.boolean() }, { try $0.null() },
        ]
        let items: [UInt8] = [0x00, 0x20, 0x40, 0x60, 0x80, 0xa0, 0xf4, 0xf6]
        for (index, item) in items.enumerated() {
            var reader = CBORReader([item])
            let result = Result { try calls[call](&reader) }
            #expect((try? result.get()) != nil || index != call)
            #expect(reader.isAtEnd == (index == call))
        }
        for refused in [[0xf9, 0, 0], [0xc0, 0], [0xf7], []] as [[UInt8]] {
            var reader = CBORReader(refused)
            #expect(throws: CBORError.self) { try calls[call](&reader) }
        }
    }

    @Test func `bytes of any collection are written alike`() {
        let content = WireHex.bytes("0102030405")
        var (array, slice, other) = (CBORWriter(), CBORWriter(), CBORWriter())
        array.bytes(content)
        slice.bytes(content[...])
        other.bytes(content.lazy.map(\.self))
        #expect(WireHex.text(array.bytes) == "450102030405")
        #expect(array.bytes == slice.bytes && array.bytes == other.bytes)
    }

    @Test func `encoded items are put into a container as they are`() {
        var writer = CBORWriter()
        writer.map(count: 2)
        writer.raw([0x01, 0x02])
        writer.raw([0x02, 0x80][...])
        #expect(WireHex.text(writer.bytes) == "a201020280")
        writer.removeAll()
        #expect(writer.bytes.isEmpty)
        writer.unsigned(0)
        #expect(writer.count == 1)
    }

    #if DEBUG
    @Test func `a debug build stops at a key that breaks the order`() async {
        await #expect(processExitsWith: .failure) {
            var writer = CBORWriter()
            writer.map(count: 2)
            writer.text("b")
            writer.null()
            writer.text("a")
        }
    }

    @Test func `a debug build stops at raw bytes that are no items`() async {
        await #expect(processExitsWith: .failure) {
            var writer = CBORWriter()
            writer.raw([0x18, 0x00])
        }
    }
    #endif
}
