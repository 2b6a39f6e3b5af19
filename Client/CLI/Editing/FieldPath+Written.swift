import Shared

extension FieldPath {
    /// The path of what is written: `name` means `name.vi` where that is the usual language.
    func written(in schema: Schema) -> String {
        guard case .localizedText = field.type, case .whole = part else { return text }
        return field.id + "." + schema.defaultLanguage
    }

    /// The cell of a path that holds one value.
    var cellKey: CellKey {
        switch part {
        case .whole: CellKey(field: field.number)
        case .language(let code): CellLayout.language(code, of: field.number)
        case .preferred: CellLayout.preferred(of: field.number)
        }
    }

    /// Whether of two values that are entered only one can stand.
    var holdsOneValue: Bool {
        switch (field.type, part) {
        case (.single, _), (.localizedText, _), (.longText, _), (.counter, _),
            (.claims, .preferred):
            true
        default: false
        }
    }
}
