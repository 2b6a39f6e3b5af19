extension RecordView {
    /// Every name and alias that the record is known by, in all languages.
    public var names: [String] {
        var result: [String] = []
        for field in fields where field.definition.isTitle || field.definition.id == "aliases" {
            switch field.content {
            case .single(let cell):
                if case .text(let text) = cell.displayed { result.append(text) }
            case .localized(let views):
                for view in views {
                    for candidate in view.cell.candidates {
                        if case .text(let text) = candidate.value { result.append(text) }
                    }
                }
            case .set(let elements):
                for element in elements {
                    switch element.element {
                    case .scalar(.text(let text)): result.append(text)
                    case .parts(let parts):
                        if case .text(let text) = parts.first(where: { $0.id == "text" })?.value {
                            result.append(text)
                        }
                    default: break
                    }
                }
            case .log, .claims, .counter: break
            }
        }
        return result
    }
}
