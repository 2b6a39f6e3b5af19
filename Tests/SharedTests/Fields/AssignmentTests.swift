import Shared
import Testing

/// What people type for fields, and what is saved for it.
struct AssignmentTests {
    struct Form: CustomTestStringConvertible, Sendable {
        let collection: String
        let entries: [String]
        let field: String
        let json: String

        init(_ collection: String, _ entries: String..., field: String, json: String) {
            self.collection = collection
            self.entries = entries
            self.field = field
            self.json = json
        }

        var testDescription: String { entries.joined(separator: " ") }
    }

    static let wef = FieldWorld.record("WEF").text

    static let forms = [
        Form("partners", "name.vi=Hà Nội", field: "name", json: #"{"vi":"Hà Nội"}"#),
        Form("partners", "name=Hà Nội", field: "name", json: #"{"vi":"Hà Nội"}"#),
        Form("partners", "name.fr= Lyon ", field: "name", json: #"{"fr":"Lyon"}"#),
        Form("partners", "abbr=A=B;C", field: "abbr", json: #""A=B;C""#),
        Form("partners", "country=FR", field: "country", json: #""FR""#),
        Form("partners", "country=pháp", field: "country", json: #""FR""#),
        Form("partners", "tie_kind=Twinned", field: "tie_kind", json: #""twinned""#),
        Form("partners", "tags=a", "tags=b;c", field: "tags", json: #"["a","b;c"]"#),
        Form("partners", "tags+=a", "tags+=b", "tags-=a", field: "tags", json: #"["b"]"#),
        Form("partners", "themes+=môi trường", field: "themes", json: #"["environment"]"#),
        Form(
            "partners",
            #"aliases+=A\;B\\C;lang=vi;kind=typo"#,
            field: "aliases",
            json: #"[{"kind":"typo","lang":"vi","text":"A;B\\C"}]"#
        ),
        Form(
            "agreements",
            "parties+=partners/WEF;role=signatory",
            field: "parties",
            json: #"[{"ref":"partners/\#(wef)","role":"signatory"}]"#
        ),
        Form(
            "agreements",
            "state+=signed_framework;effective=2025-09",
            field: "state",
            json: """
                {"current":"signed_framework","entries":[\
                {"state":"signed_framework","effective":"2025-09"}]}
                """
        ),
        Form(
            "agreements",
            "state=đã ký (khung);note=at last",
            field: "state",
            json: """
                {"current":"signed_framework","entries":[\
                {"state":"signed_framework","note":"at last"}]}
                """
        ),
        Form("agreements", "signed_on=18/01/2026", field: "signed_on", json: #""2026-01-18""#),
        Form("agreements", "signed_on=about 1997", field: "signed_on", json: #""1997~""#),
        Form("agreements", "signed_on=2003?", field: "signed_on", json: #""2003?""#),
        Form("agreements", "notice_days=90", field: "notice_days", json: #""90""#),
        Form(
            "agreements",
            "occasion=HEF",
            field: "occasion",
            json: "\"events/\(FieldWorld.record("HEF").text)\""
        ),
        Form("projects", "period=2008-10/2010-03", field: "period", json: #""2008-10/2010-03""#),
        Form("projects", "period=1998/..", field: "period", json: #""1998/..""#),
        Form("projects", "is_programme=có", field: "is_programme", json: "true"),
        Form("projects", "is_programme=no", field: "is_programme", json: "false"),
        Form(
            "projects",
            "outputs+=khóa đào tạo;qty=3 courses",
            field: "outputs",
            json: """
                [{"qty":{"value":"3","unit":"courses","qualifier":"exact"},\
                "name":"khóa đào tạo"}]
                """
        ),
        Form(
            "events",
            "expected=more than 1000 delegates",
            field: "expected",
            json: #"{"value":"1000","unit":"delegates","qualifier":"more_than"}"#
        ),
        Form(
            "contributions",
            "amount=about 136000 EUR",
            field: "amount",
            json: #"{"amount":"136000","currency":"EUR","qualifier":"about"}"#
        ),
        Form(
            "contributions",
            "amount=1,2 tỷ VND",
            field: "amount",
            json: #"{"amount":"1200000000","currency":"VND","qualifier":"exact"}"#
        ),
        Form(
            "contributions",
            "amount=136000",
            field: "amount",
            json: #"{"amount":"136000","currency":"XXX","qualifier":"exact"}"#
        ),
        Form(
            "contributions",
            "amount=hơn 500 triệu",
            field: "amount",
            json: #"{"amount":"500000000","currency":"XXX","qualifier":"more_than"}"#
        ),
        Form("events", "headcount+=120", "headcount-=20", field: "headcount", json: #""100""#),
        Form(
            "departments",
            "tel=+84 24 1234 5678",
            field: "tel",
            json: #""+84 24 1234 5678""#
        ),
        Form(
            "documents",
            "url=WWW.Example.org/A",
            field: "url",
            json: #""https://www.example.org/A""#
        ),
        // What is no address is kept as it was typed.
        Form("departments", "tel=028 3822 or 3823", field: "tel", json: #""028 3822 or 3823""#),
        Form("departments", "mailbox=a\u{300}  at b", field: "mailbox", json: "\"\u{E0}  at b\""),
        Form("documents", "url=javascript:alert(1)", field: "url", json: #""javascript:alert(1)""#),
        Form("documents", "url=a@b.vn or c@d.vn", field: "url", json: #""a@b.vn or c@d.vn""#),
        Form("documents", "url=mailto:a@b.vn", field: "url", json: #""mailto:a@b.vn""#),
        Form("documents", "url=http://a..vn/@b", field: "url", json: #""http://a..vn/@b""#),
        Form(
            "partners",
            "websites+=nota:url",
            "websites+=not a site",
            "websites-=nota:url",
            field: "websites",
            json: #"["not a site"]"#
        ),
        Form("documents", "notes= two\nlines ", field: "notes", json: #"" two\nlines ""#),
    ]

    @Test(arguments: forms)
    func `an entry is saved as it was meant`(_ form: Form) throws {
        var world = try FieldWorld(form.collection)
        try world.save(form.entries)
        #expect(world.json(form.field) == form.json)
        let state = try #require(world.state)
        for write in state.writes {
            let cell = Change.CellWrite(key: write.key, replaced: [], value: write.value)
            #expect(world.schema.refusal(of: cell, in: state.collection) == nil)
        }
    }

    @Test func `a claim is certain as stated and asserted by one's own department`() throws {
        let world = try FieldWorld("partners")
        let own = Reference(collection: 1, record: FieldWorld.record("tourism"))
        var editor = world.editor(on: nil, own: own)
        try editor.apply("size+=more than 100 members;as_of=2025;source=documents/acvn-page")
        try editor.apply("tie_count+=58;source=what someone said;certainty=reported;note=by phone")
        let shown = try #require(view(of: editor, world))
        guard case .claims(let size) = shown.field(id: "size")?.content,
            case .claims(let ties) = shown.field(id: "tie_count")?.content
        else {
            Issue.record("no claims")
            return
        }
        let first = try #require(size.entries.first?.claim)
        #expect(first.certainty == "stated" && first.assertedBy == own)
        #expect(first.asOf?.canonical == "2025")
        #expect(first.source?.value.json(in: world.schema).string?.hasPrefix("documents/") == true)
        let second = try #require(ties.entries.first?.claim)
        #expect(second.value.canonicalText == "58 localities" && second.certainty == "reported")
        #expect(second.source?.value == .text("what someone said") && second.note == "by phone")
    }

    @Test func `a claim is withdrawn by its id and stays readable`() throws {
        var world = try FieldWorld("partners")
        try world.save(["size+=63 cities"])
        let id = try #require(firstClaim(world)?.id.text)
        try world.save(["size.preferred=#\(id.suffix(6))"])
        try world.save(["size-=\(id.lowercased())"])
        #expect(firstClaim(world)?.isWithdrawn == true)
        try world.save(["--clear size.preferred"])
        #expect(world.json("size").contains(#""preferred":null"#))
    }

    @Test func `a missing record is asked for once by new and its name`() throws {
        let world = try FieldWorld("activities")
        var editor = world.editor(on: nil)
        try editor.apply("partners+=new:Tether")
        try editor.apply("partners+=new:Tether")
        try editor.apply("lead=new:partners/Tether")
        let created = try #require(editor.created.first)
        #expect(editor.created.count == 1 && editor.cells.count == 2 && created.name == "Tether")
        let partners = try #require(world.schema.collection(number: created.reference.collection))
        #expect(partners.titleField?.id == "name")
    }

    @Test func `what is displayed already is not written again`() throws {
        var world = try FieldWorld("agreements")
        let entries = [
            "title=Bản ghi nhớ", "kind=mou", "notes=a\nb", "tags+=x", "state=drafted;note=n",
            "parties+=partners/WEF;role=observer", "parties_claims+=partners/WEF",
        ]
        try world.save(entries)
        var editor = world.editor(on: world.view)
        for entry in entries where !entry.hasPrefix("parties_claims") { try editor.apply(entry) }
        try editor.apply("parties_claims+=partners/WEF")
        #expect(editor.cells.isEmpty)
        #expect(editor.understood.allSatisfy { !$0.isChange })
    }

    @Test func `a disputed value is written even where it is the displayed one`() throws {
        var world = try FieldWorld("partners")
        try world.save(["code=X"])
        let seen = world.state
        try world.save(["abbr=A"], by: .an, at: 10, seeing: seen)
        try world.save(["abbr=B"], by: .binh, at: 20, seeing: seen)
        try world.save(["abbr=B"], by: .chi, at: 30)
        #expect(world.view?.conflicts.isEmpty == true && world.json("abbr") == #""B""#)
    }

    @Test func `a note is added to an entry that has one`() throws {
        var world = try FieldWorld("agreements")
        try world.save(["state=drafted;note=b"])
        try world.save(["state=drafted;note=a"])
        #expect(world.json("state").contains(#""notes":["a","b"]"#))
    }

    @Test func `clearing empties what has a value and writes nothing else`() throws {
        var world = try FieldWorld("partners")
        try world.save(["name=Hà Nội", "name.en=Hanoi", "tags+=a", "tags+=b", "abbr=HN"])
        var editor = world.editor(on: world.view)
        try editor.clear("country")
        #expect(editor.cells.isEmpty)
        try world.save(["--clear name.en"])
        #expect(world.json("name") == #"{"vi":"Hà Nội"}"#)
        try world.save(["--clear name", "--clear tags", "--clear abbr"])
        for field in ["name", "tags", "abbr"] { #expect(world.json(field) == "nothing") }
    }

    @Test func `an element is removed by its id where its main part is not unique`() throws {
        var world = try FieldWorld("partners")
        try world.save(["aliases+=WEF;lang=en", "aliases+=WEF;lang=vi", "aliases+=Diễn đàn"])
        let view = world.view
        #expect(throws: FieldError.self) { try world.save(["aliases-=WEF"]) }
        try world.save(["aliases-=WEF;lang=en"])
        try world.save(["aliases-=dien dan"])
        #expect(world.json("aliases") == #"[{"lang":"vi","text":"WEF"}]"#)
        guard case .set(let elements) = view?.field(id: "aliases")?.content else { return }
        let id = try #require(elements.first { $0.element.part("lang") == .code("vi") }?.id)
        try world.save(["aliases-=\(id)"])
        #expect(world.json("aliases") == "nothing")
    }

    @Test func `a value may name a file, and an at sign may be meant`() throws {
        let world = try FieldWorld("meetings")
        let assign = { (text: String) in
            try Assignment(text, in: world.collection, of: world.schema)
        }
        var notes = try assign("summary=@notes.txt")
        #expect(notes.file == "notes.txt")
        try notes.take(contents: "@first line\n")
        #expect(notes.file == nil && notes.text == "@first line")
        #expect(try assign("summary=@-").file == "-")
        #expect(try assign(#"place=\@home"#).file == nil)
        #expect(try assign(#"place=\@home"#).text == "@home")
        #expect(try assign("tags+=@davos").file == nil)
    }

    @Test(arguments: [
        ("a\nb\n", "a\nb"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a", "a"), ("a\n ", "a\n "),
    ])
    func `of a long text from a file one line break at the end is left out`(
        contents: String,
        text: String
    ) throws {
        let world = try FieldWorld("meetings")
        var notes = try Assignment("summary=@-", in: world.collection, of: world.schema)
        try notes.take(contents: contents)
        #expect(notes.text.unicodeScalars.elementsEqual(text.unicodeScalars))
        let error = #expect(throws: FieldError.self) { try notes.take(contents: "\n") }
        #expect(error?.code == "empty_value")
    }

    @Test func `a claim that was withdrawn is not chosen`() throws {
        var world = try FieldWorld("partners")
        try world.save(["size+=63 cities", "size+=777 offices"])
        guard case .claims(let claims) = world.view?.field(id: "size")?.content else { return }
        let last = try #require(claims.entries.last?.id.text)
        let inOne = #expect(throws: FieldError.self) {
            try world.save(["size-=\(last)", "size.preferred=\(last)"])
        }
        #expect(inOne?.code == "withdrawn_claim")
        try world.save(["size-=\(last)"])
        let error = #expect(throws: FieldError.self) {
            try world.save(["size.preferred=\(last)"])
        }
        #expect(error?.code == "withdrawn_claim" && error?.path == "size.preferred")
        for language in DisplayLanguage.allCases {
            #expect(error?.message(in: language).contains("777 offices") == true)
            #expect(error?.hint(in: language)?.contains("caunoi show 'partners/#") == true)
        }
    }

    @Test func `what is withdrawn or chosen is understood as its value`() throws {
        var world = try FieldWorld("partners")
        try world.save(["size+=777 offices"])
        let id = try #require(firstClaim(world)?.id.text)
        var editor = world.editor(on: world.view)
        try editor.apply("size.preferred=\(id)")
        try editor.apply("size-=\(id)")
        #expect(
            editor.understood.map { $0.value?.canonicalText } == ["777 offices", "777 offices"]
        )
        try world.save(["size-=\(id)"])
        #expect(world.view?.field(id: "size")?.hasValue == false)
    }

    private func firstClaim(_ world: FieldWorld) -> ClaimsView.Entry? {
        guard case .claims(let claims) = world.view?.field(id: "size")?.content else { return nil }
        return claims.entries.first
    }

    private func view(of editor: FieldEditor<SeededRandom>, _ world: FieldWorld) -> RecordView? {
        var state = RecordState(collection: world.collection.number)
        let draft = Draft(
            kind: .create,
            record: FieldWorld.id,
            collection: world.collection.number,
            cells: editor.cells
        )
        let change = draft.change(
            on: nil,
            time: HybridTimestamp(milliseconds: 1),
            actor: 1,
            schemaVersion: 1
        )
        state.apply(change, at: Dot(Author.an.replica, 1))
        return RecordView(FieldWorld.id, state, schema: world.schema, directory: Directory())
    }
}
