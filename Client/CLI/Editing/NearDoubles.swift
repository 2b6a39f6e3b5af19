import Shared

/// New records beside others that people call so but for marks: they may be doubles.
///
/// They are made all the same: marks that were typed on purpose tell names apart.
struct NearDoubles {
    /// A record that was made by its name, and another one that may be the same.
    private struct Pair {
        let new: NewRecord
        let other: RecordID
    }

    private let register: Register
    private let console: Console
    private let pairs: [Pair]

    /// Looks at the records that a save made by their names.
    init(_ created: [NewRecord], _ register: Register, _ console: Console) {
        self.register = register
        self.console = console
        pairs = created.flatMap { new in
            register.namesakes(of: new).map { Pair(new: new, other: $0) }
        }
    }

    /// Tells people, with the command that makes one of two.
    func show() {
        for pair in pairs { console.warn(printable(text(of: pair))) }
    }

    /// For programs, beside other warnings.
    var json: [JSONValue] {
        pairs.map { pair in
            JSONValue.object([
                .init(key: "ref", value: .string(register.ref(pair.new.reference.record))),
                .init(key: "check", value: .string("nearly_named")),
                .init(key: "other", value: .string(register.ref(pair.other))),
                .init(key: "message", value: .string(text(of: pair))),
            ])
        }
    }

    private func text(of pair: Pair) -> String {
        let new = register.shortRef(pair.new.reference.record)
        let other = register.shortRef(pair.other)
        let label = register.label(of: pair.other)
        let command = "caunoi merge '\(new)' --into '\(other)'"
        return console.say(
            en: "\(pair.new.name) was made new beside \(label) (\(other)); if they are one: "
                + command,
            vi: "đã tạo mới \(pair.new.name) bên cạnh \(label) (\(other)); nếu là một: "
                + command
        )
    }
}
