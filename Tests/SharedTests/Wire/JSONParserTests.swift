import Shared
import Testing

@Suite struct `JSON parser` {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let reason: JSONError.Reason
        let line: Int
        let column: Int

        init(_ text: String, _ reason: JSONError.Reason, _ line: Int, _ column: Int) {
            self.init(Array(text.utf8), reason, line, column)
        }

        init(_ bytes: [UInt8], _ reason: JSONError.Reason, _ line: Int, _ column: Int) {
            self.bytes = bytes
            self.reason = reason
            self.line = line
            self.column = column
        }

        var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
    }

    static let refusals = [
        Refusal("", .unexpectedEnd, 1, 1),
        Refusal("  \n ", .unexpectedEnd, 2, 2),
        Refusal("\u{feff}{}", .byteOrderMark, 1, 1),
        Refusal("{} {}", .trailingText, 1, 4),
        Refusal("null,", .trailingText, 1, 5),
        Refusal("tru", .unexpectedEnd, 1, 4),
        Refusal("trUe", .unexpectedCharacter, 1, 3),
        Refusal("True", .unexpectedCharacter, 1, 1),
        Refusal("NaN", .unexpectedCharacter, 1, 1),
        Refusal("nul\u{0}", .unexpectedCharacter, 1, 4),
        Refusal("01", .trailingText, 1, 2),
        Refusal("-", .invalidNumber, 1, 1),
        Refusal("-a", .invalidNumber, 1, 1),
        Refusal("+1", .unexpectedCharacter, 1, 1),
        Refusal(".5", .unexpectedCharacter, 1, 1),
        Refusal("1.", .invalidNumber, 1, 1),
        Refusal("1.e5", .invalidNumber, 1, 1),
        Refusal("1e", .invalidNumber, 1, 1),
        Refusal("1e+", .invalidNumber, 1, 1),
        Refusal("0x10", .trailingText, 1, 2),
        Refusal("-Infinity", .invalidNumber, 1, 1),
        Refusal("\"", .unexpectedEnd, 1, 2),
        Refusal("\"a\nb\"", .controlCharacter, 1, 3),
        Refusal("\"\u{0}\"", .controlCharacter, 1, 2),
        Refusal("\"\u{1f}\"", .controlCharacter, 1, 2),
        Refusal(#""\x""#, .invalidEscape, 1, 2),
        Refusal(#""\u12G4""#, .invalidEscape, 1, 2),
        Refusal(#""\u12"#, .unexpectedEnd, 1, 6),
        Refusal(#""\u+123""#, .invalidEscape, 1, 2),
        Refusal(#""\ud800""#, .loneSurrogate, 1, 2),
        Refusal(#""\udc00""#, .loneSurrogate, 1, 2),
        Refusal(#""\ud800\n""#, .loneSurrogate, 1, 2),
        Refusal(#""\ud800\ud800""#, .loneSurrogate, 1, 2),
        Refusal(#""\ud800x""#, .loneSurrogate, 1, 2),
        Refusal("'a'", .unexpectedCharacter, 1, 1),
        Refusal("[1,]", .unexpectedCharacter, 1, 4),
        Refusal("[,1]", .unexpectedCharacter, 1, 2),
        Refusal("[1 2]", .unexpectedCharacter, 1, 4),
        Refusal("[1", .unexpectedEnd, 1, 3),
        Refusal("[1}", .unexpectedCharacter, 1, 3),
        Refusal("[1] // one", .trailingText, 1, 5),
        Refusal("[\u{b}1]", .unexpectedCharacter, 1, 2),
        Refusal("[\u{a0}1]", .unexpectedCharacter, 1, 2),
        Refusal("{", .unexpectedEnd, 1, 2),
        Refusal("{\"a\"}", .unexpectedCharacter, 1, 5),
        Refusal("{\"a\":}", .unexpectedCharacter, 1, 6),
        Refusal("{\"a\":1,}", .unexpectedCharacter, 1, 8),
        Refusal("{a:1}", .unexpectedCharacter, 1, 2),
        Refusal("{1:1}", .unexpectedCharacter, 1, 2),
        Refusal("{\"a\":1,\n  \"b\":2,\n  \"a\":3}", .duplicateKey, 3, 3),
        Refusal(#"{"a":1,"\u0061":2}"#, .duplicateKey, 1, 8),
        Refusal(#"{"":1,"":2}"#, .duplicateKey, 1, 7),
        Refusal("{\"\u{e9}\u{1f33e}\": x}", .unexpectedCharacter, 1, 8),
        Refusal([0x22, 0xc0, 0xaf, 0x22], .invalidUTF8, 1, 2),
        Refusal([0x0a, 0x22, 0xed, 0xa0, 0x80, 0x22], .invalidUTF8, 2, 2),
        Refusal([0x5b, 0x31, 0x5d, 0xff], .invalidUTF8, 1, 4),
    ]

    @Test(arguments: refusals)
    func `a text that is not strict JSON is refused with its place`(_ refusal: Refusal) {
        let error = JSONError(reason: refusal.reason, line: refusal.line, column: refusal.column)
        #expect(throws: error) { try JSONParser.parse(refusal.bytes) }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-0.0e-0", "1E400", "123456789012345678901234567890",
        "1.10", #""""#, "[]", "{}", #"{"b":1,"a":[2,{"c":null}]}"#, #"{"":{"":""}}"#,
    ])
    func `a compact text is written back as it was`(text: String) throws {
        #expect(JSONWriter.string(try JSONParser.parse(Array(text.utf8))) == text)
    }

    @Test func `escapes are read`() throws {
        let text = #" "\"\\\/\b\f\n\r\t\u0000\u00e9\u00C9\ud83c\udf3e\uFEFF" "#
        let value = try JSONParser.parse(Array(text.utf8))
        let wanted = "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{e9}\u{c9}\u{1f33e}\u{feff}"
        #expect(value.string.map { Array($0.utf8) } == Array(wanted.utf8))
    }

    @Test func `names that only look alike are different`() throws {
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(value["e\u{301}"]?.integer == 2)
        #expect(value["\u{e9}"]?.integer == 1)
        #expect(value["e"] == nil)
    }

    @Test func `members are found by type`() throws {
        let text = #"{"s":"x","n":-7,"f":1.0,"b":true,"a":[null],"o":{"k":9223372036854775808}}"#
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(value["s"]?.string == "x")
        #expect(value["n"]?.integer == -7)
        #expect(value["n"]?.string == nil)
        #expect(value["f"]?.integer == nil)
        #expect(value["f"]?.number?.text == "1.0")
        #expect(value["b"]?.boolean == true)
        #expect(value["a"]?.array?.first?.isNull == true)
        #expect(value["o"]?.object?.count == 1)
        #expect(value["o"]?["k"]?.integer == nil)
        #expect(value["a"]?["k"] == nil)
    }

    @Test(arguments: [31, 32, 33])
    func `arrays and objects may be thirty-two deep`(depth: Int) throws {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text =
                String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            guard depth > 32 else {
                #expect(JSONWriter.string(try JSONParser.parse(Array(text.utf8))) == text)
                continue
            }
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
            #expect(error?.reason == .tooDeep(limit: 32))
        }
        let unclosed = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError.self) { try JSONParser.parse(unclosed) }
    }

    @Test func `texts and values up to the limit are read`() throws {
        let limits = JSONLimits(bytesMax: 7, valuesMax: 4)
        _ = try JSONParser.parse(Array("[1,2,3]".utf8), limits: limits)
        let long = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array("[1,2,30]".utf8), limits: limits)
        }
        #expect(long?.description == "line 1, column 1: the JSON text has more than 7 bytes")
        let many = #expect(throws: JSONError.self) {
            let limits = JSONLimits(bytesMax: 9, valuesMax: 4)
            return try JSONParser.parse(Array("[1,2,3,4]".utf8), limits: limits)
        }
        #expect(many == JSONError(reason: .tooManyValues(limit: 4), line: 1, column: 8))
    }

    @Test func `an object of many members is read in a short time`() throws {
        let members = (0..<50_000).map { "\"\($0)\":0" }.joined(separator: ",")
        let value = try JSONParser.parse(Array("{\(members)}".utf8))
        #expect(value.object?.count == 50_000)
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array("{\(members),\n\"7\":0}".utf8))
        }
        #expect(error == JSONError(reason: .duplicateKey, line: 2, column: 1))
    }
}
