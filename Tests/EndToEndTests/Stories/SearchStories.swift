import Foundation
import Shared
import Testing

/// The sample register is searched as the rules of Vietnamese text want it.
@Suite(.serialized)
struct SearchStories {
    /// What people type, and what they must find of the sample, leave, or be told is similar.
    private struct Search {
        let number: Int
        let query: String
        var finds: [String] = []
        var leaves: [String] = []
        var similar: [String] = []
    }

    /// Records whose words the sample has no likes of.
    private static let written = [
        ("surgery", "Đội ngoại khoa"), ("out", "dõi ngoài"),
        ("decomposed", "đối ngoại".decomposedStringWithCanonicalMapping),
        ("slip", "Diễn đàn Kinh tế Thể giới"), ("street", "đường Nguyễn Huệ"),
        ("culture", "giáo dục và văn hoá"), ("lead", "dẫn đầu"), ("board", "tấm bìa"),
        ("danang", "thành phố Đà Nẵng".decomposedStringWithCanonicalMapping),
        ("skills", "kĩ thuật"), ("euro", "khoảng 180.000 Euro"),
    ]

    private static let searches = [
        Search(
            number: 1,
            query: "doi ngoai",
            finds: ["documents/external-strategy", "places/surgery", "places/out"],
            leaves: ["partners/hue"]
        ),
        Search(
            number: 2,
            query: "đối ngoại",
            finds: ["documents/external-strategy", "places/decomposed"],
            leaves: ["places/surgery", "places/out"],
            similar: ["places/surgery", "places/out"]
        ),
        Search(
            number: 3,
            query: "đối ngoại".decomposedStringWithCanonicalMapping,
            finds: ["documents/external-strategy", "places/decomposed"],
            leaves: ["places/surgery"]
        ),
        Search(
            number: 4,
            query: "ĐỐI NGOẠI",
            finds: ["documents/external-relations-article", "documents/external-strategy"],
            leaves: ["partners/hue"]
        ),
        Search(
            number: 5,
            query: "the gioi",
            finds: ["partners/wef", "places/slip"],
            leaves: ["partners/hue"]
        ),
        Search(
            number: 6,
            query: "thế giới",
            finds: ["partners/wef", "partners/world-bank"],
            leaves: ["places/slip"],
            similar: ["places/slip"]
        ),
        Search(
            number: 7,
            query: "văn hóa",
            finds: ["partners/aimf", "places/culture"],
            leaves: ["events/climate-workshop-2009"]
        ),
        Search(
            number: 8,
            query: "uỷ ban nhân dân",
            finds: ["departments/peoples-committee", "contacts/phan-van-mai"],
            leaves: ["partners/hue"]
        ),
        Search(
            number: 9,
            query: "TPHCM",
            finds: ["partners/hcmc", "documents/external-strategy", "departments/hufo"],
            leaves: ["partners/can-tho", "partners/hanoi", "departments/acvn"]
        ),
        Search(
            number: 10,
            query: "ho chi minh city",
            finds: ["partners/hcmc", "departments/hufo", "series/hef"],
            leaves: ["events/climate-workshop-2009"]
        ),
        Search(
            number: 11,
            query: "moller",
            finds: ["partners/bodo-moller-chemie"],
            leaves: ["partners/binance"]
        ),
        Search(
            number: 12,
            query: "IFC",
            finds: ["partners/ifc", "partners/world-bank-group"],
            leaves: ["partners/binance", "meetings/binance-2026"]
        ),
        Search(
            number: 13,
            query: "lien minh cac thanh pho",
            finds: ["partners/cities-alliance", "partners/uclg-aspac"],
            leaves: ["partners/achr"]
        ),
        Search(
            number: 14,
            query: "un-habitat",
            finds: ["partners/un-habitat", "contributions/un-habitat-observatory"],
            leaves: ["partners/undp"]
        ),
        Search(
            number: 15,
            query: "hue",
            finds: ["partners/hue", "places/street"],
            leaves: ["events/climate-workshop-2009"]
        ),
        Search(
            number: 16,
            query: "Huế",
            finds: ["partners/hue"],
            leaves: ["places/street"],
            similar: ["places/street"]
        ),
        Search(
            number: 17,
            query: "dân",
            finds: ["departments/peoples-committee"],
            leaves: ["partners/wef", "places/lead"],
            similar: ["partners/wef", "places/lead"]
        ),
        Search(
            number: 18,
            query: "da nang",
            finds: ["events/climate-workshop-2009", "places/danang"],
            leaves: ["partners/fcm"]
        ),
        Search(
            number: 19,
            query: "400000",
            finds: ["contributions/lyon-1997"],
            leaves: ["places/euro", "contributions/lyon-2008"]
        ),
        Search(
            number: 20,
            query: "pmi led",
            finds: ["projects/pmi-led"],
            leaves: ["partners/kas"]
        ),
        Search(
            number: 21,
            query: "kỹ thuật",
            leaves: ["places/skills"],
            similar: ["places/skills"]
        ),
    ]

