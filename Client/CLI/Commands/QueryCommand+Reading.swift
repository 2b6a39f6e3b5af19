import Shared

// What a question is asked with: its options, and the words after its name.

extension NamedQuery {
    /// The options that have an effect on the answer, as they are typed.
    fileprivate var options: [String] {
        let own: [String] =
            switch self {
            case .agreementsAtFramework: ["--months"]
            case .funding: ["--by", "--currency"]
            case .timeline: ["--since"]
            case .memberships: ["--of"]
            case .stale: ["--older-than"]
            case .followUps: ["--until", "--department"]
            case .due: ["--until"]
            case .ties, .support: ["--kind"]
            case .targets: ["--horizon"]
            case .lead, .disagreements, .agreementChain, .calendar, .delegationReport, .who,
                .donorFamily, .incomplete, .activeProjects, .size, .planVsActual, .warnings:
                []
            }
        return own + ["--on"]
    }

    /// How many words may stand behind its name.
    fileprivate var wordCounts: ClosedRange<Int> {
        let all = words.split(separator: " ")
        return all.count { !$0.hasPrefix("[") }...all.count
    }

    /// The words behind its name, as usage shows them.
    fileprivate var words: String {
        switch self {
        case .lead, .size, .timeline, .agreementChain, .donorFamily: "PARTNER"
        case .disagreements: "[PARTNER]"
        case .delegationReport: "DELEGATION"
        case .who: "PERSON"
        case .planVsActual: "EVENT"
        case .calendar: "FROM TO"
        case .activeProjects: "[YEAR]"
        case .incomplete, .warnings: "[COLLECTION]"
        default: ""
        }
    }
}

extension QueryCommand {
    /// The most months that are taken: a hundred years.
    private static let monthsMax: Int32 = 1200
    /// What counts as stale where nobody says it, in months.
    private static let staleMonths: Int32 = 24

    /// Refuses options without an effect on the answer, or on the list of questions.
    func refuseVain(_ query: NamedQuery?, _ console: Console) throws {
        let options: [(name: String, isGiven: Bool)] = [
            ("--on", on != nil), ("--months", months != nil), ("--older-than", olderThan != nil),
            ("--since", since != nil), ("--by", by != nil), ("--currency", currency != nil),
            ("--of", of != nil), ("--until", until != nil), ("--department", department != nil),
            ("--kind", kind != nil), ("--horizon", horizon != nil),
        ]
        let asked =
            query.map { console.say(en: "the query \($0.rawValue)", vi: "câu hỏi \($0.rawValue)") }
            ?? console.say(en: "the list of queries", vi: "danh sách câu hỏi")
        try TakenOptions.require(
            options.filter { $0.isGiven }.map { $0.name },
            among: query?.options ?? [],
            of: asked,
            console
        )
    }

    /// Reads what needs no register to be understood: days, periods, numbers.
    ///
    /// - Throws: ``CommandFailure`` for what is none, and where words are missing or too many.
    func readPeriods(
        of query: NamedQuery,
        into asked: inout QueryOptions,
        _ console: Console
    ) throws {
        guard query.wordCounts.contains(subjects.count) else { throw usage(of: query, console) }
        if query == .stale { asked.months = Self.staleMonths }
        if let months { asked.months = try count(of: months, "--months", console) }
        if let olderThan { asked.months = try count(of: olderThan, "--older-than", console) }
        if let since { asked.from = try AskedDate.read(since, "--since", console) }
        if let horizon { asked.from = try AskedDate.read(horizon, "--horizon", console) }
        if let until { asked.until = try AskedDate.read(until, "--until", console) }
        if let currency { asked.code = try currencyCode(currency, console) }
        if let by, by != "donor,year" {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(en: "--by takes donor,year", vi: "--by chỉ nhận donor,year"),
                hint: "caunoi query \(query.rawValue) --by donor,year"
            )
        }
        if query == .calendar { try readPeriod(subjects[0], subjects[1], into: &asked, console) }
        if query == .activeProjects {
            asked.from = try subjects.first.map { try AskedDate.read($0, "YEAR", console) }
        }
    }

    /// Reads what the question is about: a record, a collection, a code of the register.
    ///
    /// - Throws: ``CommandFailure`` where the register has no such thing, or more than one.
    func readSubject(
        of query: NamedQuery,
        into asked: inout QueryOptions,
        _ register: Register,
        _ console: Console
    ) throws {
        if let collection = query.subject, let text = subjects.first {
            asked.subject = try record(text, in: collection, for: query, register, console)
        }
        switch query {
        case .incomplete, .warnings:
            asked.code = try subjects.first.map { try register.collection($0).id }
        case .disagreements:
            asked.subject = try subjects.first.map { text in
                // The code of a note may be a partner's too: a note is named in full.
                let all = register.schema.collections.map(\.id)
                let isFull = text.utf8.contains(UInt8(ascii: "/"))
                return try register.counterpart(
                    text,
                    in: isFull ? all : all.filter { $0 != "resolutions" }
                )
            }
        case .memberships:
            asked.subject = try of.map {
                try register.counterpart($0, in: ["partners", "departments"])
            }
        case .followUps:
            asked.subject = try department.map { try register.record($0, in: ["departments"]) }
        case .ties:
            asked.code = try kind.map {
                try code($0, of: "tie_kind", in: "partners", register, console)
            }
        case .support:
            asked.code = try kind.map {
                try code($0, of: "support_kinds", in: "contributions", register, console)
            }
        default: break
        }
    }
}

