import Shared

extension FieldPath {
    /// The path of what is written: `name` means `name.vi` where that is the usual language.
    func written(in schema: Schema) -> String {
        guard case .localizedText = field.type, case .whole = part else { return text }
        return field.id + "." + schema.defaultLanguage
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
