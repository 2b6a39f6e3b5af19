import ArgumentParser
import ClientCLI
import ProgramText
import Testing

/// The options that every command has, before the command.
@Suite struct LeadingOptionsTests {
    struct Line: CustomTestStringConvertible, Sendable {
        let typed: [String]
        /// In the order in which the parser gets them.
        let parsed: [String]
        var testDescription: String { typed.joined(separator: " ") }

        init(_ typed: String, _ parsed: String) {
            self.typed = typed.split(separator: " ").map { String($0) }
            self.parsed = parsed.split(separator: " ").map { String($0) }
        }

        /// What stays as it is typed.
        init(_ typed: String) { self.init(typed, typed) }
    }

    static let lines = [
        Line("--lang vi list partners", "list --lang vi partners"),
        Line("--lang=vi list partners", "list --lang=vi partners"),
        Line("--home DIR --json status", "status --home DIR --json"),
        Line("-q --verbose list partners", "list -q --verbose partners"),
        Line("-qv list partners", "list -qv partners"),
        Line("--lang vi list partners --lang en", "list --lang vi partners --lang en"),
        // A value may be called like a command, and a missing one stays missing.
        Line("--home list list partners", "list --home list partners"),
        Line("--home - list partners", "list --home - partners"),
        Line("--lang --json list partners", "list --lang --json partners"),
        // Behind the command everything is the command's.
        Line("list partners --lang vi"),
        Line("set partners/X abbr=A --note list"),
        Line("resolve partners/X abbr --value --json"),
        // Commands within a command.
        Line("--json bundle inspect FILE", "bundle inspect --json FILE"),
        Line("--lang vi bundle --json inspect FILE", "bundle inspect --lang vi --json FILE"),
        // Where no command takes them.
        Line("--lang vi", ""),
        Line("--home"),
        Line("--json --home"),
        Line("--lang vi --help", "--help"),
        Line("--json --version", "--version"),
        Line("--lang vi bundle", "bundle"),
        Line("--lang vi lst partners", "lst partners"),
        Line("--lang vi help list", "help list"),
        Line("help list --lang vi", "help list"),
        // What is none of them stays in front.
        Line("--help"),
        Line("--nosuch list partners"),
        Line("--limit 3 --json list partners"),
        Line("-- list partners"),
        Line("---completion list -- positional@0 0 0"),
    ]

    @Test(arguments: lines)
    func `they are moved behind the command`(_ line: Line) {
        #expect(LeadingOptions.ofClient.moved(line.typed) == line.parsed)
        #expect(LeadingOptions.ofClient.moved(line.parsed) == line.parsed)
    }

    @Test func `they are all that the commands have in common`() {
        let names = GlobalOptions.usageString().split { !$0.isLetter && $0 != "-" }
            .map { String($0) }.filter { $0.hasPrefix("--") }
        let options = LeadingOptions.ofClient
        #expect(Set(names) == Set(options.withValue + options.flags))
    }
}
