import ClientExchange
import Testing

/// What is read of XML, and what is never read of it.
@Suite struct XMLReaderTests {
    private final class Log: XMLHandler {
        var lines: [String] = []

        func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
            let list = attributes.map { " \($0.name)=\($0.value)" }.joined()
            lines.append("\(line)<\(name)\(list)")
        }

        func end(_ name: String) { lines.append(">\(name)") }
        func text(_ text: String) { lines.append("'\(text)'") }
    }

    private static func read(
        _ text: String,
        _ limits: XMLLimits = XMLLimits()
    ) throws(XMLError) -> [String] {
        let log = Log()
        try XMLReader.read(Array(text.utf8), to: log, limits: limits)
        return log.lines
    }

    @Test func `elements, attributes and texts come in their order`() throws {
        let lines = try Self.read("<a x='1&amp;2'>\n<b/>&lt;é<![CDATA[<&]]></a>")
        #expect(
            lines == ["1<a x=1&2", "'\n'", "2<b", ">b", "'<é<&'", ">a"]
        )
    }

    @Test func `a text in pieces larger than the reader's buffer stays one text`() throws {
        let long = String(repeating: "Việt ", count: 400_000)
        let lines = try Self.read("<a>\(long)</a>")
        #expect(lines == ["1<a", "'\(long)'", ">a"])
    }

    static let entities = [
        #"<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>"#,
        #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#,
        #"<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>"#,
        #"<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>"#,
    ]

    @Test(arguments: entities)
    func `no entity is expanded, and no file read`(_ text: String) {
        #expect(throws: XMLError.entities(line: 1)) { try Self.read(text) }
    }

    @Test func `an external document type is not fetched`() throws {
        #expect(
            try Self.read(#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>b</a>"#) == [
                "1<a", "'b'", ">a",
            ]
        )
    }

    static let broken = [
        "", " ", "<a>", "<a></b>", "<a x=1/>", "<a/><b/>", "text", "<a>&nbsp;</a>", "<a>\u{1}</a>",
    ]

    @Test(arguments: broken)
    func `what is not well formed is told with its line`(_ text: String) {
        #expect(throws: XMLError.malformed(line: 1)) { try Self.read(text) }
    }

    @Test func `depth and length are bounded`() {
        let deep = String(repeating: "<a>", count: 100)
        #expect(throws: XMLError.tooDeep(line: 1, max: 64)) { try Self.read(deep) }
        var limits = XMLLimits()
        limits.textBytesMax = 10
        #expect(throws: XMLError.textTooLong(line: 1, bytesMax: 10)) {
            try Self.read("<a>12345678901</a>", limits)
        }
    }

    @Test func `other encodings are read, unknown ones named`() throws {
        let latin =
            Array(#"<?xml version="1.0" encoding="ISO-8859-1"?><a>"#.utf8) + [0xE9]
            + Array("</a>".utf8)
        let log = Log()
        try XMLReader.read(latin, to: log)
        #expect(log.lines == ["1<a", "'é'", ">a"])
        let unknown = Array(#"<?xml version="1.0" encoding="windows-1258"?><a>x</a>"#.utf8)
        #expect(throws: XMLError.unknownEncoding(line: 1)) {
            try XMLReader.read(unknown, to: Log())
        }
    }

    @Test func `any bytes end in an answer`() {
        var state: UInt64 = 7
        for _ in 0..<500 {
            var bytes = Array("<a b='c'>text<d/>&amp;</a>".utf8)
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = try? XMLReader.read(bytes, to: Log())
        }
    }

    @Test func `an element is written as it was read`() throws {
        let text = "<a x=\"1 &amp; &quot;2&quot;\">\n <b>é &lt; &gt;</b>\n <c/>\n</a>\n"
        let element = try #require(IATIReader.item(text))
        #expect(element.xml() == text)
    }

    @Test func `markup in texts stays text`() {
        #expect(
            Markup.escaped("<b>&\"x\"</b>\u{0}\u{1F}\n")
                == "&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;\n"
        )
    }
}