// MARK: - Records

extension QueryCommand {
    /// The record that is called so; where none is, the one with all these words in what it or its
    /// series is called, and people are told which that is.
    private func record(
        _ text: String,
        in collection: String,
        for query: NamedQuery,
        _ register: Register,
        _ console: Console
    ) throws -> Reference {
        let wanted = try register.collection(collection)
        try refuseOther(text, than: wanted, for: query, register, console)
        do {
            return try register.record(text, in: [collection])
        } catch let failure as CommandFailure where failure.code == "unknown_reference" {
            let numbers = [wanted.number]
            let near: NearlyNamed?
            do throws(ReferenceProblem) {
                let isFamily = query == .donorFamily
                near = try register.nearlyNamed(text, in: numbers, asFamily: isFamily)
            } catch {
                throw register.failure(error, text, in: numbers)
            }
            guard let found = near else { throw failure }
            tell(found, of: text, register, console)
            return found.record
        }
    }

    /// Refuses a full reference into another collection than the one that the question is about.
    private func refuseOther(
        _ text: String,
        than wanted: CollectionDefinition,
        for query: NamedQuery,
        _ register: Register,
        _ console: Console
    ) throws {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let other = register.schema.collection(id: String(text[..<slash])),
            other.number != wanted.number
        else { return }
        let (name, about, not) = (query.rawValue, wanted.labels, other.labels)
        throw CommandFailure(
            .failed,
            code: "unknown_reference",
            console.say(
                en: "\(name) is asked about \(about.en), not about \(not.en)",
                vi: "\(name) hỏi về \(about.vi), không hỏi về \(not.vi)"
            ),
            hint: "caunoi query \(name) \(query.words)"
        )
    }

    private func tell(
        _ found: NearlyNamed,
        of text: String,
        _ register: Register,
        _ console: Console
    ) {
        func names(_ records: [Reference]) -> String {
            records.map { record in
                printable(register.label(of: record.record)) + " ("
                    + register.shortRef(record.record) + ")"
            }.joined(separator: ", ")
        }
        let (given, meant) = (printable(text), names(found.family))
        let several =
            found.family.count == 1
            ? ""
            : console.say(
                en: "possibly one under several names: ",
                vi: "có thể là một đối tác qua nhiều tên: "
            )
        console.message(
            console.say(
                en: "understood \(given) as \(several)\(meant)",
                vi: "hiểu \(given) là \(several)\(meant)"
            )
        )
        guard !found.others.isEmpty else { return }
        let others = names(found.others)
        console.message(
            console.say(
                en: "called so too, but not noted as the same: \(others)",
                vi: "cũng có tên như vậy nhưng không ghi là một: \(others)"
            )
        )
    }
}

// MARK: - Words and numbers

extension QueryCommand {
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
        let error = FieldError(path: "--kind", .noCode(text, in: enumeration))
        throw CommandFailure(
            .usage,
            code: error.code,
            error.message(in: console.language),
            hint: error.hint(in: console.language)
        )
    }

    /// `12`, `24m` or `2y`, in months.
    private func count(of text: String, _ option: String, _ console: Console) throws -> Int32 {
        let unit = text.utf8.last == UInt8(ascii: "y") ? Int32(12) : 1
        let digits = text.last.map { "my".contains($0) } == true ? String(text.dropLast()) : text
        let max = Self.monthsMax
        guard let count = Int32(digits), (1...max / unit).contains(count) else {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "\(option): \"\(text)\" is not a number of months from 1 to \(max)",
                    vi: "\(option): \"\(text)\" không phải là số tháng từ 1 đến \(max)"
                ),
                hint: "\(option) 24m, \(option) 2y"
            )
        }
        return count * unit
    }

    private func usage(of query: NamedQuery, _ console: Console) -> CommandFailure {
        CommandFailure(
            .usage,
            code: "usage",
            subjects.isEmpty
                ? console.say(
                    en: "\(query.rawValue) must be told what it is asked about",
                    vi: "\(query.rawValue) cần biết hỏi về gì"
                )
                : console.say(
                    en: "\(query.rawValue) is asked about something else",
                    vi: "\(query.rawValue) cần được hỏi theo cách khác"
                ),
            hint: "caunoi query \(query.rawValue) \(query.words)"
        )
    }
}
