import Shared

/// The options that every command of a program has, where they stand before the command.
package struct LeadingOptions: Sendable {
    private let program: CommandNames
    /// As they are typed: those that take a value.
    package let withValue: [String]
    /// As they are typed: those that take none.
    package let flags: [String]
    /// The short names of flags; several may stand in one word: `-qv`.
    private static let shortFlags = Array("qv".utf8)

    package init(of program: CommandNames, withValue: [String], flags: [String]) {
        self.program = program
        self.withValue = withValue
        self.flags = flags
    }

    /// The arguments with these options behind the command, where the parser looks for them.
    ///
    /// Where nothing would take them, as without a command, they are left out.
    ///
    /// - Parameter arguments: All but the program's own name.
    /// - Returns: The same in the parser's order.
    package func moved(_ arguments: [String]) -> [String] {
        var path = CommandPath(in: program)
        var rest = arguments[...]
        var options = taken(from: &rest)
        while let word = rest.first, path.enter(word) {
            rest.removeFirst()
            options += taken(from: &rest)
        }
        if path.words.isEmpty, rest.first?.isSame(as: "help") == true {
            return without(rest)
        }
        // A value that is missing is told by the parser.
        if path.words.isEmpty, let last = options.last, takesValue(last) { return arguments }
        return path.words + (areTaken(by: path, rest) ? options : []) + Array(rest)
    }

    /// Whether the command takes these options: one that holds others does so by its default alone,
    /// which the parser would tell of instead where help is asked for.
    private func areTaken(by path: CommandPath, _ rest: ArraySlice<String>) -> Bool {
        guard path.isGroup else { return true }
        let asksForHelp = ["--help", "-h"].contains { rest.first?.isSame(as: $0) == true }
        return path.command.hasDefault && !asksForHelp
    }

    /// All other arguments, wherever these options stand.
    private func without(_ arguments: ArraySlice<String>) -> [String] {
        var rest = arguments
        var others: [String] = []
        while !rest.isEmpty {
            if taken(from: &rest).isEmpty { others.append(rest.removeFirst()) }
        }
        return others
    }

    /// Takes away the options at the front, with their values.
    private func taken(from rest: inout ArraySlice<String>) -> [String] {
        var options: [String] = []
        while let count = words(of: rest) {
            options += rest.prefix(count)
            rest.removeFirst(count)
        }
        return options
    }

    /// How many words the option at the front takes; nil where none of these stands there.
    private func words(of rest: ArraySlice<String>) -> Int? {
        guard let first = rest.first else { return nil }
        let end = first.utf8.firstIndex(of: UInt8(ascii: "=")) ?? first.endIndex
        let name = String(first[..<end])
        if flags.contains(where: { $0.isSame(as: name) }) || Self.isShort(first) { return 1 }
        guard takesValue(name) else { return nil }
        guard end == first.endIndex, let value = rest.dropFirst().first else { return 1 }
        // What looks like an option is no value to the parser either.
        return value.utf8.starts(with: "-".utf8) && value.utf8.count > 1 ? 1 : 2
    }

    private func takesValue(_ name: String) -> Bool {
        withValue.contains { $0.isSame(as: name) }
    }

    private static func isShort(_ word: String) -> Bool {
        let bytes = word.utf8
        return bytes.count > 1 && bytes.first == UInt8(ascii: "-")
            && bytes.dropFirst().allSatisfy { shortFlags.contains($0) }
    }
}
