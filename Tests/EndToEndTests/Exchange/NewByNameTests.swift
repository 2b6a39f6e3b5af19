import Shared
import Testing

/// `new:NAME` in a value: the partner of that name, made only where there is none.
@Suite(.serialized)
struct NewByNameTests {
    @Test func `a partner that is called so is linked, and told`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord(
            "partners",
            "name.en=Tourism Promotion Organization",
            "abbr=TPO",
            "aliases=Tourism cities",
            "code=tpo-1"
        )
        for name in ["TPO", "tourism promotion organization", "Tourism cities"] {
            let saved = try await home.run("add", "meetings", "topics=x", "partners=new:\(name)")
            let told = "\(name) is partners/#\(ref.suffix(6)) already"
            #expect(saved.output.contains(told), "\(saved.output)")
            #expect(!saved.output.contains("also made"), "\(saved.output)")
        }
        #expect(try await home.json("list", "partners")["total"]?.integer == 1)

        let made = try await home.run("add", "meetings", "topics=x", "partners=new:Tether")
        #expect(made.output.contains("also made"), "\(made.output)")
        #expect(try await home.json("list", "partners")["total"]?.integer == 2)

        let other = try await home.newRecord("partners", "name.en=Another", "abbr=TPO")
        let refused = try await home.run(
            "add",
            "meetings",
            "topics=x",
            "partners=new:TPO",
            status: 1
        )
        for ref in [ref, other] {
            #expect(refused.errors.contains("partners/#\(ref.suffix(6))"), "\(refused.errors)")
        }
        #expect(try await home.json("list", "partners")["total"]?.integer == 3)
        #expect(try await home.json("list", "meetings")["total"]?.integer == 4)
    }

    @Test func `marks and codes do not make one of two names`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        try await home.newRecord("partners", "name.vi=Hội Ân", "code=WHO")
        for name in ["Hội An", "Who"] {
            let made = try await home.run("add", "meetings", "partners=new:\(name)")
            #expect(made.output.contains("also made"), "\(made.output)")
        }
        #expect(try await home.json("list", "partners")["total"]?.integer == 3)
        let linked = try await home.json("add", "meetings", "partners=new:Hội Ân")["linked"]
        #expect(linked?.count == 1 && linked?[0]?["name"]?.string == "Hội Ân")
    }

    @Test func `where several collections may be meant, the hint is what can be typed`()
        async throws
    {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let refused = try await home.run(
            "add",
            "agreements",
            "title.en=One",
            "parties+=new:Agr Co;role=signatory",
            status: 1
        )
        #expect(refused.errors.contains("new:partners/NAME"), "\(refused.errors)")
        for party in ["new:partners/Agr Co", "partners/new:Agr Co"] {
            try await home.run(
                "add",
                "agreements",
                "title.en=\(party.prefix(4))",
                "parties+=\(party);role=signatory"
            )
        }
        let partners = try await home.json("list", "partners")
        #expect(partners["total"]?.integer == 1, "\(partners)")
        #expect(try await home.record("partners/Agr Co")["label"]?.string == "Agr Co")
    }
}
