/// Takes in the list of sheets, and where each is kept.
final class SheetList: XMLHandler {
    struct Sheet {
        let name: String
        let relation: String
        let isVisible: Bool
    }

    private(set) var sheets: [Sheet] = []
    private(set) var isFrom1904 = false
    /// The targets of relations, by their ids.
    private(set) var targets: [String: String] = [:]

    func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
        switch name.localName {
        case "sheet":
            let state = attributes.value("state")
            sheets.append(
                Sheet(
                    name: attributes.value("name") ?? "",
                    relation: attributes.value("id", isQualified: true) ?? "",
                    isVisible: state == nil || state == "visible"
                )
            )
        case "workbookPr":
            let value = attributes.value("date1904")
            isFrom1904 = value == "1" || value == "true"
        case "Relationship":
            if let id = attributes.value("Id") { targets[id] = attributes.value("Target") }
        default: break
        }
    }

    func end(_ name: String) {}
    func text(_ text: String) {}
}

/// Takes in the texts that cells share.
final class SharedTexts: XMLHandler {
    private(set) var texts: [String] = []
    private var current = ""
    private var isText = false
    /// How deep it is within the reading aids of East Asian texts, which are no part of them.
    private var phonetic = 0

    func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
        switch name.localName {
        case "si": current = ""
        case "rPh": phonetic += 1
        case "t": isText = phonetic == 0
        default: break
        }
    }

    func end(_ name: String) {
        switch name.localName {
        case "si": texts.append(current.withoutEscapes)
        case "rPh": phonetic -= 1
        case "t": isText = false
        default: break
        }
    }

    func text(_ text: String) {
        if isText { current += text }
    }
}

/// Takes in what the styles of cells say about their numbers.
final class CellStyles: XMLHandler {
    /// The format of each style, by the number that cells have for it.
    private(set) var formats: [CellFormat] = []
    private var custom: [Int: CellFormat] = [:]
    private var isInCells = false

    func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
        switch name.localName {
        case "numFmt":
            if let id = attributes.value("numFmtId").flatMap({ Int($0) }),
                let code = attributes.value("formatCode")
            {
                custom[id] = CellFormat(code: code)
            }
        case "cellXfs": isInCells = true
        case "xf":
            guard isInCells else { return }
            let id = attributes.value("numFmtId").flatMap { Int($0) } ?? 0
            formats.append(custom[id] ?? CellFormat(builtIn: id))
        default: break
        }
    }

    func end(_ name: String) {
        if name.localName == "cellXfs" { isInCells = false }
    }

    func text(_ text: String) {}
}

extension String {
    /// The name without its prefix.
    var localName: String {
        guard let colon = utf8.lastIndex(of: UInt8(ascii: ":")) else { return self }
        return String(self[utf8.index(after: colon)...])
    }

    /// `_x000A_` and the like as the characters that they stand for (ECMA-376 part 1, 22.9.2.19).
    package var withoutEscapes: String {
        guard utf8.contains(UInt8(ascii: "_")) else { return self }
        var result: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.first {
            // Two signs, four digits and one more.
            let escape = rest.prefix(7)
            if escape.count == 7, escape.starts(with: [0x5F, 0x78]), escape.last == 0x5F,
                let number = UInt32(
                    String(decoding: escape.dropFirst(2).dropLast(), as: UTF8.self),
                    radix: 16
                ),
                let scalar = Unicode.Scalar(number)
            {
                // A carriage return is half of a line end.
                if number != 0x0D { result += Array(String(scalar).utf8) }
                rest = rest.dropFirst(7)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension [XMLAttribute] {
    /// The value of an attribute; `isQualified`: of one with a prefix.
    func value(_ name: String, isQualified: Bool = false) -> String? {
        first { attribute in
            isQualified
                ? attribute.name.localName == name && attribute.name != name
                : attribute.name == name
        }?.value
    }
}
