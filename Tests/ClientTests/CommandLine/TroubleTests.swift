import ClientCLI
import Foundation
import ProgramText
import Shared
import Testing

/// What libraries and the system complain of, told in the person's language.
@Suite struct TroubleTests {
    /// What the failure of `body` says; nil where it does not fail.
    private static func message(
        in language: DisplayLanguage,
        _ body: () throws -> Void
    ) -> String? {
        do {
            try body()
            return nil
        } catch {
            return CommandFailure(error, in: language).message
        }
    }

    /// A text for every problem that the reader of YAML is known to tell of.
    static let wrongYAML = [
        "a: b: c", "a: ? b", "a: - b", "- x\ny", "a:\n  - b\n c", "- a\nb: c", "a: [1, 2", "{a: b",
        "a: ]", "&a &b c", "a: \"x", "a: 'x\n---\n'", "a: @x", "\ta: b", "a: |\n x\n\ty",
        "a: \"\\q\"", "a: \"\\xzz\"", "a: \"\\ud800\"", "a: > x", "a: |0\n x", "* a", "a: *x",
        "a: !<a>b", "a: !<x", "%TAG", "a: !x!y z", "!a%zz b", "%X 1", "%YAML x", "%YAML 1",
        "%YAML 1.3\n---\na: b", "%YAML 1.1\n%YAML 1.1\n---\na: b",
        "%TAG ! tag:x\n%TAG ! tag:x\n---\na: b", "--- a\n--- b", "a: \u{1}",
    ]

    @Test(arguments: wrongYAML)
    func `what is no YAML is explained in both languages`(_ text: String) throws {
        func reason(_ language: DisplayLanguage, behind pattern: String) throws -> String {
            let message = Self.message(in: language) { _ = try YAMLText.mapping(text + "\n") }
            let told = try #require(message)
            let head = try #require(told.range(of: pattern, options: .regularExpression), "\(told)")
            return String(told[head.upperBound...])
        }
        let english = try reason(.en, behind: "^this is not YAML: line [0-9]+, column [0-9]+: ")
        let vietnamese = try reason(.vi, behind: "^không phải YAML: dòng [0-9]+, cột [0-9]+: ")
        #expect(!english.isEmpty && !vietnamese.isEmpty)
        #expect(vietnamese != english)
    }

    @Test func `the place in a text that is no YAML is told`() {
        let unclosed = Self.message(in: .vi) { _ = try YAMLText.mapping("a: x\nb: [1, 2\n") }
        #expect(unclosed == "không phải YAML: dòng 3, cột 1: thiếu dấu , hoặc ]")
        let control = Self.message(in: .en) { _ = try YAMLText.mapping("a: x\nb: \u{1}\n") }
        let reason = "control characters are not allowed"
        #expect(control == "this is not YAML: line 2, column 4: " + reason)
        let twice = Self.message(in: .vi) { _ = try YAMLText.mapping("a: x\na: y\n") }
        #expect(twice == "trường a viết hai lần")
    }

    struct Cause: CustomTestStringConvertible, Sendable {
        let number: Int32
        let trouble: FileTrouble
        var testDescription: String { "\(trouble)" }
    }

    static let causes = [
        Cause(number: ENOENT, trouble: .missing), Cause(number: EACCES, trouble: .notAllowed),
        Cause(number: EPERM, trouble: .notAllowed), Cause(number: EISDIR, trouble: .isFolder),
        Cause(number: ENOSPC, trouble: .noSpace), Cause(number: EDQUOT, trouble: .noSpace),
        Cause(number: EPIPE, trouble: .readerGone),
        Cause(number: EIO, trouble: .other("Input/output error")),
    ]

    @Test(arguments: causes)
    func `the cause is found behind what is thrown`(_ cause: Cause) {
        let inner = NSError(domain: NSPOSIXErrorDomain, code: Int(cause.number))
        let outer = NSError(
            domain: NSCocoaErrorDomain,
            code: CocoaError.Code.fileWriteUnknown.rawValue,
            userInfo: [NSUnderlyingErrorKey: inner, NSFilePathErrorKey: "/x"]
        )
        #expect(FileTrouble(inner) == cause.trouble)
        #expect(FileTrouble(outer) == cause.trouble)
        for language in DisplayLanguage.allCases {
            let reason = cause.trouble.labels[language]
            #expect(CommandFailure(outer, in: language).message == "/x: " + reason)
        }
        #expect(cause.trouble.labels.vi != cause.trouble.labels.en)
    }

    @Test func `a file that cannot be read or written is named, with the reason`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-trouble-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let missing = folder + "/nowhere/bảng.csv"
        let read = Self.message(in: .vi) { _ = try WholeFile.read(missing, bytesMax: 9) }
        let none = "không có tệp hoặc thư mục này"
        #expect(read == "không đọc được tệp \(missing): \(none)")
        let written = Self.message(in: .vi) { try WholeFile.write([1], to: missing) }
        #expect(written == "không ghi được tệp \(missing): \(none)")
        let whole = Self.message(in: .en) { _ = try WholeFile.read(folder, bytesMax: 9) }
        #expect(whole == "the file \(folder) cannot be read: it is a folder")
        try WholeFile.write([1, 2, 3], to: folder + "/good")
        #expect(try WholeFile.read(folder + "/good", bytesMax: 9) == [1, 2, 3])
    }

    struct Query: CustomTestStringConvertible, Sendable {
        let text: String
        let says: String
        var testDescription: String { says }
    }

    static let queries = [
        Query(text: " -- ", says: "cần ít nhất một chữ cái hoặc chữ số để tìm"),
        Query(
            text: String(repeating: "a ", count: 17),
            says: "câu tìm có 17 từ, nhiều nhất là 16"
        ),
        Query(
            text: String(repeating: "a", count: 1025),
            says: "câu tìm dài 1025 byte, nhiều nhất là 1024"
        ),
    ]

    @Test(arguments: queries)
    func `what is no query is explained in both languages`(_ query: Query) {
        do throws(SearchQueryError) {
            _ = try SearchQuery(query.text)
            Issue.record("it is a query")
        } catch {
            #expect(error.labels.vi == query.says)
            #expect(error.labels.en == error.message)
        }
    }
}
