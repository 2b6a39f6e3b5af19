import Shared
import Testing

/// "Did you mean" for codes: by what people call things, not by two letters that look alike.
struct ProbableCodeTests {
    /// What is typed for a country, and the codes that are proposed, in their order.
    @Test(arguments: [
        ("Mỹ", ["US"]), ("My", ["MY", "US"]), ("Nhật", ["JP"]), ("Hàn", ["KR"]),
        ("LB Nga", ["RU"]), ("Liên bang Nga", ["RU"]), ("CHDC Congo", ["CD"]), ("Italia", ["IT"]),
        ("Bungari", ["BG"]), ("Myanma", ["MM"]), ("Anh", ["GB"]), ("UK", ["GB"]), ("fr", ["FR"]),
        ("Frnace", ["FR"]), ("Nhat", ["JP"]),
    ])
    func `a country is proposed by the words of its names`(
        typed: String,
        codes: [String]
    ) throws {
        let error = try refusal("country=\(typed)")
        guard case .unknownCode(let given, let nearest, _) = error.reason else {
            Issue.record("\(error.reason)")
            return
        }
        #expect(given == typed)
        #expect(nearest.map { $0.code } == codes)
    }

    @Test func `the label stands beside the code`() throws {
        let error = try refusal("country=Mỹ")
        #expect(error.hint(in: .vi)?.hasPrefix("có phải “US” (Hoa Kỳ)? Các mã: ") == true)
        let en = "did you mean \"US\" (United States)? The codes are "
        #expect(error.hint(in: .en)?.hasPrefix(en) == true)
    }

    @Test(arguments: ["Wakanda", "Atlantis", "Quần đảo Nào Đó"])
    func `nothing is proposed that is not near`(typed: String) throws {
        let hint = try refusal("country=\(typed)").hint(in: .en)
        #expect(hint?.hasPrefix("the codes are AD, ") == true, "\(hint ?? "")")
    }

    private func refusal(_ entry: String) throws -> FieldError {
        var world = try FieldWorld("partners")
        let error = #expect(throws: FieldError.self) { try world.save([entry]) }
        return try #require(error)
    }
}
