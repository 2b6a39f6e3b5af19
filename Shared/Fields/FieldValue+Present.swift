extension FieldValue {
    /// The value as it is called now: a code that has been renamed by its present name.
    public func present(in type: ScalarType) -> FieldValue {
        guard case .code(let code) = self, case .enumeration(let enumeration) = type else {
            return self
        }
        return .code(enumeration.present(code))
    }
}

extension SetElement {
    /// The element as it is called now.
    ///
    /// Its cell keeps the key of what was written.
    func present(in type: ScalarType) -> SetElement {
        guard case .scalar(let value) = self else { return self }
        return .scalar(value.present(in: type))
    }
}
