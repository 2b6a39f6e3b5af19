import Shared

extension IATIRecords {
    mutating func readMoney(_ identifier: String) {
        let kept = element.keptContributions
        for (line, fields) in kept { addKept(identifier, fields, line: line) }
        let known = kept.map { KeptMoney($0.fields) }
        let funders = element.all("participating-org").filter { $0["role"] == "1" }
        var funder: JSONValue?
        if funders.count == 1 { funder = organisation(funders[0]) }
        let reporter = organisation(element.first("reporting-org"))
        var count = kept.count
        for budget in element.all("budget") {
            count += 1
            if known.contains(where: { $0.isSaid(by: budget) }) { continue }
            guard let amount = amount(budget.first("value"), in: budget) else { continue }
            let start = budget.first("period-start")?["iso-date"].flatMap { IATIText.day($0) }
            let end = budget.first("period-end")?["iso-date"].flatMap { IATIText.day($0) }
            guard let start, let end else {
                refuse(budget, .noDate)
                continue
            }
            let isFirm = budget["status"] == "2"
            addMoney(
                ["budget", identifier, budget["type"] ?? "1", start, end, amount.text],
                [
                    ("project", project), ("funder", funder ?? reporter), ("amount", amount.json),
                    ("kind", .string("budget")), ("period", .string(start + "/" + end)),
                    ("notes", isFirm ? .string("IATI budget status 2 (Committed)") : nil),
                ],
                line: budget.line
            )
        }
        for transaction in element.all("transaction") {
            count += 1
            if known.contains(where: { $0.id == transaction["ref"] }) { continue }
            guard let amount = amount(transaction.first("value"), in: transaction) else { continue }
            let date = transaction.first("transaction-date")?["iso-date"]
                .flatMap { IATIText.day($0) }
            guard let date else {
                refuse(transaction, .noDate)
                continue
            }
            let type = transaction.first("transaction-type")?["code"]
            let provider = organisation(transaction.first("provider-org"))
            let kind = IATICodes.contributionKind(type)
            var notes = narratives(transaction.first("description")).map { $0.text }
            if kind == "unknown", let type { notes.append("IATI transaction type \(type)") }
            addMoney(
                [
                    "transaction", identifier, transaction["ref"] ?? "", type ?? "", date,
                    amount.text, provider?.string ?? "",
                ],
                [
                    ("project", project), ("funder", provider ?? funder ?? reporter),
                    ("amount", amount.json), ("kind", .string(kind)), ("date", .string(date)),
                    ("notes", notes.isEmpty ? nil : .string(notes.joined(separator: "\n\n"))),
                ],
                line: transaction.line
            )
        }
        guard count == 0 else { return }
        for participant in funders {
            guard let funder = organisation(participant) else { continue }
            addMoney(
                ["funder", identifier, funder.string ?? ""],
                [("project", project), ("funder", funder), ("kind", .string("unknown"))],
                line: participant.line
            )
        }
    }

    /// A line of money; of several that are alike in all the second has another key than the first.
    private mutating func addMoney(
        _ key: [String],
        _ fields: [(String, JSONValue?)],
        line: Int
    ) {
        let before = repetitions[key, default: 0]
        repetitions[key] = before + 1
        add("contributions", before == 0 ? key : key + ["\(before + 1)"], fields, line: line)
    }

    private mutating func amount(
        _ value: XMLElement?,
        in element: XMLElement
    ) -> (text: String, json: JSONValue)? {
        guard let value, let amount = IATIText.amount(value.text) else {
            refuse(element, .noAmount(value?.text.withoutBlanks ?? ""))
            return nil
        }
        guard let code = (value["currency"] ?? self.element["default-currency"])?.uppercased()
        else {
            refuse(element, .noCurrency)
            return nil
        }
        guard let currency = CurrencyCode(code: code), currency != .notStated else {
            refuse(element, .unknownCurrency(code))
            return nil
        }
        return (amount + " " + code, Self.object([("amount", amount), ("currency", code)]))
    }

    mutating func refuse(_ element: XMLElement, _ reason: IATIRefusal.Reason) {
        refusals.append(IATIRefusal(line: element.line, element: element.name, reason: reason))
    }

    /// A contribution as an own export has kept it, with what IATI cannot say.
    private mutating func addKept(_ identifier: String, _ kept: JSONValue, line: Int) {
        var fields: [(String, JSONValue?)] = [("project", project)]
        for member in kept.object ?? [] where member.key != "id" && member.key != "funder" {
            fields.append((member.key, member.value))
        }
        if let name = kept["funder"] {
            let ref = name["ref"]?.string
            var funder = XMLElement(
                "funder",
                ref.map { [XMLAttribute(name: "ref", value: $0)] } ?? []
            )
            funder.text = name["name"]?.string ?? ""
            fields.append(("funder", organisation(funder)))
        }
        add("contributions", ["own", kept["id"]?.string ?? ""], fields, line: line)
    }
}

/// What an own export has kept of a line of money that stands in the file a second time, as IATI has it.
private struct KeptMoney {
    let id: String
    private let amount: String?
    private let currency: String?

    init(_ fields: JSONValue) {
        id = fields["id"]?.string ?? ""
        amount = fields["amount"]?["amount"]?.string
        currency = fields["amount"]?["currency"]?.string
    }

    func isSaid(by budget: XMLElement) -> Bool {
        guard let value = budget.first("value") else { return false }
        return IATIText.amount(value.text) == amount && value["currency"] == currency
    }
}

// MARK: - Organisations

extension IATIRecords {
    /// What an organisation means to spend in Viet Nam; its other budgets stay in the text that is kept.
    mutating func readForwardBudgets(_ identifier: String) {
        var own = XMLElement(
            "organisation",
            [XMLAttribute(name: "ref", value: identifier)],
            line: element.line
        )
        own.children = element.first("name")?.children ?? []
        guard let funder = organisation(own) else { return }
        for budget in element.all("recipient-country-budget") {
            let country = budget.first("recipient-country")?["code"]?.uppercased()
            guard country == "VN" else { continue }
            guard let amount = amount(budget.first("value"), in: budget) else { continue }
            let start = budget.first("period-start")?["iso-date"].flatMap { IATIText.day($0) }
            let end = budget.first("period-end")?["iso-date"].flatMap { IATIText.day($0) }
            guard let start, let end else {
                refuse(budget, .noDate)
                continue
            }
            addMoney(
                ["country budget", identifier, start, end, amount.text],
                [
                    ("funder", funder), ("amount", amount.json), ("kind", .string("budget")),
                    ("period", .string(start + "/" + end)),
                    ("notes", .string("IATI recipient-country-budget: VN")),
                ],
                line: budget.line
            )
        }
    }
}
