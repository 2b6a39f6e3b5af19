extension ScalarType {
    /// The canonical form of the address or telephone number that a text is.
    ///
    /// - Parameter text: What stands in a field, or was typed for it.
    /// - Returns: Nil where it is none, and for types that are neither.
    func address(in text: String) -> String? {
        switch self {
        case .url: (try? WebAddress(parsing: text))?.canonical
        case .email: (try? EmailAddress(parsing: text))?.canonical
        case .telephone: (try? TelephoneNumber(parsing: text))?.canonical
        default: nil
        }
    }

    /// Whether values are addresses or telephone numbers; what is none is kept all the same.
    var isAddress: Bool {
        switch self {
        case .url, .email, .telephone: true
        default: false
        }
    }
}
