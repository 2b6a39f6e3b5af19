import ClientExchange
import Shared

extension IATIExport {
    /// A contribution to a project that is public.
    struct FundingLine {
        let view: RecordView
        /// The element from which it came, if it still says the same.
        let origin: XMLElement?
    }

    /// The lines of money of a project: those that came with it and still hold as they came.
    mutating func money(
        of funding: [FundingLine]
    ) -> (elements: [XMLElement], kept: [XMLElement]) {
        var elements: [XMLElement] = []
        var kept: [XMLElement] = []
        for funded in funding {
            if let own = funded.origin {
                if let taken = taken(own) { elements.append(taken) }
                continue
            }
            let line = funded.view
            if let element = money(line) { elements.append(element) }
            kept.append(IATIKept.contribution(self.kept(line)))
            guard case .single(let cell) = line.field(id: "amount")?.content else { continue }
            if cell.isDisputed {
                leaveOut(line, en: "its amount is disputed", vi: "số tiền còn khác nhau")
            } else if case .money(let money) = cell.displayed, money.currency == .notStated {
                leaveOut(
                    line,
                    en: "the currency of its amount is not stated",
                    vi: "số tiền chưa rõ loại tiền"
                )
            }
        }
        return (elements, kept)
    }

    /// A transaction for an exact amount on a day; a budget for what is about, or of a year.
    ///
    /// Nil for an amount whose currency is not stated: nobody is to guess it.
    private func money(_ line: RecordView) -> XMLElement? {
        guard case .single(let cell) = line.field(id: "amount")?.content, !cell.isDisputed,
            case .money(let money) = cell.displayed, money.currency != .notStated
        else { return nil }
        var kind = "unknown"
        if case .code(let code) = line.value("kind") { kind = code }
        let funder = line.reference("funder")
        if money.qualifier == .exact, let type = IATICodes.transactionType(kind),
            case .date(let date) = line.value("date"), date.isDay
        {
            return .make(
                "transaction",
                [("ref", line.id.text)],
                [
                    .make("transaction-type", [("code", type)]),
                    .make("transaction-date", [("iso-date", date.canonical)]),
                    value(money, on: date.canonical),
                ] + (funder.flatMap { organisation("provider-org", $0) }.map { [$0] } ?? [])
            )
        }
        guard let (start, end) = days(of: line) else { return nil }
        return .make(
            "budget",
            [("type", "1"), ("status", kind == "commitment" ? "2" : "1")],
            [
                .make("period-start", [("iso-date", start)]),
                .make("period-end", [("iso-date", end)]), value(money, on: start),
            ]
        )
    }

    private func value(_ money: Money, on day: String) -> XMLElement {
        .make(
            "value",
            [("currency", money.currency.code), ("value-date", day)],
            text: money.amount.canonical
        )
    }

    private func days(of line: RecordView) -> (start: String, end: String)? {
        var first: PartialDate?
        var last: PartialDate?
        if case .range(let period) = line.value("period") {
            first = period.from ?? period.untilDate
            last = period.untilDate ?? period.from
        } else if case .date(let date) = line.value("date") {
            (first, last) = (date, date)
        }
        guard let first, let last, let start = PartialDate(dayNumber: first.earliestDay),
            let end = PartialDate(dayNumber: last.latestDay)
        else { return nil }
        return (start.canonical, end.canonical)
    }

    /// The contribution as the register has it, for our own reader.
    private func kept(_ line: RecordView) -> JSONValue {
        var members: [JSONValue.Member] = [.init(key: "id", value: .string(line.id.text))]
        for id in ["amount", "kind", "period", "date", "support_kinds", "direction"] {
            guard let field = line.field(id: id), !field.definition.sensitivity.needsRights,
                let value = field.json(in: register.schema)
            else { continue }
            if case .single(let cell) = field.content, cell.isDisputed { continue }
            members.append(.init(key: id, value: value))
        }
        if let funder = line.reference("funder"), let view = outside.view(funder),
            let name = outside.name(of: funder)
        {
            var about: [JSONValue.Member] = []
            if let ref = view.identifiers(scheme: "iati").first {
                about.append(.init(key: "ref", value: .string(ref)))
            }
            about.append(.init(key: "name", value: .string(name)))
            members.append(.init(key: "funder", value: .object(about)))
        }
        return .object(members)
    }
}
