extension FieldEditor {
    /// Applies a JSON object of fields: in the shapes that `show --json` prints, or shorter ones.
    ///
    /// Sets, logs, claims and counters may be plain arrays or values; what they hold is added to
    /// what the record has. A member that is null says nothing. Nothing is added by default: a claim
    /// without certainty has none. Restricted and personal fields are refused unless
    /// `acceptsSensitive`.
    public mutating func load(
        _ fields: JSONValue,
        acceptsSensitive: Bool = false
    ) throws(FieldError) {
        guard let members = fields.object else {
            throw FieldError(
                path: collection.id,
                .shape(
                    expected: Labels(vi: "một đối tượng gồm các trường", en: "an object of fields")
                )
            )
        }
        for member in members where !member.value.isNull {
            guard let field = collection.field(id: member.key) else {
                let nearest = collection.nearestField(to: member.key)
                throw FieldError(
                    path: member.key,
                    .unknownField(collection: collection.id, nearest: nearest)
                )
            }
            if field.sensitivity.needsRights, !acceptsSensitive {
                throw FieldError(path: field.id, .needsRights(field.sensitivity))
            }
            try load(member.value, into: field)
        }
    }

    private mutating func load(
        _ json: JSONValue,
        into field: FieldDefinition
    ) throws(FieldError) {
        let number = field.number
        switch field.type {
        case .single(let type):
            let value = try value(json, as: type, at: field.id)
            collector.write(value.encoded, to: CellKey(field: number))
        case .localizedText: try loadLocalized(json, into: field)
        case .longText:
            let text = try string(json, at: field.id)
            do throws(InputTextError) {
                _ = writeLongText(try InputText.longText(text), to: number)
            } catch {
                throw FieldError(path: field.id, .text(error))
            }
        case .set(let type):
            for json in json.array ?? [json] {
                let element = SetElement.scalar(try value(json, as: type, at: field.id))
                collector.write(element.encoded, to: CellLayout.element(element, of: number))
            }
        case .partsSet(let definition):
            for json in json.array ?? [json] {
                let element = try element(json, definition, at: field.id)
                collector.write(element.encoded, to: CellLayout.element(element, of: number))
            }
        case .log(let lifecycle):
            for json in json["entries"]?.array ?? json.array ?? [json] {
                _ = write(try entry(json, lifecycle, at: field.id), to: number)
            }
        case .claims(let type): try loadClaims(json, type, into: field)
        case .counter:
            let value = try value(json, as: .number, at: field.id)
            guard case .number(let sum) = value, let increment = sum.integer else {
                throw FieldError(
                    path: field.id,
                    .shape(expected: Labels(vi: "một số nguyên", en: "a whole number"))
                )
            }
            let key = CellLayout.increment(newClaimID().rawValue, of: number)
            if increment != 0 { collector.write(increment.incrementCell, to: key) }
        }
    }
}

// MARK: - Kinds of fields

extension FieldEditor {
    private mutating func loadLocalized(
        _ json: JSONValue,
        into field: FieldDefinition
    ) throws(FieldError) {
        let bare = JSONValue.Member(key: schema.defaultLanguage, value: json)
        for member in json.object ?? [bare] where !member.value.isNull {
            let path = field.id + "." + member.key
            guard schema.hasLanguage(member.key) else {
                let nearest = nearest(member.key, in: schema.languages)
                throw FieldError(path: path, .unknownLanguage(nearest: nearest))
            }
            let text = FieldValue.text(try line(try string(member.value, at: path), at: path))
            let key = CellLayout.language(member.key, of: field.number)
            collector.write(text.encoded, to: key)
        }
    }

    private mutating func element(
        _ json: JSONValue,
        _ definition: PartsDefinition,
        at path: String
    ) throws(FieldError) -> SetElement {
        let bare = JSONValue.Member(key: definition.main.id, value: json)
        var parts: [SetElement.Part] = []
        for member in json.object ?? [bare] where !member.value.isNull {
            guard let part = definition.part(id: member.key) else {
                let ids = definition.parts.map { $0.id }
                let nearest = nearest(member.key, in: ids)
                throw FieldError(
                    path: path,
                    .unknownPart(given: member.key, nearest: nearest, parts: ids)
                )
            }
            let value = try value(member.value, as: part.type, at: path + "." + part.id)
            parts.append(SetElement.Part(id: part.id, value: value))
        }
        guard parts.contains(where: { $0.id.isSame(as: definition.main.id) }) else {
            throw FieldError(path: path + "." + definition.main.id, .empty)
        }
        return SetElement(parts: parts)
    }

    private func entry(
        _ json: JSONValue,
        _ lifecycle: Lifecycle,
        at path: String
    ) throws(FieldError) -> LogEntry {
        let state = try string(json["state"] ?? json, at: path)
        var notes: [String] = []
        for note in json["notes"]?.array ?? [json["note"] ?? .null] where !note.isNull {
            notes.append(try line(try string(note, at: path), at: path))
        }
        return LogEntry(
            state: try code(state, lifecycle.states, at: path),
            effective: try optionalDate(json["effective"], at: path + ".effective"),
            notes: notes
        )
    }

