import Shared
import Testing

/// The built-in schema, and what is no schema.
struct SchemaTests {
    private let schema = RegisterFiles.schema

    @Test func `the built-in schema has its collections by id and by number`() throws {
        #expect(schema.id == "cooperation" && schema.version == 1)
        #expect(schema.collections.count == 19 && schema.defaultLanguage == "vi")
        for collection in schema.collections {
            #expect(schema.collection(id: collection.id)?.number == collection.number)
            #expect(schema.collection(number: collection.number)?.id == collection.id)
            for field in collection.fields {
                #expect(collection.field(id: field.id)?.number == field.number)
                #expect(collection.field(number: field.number)?.id == field.id)
            }
            #expect(collection.leadDepartment == 3)
            #expect(collection.field(number: 999) == nil)
        }
    }

    @Test func `an unknown name is answered with the nearest one`() throws {
        #expect(schema.nearestCollection(to: "partner") == "partners")
        #expect(schema.nearestCollection(to: "thỏa thuận") == "agreements")
        let partners = try #require(schema.collection(id: "partners"))
        #expect(partners.nearestField(to: "contry") == "country")
        #expect(partners.nearestField(to: "viết tắt tên") == nil)
    }

    @Test func `a code is found by itself and by its labels`() throws {
        let themes = try #require(schema.enumeration(id: "Theme"))
        #expect(themes.code(meantBy: "urban_lighting") == "urban_lighting")
        #expect(themes.code(meantBy: "Chiếu sáng đô thị") == "urban_lighting")
        #expect(themes.code(meantBy: "URBAN LIGHTING") == "urban_lighting")
        #expect(themes.code(meantBy: "light") == nil)
        #expect(themes.nearestCode(to: "envronment") == "environment")
        let countries = try #require(schema.enumeration(id: "Country"))
        #expect(countries.code(meantBy: "fr") == nil)
        #expect(countries.code(meantBy: "\u{212A}E") == nil)
    }

    @Test(arguments: [
        (
            #""schema":"cooperation""#, #""schema":"a b""#,
            "schema: \"a b\" is no identifier: 1 to 40 ASCII letters, digits and _"
        ),
        (
            #""version":1"#, #""version":0"#,
            "version: this must be a whole number from 1 to 4294967295"
        ),
        (
            #""id": "agreements", "number": 4"#, #""id": "agreements", "number": 3"#,
            "collections[agreements]: the number \"3\" is there twice"
        ),
        (
            #""id": "agreements", "number": 4"#, #""id": "partners", "number": 4"#,
            "collections[partners]: the collection \"partners\" is there twice"
        ),
        (
            #""id": "abbr", "number": 33, "type": "text""#,
            #""id": "abbr", "number": 33, "type": "txt""#,
            "collections[departments].fields[abbr].type: unknown type \"txt\"; did you mean \"text\"?"
        ),
        (
            #""enumeration": "DepartmentKind""#, #""enumeration": "DepartmentKinds""#,
            "collections[departments].fields[kind].enumeration: unknown enumeration \"DepartmentKinds\"; did you mean \"DepartmentKind\"?"
        ),
        (
            #""enumeration": "PartnerState""#, #""enumeration": "PartnerStat""#,
            "collections[partners].fields[relationship_state].enumeration: unknown lifecycle \"PartnerStat\"; did you mean \"PartnerState\"?"
        ),
        (
            #""to": ["departments"], "vi": "cơ quan chủ trì""#,
            #""to": ["department"], "vi": "cơ quan chủ trì""#,
            "common[lead_department].to[0]: unknown collection \"department\"; did you mean \"departments\"?"
        ),
        (
            #""main": "text""#, #""main": "txt""#,
            "collections[departments].fields[aliases].main: unknown part \"txt\"; did you mean \"text\"?"
        ),
        (
            #""terminal": ["ended"]"#, #""terminal": ["endd"]"#,
            "lifecycles[MembershipState].terminal[0]: unknown state \"endd\"; did you mean \"ended\"?"
        ),
        (
            #""label": ["name"]"#, #""label": ["nam"]"#,
            "collections[departments].label[0]: unknown field \"nam\"; did you mean \"name\"?"
        ),
        (
            #""sensitivity": "internal""#, #""sensitivity": "secret""#,
            "common[code].sensitivity: this must be public, internal, restricted or personal"
        ),
        (
            #""default_language":"vi""#, #""default_language":"xx""#,
            "default_language: unknown language \"xx\"; did you mean \"vi\"?"
        ),
    ])
    func `a schema is refused with the place of its error`(
        find: String,
        replacement: String,
        message: String
    ) throws {
        let text = String(decoding: RegisterFiles.schemaBytes, as: UTF8.self)
        let range = try #require(text.firstRange(of: find))
        let changed = text.replacingCharacters(range, replacement)
        do throws(SchemaError) {
            _ = try Schema(json: Array(changed.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `what is no JSON and no object is refused`() {
        for text in ["", "[]", "{}", "{\"schema\":1}", "null"] {
            #expect(throws: SchemaError.self) { try Schema(json: Array(text.utf8)) }
        }
    }

    @Test func `members of a newer version are passed over`() throws {
        let text = String(decoding: RegisterFiles.schemaBytes, as: UTF8.self)
        let range = try #require(text.firstRange(of: "{"))
        let changed = text.replacingCharacters(range, "{\"queries\":[1],")
        #expect(try Schema(json: Array(changed.utf8)).version == 1)
    }
}

extension String {
    /// The text with `replacement` in place of what is in `range`.
    fileprivate func replacingCharacters(
        _ range: Range<String.Index>,
        _ replacement: String
    ) -> String {
        String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
    }
}
