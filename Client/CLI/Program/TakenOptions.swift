import Shared

/// Options of a command that not everything it can be asked to do takes.
enum TakenOptions {
    /// Refuses options that would have no effect: whoever gives one expects something of it.
    ///
    /// `given` are the options of the command line and `taken` those with an effect here, as they are
    /// typed (`--kind`); `asked` says what the command is to do, in the console's language.
    ///
    /// - Throws: ``CommandFailure`` that names the options given in vain, and those that are taken.
    static func require(
        _ given: [String],
        among taken: [String],
        of asked: String,
        _ console: Console
    ) throws {
        let vain = given.filter { name in !taken.contains { $0.isSame(as: name) } }
        guard !vain.isEmpty else { return }
        let names = vain.joined(separator: ", ")
        let list = taken.joined(separator: ", ")
        throw CommandFailure(
            .usage,
            code: "option_not_taken",
            console.say(en: "\(asked) does not take \(names)", vi: "\(asked) không nhận \(names)"),
            hint: taken.isEmpty
                ? nil : console.say(en: "it takes \(list)", vi: "các tùy chọn nhận được: \(list)")
        )
    }
}
