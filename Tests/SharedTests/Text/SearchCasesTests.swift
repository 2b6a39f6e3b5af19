import Shared
import Testing

/// A query, and the texts that it must and must not find; the texts are named by source and line.
struct SearchCase: CustomTestStringConvertible, Sendable {
    let number: Int
    let query: String
    let finds: [String]
    let leaves: [String]

    var testDescription: String { "case \(number): \(query)" }
}

/// Sentences with the words that the cases are about, named by the lines which they stand for.
private let documents = [
    "000:5": "Huế và Cần Thơ cùng bàn về giáo dục và văn hoá trong mạng lưới Pháp ngữ.",
    "000:11": "Thành phố Hồ Chí Minh gia nhập mạng lưới này năm 1991.",
    "000:22": "Năm 1997, Lyon góp khoảng 400.000 USD để chiếu sáng một bảo tàng.",
    "000:24": "Năm 2008, Lyon góp khoảng 180.000 Euro để chiếu sáng nhà hát.",
    "000:53": "IFC lo phần tư nhân của nhóm ngân hàng.",
    "000:76": "Ngân hàng cấp vốn cho hạ tầng của TP.HCM.",
    "000:86": "Tháng 9/2025, UBND ký bản ghi nhớ với một đối tác mới.",
    "000:89": "Diễn đàn Kinh tế Thể giới",
    "000:93": "Diễn đàn muốn góp phần làm cho thế giới tốt hơn.",
    "001:7": "Công tác đối ngoại và giao lưu văn hóa đi theo ba kênh.",
    "001:11": "Đến nay TP. Hồ Chí Minh có bạn bè ở 58 địa phương.",
    "001:23": "Liên hiệp là cầu nối của ngoại giao nhân dân.",
    "002:9": "FCM lên tiếng cho hơn 2.000 đô thị của Canada.",
    "002:11": "Từ năm 2010, hai bên làm chung dự án PMI-LED.",
    "002:21": "KAS mở các buổi hội thảo và chuyến tham quan.",
    "002:23": "ACHR ở Bangkok làm việc với các thành phố châu Á.",
    "002:43": "UN-HABITAT",
    "002:49": "UN Habitat là chương trình về nơi ở của con người.",
    "002:59": "UNDP có mặt từ năm 1977.",
    "002:61": "Hội thảo về khí hậu được mở tại Đà Nẵng tháng 12 năm 2009.",
    "002:73": "Liên minh các Thành phố là nơi các đô thị gặp nhà tài trợ.",
    "002:83": "Liên minh các thành phố và chính quyền địa phương có chi nhánh ở Jakarta.",
    "002:119": "Văn phòng ở quận Cầu Giấy, Hà Nội.",
    "003:3": "Lãnh đạo TPHCM dẫn đoàn sang Davos.",
    "003:41": "Đoàn gặp tập đoàn Bodo Möller Chemie.",
    "003:43": "Đoàn gặp Binance và UBS.",
    "003:45": "Hai buổi gặp gỡ bàn về trung tâm tài chính quốc tế.",
    "004:2": "Sở Ngoại vụ TPHCM gặp báo chí.",
    "004:3": "Ủy ban nhân dân mời các đoàn về dự đối thoại.",
    "004:4": "Chiến lược nâng tầm công tác đối ngoại của thành phố.",
    "004:10": "Khách mời có IFC, ADB và chuyên gia từ khắp thế giới.",
]

private let aliases = AliasGroups([
    [
        "TPHCM", "TP.HCM", "TP HCM", "TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh",
        "Ho Chi Minh City", "HCMC",
    ],
    ["UBND", "Ủy ban nhân dân", "People's Committee"],
])

