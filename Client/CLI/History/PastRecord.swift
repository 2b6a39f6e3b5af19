import ClientCore
import Shared

/// Shows a record as the register had it at a moment.
struct PastRecord {
    private let workspace: Workspace
    private let register: Register
    private let console: Console
    private let moment: MomentOption

    init(_ workspace: Workspace, _ register: Register, _ console: Console, _ moment: MomentOption) {
        self.workspace = workspace
        self.register = register
        self.console = console
        self.moment = moment
    }

    /// The record alone, without what has been merged into it.
    ///
    /// - Throws: `CommandFailure` where the record was not there yet.
    func show(_ ref: String) throws -> ExitStatus {
        let present = try register.seen(register.findEvenDeleted(ref))
        let reader = HistoryReader(workspace, register, reachesOut: true)
        let history =
            try reader.history(ofAlone: present.id) ?? reader.history(of: present)
        guard let state = history.state(at: moment.milliseconds) else { throw missing(history) }
        let view = RecordView(
            present.id,
            state,
            schema: register.schema,
            directory: register.directory
        ) { register.received($0, in: history.scope) }
        let title =
            view.label(in: register.language, schema: register.schema) {
                register.label(of: $0.record)
            } ?? "#" + view.id.shortText
        if console.isJSON {
            let members: [JSONValue.Member] = [
                .init(key: "at", value: .string(Instant(moment.milliseconds).text)),
                .init(key: "complete", value: .boolean(history.isComplete)),
            ]
            console.document(.object(register.members(of: view, label: title) + members))
            return .done
        }
        let time = Instant(moment.milliseconds).local(register.language)
        RecordPrinter(register, console).show(
            view,
            title: title,
            note: console.say(en: "  as of \(time)", vi: "  tại thời điểm \(time)")
        )
        HistoryText(register, console, history).warnOfGaps()
        return .done
    }

    private func missing(_ history: RecordHistory) -> CommandFailure {
        let time = Instant(moment.milliseconds).local(register.language)
        let name = register.shortRef(history.record)
        let first = history.changes.first.map {
            Instant($0.received ?? $0.time.milliseconds).local(register.language)
        }
        let since = first.map {
            console.say(en: "; its first change is of \($0)", vi: "; thay đổi đầu tiên lúc \($0)")
        }
        return CommandFailure(
            code: "not_yet",
            console.say(
                en: "\(name) was not in the register at \(time)",
                vi: "\(name) chưa có trong sổ tại thời điểm \(time)"
            ) + (since ?? ""),
            hint: "caunoi history \(name)"
        )
    }
}
