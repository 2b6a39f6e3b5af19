import Testing

/// Options of `export` that would have no effect: refused before anything is read, without a register.
@Suite
struct ExportOptionTests {
    private static let environment = ["CAUNOI_HOME": "/nowhere/caunoi", "CAUNOI_LANG": "en"]

    /// Arguments, and what the refusal must say.
    struct Vain: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let says: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let vain = [
        Vain(
            arguments: ["--format", "vcf", "--collection", "meetings"],
            says: ["holds contacts, partners", "does not take --collection meetings"]
        ),
        Vain(
            arguments: ["--collection", "meetings", "-o", "meetings.vcf"],
            says: ["holds contacts, partners"]
        ),
        Vain(
            arguments: ["--format", "iati", "--collection", "partners"],
            says: ["holds projects", "--collection projects"]
        ),
        Vain(
            arguments: ["partners/AIMF", "--collection", "partners"],
            says: ["partners/AIMF, does not take --collection"]
        ),
        Vain(
            arguments: ["--format", "jsonl", "--delimiter", ";"],
            says: ["the form jsonl does not take --delimiter", "it takes --collection"]
        ),
        Vain(
            arguments: ["--format", "csv", "--publisher", "VN-1"],
            says: ["the form csv does not take --publisher"]
        ),
    ]

    @Test(arguments: vain)
    func `an option without an effect is refused`(_ vain: Vain) async throws {
        let outcome = try await Program.client.run(
            ["export"] + vain.arguments,
            environment: Self.environment
        )
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
        for text in vain.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    }

    @Test(arguments: [
        ["--format", "vcf", "--collection", "contacts"],
        ["--format", "vcf", "--collection", "partners"],
        ["--format", "iati", "--collection", "projects", "--publisher", "VN-1"],
        ["--format", "csv", "--collection", "partners", "--delimiter", ";"],
        ["--format", "ics", "--collection", "meetings"],
    ])
    func `an option with an effect is taken`(_ arguments: [String]) async throws {
        let outcome = try await Program.client.run(
            ["export"] + arguments,
            environment: Self.environment
        )
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("there is no replica"), "\(outcome.errors)")
    }
}
