extension FieldError {
    /// What is wrong, with the field in front; safe for a terminal.
    public func message(in language: DisplayLanguage) -> String {
        printable(path) + ": " + printable(problem[language])
    }

    private var problem: Labels {
        switch reason {
        case .notAnAssignment:
            Labels(vi: "thiếu dấu =", en: "there is no =")
        case .unknownField(let collection, _):
            Labels(
                vi: "\(collection) không có trường này",
                en: "\(collection) has no such field"
            )
        case .unknownSubfield:
            Labels(vi: "phần sau dấu chấm không hợp lệ", en: "nothing of this name is in the field")
        case .unknownLanguage:
            Labels(vi: "không có mã ngôn ngữ này", en: "there is no such language code")
        case .empty:
            Labels(vi: "giá trị trống", en: "the value is empty")
        case .value(let error, _): error.labels
        case .text(let error): error.labels
        case .notABoolean(let given):
            Labels(
                vi: "“\(given)” không phải có hoặc không",
                en: "\"\(given)\" is neither yes nor no"
            )
        case .unknownCode(let given, _, _):
            Labels(vi: "không có mã “\(given)”", en: "there is no code \"\(given)\"")
        case .reference(let problem, let given): problem.labels(given)
        case .setNeedsPlus:
            Labels(
                vi: "trường này nhận thêm hoặc bớt, không ghi đè",
                en: "this field is added to or taken from, not replaced"
            )
        case .notASet:
            Labels(vi: "trường này chỉ có một giá trị", en: "this field holds one value")
        case .onlyGrows:
            Labels(
                vi: "nhật ký chỉ thêm, không xóa",
                en: "entries of a log are added, never removed"
            )
        case .notClearable:
            Labels(vi: "số đếm không xóa được", en: "a counter cannot be cleared")
        case .unknownPart(let given, _, _):
            Labels(vi: "không có phần “\(given)”", en: "there is no part \"\(given)\"")
        case .repeatedPart(let part):
            Labels(vi: "phần “\(part)” lặp lại", en: "the part \"\(part)\" is given twice")
        case .notAPart(let given):
            Labels(vi: "“\(given)” thiếu dấu =", en: "\"\(given)\" has no =")
        case .noSuchElement(let given, _):
            Labels(vi: "không có “\(given)”", en: "there is no \"\(given)\" in it")
        case .withdrawnClaim(let value, _):
            Labels(
                vi: "số liệu “\(value.vi)” đã được rút lại nên không chọn được",
                en: "the claim \"\(value.en)\" has been withdrawn and cannot be chosen"
            )
        case .severalElements:
            Labels(vi: "nhiều giá trị cùng tên", en: "several elements are called so")
        case .needsRights:
            Labels(
                vi: "trường hạn chế, chưa có phân quyền nên chưa nhận giá trị",
                en: "the field is not for everyone, and rights do not exist yet"
            )
        case .shape(let expected):
            Labels(
                vi: "giá trị phải là \(expected.vi)",
                en: "the value must be \(expected.en)"
            )
        }
    }

    /// What to do about it, safe for a terminal; nil when the message says all.
    public func hint(in language: DisplayLanguage) -> String? {
        advice.map { printable($0[language]) }
    }

    private var advice: Labels? {
        switch reason {
        case .notAnAssignment:
            return Labels(vi: "viết \(path)=GIÁ_TRỊ", en: "write \(path)=VALUE")
        case .unknownField(let collection, let nearest):
            return .meaning(nearest, orLook: "caunoi schema \(collection)")
        case .unknownLanguage(let nearest): return nearest.map { .suggestion($0) }
        case .unknownSubfield(let allowed):
            guard !allowed.isEmpty else { return nil }
            return Labels(vi: "có thể dùng \(allowed.listed)", en: "there is \(allowed.listed)")
        case .empty:
            return Labels(
                vi: "để xóa, dùng --clear \(path)",
                en: "to clear it, use --clear \(path)"
            )
        case .value(.ambiguousNumber(_, let readings), let example):
            let plain = readings.map { $0.readingOneWay }
            let ways = Labels(
                vi: "viết \(plain.either("hoặc")), hoặc thêm --lang vi để đọc theo lối Việt Nam",
                en: "write \(plain.either("or")), or add --lang vi to have it read as in Vietnamese"
            )
            return example.utf8.isEmpty ? ways : ways.with(asIn(example))
        case .value(_, let example):
            return example.utf8.isEmpty ? nil : asIn(example)
        case .notABoolean:
            return Labels(vi: "viết \(path)=có hoặc không", en: "write \(path)=yes or \(path)=no")
        case .unknownCode(_, let nearest, let codes):
            let list = codes.listed
            guard !nearest.isEmpty else {
                return Labels(vi: "các mã: \(list)", en: "the codes are \(list)")
            }
            let vi = nearest.map { $0.named(in: .vi, "“\($0.code)”") }.either("hoặc")
            let en = nearest.map { $0.named(in: .en, "\"\($0.code)\"") }.either("or")
            return Labels(
                vi: "có phải \(vi)? Các mã: \(list)",
                en: "did you mean \(en)? The codes are \(list)"
            )
        case .reference(let problem, let given): return problem.advice(given)
        case .setNeedsPlus:
            return Labels(
                vi: "dùng \(path)+=GIÁ_TRỊ để thêm, \(path)-=GIÁ_TRỊ để bỏ",
                en: "use \(path)+=VALUE to add and \(path)-=VALUE to remove"
            )
        case .notASet:
            return Labels(vi: "dùng \(path)=GIÁ_TRỊ", en: "use \(path)=VALUE")
        case .onlyGrows:
            return Labels(
                vi: "thêm trạng thái đúng, hoặc dùng undo",
                en: "add the right state, or take the entry back with undo"
            )
        case .notClearable:
            return Labels(vi: "dùng \(path)-=SỐ", en: "use \(path)-=NUMBER")
        case .unknownPart(_, let nearest, let parts):
            return nearest.map { .suggestion($0) }
                ?? Labels(vi: "các phần: \(parts.listed)", en: "the parts are \(parts.listed)")
        case .notAPart:
            return Labels(
                vi: "viết PHẦN=GIÁ_TRỊ sau dấu ;, dấu ; trong văn bản viết là \\;",
                en: "write PART=VALUE after each ; and \\; for a semicolon in text"
            )
        case .severalElements(let ids):
            return Labels(vi: "dùng mã: \(ids.listed)", en: "use the id: \(ids.listed)")
        case .noSuchElement(_, let look): return look.map { Labels(vi: $0, en: $0) }
        case .withdrawnClaim(_, let look):
            guard let look else { return nil }
            return Labels(
                vi: "chọn số liệu chưa rút lại: \(look)",
                en: "choose a claim that stands: \(look)"
            )
        case .needsRights:
            return Labels(
                vi: "bỏ \(path) khỏi lệnh; trường nào hạn chế thì xem caunoi schema NHÓM",
                en: "leave \(path) out; caunoi schema COLLECTION tells which fields are so"
            )
        case .text, .repeatedPart, .shape: return nil
        }
    }

