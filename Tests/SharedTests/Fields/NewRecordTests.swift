import Shared
import Testing

/// `new:NAME`: a record that is asked for by its name, there already or not.
struct NewRecordTests {
    /// An editor for which the partners `Known` and `Twice` are there, the latter two times.
    private func editor(_ collection: String) throws -> FieldEditor<SeededRandom> {
        let world = try FieldWorld(collection)
        let partners = try #require(world.schema.collection(id: "partners")).number
        return FieldEditor(
            schema: world.schema,
            collection: world.collection,
            view: nil,
            settings: .init(
                style: .undecided,
                milliseconds: 1_700_000_000_000,
                finder: { (collection, name) throws(ReferenceProblem) in
                    if name == "Twice" { throw .ambiguous(["partners/1", "partners/2"]) }
                    guard collection == partners, name == "Known" else { return nil }
                    return Reference(collection: collection, record: FieldWorld.record(name))
                }
            ),
            random: SeededRandom(seed: 1),
            resolver: { allowed, text throws(ReferenceProblem) in
                try FieldWorld.resolve(allowed, text, world.schema)
            }
        )
    }

    @Test(arguments: ["new:partners/Known", "partners/new:Known", "partners/new: Known "])
    func `what is called so already is linked, not made again`(text: String) throws {
        var editor = try editor("agreements")
        try editor.apply("parties+=\(text);role=signatory")
        try editor.apply("parties_claims+=\(text)")
        #expect(editor.created.isEmpty)
        #expect(editor.linked.map { $0.reference.record } == [FieldWorld.record("Known")])
        #expect(editor.linked.map { $0.name } == ["Known"])
    }

    @Test(arguments: ["new:partners/Agr Co", "partners/new:Agr Co"])
    func `a new record of a collection is named in two ways`(text: String) throws {
        var editor = try editor("agreements")
        try editor.apply("parties+=\(text);role=signatory")
        #expect(editor.created.map { $0.name } == ["Agr Co"])
        let partners = try #require(editor.created.first?.reference.collection)
        #expect(partners == RegisterFiles.schema.collection(id: "partners")?.number)
        #expect(editor.linked.isEmpty)
    }

    @Test func `a new record without its collection is refused with how to write it`() throws {
        var editor = try editor("agreements")
        let error = #expect(throws: FieldError.self) {
            try editor.apply("parties+=new:Agr Co;role=signatory")
        }
        #expect(error?.hint(in: .en)?.contains("new:partners/NAME") == true)
        #expect(error?.hint(in: .vi)?.contains("new:partners/") == true)
        let plain = #expect(throws: FieldError.self) {
            try editor.apply("parties+=Agr Co;role=signatory")
        }
        #expect(plain?.hint(in: .en)?.contains("new:") == false)
    }

    @Test func `a name of several records is refused with all of them`() throws {
        var editor = try editor("activities")
        let error = #expect(throws: FieldError.self) { try editor.apply("partners+=new:Twice") }
        #expect(error?.code == "ambiguous_reference")
        #expect(error?.hint(in: .en)?.contains("partners/1, partners/2") == true)
        #expect(editor.created.isEmpty && editor.linked.isEmpty)
    }
}
