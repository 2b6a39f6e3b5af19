import Shared
import Testing

/// What a view says besides values.
struct RecordViewTests {
    @Test func `cells of a newer schema are kept and listed`() throws {
        var world = try FieldWorld("partners")
        try world.save(["abbr=W"])
        var state = try #require(world.state)
        let dot = try #require(state.writes.first?.dot)
        state.writes.append(.init(key: CellKey(field: 900, sub: [1]), dot: dot, value: [0x07]))
        let view = RecordView(
            FieldWorld.id,
            state,
            schema: world.schema,
            directory: world.directory
        )
        #expect(view.fields.count == 1 && view.unknown.count == 1)
        let json = JSONWriter.string(view.unknownJSON)
        #expect(json == #"[{"field":900,"sub":"01","value":"07"}]"#)
    }

    @Test func `a record of an unknown collection is shown as raw cells`() throws {
        var world = try FieldWorld("partners")
        try world.save(["abbr=W"])
        let writes = try #require(world.state).writes
        let state = RecordState(collection: 999, writes: writes)
        let view = RecordView(
            FieldWorld.id,
            state,
            schema: world.schema,
            directory: world.directory
        )
        #expect(view.collection == nil && view.fields.isEmpty && view.unknown.count == 1)
        #expect(view.life == .live && view.label(in: .en, schema: world.schema) { _ in nil } == nil)
    }

