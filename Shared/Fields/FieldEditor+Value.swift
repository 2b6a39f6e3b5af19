extension FieldEditor {
    /// Reads a single value as people write it.
    mutating func value(
        _ text: String,
        as type: ScalarType,
        at path: String,
        example: String
    ) throws(FieldError) -> FieldValue {
        switch type {
        case .text: return .text(try line(text, at: path))
        case .url, .email, .telephone:
            return .text(try address(text, as: type, at: path, example: example))
        case .enumeration(let enumeration): return .code(try code(text, enumeration, at: path))
        case .boolean:
            guard let value = Bool(word: text) else {
                throw FieldError(path: path, .notABoolean(given: text))
            }
            return .boolean(value)
        case .reference(let collections):
            return .reference(try reference(text, to: collections, at: path))
        default: break
        }
        do throws(ValueError) {
            return try FieldValue(parsing: text, type: type, style: settings.style)
        } catch {
            throw FieldError(path: path, .value(error, example: example))
        }
    }

    /// One line of text as it is stored.
    func line(_ text: String, at path: String) throws(FieldError) -> String {
        do throws(InputTextError) {
            return try InputText.line(text)
        } catch {
            throw FieldError(path: path, .text(error))
        }
    }

    /// An address or a telephone number in canonical form; a line that is none is kept as it is.
    ///
    /// Nobody's name and password are kept.
    private func address(
        _ text: String,
        as type: ScalarType,
        at path: String,
        example: String
    ) throws(FieldError) -> String {
        if case .url = type, WebAddress.hasCredentials(text) {
            let error = ValueError.credentials(example: ValueKind.webAddress.example)
            throw FieldError(path: path, .value(error, example: example))
        }
        if let address = type.address(in: text) { return address }
        return try line(text, at: path)
    }

    /// The code that a text means.
    func code(
        _ text: String,
        _ enumeration: Enumeration,
        at path: String
    ) throws(FieldError) -> String {
        if let code = enumeration.code(meantBy: text) { return code }
        throw FieldError(path: path, .noCode(text, in: enumeration))
    }

    func date(_ text: String, at path: String) throws(FieldError) -> PartialDate {
        do throws(ValueError) {
            return try PartialDate(parsing: text)
        } catch {
            throw FieldError(path: path, .value(error, example: "=2025-09"))
        }
    }
}

extension Bool {
    /// What a person means by yes and no, in either language.
    init?(word: String) {
        switch foldedName(word) {
        case "yes", "y", "true", "1", "co", "dung": self = true
        case "no", "n", "false", "0", "khong", "sai": self = false
        default: return nil
        }
    }
}
