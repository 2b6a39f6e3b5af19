import Shared
import Testing

/// Every record of the sample register goes into cells and comes out the same.
struct SampleRegisterTests {
    @Test func `every record of the sample comes back from its cells as it went in`() throws {
        #expect(RegisterFiles.sample.count > 200)
        for (index, line) in RegisterFiles.sample.enumerated() {
            let key = line["key"]?.string ?? "\(index)"
            var world = try FieldWorld(try #require(line["collection"]?.string))
            let fields = try #require(line["fields"])
            do throws(FieldError) {
                try world.load(fields)
            } catch {
                Issue.record("\(key): \(error.message(in: .en))")
                continue
            }
            let view = try #require(world.view)
            #expect(view.conflicts.isEmpty && view.unknown.isEmpty, "\(key)")
            let printed = view.fieldsJSON(in: world.schema)
            #expect(normal(printed) == normal(fields), "\(key)")
        }
    }

    @Test func `what show prints loads into a new record as the same record`() throws {
        for line in RegisterFiles.sample {
            var first = try FieldWorld(try #require(line["collection"]?.string))
            try first.load(try #require(line["fields"]))
            let printed = try #require(first.view).fieldsJSON(in: first.schema)
            var second = try FieldWorld(first.collection.id)
            try second.load(printed)
            let again = try #require(second.view).fieldsJSON(in: second.schema)
            #expect(JSONWriter.string(again) == JSONWriter.string(printed))
        }
    }

    @Test func `loading what a record shows already writes nothing`() throws {
        for line in RegisterFiles.sample {
            var world = try FieldWorld(try #require(line["collection"]?.string))
            try world.load(try #require(line["fields"]))
            let view = try #require(world.view)
            var editor = world.editor(on: view)
            try editor.load(view.fieldsJSON(in: world.schema), acceptsSensitive: true)
            #expect(editor.cells.isEmpty, "\(line["key"]?.string ?? "")")
        }
    }

    @Test func `the server refuses nothing of the sample but personal data`() throws {
        for line in RegisterFiles.sample {
            var world = try FieldWorld(try #require(line["collection"]?.string))
            try world.load(try #require(line["fields"]))
            let number = world.collection.number
            for write in try #require(world.state).writes {
                let cell = Change.CellWrite(key: write.key, replaced: [], value: write.value)
                let refusal = world.schema.refusal(of: cell, in: number)
                let field = world.collection.field(number: write.key.field)
                let expected = field?.sensitivity.needsRights == true ? WriteRefusal.rights : nil
                #expect(refusal == expected, "\(line["key"]?.string ?? "") \(field?.id ?? "")")
            }
        }
    }

    @Test func `every record of the sample has a label`() throws {
        for line in RegisterFiles.sample {
            var world = try FieldWorld(try #require(line["collection"]?.string))
            try world.load(try #require(line["fields"]))
            let label = try #require(world.view).label(in: .vi, schema: world.schema) { _ in "X" }
            #expect(label?.isEmpty == false, "\(line["key"]?.string ?? "")")
        }
    }

    /// Without ids, nulls and the order of sets, and with shapes unfolded, so that two can be compared.
    private func normal(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            if let claims = value["claims"] { return normal(claims) }
            if let entries = value["entries"] { return normal(entries) }
            let ignored = ["id", "withdrawn"]
            let kept = members.filter { !ignored.contains($0.key) && !$0.value.isNull }
                .map { JSONValue.Member(key: $0.key, value: normal($0.value)) }
            return .object(kept.sorted { $0.key < $1.key })
        case .array(let elements):
            let normalized = elements.map(normal)
            return .array(
                normalized.sorted { JSONWriter.string($0) < JSONWriter.string($1) }
            )
        case .string(let text):
            // References of the sample are keys; in these tests an id is the key's hash.
            let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[1].hasPrefix("@") || !parts[1].contains("@"),
                RegisterFiles.schema.collection(id: parts[0]) != nil,
                RecordID(text: parts[1]) == nil
            else { return value }
            let key = parts[1].hasPrefix("@") ? String(parts[1].dropFirst()) : parts[1]
            return .string(parts[0] + "/" + FieldWorld.record(key).text)
        default: return value
        }
    }
}
