import ServerCore
import Shared
import Testing

@Suite struct `Invitations` {
    @Test(arguments: AccountStoreKind.allCases)
    func `a name known at the department means the person who has it`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        let first = try register.invite(.named("Nguyễn Văn An"))
        // The same letters, decomposed.
        let again = try register.invite(.named("Nguye\u{302}\u{303}n Va\u{306}n An"))
        #expect(again.person == first.person)
        #expect(again.actor == first.actor)
        #expect(!again.isNewPerson)
        #expect(again.code != first.code)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a name known elsewhere must be told apart by id`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let first = try register.invite(.named("An"), "tourism").person.id
        #expect(throws: AccountError.ambiguousName([first])) {
            try register.invite(.named("An"), "hufo")
        }
        let same = try register.invite(.known(first), "hufo")
        #expect(same.person.id == first)
        #expect(same.actor.number == 2)
        let other = try register.invite(.newcomer("An"), "hufo", at: 11)
        #expect(other.person.id != first)
        #expect(throws: AccountError.ambiguousName([first, other.person.id])) {
            try register.invite(.named("An"), "hufo")
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `another role is another actor of the same person`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let editor = try register.invite(.named("Lan"), "tourism", .editor)
        let lead = try register.invite(.named("Lan"), "tourism", .lead)
        #expect(editor.person == lead.person)
        #expect([editor.actor.number, lead.actor.number] == [1, 2])
    }

    private static let badNames: [String] = [
        "", " \u{A0} ", "a\nb", "a\u{0}b", String(repeating: "a", count: 301),
    ]

    @Test(arguments: AccountStoreKind.allCases, badNames)
    func `a name is one line with something to see`(kind: AccountStoreKind, name: String) throws {
        let register = try AccountTestRegister(kind)
        #expect(throws: AccountError.self) { try register.invite(.named(name)) }
        #expect(try register.store.contents().persons == [])
    }

    @Test(arguments: ["", "Tourism", "a/b", "sở", "a b", String(repeating: "a", count: 41)])
    func `a department is a code that scopes can be named after`(code: String) throws {
        let register = try AccountTestRegister(.memory)
        #expect(throws: AccountError.invalidDepartment) {
            try register.invite(.named("Lan"), code)
        }
    }

    private static let badEnds: [Int64] = [.min, 9, 10, 10 + 366 * 86_400_000 + 1, .max]

    @Test(arguments: badEnds)
    func `a code ends in the future within a year`(expires: Int64) throws {
        let register = try AccountTestRegister(.memory)
        #expect(throws: AccountError.invalidExpiry) {
            try register.invite(.named("Lan"), expires: expires, at: 10)
        }
    }

    @Test func `an unknown person cannot be invited`() throws {
        let register = try AccountTestRegister(.memory)
        let nobody = RecordID(high: 1, low: 1)
        #expect(throws: AccountError.unknownPerson(nobody)) {
            try register.invite(.known(nobody))
        }
    }

    @Test func `a code is printed in groups and read as people write it`() throws {
        var random = AccountRandom(seed: 5)
        for seed in 0..<200 {
            let code = InvitationCode(using: &random)
            #expect(code.text.utf8.split(separator: 0x2D).map(\.count) == [4, 4, 4, 4, 5, 5])
            let spaced = code.text.lowercased().replacing("-", with: " – ")
            let confused = spaced.replacing("0", with: "o").replacing("1", with: "l")
            try #require(InvitationCode(confused) == code, "seed \(seed)")
            try #require(InvitationCode(" " + code.text + "\n") == code, "seed \(seed)")
            try #require(InvitationCode(code.text + "A") == nil, "seed \(seed)")
            try #require(InvitationCode(String(code.text.dropLast())) == nil, "seed \(seed)")
        }
        #expect(InvitationCode(String(repeating: "U", count: 26)) == nil)
        #expect(InvitationCode(String(repeating: "é", count: 26)) == nil)
    }
}
