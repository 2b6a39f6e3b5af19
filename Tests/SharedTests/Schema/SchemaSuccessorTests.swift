import Shared
import Testing

/// What speaks against a new version of a schema.
struct SchemaSuccessorTests {
    /// A schema of one collection with the fields given, and one enumeration.
    private func schema(
        version: Int = 1,
        fields: String,
        codes: String = #"{"code":"one","vi":"Một","en":"One"}"#
    ) throws -> Schema {
        let document = """
            {"schema":"test","version":\(version),"name":{"vi":"Thử","en":"Test"},
            "default_language":"vi","languages":["vi","en"],
            "enumerations":[{"id":"Kind","codes":[\(codes)]}],"lifecycles":[],
            "collections":[{"id":"things","number":1,"vi":"Vật","en":"Things",
            "fields":[\(fields)]}]}
            """
        return try Schema(json: Array(document.utf8))
    }

    private func field(_ id: String, _ number: Int, _ type: String, _ more: String = "") -> String {
        """
        {"id":"\(id)","number":\(number),"type":"\(type)","vi":"V","en":"E",\
        "sensitivity":"public"\(more)}
        """
    }

    private func problems(
        _ next: Schema,
        after fields: String
    ) throws -> [SchemaObjection.Problem] {
        try schema(fields: fields).objections(to: next).map(\.problem)
    }

    @Test func `adding fields and retiring them is no objection`() throws {
        let old = field("name", 32, "text") + "," + field("place", 33, "text")
        let retired = field("place", 33, "text", #","retired":true"#)
        let new = field("name", 32, "text") + "," + retired + "," + field("size", 34, "number")
        let next = try schema(version: 2, fields: new)
        #expect(try problems(next, after: old) == [])
        #expect(next.collections[0].fields.map(\.id) == ["name", "size"])
        #expect(next.withRetired.collections[0].fields.map(\.id) == ["name", "size", "place"])
    }

    @Test func `the version must rise`() throws {
        let fields = field("name", 32, "text")
        #expect(
            try problems(schema(fields: fields), after: fields) == [.versionNotHigher]
        )
    }

    @Test func `what is gone, reused or narrowed is named`() throws {
        let old = field("name", 32, "text") + "," + field("place", 33, "text")
        func objections(_ fields: String) throws -> [SchemaObjection.Problem] {
            try problems(schema(version: 2, fields: fields), after: old)
        }
        #expect(try objections(field("name", 32, "text")) == [.removed])
        let renamed = field("name", 32, "text") + "," + field("city", 33, "text")
        #expect(try objections(renamed) == [.reused])
        let moved = field("name", 32, "text") + "," + field("place", 40, "text")
        #expect(try objections(moved).allSatisfy { $0 == .reused })
        #expect(try !objections(moved).isEmpty)
        let narrowed = field("name", 32, "text") + "," + field("place", 33, "number")
        #expect(try objections(narrowed) == [.narrowed])
    }

    @Test func `a renamed code is read by its new name`() throws {
        let fields = field("name", 32, "enum", #","enumeration":"Kind""#)
        let codes = #"{"code":"first","formerly":["one"],"vi":"Nhất","en":"First"}"#
        let next = try schema(version: 2, fields: fields, codes: codes)
        #expect(try problems(next, after: fields) == [])
        let kind = try #require(next.enumeration(id: "Kind"))
        #expect(kind.present("one") == "first")
        #expect(kind.present("new") == "new")
        #expect(kind.label(of: "one", in: .en) == "First")
        let gone = try schema(
            version: 2,
            fields: fields,
            codes: #"{"code":"first","vi":"Nhất","en":"First"}"#
        )
        #expect(try problems(gone, after: fields) == [.removed])
    }
}
