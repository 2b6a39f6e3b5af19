import Shared

/// The lines of money of a report that nobody has signed for yet.
///
/// They are in what the register's own people see, and in nothing that leaves the house.
struct UnsignedMoney {
    private let count: Int
    private let isLeftOut: Bool

    /// Counts them; `isLeftOut`: those that would be in a public report once somebody has signed.
    init(
        in report: NamedReport,
        _ options: ReportOptions,
        _ register: Register,
        isLeftOut: Bool
    ) {
        self.isLeftOut = isLeftOut
        guard report.countsMoney else {
            count = 0
            return
        }
        let day = AskedDate.today
        count = register.moneyReceived(options).count { view in
            !register.isSigned(view, on: day) && (!isLeftOut || view.isForAll)
        }
    }

    /// What to say of them; nil where there are none.
    func note(_ console: Console) -> String? {
        guard count > 0 else { return nil }
        return isLeftOut
            ? console.say(
                en: "amounts that are not signed, left out: \(count)",
                vi: "khoản tiền chưa ký, không đưa vào: \(count)"
            )
            : console.say(
                en: "amounts here that are not signed, so not in html, svg and csv: \(count)",
                vi: "khoản tiền chưa ký ở đây, không có trong html, svg và csv: \(count)"
            )
    }

    /// The same for programs.
    var members: [JSONValue.Member] {
        [
            .init(key: "unsigned", value: .integer(Int64(count))),
            .init(key: "unsigned_left_out", value: .boolean(isLeftOut)),
        ]
    }
}
