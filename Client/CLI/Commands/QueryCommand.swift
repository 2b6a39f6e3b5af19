import ArgumentParser
import Foundation
import ProgramText
import Shared

struct QueryCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: HelpText.say(
            en: "Ask one of the register's named questions; without a name, list them.",
            vi: "Hỏi một câu hỏi có sẵn của sổ; không nêu tên thì liệt kê."
        ),
        discussion: HelpText.discussion(
            en: """
                lead, size, timeline, agreement-chain, donor-family PARTNER; disagreements \
                [PARTNER]; plan-vs-actual EVENT; delegation-report DELEGATION; who PERSON; \
                calendar FROM TO; active-projects YEAR; incomplete, warnings [COLLECTION]. Where \
                the sources do not say, the answer says "not stated". Where nothing is called \
                PARTNER, EVENT or PERSON, the one with all these words in its name, its \
                abbreviation, its code or its series is taken, and named; donor-family takes one \
                donor under several names.

                --on goes with every question, --months with agreements-at-framework, --older-than \
                with stale, --since with timeline, --by and --currency with funding, --of with \
                memberships, --until with due and follow-ups, --department with follow-ups, --kind \
                with ties and support, --horizon with targets.
                """,
            vi: """
                lead, size, timeline, agreement-chain, donor-family PARTNER; disagreements \
                [PARTNER]; plan-vs-actual EVENT; delegation-report DELEGATION; who PERSON; \
                calendar FROM TO; active-projects YEAR; incomplete, warnings [COLLECTION]. Chỗ \
                nguồn không nói thì câu trả lời ghi “không nêu”. Không có gì tên là PARTNER, EVENT \
                hoặc PERSON thì lấy hồ sơ có đủ các từ đó trong tên, tên viết tắt, mã hoặc chuỗi \
                sự kiện, và nêu tên hồ sơ ấy; donor-family nhận một nhà tài trợ dưới nhiều tên.

                --on dùng với mọi câu hỏi, --months với agreements-at-framework, --older-than với \
                stale, --since với timeline, --by và --currency với funding, --of với memberships, \
                --until với due và follow-ups, --department với follow-ups, --kind với ties và \
                support, --horizon với targets.
                """,
            examples: "caunoi query agreements-at-framework --months 12 --on 2026-12-01"
        )
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
        parsing: .unconditional,
        help: ArgumentHelp(
            HelpText.say(
                en: "At framework level for at least so many months; 12 where it is not given.",
                vi: "Ở mức khuôn khổ ít nhất bấy nhiêu tháng; không nêu là 12."
            )
        )
    ) var months: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            HelpText.say(
                en: "What counts as stale: older than 24m or 2y, say; 24m where it is not given.",
                vi: "Thế nào là cũ: quá 24m hoặc 2y, chẳng hạn; không nêu là 24m."
            )
        )
    )
    var olderThan: String?
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
            try refuseVain(nil, console)
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
        try refuseVain(query, console)
        let day =
            try on.map { try AskedDate.read($0, "--on", console).earliestDay } ?? AskedDate.today
        var asked = QueryOptions(day: day)
        try readPeriods(of: query, into: &asked, console)
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        try readSubject(of: query, into: &asked, register, console)
        let answer = query.answer(from: register, asked)
        let printer = QueryPrinter(register: register, console: console)
        let synced = workspace.settings.lastSync.map { Instant($0) }
        if console.isJSON {
            let on = PartialDate(dayNumber: day) ?? PartialDate(dayNumber: 0)
            if let on { console.document(printer.json(answer, of: query, on: on, synced?.text)) }
        } else {
            printer.show(answer)
            console.message(workspace.dataAge(console))
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
}
