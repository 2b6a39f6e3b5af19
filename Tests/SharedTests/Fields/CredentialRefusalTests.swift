import Shared
import Testing

/// Names and passwords in web addresses are not stored, by devices or by the server; what only looks a
/// little like them is.
struct CredentialRefusalTests {
    private static func field() throws -> (collection: UInt16, field: UInt16) {
        let collection = try #require(RegisterFiles.schema.collection(id: "documents"))
        return (collection.number, try #require(collection.field(id: "url")).number)
    }

    private static func isSaved(_ text: String) throws -> Bool {
        var world = try FieldWorld("documents")
        return (try? world.save(["url=" + text])) != nil
    }

    private static func isTakenByServer(_ text: String) throws -> Bool {
        let (collection, field) = try field()
        let write = Change.CellWrite(
            key: CellKey(field: field),
            replaced: [],
            value: FieldValue.text(text).encoded
        )
        return RegisterFiles.schema.refusal(of: write, in: collection) == nil
    }

    @Test(arguments: [
        "http://me:word@a.vn", "http://me@a.vn", "ftp://me:word@a.vn", "me:word@a.vn",
        "//me:word@a.vn", "lan@hcmc.gov.vn:secret@host.vn", "https://us/er:word@host.vn",
        "us#er:word@host.vn", "us/er:word@host.vn", "user：word@host.vn", "user : word@host.vn",
        "see https://a.vn or me:word@b.vn", "https://a.vn;me:word@b.vn", "https://a.vn:80@b.vn",
        "HTTPS://ME:WORD@A.VN", "https://a.vn@b.vn/c", "https://a.vn/,https://u:word@b.vn",
        "https://web.a.org/2020/http://an:word@a.vn/", "https://a.vn/redir/ftp://u:word@b.vn",
    ])
    func `a name or a password is refused`(text: String) throws {
        #expect(try !Self.isSaved(text))
        #expect(try !Self.isTakenByServer(text))
    }

    @Test(arguments: [
        "https://a.vn/@me", "https://a.vn/c:d@e", "https://a.vn:8080/?q=a:b@c", "a@b.vn",
        "mailto:a@b.vn", "Email:info@citynet.org", "E-mail: info@acvn.vn",
        "www.acvn.vn; Email:info@acvn.vn", "http://www.acvn.vn;Email:info@acvn.vn",
        "tiktok:@citynet", "fb:@acvn", "thư điện tử: a@b.vn", "https://a.vn:8080 a@b.vn",
        "sàn giao dịch: www.a.vn", "liên hệ: an@b.vn", "Website: an@b.vn",
        "https://a.vn/go?to=https://b.vn/@c", "javascript:alert(1)", "@",
    ])
    func `what has none is kept`(text: String) throws {
        #expect(try Self.isSaved(text))
        #expect(try Self.isTakenByServer(text))
    }
}