    private mutating func loadClaims(
        _ json: JSONValue,
        _ type: ScalarType,
        into field: FieldDefinition
    ) throws(FieldError) {
        for json in json["claims"]?.array ?? json.array ?? [json] {
            let claim = try claim(json, type, at: field.id)
            let id = json["id"]?.string.flatMap { ClaimID(text: $0) }
            _ = add(claim, id: id, to: field.number)
            if let id, json["withdrawn"]?.boolean == true { withdraw(id, field.number) }
        }
        if let text = json["preferred"]?.string {
            guard let id = ClaimID(text: text) else {
                throw FieldError(path: field.id, .noSuchElement(given: text, look: nil))
            }
            _ = writePreferred(id, of: field.number)
        }
    }

    private mutating func claim(
        _ json: JSONValue,
        _ type: ScalarType,
        at path: String
    ) throws(FieldError) -> Claim {
        guard let value = json["value"] else {
            throw FieldError(
                path: path,
                .shape(
                    expected: Labels(
                        vi: "một đối tượng có phần value",
                        en: "an object with a member value"
                    )
                )
            )
        }
        var source: Claim.Source?
        if let text = try optionalString(json["source"], at: path + ".source") {
            source = try self.source(text, at: path + ".source")
        }
        var assertedBy: Reference?
        if let text = try optionalString(json["asserted_by"], at: path + ".asserted_by") {
            assertedBy = try department(text, at: path + ".asserted_by")
        }
        let certainty = try optionalString(json["certainty"], at: path + ".certainty")
        let note = try optionalString(json["note"], at: path + ".note")
        return Claim(
            value: try self.value(value, as: type, at: path + ".value"),
            asOf: try optionalDate(json["as_of"], at: path + ".as_of"),
            source: source,
            assertedBy: assertedBy,
            certainty: try certainty.map { text throws(FieldError) in
                try self.certainty(text, at: path + ".certainty")
            },
            note: try note.map { text throws(FieldError) in
                try line(text, at: path + ".note")
            }
        )
    }
}

// MARK: - Single values

extension FieldEditor {
    private mutating func value(
        _ json: JSONValue,
        as type: ScalarType,
        at path: String
    ) throws(FieldError) -> FieldValue {
        if case .boolean = type, let value = json.boolean { return .boolean(value) }
        if case .number = type, let text = json.number?.text,
            let value = DecimalNumber(plain: text)
        {
            return .number(value)
        }
        if json.object != nil, let value = try compound(json, as: type, at: path) { return value }
        let text = try string(json, at: path)
        if text.utf8.isEmpty { throw FieldError(path: path, .empty) }
        switch type {
        case .number, .date, .range, .quantity, .money:
            if let value = FieldValue(canonical: text, type: type) { return value }
        case .enumeration(let enumeration) where enumeration.contains(text): return .code(text)
        default: break
        }
        return try value(text, as: type, at: path, example: "")
    }

    /// A quantity or a sum of money by its members.
    private func compound(
        _ json: JSONValue,
        as type: ScalarType,
        at path: String
    ) throws(FieldError) -> FieldValue? {
        var qualifier = Qualifier.exact
        if let code = try optionalString(json["qualifier"], at: path + ".qualifier") {
            guard let known = Qualifier(code: code) else {
                let codes = Qualifier.allCases.map { $0.code }
                let nearest = nearest(code, in: codes).map {
                    Enumeration.Code(code: $0, labels: Labels(vi: $0, en: $0))
                }
                throw FieldError(
                    path: path + ".qualifier",
                    .unknownCode(given: code, nearest: nearest.map { [$0] } ?? [], codes: codes)
                )
            }
            qualifier = known
        }
        do throws(ValueError) {
            switch type {
            case .quantity(let unit):
                guard let value = json["value"]?.decimal else {
                    throw .malformed(.number, json["value"]?.string ?? "")
                }
                let quantity = try Quantity(
                    value: value,
                    upper: json["upper"]?.decimal,
                    qualifier: qualifier,
                    unit: json["unit"]?.string ?? unit ?? ""
                )
                return .quantity(quantity)
            case .money:
                guard let amount = json["amount"]?.decimal else {
                    throw .malformed(.number, json["amount"]?.string ?? "")
                }
                var currency = CurrencyCode.notStated
                if let given = json["currency"], !given.isNull {
                    let code = given.string ?? ""
                    guard let known = CurrencyCode(code: code) else {
                        throw .unknownCurrency(given: code, example: ValueKind.currency.example)
                    }
                    currency = known
                }
                let money = Money(amount: amount, currency: currency, qualifier: qualifier)
                return .money(money)
            default: return nil
            }
        } catch {
            throw FieldError(path: path, .value(error, example: "=136000"))
        }
    }

    private func string(_ json: JSONValue, at path: String) throws(FieldError) -> String {
        if let text = json.string { return text }
        throw FieldError(path: path, .shape(expected: Labels(vi: "một văn bản", en: "a text")))
    }

    private func optionalString(
        _ json: JSONValue?,
        at path: String
    ) throws(FieldError) -> String? {
        guard let json, !json.isNull else { return nil }
        return try string(json, at: path)
    }

    private func optionalDate(
        _ json: JSONValue?,
        at path: String
    ) throws(FieldError) -> PartialDate? {
        guard let text = try optionalString(json, at: path) else { return nil }
        if let date = PartialDate(canonical: text) { return date }
        return try date(text, at: path)
    }
}

extension JSONValue {
    /// A number, or a text that is one in plain digits.
    fileprivate var decimal: DecimalNumber? {
        (string ?? number?.text).flatMap { DecimalNumber(plain: $0) }
    }
}