    /// The field with what may stand behind its name.
    private func asIn(_ example: String) -> Labels {
        Labels(vi: "ví dụ \(path)\(example)", en: "for example \(path)\(example)")
    }
}

extension Labels {
    fileprivate static func suggestion(_ word: String) -> Labels {
        Labels(vi: "có phải “\(word)”?", en: "did you mean \"\(word)\"?")
    }

    /// What was probably meant, where anything was, and the command that lists what there is.
    fileprivate static func meaning(_ word: String?, orLook command: String) -> Labels {
        guard let word else { return Labels(vi: command, en: command) }
        let meant = Labels.suggestion(word)
        return Labels(vi: meant.vi + " " + command, en: meant.en + " " + command)
    }
}

extension Enumeration.Code {
    /// The code as it is shown, with its label where that says more.
    fileprivate func named(in language: DisplayLanguage, _ shown: String) -> String {
        let label = labels[language]
        return label.isSame(as: code) ? shown : shown + " (" + label + ")"
    }
}

extension String {
    /// A number in plain digits as it must be written to be read one way: three decimals could be
    /// thousands.
    fileprivate var readingOneWay: String {
        let (_, decimals) = cut(at: UInt8(ascii: "."))
        return decimals?.utf8.count == 3 ? self + "0" : self
    }
}

extension ReferenceProblem {
    fileprivate func labels(_ given: String) -> Labels {
        switch self {
        case .notFound:
            Labels(vi: "không tìm thấy “\(given)”", en: "no record is called \"\(given)\"")
        case .deleted:
            Labels(vi: "“\(given)” đã bị xóa", en: "\"\(given)\" has been deleted")
        case .ambiguous:
            Labels(vi: "nhiều hồ sơ tên “\(given)”", en: "several records are called \"\(given)\"")
        case .unknownCollection:
            Labels(
                vi: "“\(given)” không thuộc bộ nào",
                en: "\"\(given)\" is in no known collection"
            )
        case .wrongCollection:
            Labels(
                vi: "trường này không nhận “\(given)”",
                en: "the field does not point to records such as \"\(given)\""
            )
        case .needsCollection:
            Labels(
                vi: "“\(given)” cần có tên bộ ở trước",
                en: "\"\(given)\" must name its collection"
            )
        }
    }

    fileprivate func advice(_ given: String) -> Labels? {
        switch self {
        case .notFound(let nearest):
            let (first, after) = given.cut(at: UInt8(ascii: "/"))
            return .meaning(nearest, orLook: "caunoi search '\(after ?? first)'")
        case .deleted(let references):
            let commands = references.map { "caunoi restore '\($0)'" }.listed
            return Labels(vi: "khôi phục trước: " + commands, en: "restore it first: " + commands)
        case .unknownCollection(let nearest):
            return .meaning(nearest, orLook: "caunoi schema")
        case .ambiguous(let references):
            return Labels(
                vi: "chọn một: \(references.listed)",
                en: "choose one of \(references.listed)"
            )
        case .needsCollection:
            let sign = given.askedForAnew == nil ? "" : "new:"
            return Labels(
                vi: "viết như \(sign)partners/TÊN",
                en: "write it as in \(sign)partners/NAME"
            )
        case .wrongCollection: return nil
        }
    }
}

extension [String] {
    /// The texts with commas between them; of many only the first.
    fileprivate var listed: String {
        var result = ""
        for text in prefix(30) { result += (result.isEmpty ? "" : ", ") + text }
        return count > 30 ? result + ", …" : result
    }
}
