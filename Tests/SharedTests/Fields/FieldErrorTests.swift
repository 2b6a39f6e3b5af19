import Shared
import Testing

/// What is refused, and what people are told.
struct FieldErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let collection: String
        let entry: String
        let code: String
        let path: String
        /// What the hint has in it.
        var hint = ""

        init(
            _ collection: String,
            _ entry: String,
            _ code: String,
            at path: String,
            hint: String = ""
        ) {
            self.collection = collection
            self.entry = entry
            self.code = code
            self.path = path
            self.hint = hint
        }

        var testDescription: String { entry }
    }

    static let cases = [
        Case("partners", "abbr", "not_an_assignment", at: "abbr", hint: "abbr=VALUE"),
        Case("partners", "nane=x", "unknown_field", at: "nane", hint: "\"name\""),
        Case("partners", "qqqq=x", "unknown_field", at: "qqqq", hint: "caunoi schema partners"),
        Case("partners", "quốc gia=VN", "unknown_field", at: "quốc gia", hint: "\"country\""),
        Case("partners", "abbr.vi=x", "unknown_subfield", at: "abbr.vi", hint: "abbr"),
        Case("partners", "size.x=x", "unknown_subfield", at: "size.x", hint: "size.preferred"),
        Case("partners", "name.vn=x", "unknown_language", at: "name.vn", hint: "vi"),
        Case("partners", "abbr=", "empty_value", at: "abbr", hint: "--clear abbr"),
        Case("partners", "name.vi=  ", "empty_value", at: "name.vi", hint: "--clear name.vi"),
        Case("partners", "aliases+=;lang=vi", "empty_value", at: "aliases"),
        Case("partners", "aliases+=x;lang=", "empty_value", at: "aliases.lang"),
        Case("partners", "abbr+=x", "not_a_set", at: "abbr", hint: "abbr=VALUE"),
        Case("partners", "size.preferred+=x", "not_a_set", at: "size.preferred"),
        Case("partners", "country=Frnace", "unknown_code", at: "country", hint: "\"FR\""),
        Case("partners", "tie_kind=x", "unknown_code", at: "tie_kind", hint: "twinned, friendship"),
        Case("partners", "aliases+=x;kind=typos", "unknown_code", at: "aliases.kind", hint: "typo"),
        Case("partners", "aliases+=x;knd=typo", "invalid_part", at: "aliases", hint: "kind"),
        Case("partners", "aliases+=x;typo", "invalid_part", at: "aliases", hint: "\\;"),
        Case("partners", "aliases+=x;lang=vi;lang=en", "invalid_part", at: "aliases"),
        Case("partners", "size+=7000", "invalid_value", at: "size", hint: "about 63 cities"),
        Case(
            "partners",
            "size+=400.000 people",
            "ambiguous_number",
            at: "size",
            hint: "write 400000 or 400, or add --lang vi"
        ),
        Case(
            "contributions",
            "amount=1.234 EUR",
            "ambiguous_number",
            at: "amount",
            hint: "write 1234 or 1.2340, or add --lang vi"
        ),
        Case("partners", "size+=7 members;as_of=x", "invalid_value", at: "size.as_of"),
        Case(
            "partners",
            "size+=7 members;source=documents/none",
            "unknown_reference",
            at: "size.source"
        ),
        Case("partners", "size-=0000000000000", "no_such_element", at: "size"),
        Case("partners", "tags-=x", "no_such_element", at: "tags"),
        Case("partners", "tie_since=31/02/2026", "invalid_value", at: "tie_since", hint: "1998"),
        Case("partners", "touchpoints+=1.5", "invalid_value", at: "touchpoints", hint: "+=1"),
        Case("partners", "parent=partners/nothing", "unknown_reference", at: "parent"),
        Case(
            "partners",
            "parent=partners/two",
            "ambiguous_reference",
            at: "parent",
            hint: "partners/1"
        ),
        Case("partners", "parent=departments/x", "unknown_reference", at: "parent"),
        Case("partners", "parent=partnrs/x", "unknown_reference", at: "parent", hint: "partners"),
        Case("partners", "tie_document=x", "unknown_reference", at: "tie_document"),
        Case("partners", "tie_document=new:x", "unknown_reference", at: "tie_document"),
        Case("partners", "websites+=http://me@a.vn", "invalid_value", at: "websites", hint: "http"),
        Case("documents", "url=https://me:word@a.vn/x", "invalid_value", at: "url", hint: "https:"),
        Case("documents", "url=ftp://me:word@a.vn", "invalid_value", at: "url"),
        Case("documents", "url=me:word@a.vn", "invalid_value", at: "url"),
        Case("documents", "url=https://me:my word/2@a.vn", "invalid_value", at: "url"),
        Case("documents", "url=see //me:word@a.vn", "invalid_value", at: "url"),
        Case("documents", "url=a\nb", "invalid_value", at: "url"),
        Case("departments", "tel=a\u{1B}b", "invalid_value", at: "tel"),
        Case(
            "departments",
            "mailbox=" + String(repeating: "a", count: InputText.lineScalarsMax + 1),
            "invalid_value",
            at: "mailbox"
        ),
        Case("partners", "abbr=a\nb", "invalid_value", at: "abbr"),
        Case("partners", "due_diligence=x", "needs_rights", at: "due_diligence", hint: "schema"),
        Case("contacts", "tel+=113", "needs_rights", at: "tel"),
        Case("agreements", "state=signed", "unknown_code", at: "state", hint: "drafted"),
        Case("agreements", "state-=drafted", "only_grows", at: "state"),
        Case("agreements", "--clear state", "only_grows", at: "state"),
        Case("events", "--clear headcount", "not_clearable", at: "headcount"),
        Case("projects", "is_programme=maybe", "invalid_value", at: "is_programme", hint: "yes"),
        Case("contributions", "amount=5 ABC", "invalid_value", at: "amount", hint: "136000 EUR"),
        Case("contributions", "amount=136.000", "ambiguous_number", at: "amount"),
    ]

    @Test(arguments: cases)
    func `an entry is refused with its field, its reason and what to do`(_ row: Case) throws {
        var world = try FieldWorld(row.collection)
        let error = #expect(throws: FieldError.self) { try world.save([row.entry]) }
        #expect(error?.code == row.code)
        #expect(error?.path == row.path)
        let message = error?.message(in: .en) ?? ""
        #expect(message.hasPrefix(row.path + ": ") && message.count > row.path.count + 5)
        #expect(error?.hint(in: .en)?.contains(row.hint) ?? row.hint.isEmpty)
        #expect(error?.message(in: .vi).isEmpty == false)
    }

    @Test(arguments: ["tags=b", "aliases=x", "size=7 members", "touchpoints=3"])
    func `one sign on several values is refused in a record that exists`(entry: String) throws {
        var world = try FieldWorld("partners")
        try world.save([entry])
        let error = #expect(throws: FieldError.self) { try world.save([entry]) }
        #expect(error?.code == "set_needs_plus")
        #expect(error?.hint(in: .en)?.contains("+=") == true)
        #expect(error?.hint(in: .vi)?.contains("+=") == true)
    }

    @Test func `what is not there is answered with the command that shows what is`() throws {
        var world = try FieldWorld("partners")
        try world.save(["tags=b", "size=7 members"])
        for (entry, end) in [("tags-=x", "'"), ("aliases-=x", "'"), ("size-=x", "' --json")] {
            let error = #expect(throws: FieldError.self) { try world.save([entry]) }
            #expect(error?.code == "no_such_element")
            let look = "caunoi show 'partners/#\(FieldWorld.id.shortText)\(end)"
            #expect(error?.hint(in: .vi) == look && error?.hint(in: .en) == look)
        }
    }

    @Test func `a message does not repeat a password`() throws {
        var world = try FieldWorld("documents")
        let error = #expect(throws: FieldError.self) {
            try world.save(["url=https://me:word@a.vn"])
        }
        for language in DisplayLanguage.allCases {
            #expect(error?.message(in: language).contains("word@") == false)
        }
    }

    @Test func `a message shows control characters of what was typed`() throws {
        var world = try FieldWorld("partners")
        let error = #expect(throws: FieldError.self) { try world.save(["country=\u{1B}[2J"]) }
        #expect(error?.message(in: .en).unicodeScalars.contains("\u{1B}") == false)
    }

    @Test func `random entries are read or refused, never more`() throws {
        let pieces = [
            "name", "size", "tags", "aliases", "=", "+", "-", ";", "\\", ".", "vi", "1", "@", "é",
            " ",
        ]
        for seed in 0..<2000 {
            var random = SeededRandom(seed: UInt64(seed))
            var entry = ""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                entry += pieces.randomElement(using: &random) ?? ""
            }
            var world = try FieldWorld("partners")
            do throws(FieldError) {
                try world.save([entry])
            } catch {
                #expect(!error.message(in: .vi).isEmpty, "seed \(seed)")
            }
        }
    }
}
