import ProgramText
import ServerApp
import ServerCore
import Shared
import Testing

/// What administrators are told is in their language, and what programs get of it stays the same.
@Suite struct LanguageTests {
    private static let record = RecordID(high: 1, low: 2)
    private static let dot = Dot(ReplicaID(high: 3, low: 4), 5)

    private static let errors: [any Error] = [
        AccountError.noRegister, AccountError.registerExists(RegisterID(high: 1, low: 2)),
        AccountError.invalidName(reason: "it is empty"), AccountError.invalidDepartment,
        AccountError.invalidExpiry, AccountError.invalidTime, AccountError.unknownPerson(record),
        AccountError.personDisabled(record), AccountError.ambiguousName([record]),
        AccountError.unknownDevice(record), AccountError.unacceptableKey, AccountError.badProof,
        AccountError.enrolmentRefused, AccountError.badCertificate,
        AccountError.replicaOfAnother(dot.replica), AccountError.tooManyReplicas,
        ReviewError.notWaiting(dot), ReviewError.standsOnWaiting(dot),
        ReviewError.standsOnUnknown(dot), StoreError.busy, StoreError.corrupted("a page"),
        StoreError.failed("a disk"), ReceptionError.malformed("a frame"),
        SchemaError(path: "collections", problem: .missing("id")),
    ]

    @Test func `every error is told in both languages`() {
        for error in Self.errors + BundleError.allCases.map({ $0 as any Error }) {
            let english = CommandFailure(error, in: .en)
            let vietnamese = CommandFailure(error, in: .vi)
            #expect(vietnamese.code == english.code && vietnamese.status == english.status)
            #expect(vietnamese.message != english.message, "\(english.message)")
            #expect((vietnamese.hint == nil) == (english.hint == nil), "\(english.message)")
            if let hint = english.hint { #expect(vietnamese.hint != hint) }
        }
    }

    @Test(arguments: ["", "An\nBình", "An\tBình", String(repeating: "A", count: 301)])
    func `why something cannot be a name is told in Vietnamese`(_ name: String) throws {
        try HTTPTestRegister.with { register in
            let error = #expect(throws: AccountError.self) {
                try register.invite(
                    name,
                    isNew: true,
                    department: "office",
                    role: .editor,
                    milliseconds: 1000,
                    now: HTTPTestRegister.now
                )
            }
            let told = CommandFailure(try #require(error), in: .vi).message
            #expect(told.hasPrefix("không dùng làm tên được: "), "\(told)")
            #expect(!told.contains("the text") && !told.contains("it is"), "\(told)")
        }
    }

    /// What is typed, and the order in which the parser gets it.
    private static let lines = [
        ("--lang vi department list", "department list --lang vi"),
        ("--data D --json devices", "devices --data D --json"),
        ("devices --lang vi revoke X", "devices revoke --lang vi X"),
        ("--lang vi devices --help", "devices --help"),
        ("--lang=vi schema -q", "schema --lang=vi -q"),
        ("--register list stats", "stats --register list"),
        ("--database --json stats", "stats --database --json"),
        ("--lang vi department", "department"), ("--lang vi", ""), ("--lang", "--lang"),
        ("--lang vi help stats", "help stats"), ("--json --version", "--version"),
        ("serve --port 0 --data D", "serve --port 0 --data D"),
        ("--nosuch stats", "--nosuch stats"),
    ]

    @Test func `a word that is no command is told as such, with what was meant`() {
        let told = [
            ("devces --data reg", "devces", "caunoi-server devices"),
            ("department lst", "lst", "caunoi-server department list"),
        ]
        for (typed, word, meant) in told {
            let words = typed.split(separator: " ").map { String($0) }
            let moved = LeadingOptions.ofServer.moved(words)
            let unknown = UnknownCommand(in: moved, of: .ofServer)
            #expect(unknown?.message(in: .en) == "Unknown command '\(word)'")
            #expect(unknown?.message(in: .vi) == "không có lệnh '\(word)'")
            #expect(unknown?.suggestion(in: .en) == "Did you mean '\(meant)'?")
            #expect(unknown?.suggestion(in: .vi) == "Có phải '\(meant)'?")
        }
        for words in [[], ["help", "x"], ["stats", "x"], ["devices", "--jsn"], ["--jsn"]] {
            let unknown = UnknownCommand(in: words, of: .ofServer)
            #expect(unknown?.message(in: .en) == nil, "\(words)")
        }
    }

    @Test func `options that every command has may stand before it`() {
        for (typed, parsed) in Self.lines {
            let words = typed.split(separator: " ").map { String($0) }
            let expected = parsed.split(separator: " ").map { String($0) }
            #expect(LeadingOptions.ofServer.moved(words) == expected, "\(typed)")
            #expect(LeadingOptions.ofServer.moved(expected) == expected, "\(parsed)")
        }
    }
}