    @Test func `a record tells which others it refers to, wherever they stand in it`() throws {
        var world = try FieldWorld("meetings")
        try world.save([
            "title=Gặp", "partners+=partners/a", "partners+=partners/b",
            "lead_department=departments/d",
        ])
        let view = try #require(world.view)
        func refers(_ collection: String, _ key: String) throws -> Bool {
            let number = try #require(world.schema.collection(id: collection)).number
            return view.refers(to: Reference(collection: number, record: FieldWorld.record(key)))
        }
        #expect(
            try refers("partners", "a") && refers("partners", "b") && refers("departments", "d")
        )
        #expect(try !refers("partners", "c") && !refers("departments", "a"))
    }

    @Test func `a value of a newer form is shown as unreadable and kept`() throws {
        var world = try FieldWorld("partners")
        try world.save(["abbr=W"])
        var state = try #require(world.state)
        let dot = try #require(state.writes.first?.dot)
        state.writes.append(.init(key: CellKey(field: 51), dot: dot, value: [0x61, 0x78]))
        let view = RecordView(
            FieldWorld.id,
            state,
            schema: world.schema,
            directory: world.directory
        )
        #expect(view.value("tie_since") == .unreadable([0x61, 0x78]))
        let json = JSONWriter.string(view.fieldsJSON(in: world.schema))
        #expect(json == #"{"abbr":"W","tie_since":{"unreadable":"6178","text":"x"}}"#)
    }

    @Test(
        arguments: [
            ("partners", ["name=Hà Nội", "name.en=Hanoi"], "Hanoi"),
            ("partners", ["name=Hà Nội"], "Hà Nội"),
            ("partners", ["name.fr=Lyon"], "Lyon"),
            ("partners", ["abbr=WEF"], "WEF"),
            ("partners", ["country=FR"], nil),
            ("contacts", ["name=Hoàng Nguyên Dinh"], "Hoàng Nguyên Dinh"),
            ("memberships", ["member=partners/TPHCM", "network=LUCI"], "called – called"),
            ("meetings", ["partners=UBS", "held_on=2026-01-20"], "called – 2026-01-20"),
            (
                "contributions", ["project=p", "period=2013/2013"],
                "called – 2013"
            ),
        ] as [(String, [String], String?)]
    )
    func `a record is called by what identifies it`(
        collection: String,
        entries: [String],
        label: String?
    ) throws {
        var world = try FieldWorld(collection)
        try world.save(entries)
        let view = try #require(world.view)
        #expect(view.label(in: .en, schema: world.schema) { _ in "called" } == label)
    }

    @Test(
        arguments: [
            ("state=drafted;effective=2023-11", "state=negotiating", "negotiating", "2023-11-14"),
            ("state=drafted;effective=2024", "state=negotiating", "drafted", nil),
            ("state=drafted", "state=negotiating", "negotiating", nil),
            (
                "state=drafted;effective=2020", "state=negotiating;effective=2021", "negotiating",
                "2021"
            ),
        ] as [(String, String, String, String?)]
    )
    func `a state without a date follows a dated one today`(
        before: String,
        entry: String,
        current: String,
        effective: String?
    ) throws {
        var world = try FieldWorld("agreements")
        try world.save([before])
        try world.save([entry])
        let state = world.json("state")
        #expect(state.hasPrefix(#"{"current":"\#(current)""#), "\(state)")
        let dated = effective.map { #"{"state":"negotiating","effective":"\#($0)"}"# }
        #expect(state.contains(dated ?? #"{"state":"negotiating""#), "\(state)")
    }

    @Test(
        arguments: [
            (["state=drafted;effective=2025", "state=negotiating;effective=2025"], "negotiating"),
            (["state=terminated;effective=2025", "state=renewed;effective=2025"], "terminated"),
            (["state=superseded;effective=2025", "state=terminated;effective=2025"], "terminated"),
            (["state=drafted;effective=2026", "state=delivered;effective=2025"], "drafted"),
            (["state=delivered", "state=drafted;effective=1990"], "drafted"),
            (
                ["state=drafted;effective=2025-01-01", "state=negotiating;effective=2025"],
                "negotiating"
            ),
            (
                ["state=drafted;effective=2025~", "state=negotiating;effective=2025?"],
                "negotiating"
            ),
        ] as [([String], String)]
    )
    func `the current state is the latest, of equal dates the more final one`(
        entries: [String],
        current: String
    ) throws {
        for entries in [entries, entries.reversed()] {
            var world = try FieldWorld("agreements")
            try world.save(entries)
            #expect(world.json("state").hasPrefix(#"{"current":"\#(current)""#))
        }
    }

    @Test func `a disputed value lists who wrote what, the displayed one first`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save(["abbr=A"], by: .an, at: 1_768_726_800_000, seeing: seen)
        try world.save(["abbr=B"], by: .binh, at: 1_768_726_800_001, seeing: seen)
        try world.save(["abbr=A"], by: .chi, at: 1_768_726_800_002, seeing: seen)
        let view = try #require(world.view)
        let conflict = try #require(view.conflicts.first)
        guard case .value(let candidates) = conflict.kind else {
            Issue.record("no values")
            return
        }
        #expect(candidates.map { $0.value } == [.text("A"), .text("B")])
        #expect(candidates.first?.equalDots.count == 1)
        let json = view.disputedJSON(in: world.schema) { world.directory[$0.actor] }
        let text = JSONWriter.string(json)
        #expect(text.contains(#""n":1,"value":"A","person":"Chi""#))
        #expect(text.contains(#""at":"2026-01-18T09:00:00Z""#))
    }

    @Test func `a view is the same in whatever order the changes came`() throws {
        for seed in 0..<60 {
            var printed: Set<String> = []
            for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
                var world = try FieldWorld("partners")
                try world.save(["code=X", "tags=t"])
                let seen = world.state
                var edits: [([String], Author, Int64)] = []
                var random = SeededRandom(seed: UInt64(seed))
                for author in [Author.an, .binh, .chi] {
                    let entries = [
                        ["abbr=A", "abbr=B", "--clear abbr", "abbr=C"].randomElement(
                            using: &random
                        ),
                        ["name=A", "name.en=B"].randomElement(using: &random),
                        ["tags-=t", "tags+=u", "tags+=v"].randomElement(using: &random),
                        ["touchpoints+=1", "touchpoints-=7"].randomElement(using: &random),
                        ["notes=a", "notes=b"].randomElement(using: &random),
                        ["lead_department=tourism", "country=FR"].randomElement(using: &random),
                    ]
                    edits.append((entries.compactMap { $0 }, author, Int64(random.next() % 3)))
                }
                for index in order {
                    let (entries, author, time) = edits[index]
                    try world.save(entries, by: author, at: time, seeing: seen)
                }
                let view = try #require(world.view)
                let disputed = view.disputedJSON(in: world.schema) { world.directory[$0.actor] }
                printed.insert(
                    JSONWriter.string(view.fieldsJSON(in: world.schema))
                        + JSONWriter.string(disputed)
                )
            }
            #expect(printed.count == 1, "seed \(seed)")
        }
    }
}
