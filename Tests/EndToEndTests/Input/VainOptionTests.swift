import Shared
import Testing

/// Options that would have no effect: refused before anything is read, so that no register is needed.
@Suite
struct VainOptionTests {
    private static let environment = ["CAUNOI_HOME": "/nowhere/caunoi", "CAUNOI_LANG": "en"]

    /// A form of files, and the options that say something about it.
    struct Form: CustomTestStringConvertible, Sendable {
        let name: String
        let taken: [String]
        var testDescription: String { name }
    }

    static let forms = [
        Form(name: "csv", taken: ["--collection", "--key", "--map", "--encoding", "--delimiter"]),
        Form(name: "xlsx", taken: ["--collection", "--key", "--map", "--sheet"]),
        Form(name: "jsonl", taken: ["--collection", "--key"]),
        Form(name: "iati", taken: ["--country"]),
    ]

    private static let importValues = [
        ("--collection", "partners"), ("--key", "name.vi"), ("--map", "A=name.vi"),
        ("--encoding", "utf-8"), ("--delimiter", ";"), ("--sheet", "A"), ("--country", "VN"),
    ]

    @Test(arguments: forms)
    func `an import refuses what says nothing about the file's form`(_ form: Form) async throws {
        for (option, value) in Self.importValues {
            let outcome = try await Program.client.run(
                ["import", #filePath, "--format", form.name, option, value],
                environment: Self.environment
            )
            #expect(outcome.output.isEmpty, "\(option): \(outcome.output)")
            if form.taken.contains(option) {
                #expect(outcome.status == 1, "\(option): \(outcome.errors)")
                #expect(outcome.errors.contains("there is no replica"), "\(outcome.errors)")
            } else {
                #expect(outcome.status == 2, "\(option): \(outcome.errors)")
                let message = "the form \(form.name) does not take \(option)"
                #expect(outcome.errors.contains(message), "\(outcome.errors)")
                let taken = "it takes " + form.taken.joined(separator: ", ")
                #expect(outcome.errors.contains(taken), "\(outcome.errors)")
            }
        }
    }

    private static let queryValues = [
        ("--on", "2026-12-01"), ("--months", "6"), ("--older-than", "2y"), ("--since", "1997"),
        ("--by", "donor,year"), ("--currency", "EUR"), ("--of", "x"), ("--until", "2027"),
        ("--department", "x"), ("--kind", "x"), ("--horizon", "2030"),
    ]

    /// The options of questions beside `--on`, which all of them take.
    private static let taken: [NamedQuery: [String]] = [
        .agreementsAtFramework: ["--months"], .funding: ["--by", "--currency"],
        .timeline: ["--since"], .memberships: ["--of"], .stale: ["--older-than"],
        .followUps: ["--until", "--department"], .due: ["--until"], .ties: ["--kind"],
        .support: ["--kind"], .targets: ["--horizon"],
    ]

    @Test(arguments: NamedQuery.allCases)
    func `a question refuses options without an effect on its answer`(
        _ query: NamedQuery
    ) async throws {
        let words = query == .calendar ? ["2024", "2025"] : query.subject == nil ? [] : ["x"]
        let taken = (Self.taken[query] ?? []) + ["--on"]
        let all = Self.queryValues.flatMap { [$0.0, $0.1] }
        let refused = try await Program.client.run(
            ["query", query.rawValue] + words + all + ["--json"],
            environment: Self.environment
        )
        #expect(refused.status == 2, "\(refused.errors)")
        let error = try JSONParser.parse(Array(refused.errors.utf8))["error"]
        let message = try #require(error?["message"]?.string)
        let named = Set(message.split { $0 == " " || $0 == "," }.map { String($0) })
        for (option, _) in Self.queryValues {
            #expect(named.contains(option) != taken.contains(option), "\(message)")
        }
        let list = "it takes " + taken.joined(separator: ", ")
        #expect(error?["hint"]?.string == list, "\(refused.errors)")

        let own = Self.queryValues.filter { taken.contains($0.0) }.flatMap { [$0.0, $0.1] }
        let accepted = try await Program.client.run(
            ["query", query.rawValue] + words + own,
            environment: Self.environment
        )
        #expect(accepted.status == 1, "\(accepted.errors)")
        #expect(accepted.errors.contains("there is no replica"), "\(accepted.errors)")
    }

    @Test func `the list of questions takes no options of theirs`() async throws {
        let outcome = try await Program.client.run(
            ["query", "--kind", "equipment"],
            environment: Self.environment
        )
        #expect(outcome.status == 2 && outcome.errors.contains("--kind"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    /// A text for a number of months, and whether it is one.
    struct Months: CustomTestStringConvertible, Sendable {
        let text: String
        let isTaken: Bool
        var testDescription: String { "\"\(text)\"" }
    }

    static let months: [Months] =
        ["1", "12", "24m", "2y", "100y", "1200"].map { Months(text: $0, isTaken: true) }
        + ["-5", "0", "0y", "101y", "1201", "1201m", "99999999999", "x", "y", "1.5", ""].map {
            Months(text: $0, isTaken: false)
        }

    @Test(arguments: months)
    func `a number of months is from 1 to a hundred years`(_ months: Months) async throws {
        for (query, option) in [
            ("agreements-at-framework", "--months"), ("stale", "--older-than"),
        ] {
            let outcome = try await Program.client.run(
                ["query", query, option, months.text],
                environment: Self.environment
            )
            #expect(outcome.status == (months.isTaken ? 1 : 2), "\(option): \(outcome.errors)")
            let says = months.isTaken ? "there is no replica" : "months from 1 to 1200"
            #expect(outcome.errors.contains(says), "\(option): \(outcome.errors)")
        }
    }
}
