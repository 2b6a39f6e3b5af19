import ClientExchange
import Shared

// Organisations for address books: what is public of the partners, and nothing else.

extension RecordExport {
    /// The public partners as cards of organisations.
    ///
    /// Those whose record is internal, restricted or personal are left out.
    func organisationCards() -> Result {
        var entries: [CardWriter.Organisation] = []
        var leftOut: [String] = []
        for view in register.views("partners") {
            if outside.mayLeave(view) {
                entries.append(organisation(view))
            } else {
                leftOut.append(register.label(of: view.id))
            }
        }
        return Result(bytes: CardWriter.cards(entries), count: entries.count, leftOut: leftOut)
    }

    private func organisation(_ view: RecordView) -> CardWriter.Organisation {
        var result = CardWriter.Organisation(uid: cardID(view.id), names: names(of: view))
        if case .single(let cell) = content("abbr", of: view),
            case .text(let text) = cell.displayed
        {
            result.abbreviation = text
        }
        result.aliases = elements("aliases", of: view).compactMap { element in
            guard case .text(let text) = element.part("text") else { return nil }
            return text
        }
        result.seat = seat(of: view)
        result.country = country(of: view, besides: result.seat)
        result.websites = elements("websites", of: view).compactMap { element in
            guard case .scalar(.text(let address)) = element,
                WebAddress(canonical: address) != nil
            else { return nil }
            return address
        }
        return result
    }

    /// What people see of a field that is public; nil where it has none, or is not public.
    private func content(_ field: String, of view: RecordView) -> FieldContent? {
        guard let field = view.field(id: field), field.definition.sensitivity == .public else {
            return nil
        }
        return field.content
    }

    private func elements(_ field: String, of view: RecordView) -> [SetElement] {
        guard case .set(let views) = content(field, of: view) else { return [] }
        return views.map { $0.element }
    }

    /// The names in all languages, that of the register first.
    private func names(of view: RecordView) -> [CardWriter.Organisation.Name] {
        guard case .localized(let views) = content("name", of: view) else {
            return [label(of: view)]
        }
        let usual = register.schema.defaultLanguage
        let first = views.filter { $0.language.isSame(as: usual) }
        let sorted = first + views.filter { !$0.language.isSame(as: usual) }
        let names = sorted.compactMap { language -> CardWriter.Organisation.Name? in
            guard case .text(let text) = language.cell.displayed else { return nil }
            return CardWriter.Organisation.Name(language: language.language, text: text)
        }
        return names.isEmpty ? [label(of: view)] : names
    }

    /// What a partner is called that has no name.
    private func label(of view: RecordView) -> CardWriter.Organisation.Name {
        CardWriter.Organisation.Name(language: "", text: outside.label(of: view.id))
    }

    /// Where a partner has its seat: what was chosen among the claims, or what all of them say; else empty.
    private func seat(of view: RecordView) -> String {
        guard case .claims(let claims) = content("seat", of: view) else { return "" }
        let standing = claims.entries.filter { !$0.isWithdrawn }
        let chosen = standing.filter { $0.id == claims.preferred }
        var texts: [String] = []
        for entry in chosen.isEmpty ? standing : chosen {
            guard case .text(let text) = entry.claim.value else { continue }
            if !texts.contains(where: { $0.isSame(as: text) }) { texts.append(text) }
        }
        return texts.count == 1 ? texts[0] : ""
    }

    /// What a partner's country is called; empty where people do not agree, or the seat ends with it.
    private func country(of view: RecordView, besides seat: String) -> String {
        guard case .single(let cell) = content("country", of: view), !cell.isDisputed,
            case .code(let code) = cell.displayed,
            case .single(.enumeration(let countries)) = view.field(id: "country")?.definition.type
        else { return "" }
        let isSaid = DisplayLanguage.allCases.contains { language in
            foldedName(seat).hasSuffix(foldedName(countries.label(of: code, in: language)))
        }
        return isSaid ? "" : countries.label(of: code, in: register.language)
    }
}
