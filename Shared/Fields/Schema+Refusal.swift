extension Schema {
    /// Why the server refuses a write; nil when it takes it.
    ///
    /// A pure function of the write and the schema. Removing is never refused, nor is what this
    /// schema does not know: other collections, fields, codes, languages and parts. The collection is
    /// that of the write's record.
    public func refusal(of write: Change.CellWrite, in collection: UInt16) -> WriteRefusal? {
        guard !write.key.isHead, let value = write.value,
            let place = place(ofCollection: collection)
        else { return nil }
        // Definitions are large values: those in use are looked at where they are, not taken out.
        let check = CellCheck(value: value, sub: write.key.sub)
        if let field = collections[place].place(of: write.key.field) {
            return check.refusal(
                of: collections[place].fields[field].type,
                collections[place].fields[field].sensitivity
            )
        }
        guard let field = collections[place].known(number: write.key.field) else { return nil }
        return check.refusal(of: field.type, field.sensitivity)
    }
}

/// The check of one cell against its field's type.
private struct CellCheck {
    let value: ArraySlice<UInt8>
    let sub: [UInt8]

    func refusal(of type: FieldType, _ sensitivity: Sensitivity) -> WriteRefusal? {
        if sensitivity.needsRights { return .rights }
        if value.count > WireLimits.valueBytesMax { return .size }
        return refusal(type)
    }

    private var isNull: Bool { value.count == 1 && value.first == 0xF6 }

    private func refusal(_ type: FieldType) -> WriteRefusal? {
        switch type {
        case .single(let type):
            if !sub.isEmpty { return .key }
            return isNull ? nil : scalar(value, type)
        case .longText:
            if !sub.isEmpty { return .key }
            return isNull ? nil : longText()
        case .localizedText:
            if !isLanguage(sub) { return .key }
            return isNull ? nil : scalar(value, .text)
        case .set(let type):
            if let plain = PlainCell(value), plain.isCertainly(type), plain.content == sub[...],
                (1...CellLayout.plainKeyBytesMax).contains(sub.count)
            {
                return nil
            }
            if let refusal = scalar(value, type) { return refusal }
            return SetElement(cell: value, type: type).key == sub ? nil : .key
        case .partsSet(let definition): return element(definition)
        case .log: return entry()
        case .claims(let type): return claim(type)
        case .counter:
            if sub.count != CellLayout.randomKeyBytes { return .key }
            return Int64(incrementCell: value) == nil ? .type : nil
        }
    }

    private func scalar(_ bytes: ArraySlice<UInt8>, _ type: ScalarType) -> WriteRefusal? {
        if let plain = PlainCell(bytes), plain.isCertainly(type) { return nil }
        guard let value = FieldValue(cell: bytes, type: type) else { return .type }
        switch (value, type) {
        case (.unreadable, _): return .type
        case (.reference(let reference), .reference(let collections)):
            return collections.contains(reference.collection) ? nil : .target
        case (.code(let code), _): return code.utf8.count <= 40 ? nil : .size
        case (.text(let text), .url): return webAddress(text)
        case (.text(let text), _): return line(text)
        default: return nil
        }
    }

    /// A line with nobody's name and password in it; an address may be longer than other lines.
    private func webAddress(_ text: String) -> WriteRefusal? {
        if WebAddress.hasCredentials(text) { return .type }
        return WebAddress(canonical: text) != nil ? nil : line(text)
    }

    /// Whether a text is one line in NFC.
    private func line(_ text: String) -> WriteRefusal? {
        do throws(InputTextError) {
            return try InputText.line(text).isSame(as: text) ? nil : .type
        } catch {
            if case .tooManyCharacters = error { return .size }
            return .type
        }
    }

    private func longText() -> WriteRefusal? {
        guard let text = LongText(cell: value)?.text else { return .type }
        return InputText.isNormalized(text) && !text.utf8.contains(0) ? nil : .type
    }

    private func isLanguage(_ sub: [UInt8]) -> Bool {
        (2...16).contains(sub.count)
            && sub.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private func element(_ definition: PartsDefinition) -> WriteRefusal? {
        let element = SetElement(cell: value, definition: definition)
        guard case .parts(let parts) = element else { return .type }
        var hasMain = false
        for part in parts {
            guard let known = definition.part(id: part.id) else { continue }
            if let refusal = scalar(part.value.encoded, known.type) { return refusal }
            if known.id.isSame(as: definition.main.id) { hasMain = true }
        }
        if !hasMain { return .type }
        return Fingerprint(of: value).bytes == sub ? nil : .key
    }

    private func entry() -> WriteRefusal? {
        guard let entry = LogEntry(cell: value), !entry.state.utf8.isEmpty else { return .type }
        for note in entry.notes {
            if let refusal = line(note) { return refusal }
        }
        return entry.key(of: 0).sub == sub ? nil : .key
    }

    private func claim(_ type: ScalarType) -> WriteRefusal? {
        if sub.isEmpty {
            if isNull { return nil }
            if case .text = FieldValue(preferenceCell: value) { return nil }
            return .type
        }
        if sub.count == CellLayout.randomKeyBytes + 1 {
            if sub.last != CellLayout.withdrawnMark { return .key }
            return value.count == 1 && value.first == 0xF5 ? nil : .type
        }
        if sub.count != CellLayout.randomKeyBytes { return .key }
        guard let claim = Claim(cell: value, type: type) else { return .type }
        if let refusal = scalar(claim.value.encoded, type) { return refusal }
        for text in [claim.note, claim.source?.text].compactMap({ $0 }) {
            if let refusal = line(text) { return refusal }
        }
        return nil
    }
}

extension Claim.Source {
    /// The source that is no document.
    fileprivate var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
