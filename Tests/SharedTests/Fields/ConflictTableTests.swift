import Shared
import Testing

/// What is seen after two people edited one record at once: the table of the README.
struct ConflictTableTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let kind: String
        /// The row of the README's table that it is a case of; nil where the table does not say it.
        var row: ConflictTable.Row?
        let collection: String
        var base: [String] = []
        let an: [String]
        let binh: [String]
        let field: String
        /// The field as `show --json` prints it.
        let seen: String
        /// The paths that people have to settle.
        var disputed: [String] = []

        var testDescription: String { "\(kind): \(an) and \(binh)" }
    }

    /// Bình saves later than An, so his value is shown where nothing else decides.
    static let cases = [
        Case(
            kind: "two fields, one of them",
            row: .fields,
            collection: "partners",
            an: ["abbr=WEF"],
            binh: ["country=CH"],
            field: "abbr",
            seen: #""WEF""#
        ),
        Case(
            kind: "two fields, the other",
            row: .fields,
            collection: "partners",
            an: ["abbr=WEF"],
            binh: ["country=CH"],
            field: "country",
            seen: #""CH""#
        ),
        Case(
            kind: "single, equal",
            row: .equal,
            collection: "partners",
            an: ["abbr=WEF"],
            binh: ["abbr=WEF"],
            field: "abbr",
            seen: #""WEF""#
        ),
        Case(
            kind: "single, different",
            row: .different,
            collection: "partners",
            base: ["abbr=W"],
            an: ["abbr=WEF"],
            binh: ["abbr=WEFO"],
            field: "abbr",
            seen: #""WEFO""#,
            disputed: ["abbr"]
        ),
        Case(
            kind: "single, set against cleared",
            row: .cleared,
            collection: "partners",
            base: ["abbr=W"],
            an: ["abbr=WEF"],
            binh: ["--clear abbr"],
            field: "abbr",
            seen: "nothing",
            disputed: ["abbr"]
        ),
        Case(
            kind: "single, the lead department's",
            collection: "partners",
            base: ["lead_department=tourism"],
            an: ["country=FR"],
            binh: ["country=VN"],
            field: "country",
            seen: #""FR""#,
            disputed: ["country"]
        ),
        Case(
            kind: "the lead itself, by time alone",
            collection: "partners",
            base: ["lead_department=tourism"],
            an: ["lead_department=departments/tourism-2"],
            binh: ["lead_department=departments/health"],
            field: "lead_department",
            seen: "\"departments/\(FieldWorld.record("health").text)\"",
            disputed: ["lead_department"]
        ),
        Case(
            kind: "money is never mixed",
            row: .different,
            collection: "contributions",
            base: ["amount=1 EUR"],
            an: ["amount=about 136000 EUR"],
            binh: ["amount=5 VND"],
            field: "amount",
            seen: #"{"amount":"5","currency":"VND","qualifier":"exact"}"#,
            disputed: ["amount"]
        ),
        Case(
            kind: "localised, two languages",
            row: .languages,
            collection: "partners",
            an: ["name.vi=Hà Nội"],
            binh: ["name.en=Hanoi"],
            field: "name",
            seen: #"{"en":"Hanoi","vi":"Hà Nội"}"#
        ),
        Case(
            kind: "localised, one language",
            row: .different,
            collection: "partners",
            an: ["name=Hà Nội"],
            binh: ["name.vi=Hà-nội"],
            field: "name",
            seen: #"{"vi":"Hà-nội"}"#,
            disputed: ["name.vi"]
        ),
        Case(
            kind: "long text, other paragraphs",
            row: .paragraphs,
            collection: "partners",
            base: ["notes=a\nb\nc\nd\ne\n"],
            an: ["notes=A\nb\nc\nd\ne\n"],
            binh: ["notes=a\nb\nc\nd\nE\n"],
            field: "notes",
            seen: #""A\nb\nc\nd\nE\n""#
        ),
        Case(
            kind: "long text, one paragraph",
            row: .oneParagraph,
            collection: "partners",
            base: ["notes=a\n"],
            an: ["notes=b\n"],
            binh: ["notes=c\n"],
            field: "notes",
            seen: #""c\n""#,
            disputed: ["notes"]
        ),
        Case(
            kind: "set, two added",
            row: .setAdds,
            collection: "partners",
            base: ["tags+=x"],
            an: ["tags+=a"],
            binh: ["tags+=b"],
            field: "tags",
            seen: #"["a","b","x"]"#
        ),
        Case(
            kind: "set, one added and one removed",
            collection: "partners",
            base: ["tags+=x"],
            an: ["tags-=x"],
            binh: ["tags+=b"],
            field: "tags",
            seen: #"["b"]"#
        ),
        Case(
            kind: "set of parts, both changed one element",
            collection: "agreements",
            base: ["parties+=partners/WEF;role=observer"],
            an: ["parties-=partners/WEF", "parties+=partners/WEF;role=signatory"],
            binh: ["parties-=partners/WEF", "parties+=partners/WEF;role=partner"],
            field: "parties",
            seen: """
                [{"ref":"partners/\(FieldWorld.record("WEF").text)","role":"partner"},\
                {"ref":"partners/\(FieldWorld.record("WEF").text)","role":"signatory"}]
                """
        ),
        Case(
            kind: "log, two entries",
            row: .log,
            collection: "agreements",
            an: ["state+=signed_framework;effective=2025-09"],
            binh: ["state=in_implementation;effective=2025"],
            field: "state",
            seen: """
                {"current":"signed_framework","entries":[\
                {"state":"in_implementation","effective":"2025"},\
                {"state":"signed_framework","effective":"2025-09"}]}
                """
        ),
        Case(
            kind: "log, one entry with two notes",
            collection: "agreements",
            an: ["state=drafted;note=at the office"],
            binh: ["state=drafted;note=by mail"],
            field: "state",
            seen: """
                {"current":"drafted","entries":[\
                {"state":"drafted","notes":["at the office","by mail"]}]}
                """
        ),
        Case(
            kind: "counter",
            row: .counter,
            collection: "events",
            base: ["headcount+=10"],
            an: ["headcount+=5"],
            binh: ["headcount-=2"],
            field: "headcount",
            seen: #""13""#
        ),
    ]

    @Test(arguments: cases)
    func `two edits at once are seen as the table says`(_ row: Case) throws {
        for isReversed in [false, true] {
            var world = try FieldWorld(row.collection)
            try world.save(["code=X"] + row.base, at: 1)
            let seen = world.state
            let edits: [(entries: [String], author: Author, time: Int64)] = [
                (row.an, .an, 10), (row.binh, .binh, 20),
            ]
            for edit in isReversed ? edits.reversed() : edits {
                try world.save(edit.entries, by: edit.author, at: edit.time, seeing: seen)
            }
            #expect(world.json(row.field) == row.seen)
            #expect(world.view?.conflicts.map { $0.path } == row.disputed)
            #expect(world.countedConflicts == row.disputed.count)
        }
    }

    @Test func `adding an element wins against removing one that the other had not seen`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save(["tags+=a"], by: .binh, seeing: seen)
        try world.save(["tags+=a"], by: .an, seeing: seen)
        let anSaw = world.state.map { state in
            var state = state
            state.writes.removeAll { $0.dot.replica == Author.binh.replica }
            return state
        }
        try world.save(["tags-=a"], by: .an, seeing: anSaw)
        #expect(world.json("tags") == #"["a"]"#)
    }

    @Test func `two preferred claims are a conflict, the claims themselves are none`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X", "size=63 cities"])
        let seen = world.state
        try world.save(["size+=more than 100 members"], by: .an, at: 10, seeing: seen)
        try world.save(["size+=40 cities"], by: .binh, at: 20, seeing: seen)
        var ids = try claims(world).map { $0.id.text }
        #expect(world.view?.conflicts.isEmpty == true && ids.count == 3)
        ids.removeFirst()
        let both = world.state
        try world.save(["size.preferred=\(ids[0])"], by: .an, at: 30, seeing: both)
        try world.save(["size.preferred=\(ids[1])"], by: .binh, at: 40, seeing: both)
        #expect(world.view?.conflicts.map { $0.path } == ["size.preferred"])
        #expect(world.countedConflicts == 1)
        guard case .claims(let claims) = world.view?.field(id: "size")?.content else {
            Issue.record("no claims")
            return
        }
        #expect(claims.preferred?.text == ids[1])
    }

    @Test func `a delete and an edit at once are a conflict about the record`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save([], by: .an, at: 10, seeing: seen, kind: .delete)
        #expect(world.view?.life == .deleted)
        try world.save(["abbr=W"], by: .binh, at: 20, seeing: seen)
        let view = try #require(world.view)
        #expect(view.life == .disputedDelete && view.life.code == "disputed")
        #expect(view.conflicts.map { $0.kindCode } == ["delete"] && world.countedConflicts == 1)
        let json = view.disputedJSON(in: world.schema) { world.directory[$0.actor] }
        #expect(
            JSONWriter.string(json) == """
                {"@":[{"n":1,"value":"live","person":"Bình","department":"external-relations",\
                "device":"laptop","at":"1970-01-01T00:00:00Z","received_at":null,"change":"\
                \(Author.binh.replica.text):1","displayed":true},\
                {"n":2,"value":"deleted","person":"An","department":"tourism","device":null,\
                "at":"1970-01-01T00:00:00Z","received_at":null,"change":"\(Author.an.replica.text):2",\
                "displayed":false}]}
                """
        )
    }

    @Test func `two deletes at once are one, and a purge against an edit is a conflict`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save([], by: .an, seeing: seen, kind: .delete)
        try world.save([], by: .binh, seeing: seen, kind: .delete)
        #expect(world.view?.life == .deleted && world.view?.conflicts.isEmpty == true)
        try world.save([], by: .an, kind: .purge)
        #expect(world.view?.life == .purged)
        try world.save(["abbr=W"], by: .chi, seeing: seen)
        #expect(world.view?.life == .disputedPurge)
    }

    @Test func `a clock that runs ahead counts as the moment of receipt`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save(["abbr=AHEAD"], by: .an, at: 9_000_000, seeing: seen)
        try world.save(["abbr=LATER"], by: .binh, at: 6_000_000, seeing: seen)
        let state = try #require(world.state)
        let view = RecordView(
            FieldWorld.id,
            state,
            schema: world.schema,
            directory: world.directory
        ) { $0.replica == Author.an.replica ? 5_000_000 : 7_000_000 }
        #expect(view.value("abbr") == .text("LATER"))
        #expect(world.view?.value("abbr") == .text("AHEAD"))
    }

    private func claims(_ world: FieldWorld) throws -> [ClaimsView.Entry] {
        guard case .claims(let claims) = world.view?.field(id: "size")?.content else { return [] }
        return claims.entries
    }
}
