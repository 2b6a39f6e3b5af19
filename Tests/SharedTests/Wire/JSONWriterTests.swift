import Shared
import Testing

@Suite struct `JSON writer` {
    @Test func `control characters and line separators are escaped`() {
        let text = "\"\\/\u{8}\t\n\u{c}\r\u{0}\u{1f} \u{7f}\u{9b}\u{a0}\u{2028}\u{2029}\u{1f33e}"
        let wanted =
            #""\"\\/\b\t\n\f\r\u0000\u001f \u007f\u009b"# + "\u{a0}" + #"\u2028\u2029"#
            + "\u{1f33e}\""
        #expect(JSONWriter.string(.string(text)) == wanted)
    }

    @Test func `a pretty text has one member a line`() {
        let value = JSONValue.object([
            .init(key: "b", value: .integer(-1)),
            .init(key: "a", value: .array([.null, .boolean(true), .array([]), .object([])])),
            .init(key: "c", value: .object([.init(key: "", value: .unsigned(.max))])),
        ])
        let wanted = """
            {
              "b": -1,
              "a": [
                null,
                true,
                [],
                {}
              ],
              "c": {
                "": 18446744073709551615
              }
            }
            """
        #expect(JSONWriter.string(value, style: .pretty) == wanted)
        let compact = #"{"b":-1,"a":[null,true,[],{}],"c":{"":18446744073709551615}}"#
        #expect(JSONWriter.string(value) == compact)
    }

    @Test(arguments: ["", "01", "1.", "NaN", "1 ", "+1", "--1", "1e"])
    func `only numbers of JSON are numbers`(text: String) {
        #expect(JSONNumber(text) == nil)
    }

    @Test func `a random value is the same after writing and reading, in both styles`() throws {
        for seed in 0..<3_000 {
            var random = WireRandom(seed: seed)
            let value = random.json()
            for style in [JSONWriter.Style.compact, .pretty] {
                let bytes = JSONWriter.bytes(value, style: style)
                let read = try JSONParser.parse(bytes)
                try #require(read == value, "seed \(seed)")
                try #require(JSONWriter.bytes(read, style: style) == bytes, "seed \(seed)")
            }
        }
    }

    @Test func `a text cut short anywhere is an error`() {
        let text = #"{"a":[1,-2.5e+7,"\u00e9\ud83c\udf3e",true,null],"b":{"c":"é"}}"#
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(length)") {
                try JSONParser.parse(Array(bytes.prefix(length)))
            }
        }
    }

    @Test func `random bytes are read or refused`() throws {
        let alphabet = Array(#"{}[]:,"\u0dDcC8123-+.eE truefalsn"#.utf8) + [0x00, 0xc3, 0xa9, 0xff]
        for seed in 0..<100_000 {
            var random = WireRandom(seed: seed)
            var bytes = (0..<random.upTo(16)).map { _ in alphabet[random.upTo(alphabet.count - 1)] }
            if seed % 4 == 0 {
                bytes = JSONWriter.bytes(random.json(depth: 2))
                bytes[random.upTo(bytes.count - 1)] = alphabet[random.upTo(alphabet.count - 1)]
            }
            let result = Result { () throws(JSONError) -> JSONValue in try JSONParser.parse(bytes) }
            switch result {
            case .success(let value):
                let again = try JSONParser.parse(JSONWriter.bytes(value))
                try #require(again == value, "seed \(seed)")
            case .failure(let error):
                try #require(!error.description.isEmpty, "seed \(seed)")
            }
        }
    }
}
