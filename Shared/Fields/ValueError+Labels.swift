extension ValueError {
    /// The reason in both languages.
    var labels: Labels {
        switch self {
        case .malformed(let kind, let given, let example):
            Labels(
                vi: "“\(given)” không phải \(kind.labels.vi), ví dụ \(example)",
                en: "\"\(given)\" is not \(kind.labels.en) such as \(example)"
            )
        case .ambiguousNumber(let given, let readings):
            Labels(
                vi: "“\(given)” đọc được hai cách: \(readings.either("hoặc"))",
                en: "\"\(given)\" reads two ways, \(readings.either("or"))"
            )
        case .outOfRange(let kind, let given, let least, let most):
            Labels(
                vi: "\(given) ở ngoài khoảng của \(kind.labels.vi), từ \(least) đến \(most)",
                en: "\(given) is outside of \(least) to \(most) for \(kind.labels.en)"
            )
        case .reversed(_, let given, let start, let end):
            Labels(
                vi: "“\(given)”: \(end) đứng trước \(start)",
                en: "\"\(given)\": \(end) lies before \(start)"
            )
        case .tooManyDigits(let given, let limit):
            Labels(
                vi: "“\(given)” có hơn \(limit) chữ số",
                en: "\"\(given)\" has more than \(limit) digits"
            )
        case .tooLong(let kind, let limit):
            Labels(
                vi: "\(kind.labels.vi) dài hơn \(limit) byte",
                en: "\(kind.labels.en) has more than \(limit) bytes"
            )
        case .missingUnit(let given, let example):
            Labels(
                vi: "“\(given)” thiếu đơn vị, ví dụ \(example)",
                en: "\"\(given)\" does not say what is counted, as \(example) does"
            )
        case .unknownCurrency(let given, let example):
            Labels(
                vi: "không rõ loại tiền “\(given)”, ví dụ \(example)",
                en: "\"\(given)\" is no currency that is known, such as \(example)"
            )
        case .credentials(let example):
            Labels(
                vi: "địa chỉ trang web chứa tên hoặc mật khẩu; hãy bỏ đi, ví dụ \(example)",
                en: "the web address has a name or a password in it; leave them out: \(example)"
            )
        case .differentCurrencies(let left, let right):
            Labels(
                vi: "không cộng \(left) với \(right)",
                en: "\(left) and \(right) are never added"
            )
        }
    }
}

extension ValueKind {
    /// What a value of this kind is called.
    fileprivate var labels: Labels {
        switch self {
        case .year: Labels(vi: "năm", en: "a year")
        case .month: Labels(vi: "tháng", en: "a month")
        case .day: Labels(vi: "ngày", en: "a day")
        case .partialDate: Labels(vi: "ngày, tháng hoặc năm", en: "a date")
        case .dateRange: Labels(vi: "khoảng thời gian", en: "a period")
        case .number: Labels(vi: "số", en: "a number")
        case .qualifier: Labels(vi: "từ chỉ mức độ", en: "a qualifier")
        case .quantity: Labels(vi: "số lượng", en: "a quantity")
        case .unit: Labels(vi: "đơn vị", en: "a unit")
        case .currency: Labels(vi: "loại tiền", en: "a currency")
        case .money: Labels(vi: "số tiền", en: "a sum of money")
        case .emailAddress: Labels(vi: "địa chỉ thư điện tử", en: "an e-mail address")
        case .webAddress: Labels(vi: "địa chỉ trang web", en: "a web address")
        case .telephoneNumber: Labels(vi: "số điện thoại", en: "a telephone number")
        case .counter: Labels(vi: "số nguyên để cộng", en: "a whole number to add")
        }
    }
}

extension [String] {
    /// The texts with a word between them: `400000 or 400`.
    func either(_ word: String) -> String {
        var result = ""
        for text in self { result += (result.isEmpty ? "" : " \(word) ") + text }
        return result
    }
}
