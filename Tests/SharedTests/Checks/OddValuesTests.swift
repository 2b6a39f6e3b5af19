import Shared
import Testing

/// Values that are kept although they are not as they should be: found wherever a field has them.
struct OddValuesTests {
    /// A schema with fields of money and of addresses of every kind.
    private static let document = """
        {"schema":"test","version":1,"name":{"vi":"Thử","en":"Test"},
        "default_language":"vi","languages":["vi","en"],
        "enumerations":[{"id":"Kind","codes":[{"code":"one","vi":"Một","en":"One"}]}],
        "lifecycles":[],"collections":[{"id":"things","number":1,"vi":"Vật","en":"Things","fields":[
        {"id":"name","number":32,"type":"text","vi":"V","en":"E","sensitivity":"public"},
        {"id":"sum","number":33,"type":"money","vi":"V","en":"E","sensitivity":"public"},
        {"id":"sums","number":34,"type":"set","of":"money","vi":"V","en":"E",
        "sensitivity":"public"},
        {"id":"worth","number":35,"type":"claims","of":"money","vi":"V","en":"E",
        "sensitivity":"public"},
        {"id":"offers","number":36,"type":"set","of":"parts","main":"name","parts":[
        {"id":"name","type":"text","vi":"V","en":"E"},
        {"id":"price","type":"money","vi":"V","en":"E"},
        {"id":"site","type":"url","vi":"V","en":"E"}],"vi":"V","en":"E","sensitivity":"public"},
        {"id":"site","number":37,"type":"url","vi":"V","en":"E","sensitivity":"public"},
        {"id":"mails","number":38,"type":"set","of":"email","vi":"V","en":"E",
        "sensitivity":"public"},
        {"id":"phones","number":39,"type":"claims","of":"tel","vi":"V","en":"E",
        "sensitivity":"public"}]}]}
        """

    private static func world() throws -> FieldWorld {
        try FieldWorld("things", of: try Schema(json: Array(document.utf8)))
    }

    /// What is found: field, check and value of each.
    private static func found(in world: FieldWorld) throws -> [String] {
        try #require(world.view).oddValues.map { finding in
            var text = finding.field + " " + finding.check.rawValue
            for case .value(let value, _) in finding.evidence { text += " " + value.canonicalText }
            return text
        }
    }

    @Test(arguments: [
        ("sum=5", "sum amount_without_currency 5 XXX"),
        ("sums+=about 5", "sums amount_without_currency about 5 XXX"),
        ("worth+=5;as_of=2025", "worth amount_without_currency 5 XXX"),
        ("offers+=a;price=5", "offers amount_without_currency 5 XXX"),
        ("offers+=a;site=x y", "offers malformed_address x y"),
        ("site=javascript:alert(1)", "site malformed_address javascript:alert(1)"),
        ("mails+=a at b.vn", "mails malformed_address a at b.vn"),
        ("phones+=113 or 114", "phones malformed_address 113 or 114"),
    ])
    func `it is found in a field of any kind`(entry: String, finding: String) throws {
        var world = try Self.world()
        try world.save([entry, "name=nota:url"])
        #expect(try Self.found(in: world) == [finding])
    }

    @Test func `what is as it should be is not found`() throws {
        var world = try Self.world()
        try world.save([
            "name=5", "sum=5 EUR", "sums+=5 DEM", "worth+=5 VND", "offers+=a;price=5 USD;site=a.vn",
            "site=a.vn", "mails+=a@b.vn", "phones+=113",
        ])
        #expect(try Self.found(in: world).isEmpty)
    }

    @Test func `of a disputed field all candidates are looked at, of claims those that stand`()
        throws
    {
        var world = try Self.world()
        try world.save(["sum=1 EUR", "worth+=9"])
        try world.dispute("sum=5", "sum=7")
        #expect(try Self.found(in: world).filter { $0.hasPrefix("sum ") }.count == 2)
        guard case .claims(let claims) = world.view?.field(id: "worth")?.content else {
            Issue.record("no claims")
            return
        }
        #expect(try Self.found(in: world).contains("worth amount_without_currency 9 XXX"))
        let id = try #require(claims.entries.first).id.text
        try world.save(["worth-=\(id)"])
        #expect(try !Self.found(in: world).contains { $0.hasPrefix("worth") })
    }
}
