import Shared
import Testing

/// Questions about records that are called otherwise than people say.
@Suite(.serialized)
struct NearlyNamedTests {
    @Test func `a donor is found by a word that several of its names share`() async throws {
        let world = try await SampleWorld()
        let outcome = try await world.e.run("query", "donor-family", "Canada", "--json")
        let rows = try #require(outcome.json?["rows"]?.array)
        let kinships = rows.compactMap { $0["kinship"]?.string }
        #expect(Set(kinships) == ["itself", "possible", "apart"], "\(rows)")
        let periods = rows.compactMap { $0["period"]?.string }
        for period in ["2003/2010", "2008-10/2010-03", "2010/2015", "2016/2021", "2018/2021"] {
            #expect(periods.contains(period), "\(periods)")
        }
        let lines = outcome.errors.split(separator: "\n")
        let understood = lines.first { $0.hasPrefix("understood Canada as ") } ?? ""
        #expect(understood.contains("Global Affairs Canada"), "\(outcome.errors)")
        #expect(!understood.contains("Bộ Môi trường Canada"), "\(outcome.errors)")
        let others = lines.first { $0.contains("not noted as the same") } ?? ""
        #expect(others.contains("Bộ Môi trường Canada"), "\(outcome.errors)")
        // Everybody else wants one record.
        let several = try await world.e.run("query", "lead", "Canada", status: 1)
        for name in ["Global Affairs Canada", "Bộ Môi trường Canada"] {
            #expect(several.errors.contains(name), "\(several.errors)")
        }
    }

    @Test func `the one record with all the words in its name is taken, and told`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let harbour = try await e.newRecord("partners", "name.en=Authority of the New Harbour")
        try await e.newRecord("partners", "name.en=Authority of Harbourside")
        try await e.newRecord("partners", "name.en=New Town")
        for words in ["harbour new", "partners/NEW HARBOUR", "Hárbour"] {
            let outcome = try await e.run("query", "lead", words, "--json")
            #expect(outcome.json?["rows"]?[0]?["partner"]?["ref"]?.string == harbour, "\(words)")
            let text = "understood \(words) as Authority of the New Harbour (partners/#"
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }
        // What is called so is meant, whatever else has the word in its name.
        let town = try await e.newRecord("partners", "name.en=Harbour")
        let exact = try await e.run("query", "lead", "harbour", "--json")
        #expect(exact.json?["rows"]?[0]?["partner"]?["ref"]?.string == town, "\(exact)")
        #expect(!exact.errors.contains("understood"), "\(exact.errors)")
        // A deleted record keeps its name.
        try await e.run("delete", town)
        let deleted = try await e.run("query", "lead", "Harbour", status: 1)
        #expect(deleted.errors.contains("partners/Harbour has been deleted"), "\(deleted.errors)")
    }

    @Test func `an event is found by its abbreviation and by its series`() async throws {
        let world = try await SampleWorld()
        let several = try await world.e.run("query", "plan-vs-actual", "HEF", status: 1)
        for name in ["Forum 2023", "5th edition"] {
            #expect(several.errors.contains(name), "\(several.errors)")
        }
        let part = try await world.e.run("query", "plan-vs-actual", "WEF Davos", "--lang", "en")
        #expect(part.errors.contains("understood WEF Davos as 56th Annual Meeting"), "\(part)")

        let series = try await world.e.newRecord("series", "name.en=Harbour Days", "abbr=HD")
        try await world.e.newRecord("events", "title.en=Opening of 2030", "series=\(series)")
        for name in ["HD", "Days Harbour"] {
            let found = try await world.e.run("query", "plan-vs-actual", name, "--lang", "en")
            let text = "understood \(name) as Opening of 2030"
            #expect(found.errors.contains(text), "\(found.errors)")
        }
    }

    @Test(arguments: [
        (["query", "lead", "Harb"], "caunoi search 'Harb'; caunoi list partners"),
        (["query", "lead", "New Harbour Town"], "caunoi list partners"),
        (["query", "who", "Nobody"], "caunoi search 'Nobody'; caunoi list contacts"),
        (["show", "events/Nothing"], "caunoi search 'Nothing'; caunoi list events"),
        (["report", "funding", "--department", "no"], "caunoi list departments"),
        (["query", "lead", "New Twon"], "did you mean \"New Town\"? caunoi search 'New Twon'"),
    ])
    func `where no record is called so, the next command is named`(
        arguments: [String],
        says: String
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("partners", "name.en=Authority of the New Harbour")
        try await e.newRecord("partners", "name.en=New Town")
        let outcome = try await Program.client.run(arguments, environment: e.environment)
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.errors)")
        #expect(outcome.errors.contains("no record is called"), "\(outcome.errors)")
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
    }
}
