import ArgumentParser
import Foundation
import Shared

struct QueryCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: HelpText.say(
            en: "Ask one of the register's named questions; without a name, list them.",
            vi: "Hỏi một câu hỏi có sẵn của sổ; không nêu tên thì liệt kê."
        ),
        discussion: """
            lead, size, timeline, agreement-chain, donor-family PARTNER; disagreements [PARTNER]; \
            plan-vs-actual EVENT; delegation-report DELEGATION; who PERSON; calendar FROM TO; \
            active-projects YEAR; incomplete, warnings [COLLECTION]. Where the sources do not say, the answer says "not stated".

            EXAMPLE: caunoi query agreements-at-framework --months 12 --on 2026-12-01
            """
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "The question's name, for example due.", vi: "Tên câu hỏi, ví dụ due.")
        )
    ) var name: String?
    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "What it is about: a partner, an event, days, a year, a collection.",
                vi: "Hỏi về gì: đối tác, sự kiện, ngày, năm, nhóm."
            )
        )
    )
    var subjects: [String] = []

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Answer as of this day; today where it is not given.",
                vi: "Tính đến ngày này; không nêu là hôm nay."
            )
        )
    ) var on: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "At framework level for at least so many months.",
                vi: "Ở mức khuôn khổ ít nhất bấy nhiêu tháng."
            )
        )
    ) var months = 12
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What counts as stale: older than so many months, as 24m or 2y.",
                vi: "Thế nào là cũ: quá bấy nhiêu tháng, như 24m hoặc 2y."
            )
        )
    )
    var olderThan = "24m"
    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "Only what happened since this day.", vi: "Chỉ những gì từ ngày này.")
        )
    ) var since: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "How funding is grouped: donor,year.",
                vi: "Cách gộp tài trợ: donor,year."
            )
        )
    ) var by: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only amounts in this currency.",
                vi: "Chỉ số tiền theo đồng tiền này."
            )
        )
    ) var currency: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only the memberships of this member.",
                vi: "Chỉ tư cách thành viên của thành viên này."
            )
        )
    ) var of: String?
    @Option(
        name: [.long, .customLong("due")],
        help: ArgumentHelp(
            HelpText.say(
                en: "Only what is due until this day.",
                vi: "Chỉ việc đến hạn trước hoặc vào ngày này."
            )
        )
    )
    var until: String?
    @Option(
        name: [.long, .customLong("dept")],
        help: ArgumentHelp(
            HelpText.say(
                en: "Only what this department has to do.",
                vi: "Chỉ việc cơ quan này phải làm."
            )
        )
    )
    var department: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only this kind of support or tie.",
                vi: "Chỉ hình thức hỗ trợ hoặc quan hệ này."
            )
        )
    ) var kind: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "Only targets of this year.", vi: "Chỉ mục tiêu của năm này.")
        )
    ) var horizon: String?

    func perform(_ console: Console) throws -> ExitStatus {
        guard let name else {
            list(console)
            return .done
        }
        guard let query = NamedQuery(rawValue: name) else {
            let near = nearest(name, in: NamedQuery.allCases.map { $0.rawValue })
            throw CommandFailure(
                .usage,
                code: "unknown_query",
                console.say(en: "there is no query \(name)", vi: "không có câu hỏi \(name)"),
                hint: near.map { "caunoi query \($0)" } ?? "caunoi query"
            )
        }
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let day =
            try on.map { try AskedDate.read($0, "--on", console).earliestDay } ?? AskedDate.today
        var asked = QueryOptions(day: day)
        asked.months = Int32(clamping: months)
        try read(query, into: &asked, register, console)
        let answer = query.answer(from: register, asked)
        let printer = QueryPrinter(register: register, console: console)
        let asOf = workspace.settings.lastSync.map { Instant($0).text }
        if console.isJSON {
            let on = PartialDate(dayNumber: day) ?? PartialDate(dayNumber: 0)
            if let on { console.document(printer.json(answer, of: query, on: on, asOf)) }
        } else {
            printer.show(answer)
            console.message(
                asOf.map { console.say(en: "data as of \($0)", vi: "dữ liệu đến \($0)") }
                    ?? console.say(en: "never synchronised", vi: "chưa đồng bộ lần nào")
            )
        }
        return .done
    }

    private func list(_ console: Console) {
        if console.isJSON {
            let queries = NamedQuery.allCases.map { query in
                JSONValue.object([
                    .init(key: "query", value: .string(query.rawValue)),
                    .init(
                        key: "label",
                        value: .object([
                            .init(key: "vi", value: .string(query.labels.vi)),
                            .init(key: "en", value: .string(query.labels.en)),
                        ])
                    ),
                ])
            }
            console.document(.object([.init(key: "queries", value: .array(queries))]))
            return
        }
        for query in NamedQuery.allCases {
            console.line(padded(query.rawValue, to: 26) + query.labels[console.language])
        }
    }

    /// Reads what the question is about.
    private func read(
        _ query: NamedQuery,
        into asked: inout QueryOptions,
        _ register: Register,
        _ console: Console
    ) throws {
        var wanted = 0
        switch query {
        case .lead, .size, .planVsActual, .timeline, .agreementChain, .delegationReport, .who,
            .donorFamily:
            wanted = 1
            guard let first = subjects.first else { throw missing(query, console) }
            asked.subject = try register.record(first, in: [query.subject ?? ""])
        case .calendar:
            wanted = 2
            guard subjects.count == 2 else { throw missing(query, console) }
            try readPeriod(subjects[0], subjects[1], into: &asked, console)
        case .activeProjects:
            wanted = 1
            asked.from = try subjects.first.map { try AskedDate.read($0, "YEAR", console) }
        case .incomplete, .warnings:
            wanted = 1
            asked.code = try subjects.first.map { try register.collection($0).id }
        case .memberships:
            asked.subject = try of.map {
                try register.record($0, in: ["partners", "departments"])
            }
        case .followUps:
            asked.subject = try department.map { try register.record($0, in: ["departments"]) }
        case .targets: asked.from = try horizon.map { try AskedDate.read($0, "--horizon", console) }
        case .funding: asked.code = try currency.map { try currencyCode($0, console) }
        case .ties:
            asked.code = try kind.map {
                try code($0, of: "tie_kind", in: "partners", register, console)
            }
        case .support:
            asked.code = try kind.map {
                try code($0, of: "support_kinds", in: "contributions", register, console)
            }
        case .disagreements:
            wanted = 1
            asked.subject = try subjects.first.map {
                try register.record($0, in: register.schema.collections.map(\.id))
            }
        case .stale: asked.months = try months(olderThan, console)
        case .agreementsAtFramework, .due: break
        }
        if query == .timeline {
            asked.from = try since.map { try AskedDate.read($0, "--since", console) }
        }
        if query == .due || query == .followUps {
            asked.until = try until.map { try AskedDate.read($0, "--until", console) }
        }
        if let by, by != "donor,year" || query != .funding {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(en: "--by takes donor,year", vi: "--by chỉ nhận donor,year")
            )
        }
        if subjects.count > wanted { throw missing(query, console) }
    }

    private func readPeriod(
        _ first: String,
        _ last: String,
        into asked: inout QueryOptions,
        _ console: Console
    ) throws {
        let from = try AskedDate.read(first, "FROM", console)
        let until = try AskedDate.read(last, "TO", console)
        guard from.earliestDay <= until.latestDay else {
            let (begin, end) = (from.canonical, until.canonical)
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "the period ends before it begins: \(begin) to \(end)",
                    vi: "khoảng thời gian kết thúc trước khi bắt đầu: \(begin) đến \(end)"
                ),
                hint: "caunoi query calendar \(end) \(begin)"
            )
        }
        asked.from = from
        asked.until = until
    }

    /// A currency by its three letters.
    private func currencyCode(_ text: String, _ console: Console) throws -> String {
        if let currency = CurrencyCode(code: text) { return currency.code }
        throw CommandFailure(
            .usage,
            code: "usage",
            console.say(
                en: "--currency: \"\(text)\" is not a currency's three capital letters",
                vi: "--currency: \"\(text)\" không phải mã ba chữ hoa của một đồng tiền"
            ),
            hint: "EUR, VND, USD"
        )
    }

    /// The code of a field that `--kind` means, by itself or by its label.
    private func code(
        _ text: String,
        of field: String,
        in collection: String,
        _ register: Register,
        _ console: Console
    ) throws -> String {
        let enumeration: Enumeration
        switch register.schema.collection(id: collection)?.field(id: field)?.type {
        case .single(.enumeration(let found))?, .set(.enumeration(let found))?: enumeration = found
        default: return text
        }
        if let code = enumeration.code(meantBy: text) { return code }
        let codes = enumeration.codes.map { $0.code }.joined(separator: ", ")
        throw CommandFailure(
            .usage,
            code: "unknown_code",
            console.say(
                en: "--kind: there is no code \"\(text)\"",
                vi: "--kind: không có mã \"\(text)\""
            ),
            hint: console.say(en: "the codes are \(codes)", vi: "các mã: \(codes)")
        )
    }

    /// `24m` or `2y`, in months.
    private func months(_ text: String, _ console: Console) throws -> Int32 {
        let unit = text.utf8.last == UInt8(ascii: "y") ? Int32(12) : 1
        let digits = text.last.map { "my".contains($0) } == true ? String(text.dropLast()) : text
        guard let count = Int32(digits), (1...1200).contains(count) else {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "--older-than: \"\(text)\" is not a number of months or years",
                    vi: "--older-than: \"\(text)\" không phải là số tháng hoặc năm"
                ),
                hint: "24m, 2y"
            )
        }
        return count * unit
    }

    private func missing(_ query: NamedQuery, _ console: Console) -> CommandFailure {
        let form: String
        switch query {
        case .lead, .size, .timeline, .agreementChain, .donorFamily: form = "PARTNER"
        case .disagreements: form = "[PARTNER]"
        case .delegationReport: form = "DELEGATION"
        case .who: form = "PERSON"
        case .planVsActual: form = "EVENT"
        case .calendar: form = "FROM TO"
        case .activeProjects: form = "[YEAR]"
        case .incomplete, .warnings: form = "[COLLECTION]"
        default: form = ""
        }
        return CommandFailure(
            .usage,
            code: "usage",
            console.say(
                en: "\(query.rawValue) is asked about something else",
                vi: "\(query.rawValue) cần được hỏi theo cách khác"
            ),
            hint: "caunoi query \(query.rawValue) \(form)"
        )
    }
}