private let cases = [
    SearchCase(number: 1, query: "doi ngoai", finds: ["001:7", "004:4"], leaves: ["000:5"]),
    SearchCase(
        number: 2,
        query: "đối ngoại",
        finds: ["001:7"],
        leaves: ["Đội ngoại khoa", "dõi ngoài"]
    ),
    SearchCase(
        number: 3,
        query: "đối ngoại".decomposed,
        finds: ["001:7", "đối ngoại".decomposed],
        leaves: ["Đội ngoại khoa"]
    ),
    SearchCase(number: 4, query: "ĐỐI NGOẠI", finds: ["001:7", "004:4"], leaves: ["000:5"]),
    SearchCase(number: 5, query: "the gioi", finds: ["000:89", "000:93"], leaves: ["000:86"]),
    SearchCase(number: 6, query: "thế giới", finds: ["000:93", "004:10"], leaves: ["000:89"]),
    SearchCase(number: 7, query: "văn hóa", finds: ["000:5", "001:7"], leaves: ["002:61"]),
    SearchCase(number: 8, query: "uỷ ban nhân dân", finds: ["000:86", "004:3"], leaves: ["000:5"]),
    SearchCase(
        number: 9,
        query: "TPHCM",
        finds: ["000:76", "000:11", "003:3", "001:11"],
        leaves: ["002:119"]
    ),
    SearchCase(
        number: 10,
        query: "ho chi minh city",
        finds: ["000:11", "001:11", "004:2"],
        leaves: ["002:61"]
    ),
    SearchCase(number: 11, query: "moller", finds: ["003:41"], leaves: ["003:43"]),
    SearchCase(number: 12, query: "IFC", finds: ["000:53", "004:10"], leaves: ["003:45"]),
    SearchCase(
        number: 13,
        query: "lien minh cac thanh pho",
        finds: ["002:73", "002:83"],
        leaves: ["002:23"]
    ),
    SearchCase(number: 14, query: "un-habitat", finds: ["002:43", "002:49"], leaves: ["002:59"]),
    SearchCase(number: 15, query: "hue", finds: ["000:5", "đường Nguyễn Huệ"], leaves: ["002:61"]),
    SearchCase(number: 16, query: "Huế", finds: ["000:5"], leaves: ["đường Nguyễn Huệ"]),
    SearchCase(number: 17, query: "dân", finds: ["001:23"], leaves: ["000:89", "dẫn đầu"]),
    SearchCase(
        number: 18,
        query: "da nang",
        finds: ["002:61", "thành phố Đà Nẵng".decomposed],
        leaves: ["002:9"]
    ),
    SearchCase(number: 19, query: "400000", finds: ["000:22"], leaves: ["000:24"]),
    SearchCase(
        number: 20,
        query: "pmi led",
        finds: ["002:11", "dự án PMI LED"],
        leaves: ["002:21"]
    ),
]

struct SearchCasesTests {
    @Test(arguments: cases)
    func `a query finds what it must and leaves the rest`(example: SearchCase) throws {
        for query in [example.query, example.query.decomposed] {
            let query = try SearchQuery(query, aliases: aliases)
            for name in example.finds {
                let text = documents[name] ?? name
                for form in [text, text.decomposed, text.uppercased()] {
                    #expect(isExact(query.match(form)), "\(name) must be found")
                }
            }
            for name in example.leaves {
                let text = documents[name] ?? name
                for form in [text, text.decomposed, text.uppercased()] {
                    #expect(!isExact(query.match(form)), "\(name) must not be found")
                }
            }
        }
    }

    @Test func `a slip in a heading is similar to the word with the right marks`() throws {
        let heading = try #require(documents["000:89"])
        let match = try SearchQuery("thế giới").match(heading)
        #expect(words(match, of: heading) == ["Thể giới"])
        guard case .similar = match else {
            Issue.record("\(match)")
            return
        }
    }

    @Test(arguments: [("kỹ thuật", "kĩ thuật"), ("Mỹ", "nước Mĩ"), ("ky thuat", "kĩ thuật")])
    func `i and y are one in the similar list only`(query: String, text: String) throws {
        let query = try SearchQuery(query)
        guard case .similar = query.match(text) else {
            Issue.record("\(query.match(text))")
            return
        }
    }

    @Test(arguments: [("thúy", "thúi"), ("mai", "may"), ("hoa", "hoà bình"), ("mai", "mái")])
    func `other vowels do not blur`(query: String, text: String) throws {
        let isSameLetters = SearchText(query).tokens[0].folded == SearchText(text).tokens[0].folded
        let match = try SearchQuery(query).match(text)
        #expect(match.ranges.isEmpty == !isSameLetters)
    }

    @Test func `every source line is cited by a case`() {
        let cited = Set(cases.flatMap { $0.finds + $0.leaves })
        #expect(documents.keys.filter { !cited.contains($0) } == [])
        #expect(cases.map { $0.number } == Array(1...20))
    }

    private func isExact(_ match: SearchMatch) -> Bool {
        if case .exact = match { return true }
        return false
    }

    private func words(_ match: SearchMatch, of text: String) -> [String] {
        let bytes = Array(text.utf8)
        return match.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}
