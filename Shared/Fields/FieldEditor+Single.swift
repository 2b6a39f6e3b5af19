extension FieldEditor {
    mutating func setSingle(
        _ assignment: Assignment,
        _ type: ScalarType
    ) throws(FieldError) {
        let field = assignment.field
        let value = try value(
            assignment.text,
            as: type,
            at: field.id,
            example: field.assignedExample
        )
        let isChange = collector.write(value.encoded, to: CellKey(field: field.number))
        report(field.id, .set, value, isChange: isChange)
    }

    mutating func setLocalized(_ assignment: Assignment) throws(FieldError) {
        var language = schema.defaultLanguage
        if case .language(let code) = assignment.path.part { language = code }
        let path = assignment.field.id + "." + language
        let value = FieldValue.text(try line(assignment.text, at: path))
        let key = CellLayout.language(language, of: assignment.field.number)
        let isChange = collector.write(value.encoded, to: key)
        report(path, .set, value, isChange: isChange)
    }

    mutating func setLongText(_ assignment: Assignment) throws(FieldError) {
        let field = assignment.field
        let text: String
        do throws(InputTextError) {
            text = try InputText.longText(assignment.text)
            let count = text.utf8.count
            if count > LongText.textBytesMax {
                throw .tooManyBytes(count: count, limit: LongText.textBytesMax)
            }
        } catch {
            throw FieldError(path: field.id, .text(error))
        }
        let isChange = writeLongText(text, to: field.number)
        report(field.id, .set, .text(text), isChange: isChange)
    }

    /// Writes a long text on top of what the author sees of it.
    ///
    /// - Returns: False when that is the same text.
    mutating func writeLongText(_ text: String, to field: UInt16) -> Bool {
        let key = CellKey(field: field)
        guard case .single(let cell) = view?.field(number: field)?.content,
            case .text(let shown) = cell.displayed
        else {
            collector.write(LongText(text: text).cell, to: key)
            return true
        }
        if !cell.isDisputed, shown.isSame(as: text) { return false }
        let dots = cell.candidates.flatMap { [$0.dot] + $0.equalDots }
        let isAcknowledged = dots.allSatisfy { settings.isAcknowledged($0) }
        let previous: LongText
        if cell.candidates.count == 1, let held = cell.candidates.first {
            previous = LongText(cell: held.bytes) ?? LongText(text: shown)
        } else {
            previous = LongText(text: shown)
        }
        let value = LongText(text: text, editedFrom: previous, isAcknowledged: isAcknowledged)
        collector.write(value.cell, to: key)
        return true
    }

    mutating func count(_ assignment: Assignment) throws(FieldError) {
        let field = assignment.field
        if assignment.operation == .set, view != nil {
            throw FieldError(path: field.id, .setNeedsPlus)
        }
        do throws(ValueError) {
            let given = try CounterValue(parsing: assignment.text, style: settings.style).amount
            guard given > .min else { throw .malformed(.counter, assignment.text) }
            let increment = assignment.operation == .remove ? -given : given
            let key = CellLayout.increment(newClaimID().rawValue, of: field.number)
            if increment != 0 { collector.write(increment.incrementCell, to: key) }
            let value = FieldValue.number(DecimalNumber(increment))
            report(field.id, .add, value, isChange: increment != 0)
        } catch {
            throw FieldError(path: field.id, .value(error, example: field.assignedExample))
        }
    }
}
