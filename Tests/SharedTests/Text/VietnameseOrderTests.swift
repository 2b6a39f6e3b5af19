import Shared
import Testing

struct VietnameseOrderTests {
    private static let places = [
        "Cần Thơ", "Dân", "Đà Nẵng", "Đài Bắc", "Hà Nội", "Hải Dương", "Huế", "Pleiku",
        "Thành phố Hồ Chí Minh", "Việt Trì", "Vinh", "Yokohama",
    ]
    private static let people = [
        "Bùi Thanh Sơn", "Hoàng Nguyên Dinh", "Hồ Xuân Lâm", "Nguyễn Văn Được",
        "Phạm Minh Chính", "Phan Văn Mãi", "Thụy Vũ", "Trần Phước Anh", "Võ Văn Hoan",
    ]

    @Test(arguments: [
        places, people, ["ma", "mà", "mả", "mã", "má", "mạ"], ["on", "ôn", "ơn"],
        ["an", "ăn", "ân"],
        ["so", "sò", "sỏ", "sõ", "só", "sọ", "sô", "số", "sơ", "sớ"],
        ["a", "A", "à", "À", "ă", "Ă", "â", "b"], ["d", "đ", "e", "ê", "f"],
        ["tu", "tư", "u", "ư", "v"], ["10", "2 bánh", "a", "z", "λ", "я"],
        ["hoa", "hoà", "hoa hồng", "hoan"],
    ])
    func `lists are in the order of a Vietnamese dictionary`(list: [String]) {
        for (place, first) in list.enumerated() {
            for second in list[(place + 1)...] {
                #expect(VietnameseOrder.precedes(first, second), "\(first), \(second)")
                #expect(!VietnameseOrder.precedes(second, first), "\(second), \(first)")
                #expect(VietnameseOrder.precedes(first.decomposed, second), "\(first), \(second)")
            }
        }
    }

    @Test func `the placing of a tone does not split a word`() {
        let words = ["hoa", "hoà", "hòa", "hoá", "hóa", "hoạ", "họa"]
        let sorted = words.reversed().sorted { VietnameseOrder.precedes($0, $1) }
        let keys = sorted.map { VietnameseOrder.key($0) }
        #expect(keys[1] == keys[2] && keys[3] == keys[4] && keys[5] == keys[6])
        #expect(sorted.first == "hoa" && Set(sorted[1...2]) == ["hoà", "hòa"])
    }

    @Test func `case decides last`() {
        #expect(VietnameseOrder.precedes("Ma", "mà"))
        #expect(VietnameseOrder.precedes("ma", "Ma"))
        #expect(VietnameseOrder.precedes("Ma", "man"))
    }

    @Test func `people are listed by given name, then by family name`() {
        let names = [
            "Trần Phước Anh", "Phạm Minh Chính", "Hoàng Nguyên Dinh", "Nguyễn Văn Được",
            "Võ Văn Hoan", "Hồ Xuân Lâm", "Phan Văn Mãi", "Bùi Thanh Sơn", "Thụy Vũ",
        ]
        for (place, first) in names.enumerated() {
            for second in names[(place + 1)...] {
                let keys = [first, second].map { VietnameseOrder.givenNameKey($0) }
                #expect(keys[0].lexicographicallyPrecedes(keys[1]), "\(first), \(second)")
            }
        }
        let binh = ["Trần Bình", "Vũ An Bình", "Lê Bính"].map { VietnameseOrder.givenNameKey($0) }
        #expect(binh[0].lexicographicallyPrecedes(binh[1]))
        #expect(binh[1].lexicographicallyPrecedes(binh[2]))
        let spaced = VietnameseOrder.givenNameKey("  Trần   Bình ")
        #expect(spaced == binh[0])
    }

    @Test func `a word before its prolongation, whatever follows`() {
        let keys = ["An Zung", "Anh An"].map { VietnameseOrder.key($0) }
        #expect(keys[0].lexicographicallyPrecedes(keys[1]))
    }

    @Test func `an empty text is before all others`() {
        #expect(VietnameseOrder.precedes("", "a"))
        #expect(VietnameseOrder.precedes("", "0"))
        #expect(
            VietnameseOrder.givenNameKey("").lexicographicallyPrecedes(
                VietnameseOrder.givenNameKey("a")
            )
        )
    }
}
