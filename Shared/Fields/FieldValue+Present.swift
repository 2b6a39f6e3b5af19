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

// MARK: - Merged records

extension FieldValue {
    /// The value with a reference to a merged record leading where that has gone.
    ///
    /// - Parameter merges: What has been merged into what.
    /// - Returns: The value as people are to see it.
    public func led(by merges: RecordMerges) -> FieldValue {
        guard !merges.isEmpty, case .reference(let reference) = self,
            merges.isMerged(reference.record)
        else { return self }
        return .reference(
            Reference(
                collection: reference.collection,
                record: merges.root(of: reference.record)
            )
        )
    }
}

extension SetElement {
    /// The element with its references leading where merged records have gone.
    func led(by merges: RecordMerges) -> SetElement {
        guard !merges.isEmpty else { return self }
        switch self {
        case .scalar(let value): return .scalar(value.led(by: merges))
        case .parts(let parts):
            return .parts(parts.map { Part(id: $0.id, value: $0.value.led(by: merges)) })
        }
    }

    /// Whether both are references to one record: as merged ones may be.
    func leadsWhere(_ other: SetElement) -> Bool {
        guard case .scalar(.reference(let reference)) = self,
            case .scalar(.reference(let otherReference)) = other
        else { return false }
        return reference == otherReference
    }
}
