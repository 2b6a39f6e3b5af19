import Shared
import Testing

/// JSON objects of fields, as files and editors have them.
struct RecordLoadTests {
    @Test(arguments: [
        (#"{"abbr":"W","code":null}"#, "abbr", #""W""#),
        (#"{"name":"Hà Nội"}"#, "name", #"{"vi":"Hà Nội"}"#),
        (#"{"tags":"a"}"#, "tags", #"["a"]"#),
        (#"{"aliases":["W"]}"#, "aliases", #"[{"text":"W"}]"#),
        (
            #"{"relationship_state":"active"}"#, "relationship_state",
            #"{"current":"active","entries":[{"state":"active"}]}"#
        ),
        (
            #"{"relationship_state":{"state":"active","note":"n"}}"#, "relationship_state",
            #"{"current":"active","entries":[{"state":"active","note":"n"}]}"#
        ),
        (#"{"touchpoints":3}"#, "touchpoints", #""3""#),
        (#"{"touchpoints":"-3"}"#, "touchpoints", #""-3""#),
        (#"{"tie_since":"18/01/2026"}"#, "tie_since", #""2026-01-18""#),
        (#"{"country":"Pháp"}"#, "country", #""FR""#),
    ])
    func `shorter shapes are understood`(json: String, field: String, shown: String) throws {
        var world = try FieldWorld("partners")
        try world.load(try JSONParser.parse(Array(json.utf8)))
        #expect(world.json(field) == shown)
    }

    @Test(arguments: [
        ("[]", "partners", "invalid_value"),
        (#"{"nane":"x"}"#, "nane", "unknown_field"),
        (#"{"abbr":1}"#, "abbr", "invalid_value"),
        (#"{"abbr":""}"#, "abbr", "empty_value"),
        (#"{"name":{"xx":"x"}}"#, "name.xx", "unknown_language"),
        (#"{"name":{"vi":1}}"#, "name.vi", "invalid_value"),
        (#"{"aliases":[{"lang":"vi"}]}"#, "aliases.text", "empty_value"),
        (#"{"aliases":[{"text":"x","a":"b"}]}"#, "aliases", "invalid_part"),
        (#"{"size":[{"source":"x"}]}"#, "size", "invalid_value"),
        (#"{"size":[{"value":{"value":"x","unit":"u"}}]}"#, "size.value", "invalid_value"),
        (
            #"{"size":[{"value":{"value":"1","unit":"u","qualifier":"abot"}}]}"#,
            "size.value.qualifier", "unknown_code"
        ),
        (#"{"size":[{"value":"1 u","certainty":"x"}]}"#, "size.certainty", "unknown_code"),
        (#"{"size":{"claims":[],"preferred":"x"}}"#, "size", "no_such_element"),
        (#"{"touchpoints":1.5}"#, "touchpoints", "invalid_value"),
        (#"{"relationship_state":[{"state":"x"}]}"#, "relationship_state", "unknown_code"),
        (#"{"parent":"departments/x"}"#, "parent", "unknown_reference"),
        (#"{"tie_since":"x"}"#, "tie_since", "invalid_value"),
    ])
    func `a wrong shape is refused with its place`(
        json: String,
        path: String,
        code: String
    ) throws {
        var world = try FieldWorld("partners")
        let value = try JSONParser.parse(Array(json.utf8))
        let error = #expect(throws: FieldError.self) { try world.load(value) }
        #expect(error?.path == path && error?.code == code)
    }

    @Test(arguments: [
        (#"{"amount":"5"}"#, "exact"), (#"{"amount":"about 5"}"#, "about"),
        (#"{"amount":"about 5 XXX"}"#, "about"), (#"{"amount":{"amount":"5"}}"#, "exact"),
        (#"{"amount":{"amount":5,"currency":null}}"#, "exact"),
        (#"{"amount":{"amount":"5","currency":"XXX","qualifier":"about"}}"#, "about"),
    ])
    func `an amount without a currency is loaded`(json: String, qualifier: String) throws {
        var world = try FieldWorld("contributions")
        try world.load(try JSONParser.parse(Array(json.utf8)))
        let shown = #"{"amount":"5","currency":"XXX","qualifier":"\#(qualifier)"}"#
        #expect(world.json("amount") == shown)
    }

    @Test(arguments: ["\"ABC\"", "\"\"", "5", "{}"])
    func `an amount in no known currency is refused`(currency: String) throws {
        var world = try FieldWorld("contributions")
        let json = #"{"amount":{"amount":"5","currency":\#(currency)}}"#
        let value = try JSONParser.parse(Array(json.utf8))
        let error = #expect(throws: FieldError.self) { try world.load(value) }
        #expect(error?.path == "amount" && error?.code == "invalid_value")
    }

    @Test(arguments: [
        (#"["nota:url"]"#, #"["nota:url"]"#), (#""WWW.A.vn""#, #"["https://www.a.vn"]"#),
    ])
    func `what is no address is loaded as it is`(json: String, shown: String) throws {
        var world = try FieldWorld("partners")
        try world.load(try JSONParser.parse(Array(#"{"websites":\#(json)}"#.utf8)))
        #expect(world.json("websites") == shown)
        let value = try JSONParser.parse(Array(#"{"websites":["//me:word@a.vn"]}"#.utf8))
        let error = #expect(throws: FieldError.self) { try world.load(value) }
        #expect(error?.path == "websites" && error?.code == "invalid_value")
    }

    @Test func `restricted and personal fields are refused unless the caller takes them`() throws {
        let world = try FieldWorld("contacts")
        let json = try JSONParser.parse(Array(#"{"consent":"given"}"#.utf8))
        var editor = world.editor(on: nil)
        let error = #expect(throws: FieldError.self) { try editor.load(json) }
        #expect(error?.code == "needs_rights")
        try editor.load(json, acceptsSensitive: true)
        #expect(editor.cells.count == 1)
    }

    @Test func `withdrawn and preferred claims load as they were printed`() throws {
        var world = try FieldWorld("partners")
        try world.save(["size=63 cities", "size=40 cities"])
        guard case .claims(let claims) = world.view?.field(id: "size")?.content else { return }
        let ids = claims.entries.map { $0.id.text }
        try world.save(["size-=\(ids[0])", "size.preferred=\(ids[1])"])
        let printed = try #require(world.view).fieldsJSON(in: world.schema)
        var other = try FieldWorld("partners")
        try other.load(printed)
        #expect(try #require(other.view).fieldsJSON(in: other.schema) == printed)
    }
}
