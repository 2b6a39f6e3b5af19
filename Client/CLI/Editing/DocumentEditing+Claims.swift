import Shared

extension DocumentEditing {
    /// A claim is never rewritten: one that was changed is withdrawn, and asserted anew.
    mutating func applyClaims(
        _ after: JSONValue,
        to field: FieldDefinition
    ) throws(FieldError) {
        let held = document.claims(of: field)
        let wanted = after.array ?? [after]
        guard wanted.count(where: { $0.isPreferred }) <= 1 else {
            throw FieldError(
                path: field.id,
                .shape(
                    expected: Labels(
                        vi: "một danh sách có một ý kiến được chọn",
                        en: "a list with one preferred claim"
                    )
                )
            )
        }
        let preferredBefore = held.first { $0.value.isPreferred }?.id
        var preferred: ClaimID?
        var kept: Set<ClaimID> = []
        for claim in wanted {
            let named = try id(of: claim, among: held.map { $0.id }, field)
            let unchanged = held.first { $0.id == named && $0.value.claim == claim.claim }
            if let unchanged {
                kept.insert(unchanged.id)
                if claim.isPreferred { preferred = unchanged.id }
            } else if claim.isPreferred {
                preferred = try add(claim, to: field, isPreferred: true)
            } else {
                _ = try add(claim, to: field, isPreferred: false)
            }
        }
        for claim in held where !kept.contains(claim.id) {
            try editor.apply(field.id + "-=" + claim.id.text)
        }
        guard preferred != preferredBefore else { return }
        if let preferred {
            try prefer(preferred, field)
        } else {
            try editor.clear(field.id + ".preferred")
        }
    }

    /// Whom a claim names by its id; nil when it is new.
    private func id(
        of claim: JSONValue,
        among known: [ClaimID],
        _ field: FieldDefinition
    ) throws(FieldError) -> ClaimID? {
        guard let text = claim["id"]?.string else { return nil }
        guard let id = ClaimID(text: text), known.contains(id) else {
            throw FieldError(path: field.id, .noSuchElement(given: text, look: nil))
        }
        return id
    }

    /// Asserts a claim; one that is preferred gets its id here, so that it can be named.
    private mutating func add(
        _ claim: JSONValue,
        to field: FieldDefinition,
        isPreferred: Bool
    ) throws(FieldError) -> ClaimID? {
        if let text = claim.string {
            try editor.apply(field.id + "+=" + text)
            return nil
        }
        var members = (claim.object ?? []).filter { !["id", "preferred"].contains($0.key) }
        func complete(_ key: String, _ text: String?) {
            guard let text, claim[key] == nil else { return }
            members.append(.init(key: key, value: .string(text)))
        }
        complete("asserted_by", ownDepartment)
        complete("certainty", Claim.certainties.first)
        guard isPreferred else {
            try load(.array([.object(members)]), into: field)
            return nil
        }
        let id = ClaimID(rawValue: random.next())
        members.append(.init(key: "id", value: .string(id.text)))
        try load(.array([.object(members)]), into: field)
        return id
    }

    private mutating func prefer(
        _ id: ClaimID,
        _ field: FieldDefinition
    ) throws(FieldError) {
        let preference = JSONValue.object([
            .init(key: "claims", value: .array([])),
            .init(key: "preferred", value: .string(id.text)),
        ])
        try load(preference, into: field)
    }
}

extension JSONValue {
    /// Whether a claim is marked as the one that counts.
    fileprivate var isPreferred: Bool {
        guard let word = self["preferred"]?.string else { return false }
        return ["yes", "true", "có", "1"].contains { $0.utf8.elementsEqual(word.utf8) }
    }

    /// What a claim says, without its id and whether it is preferred.
    fileprivate var claim: [String: JSONValue]? {
        guard let members = object else { return nil }
        var result: [String: JSONValue] = [:]
        for member in members where !["id", "preferred"].contains(member.key) {
            result[member.key] = member.value
        }
        return result
    }
}
