import Shared
import Testing

/// The examples of RFC 8949, appendix A.
@Suite struct `CBOR examples` {
    struct Example: Sendable, CustomTestStringConvertible {
        let diagnostic: String
        let hexadecimal: String

        init(_ diagnostic: String, _ hexadecimal: String) {
            self.diagnostic = diagnostic
            self.hexadecimal = hexadecimal
        }

        var testDescription: String { "\(diagnostic) is \(hexadecimal)" }
    }

    static let examples = [
        Example("0", "00"),
        Example("1", "01"),
        Example("10", "0a"),
        Example("23", "17"),
        Example("24", "1818"),
        Example("25", "1819"),
        Example("100", "1864"),
        Example("1000", "1903e8"),
        Example("1000000", "1a000f4240"),
        Example("1000000000000", "1b000000e8d4a51000"),
        Example("18446744073709551615", "1bffffffffffffffff"),
        Example("-18446744073709551616", "3bffffffffffffffff"),
        Example("-1", "20"),
        Example("-10", "29"),
        Example("-100", "3863"),
        Example("-1000", "3903e7"),
        Example("false", "f4"),
        Example("true", "f5"),
        Example("null", "f6"),
        Example("h''", "40"),
        Example("h'01020304'", "4401020304"),
        Example(#""""#, "60"),
        Example(#""a""#, "6161"),
        Example(#""IETF""#, "6449455446"),
        Example(#""\"\\""#, "62225c"),
        Example("\"\u{fc}\"", "62c3bc"),
        Example("\"\u{6c34}\"", "63e6b0b4"),
        Example("\"\u{10151}\"", "64f0908591"),
        Example("[]", "80"),
        Example("[1, 2, 3]", "83010203"),
        Example("[1, [2, 3], [4, 5]]", "8301820203820405"),
        Example(
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, "
                + "24, 25]",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819"
        ),
        Example("{}", "a0"),
        Example("{1: 2, 3: 4}", "a201020304"),
        Example(#"{"a": 1, "b": [2, 3]}"#, "a26161016162820203"),
        Example(#"["a", {"b": "c"}]"#, "826161a161626163"),
        Example(
            #"{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}"#,
            "a56161614161626142616361436164614461656145"
        ),
    ]

    @Test(arguments: examples)
    func `an example is read, shown and written as the RFC has it`(_ example: Example) throws {
        let bytes = WireHex.bytes(example.hexadecimal)
        let value = try CBORValue.decode(bytes)
        #expect(value.diagnostic == example.diagnostic)
        #expect(WireHex.text(try value.encoded()) == example.hexadecimal)

        var reader = CBORReader(bytes)
        #expect(try reader.skip() == 0..<bytes.count)
        #expect(reader.isAtEnd)
    }

    @Test(arguments: [
        Example("0.0", "f90000"),
        Example("1.1", "fb3ff199999999999a"),
        Example("100000.0", "fa47c35000"),
        Example("NaN", "f97e00"),
        Example("(_ h'0102', h'030405')", "5f42010243030405ff"),
        Example(#"(_ "strea", "ming")"#, "7f657374726561646d696e67ff"),
        Example("[_ ]", "9fff"),
        Example("[1, [_ 2, 3]]", "82019f0203ff"),
        Example(#"{_ "a": 1}"#, "bf616101ff"),
    ])
    func `an example with a second encoding is refused as not deterministic`(
        _ example: Example
    ) {
        let error = #expect(throws: CBORError.self) {
            try CBORValue.decode(WireHex.bytes(example.hexadecimal))
        }
        guard case .notDeterministic = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        Example("18446744073709551616", "c249010000000000000000"),
        Example("undefined", "f7"),
        Example("simple(16)", "f0"),
        Example("simple(255)", "f8ff"),
        Example("1(1363896240)", "c11a514b67b0"),
        Example(
            "32(\"http://www.example.com\")",
            "d82076687474703a2f2f7777772e6578616d706c652e636f6d"
        ),
    ])
    func `an example outside of the profile is refused`(_ example: Example) {
        #expect(throws: CBORError.unsupported(at: 0)) {
            try CBORValue.decode(WireHex.bytes(example.hexadecimal))
        }
    }
}
