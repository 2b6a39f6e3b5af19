import Shared
import Testing

extension World {
    /// An agreement whose end the departments of E and F see differently; E has sent first.
    func disputedAgreement() async throws -> String {
        let g1 = try await create(
            e,
            "agreements",
            "title.en=Agreement G1",
            "valid_until=2026-12-31"
        )
        try await synchronizeAll()
        try await e.run("set", g1, "valid_until=2029-12-31")
        try await f.run("set", g1, "valid_until=2027-06-30")
        try await e.run("sync")
        try await f.run("sync", status: 3)
        remember(g1, "valid_until", "2026-12-31")
        remember(g1, "valid_until", "2029-12-31")
        remember(g1, "valid_until", "2027-06-30")
        return g1
    }
}

extension Home {
    func syncedHistory(_ ref: String) async throws -> [JSONValue] {
        try await settle()
        return try await history(ref)
    }

    /// Expects one conflict of values, with everything that is known of each candidate.
    func expectCandidates(
        _ values: [String],
        of ref: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let conflicts = try await conflicts(sourceLocation: sourceLocation)
        #expect(conflicts.count == 1, sourceLocation: sourceLocation)
        let conflict = conflicts.first
        #expect(conflict?["ref"]?.string == ref, sourceLocation: sourceLocation)
        #expect(conflict?["kind"]?.string == "value", sourceLocation: sourceLocation)
        let candidates = conflict?["candidates"]?.array ?? []
        let found = candidates.compactMap { $0["value"]?.string }
        #expect(found.sorted() == values, "\(name)", sourceLocation: sourceLocation)
        for candidate in candidates {
            for key in ["person", "department", "device", "at", "received_at", "change"] {
                #expect(
                    candidate[key]?.string?.isEmpty == false,
                    "\(name): \(key)",
                    sourceLocation: sourceLocation
                )
            }
        }
        let disputed = try await record(ref, sourceLocation: sourceLocation)["disputed"]
        #expect(disputed?["valid_until"]?.count == 2, sourceLocation: sourceLocation)
    }

    func expectDeleteConflict(
        of ref: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let conflicts = try await conflicts(sourceLocation: sourceLocation)
        #expect(conflicts.count == 1, sourceLocation: sourceLocation)
        #expect(conflicts.first?["ref"]?.string == ref, sourceLocation: sourceLocation)
        #expect(conflicts.first?["kind"]?.string == "delete", sourceLocation: sourceLocation)
        let record = try await record(ref, sourceLocation: sourceLocation)
        #expect(record["state"]?.string == "disputed", sourceLocation: sourceLocation)
    }

    /// Whether a list of its collection has the record.
    func isListed(_ ref: String) async throws -> Bool {
        let collection = ref.split(separator: "/").first.map(String.init) ?? ""
        let list = try await json("list", collection)
        return list["records"]?.array?.contains { $0["ref"]?.string == ref } ?? false
    }
}

extension JSONValue {
    /// A sum of money as one text: `136000 EUR`.
    var amount: String? {
        guard let amount = self["amount"]?.string, let currency = self["currency"]?.string else {
            return nil
        }
        return amount + " " + currency
    }
}