    @Test func `each of the twenty cases holds on the sample`() async throws {
        let server = try await RunningServer()
        try await server.administer("load", "--sample")
        let home = try await server.enrol("e", department: "external-relations", person: "Lan")
        for (code, name) in Self.written {
            try await home.run("add", "places", "code=\(code)", "name.vi=\(name)")
        }
        let codes = try await Self.codes(home)
        for search in Self.searches {
            let found = try await home.json("search", search.query, "--limit", "500")
            let exact = Self.found(found["exact"], codes)
            let similar = Self.found(found["similar"], codes)
            let comment = "case \(search.number), \(search.query)"
            #expect(exact.isSuperset(of: search.finds), "\(comment): \(exact)")
            #expect(exact.isDisjoint(with: search.leaves), "\(comment): \(exact)")
            #expect(similar.isSuperset(of: search.similar), "\(comment): \(similar)")
            for code in search.finds + search.leaves {
                #expect(codes.values.contains(code), "\(comment): there is no \(code)")
            }
        }
        let exact = try await home.json("search", "thế giới", "--no-similar")
        #expect(exact["similar"]?.count == 0 && (exact["exact"]?.count ?? 0) > 0, "\(exact)")
    }

    @Test func `people stand by their given names, told apart or not`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "external-relations", person: "Lan")
        for name in ["Võ Văn Hoan", "Phan Văn Mãi", "Nguyễn Văn Được", "Hoàng Nguyên Dinh"] {
            try await home.run("add", "contacts", "name=\(name)")
        }
        try await home.run("add", "contacts", "name=Klaus Schwab", "family=Schwab", "given=Klaus")
        let sorted = try await home.json("list", "contacts", "--sort", "given")["records"]?.array
        let names = (sorted ?? []).compactMap { $0["fields"]?["name"]?.string }
        #expect(
            names == [
                "Hoàng Nguyên Dinh", "Nguyễn Văn Được", "Võ Văn Hoan", "Klaus Schwab",
                "Phan Văn Mãi",
            ]
        )
    }

    @Test func `a list's conditions agree with what each record shows`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "external-relations", person: "Lan")
        let years = Array(2024...2029)
        for year in years {
            try await home.run(
                "add",
                "agreements",
                "title.en=Until \(year)",
                "valid_until=\(year)",
                "notice_days=90"
            )
        }
        try await home.run("add", "agreements", "title.en=Without end", "code=open")
        for (conditions, expected) in [
            (["valid_until < 2026"], [2024, 2025]),
            (["valid_until >= 2025", "valid_until < 2028"], [2025, 2026, 2027]),
            (
                ["valid_until >= 2025", "valid_until != 2026", "notice_days = 90"],
                [2025] + (2027...2029)
            ),
            (["valid_until >= 2030"], []), (["code = open"], [0]),
            (["valid_until != 2024"], [0] + (2025...2029)), (["code != open"], years),
        ] {
            let outcome = try await Program.client.run(
                ["list", "agreements", "--json"] + conditions.map { "--where=" + $0 },
                environment: home.environment
            )
            let list = try #require(outcome.json, "\(outcome.errors)")
            let found = list["records"]?.array?.map { record in
                Int(record["fields"]?["valid_until"]?.string ?? "0") ?? -1
            }
            #expect(found.map { $0.sorted() } == expected, "\(conditions)")
        }
    }

    /// `collection/code` of every record, by id.
    private static func codes(_ home: Home) async throws -> [String: String] {
        var result: [String: String] = [:]
        let schema = try await home.json("schema")
        for collection in schema["collections"]?.array ?? [] {
            guard let name = collection["collection"]?.string else { continue }
            let list = try await home.json("list", name, "--limit", "1000")
            for record in list["records"]?.array ?? [] {
                guard let id = record["id"]?.string else { continue }
                result[id] = name + "/" + (record["fields"]?["code"]?.string ?? id)
            }
        }
        return result
    }

    private static func found(_ hits: JSONValue?, _ codes: [String: String]) -> Set<String> {
        Set(
            (hits?.array ?? []).compactMap { hit in
                hit["ref"]?.string?.split(separator: "/").last.flatMap { codes[String($0)] }
            }
        )
    }
}
