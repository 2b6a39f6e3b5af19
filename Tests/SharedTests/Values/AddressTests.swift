import Shared
import Testing

struct AddressTests {
    @Test(arguments: [
        ("acvn.vp@gmail.com", "acvn.vp@gmail.com"), (" Office@Example.ORG ", "Office@example.org"),
        ("mailto:a@b.vn", "a@b.vn"), ("<a@b.vn>", "a@b.vn"), ("a+b@x-y.co.uk", "a+b@x-y.co.uk"),
        ("nguyễn@đối-ngoại.vn", "nguyễn@đối-ngoại.vn"), ("a@ĐỐI.VN", "a@đối.vn"),
    ])
    func `addresses of mail are read`(text: String, canonical: String) throws {
        let address = try EmailAddress(parsing: text)
        #expect(address.canonical == canonical)
        #expect(EmailAddress(canonical: canonical) == address)
    }

    @Test(arguments: [
        "", "@", "a@", "@b.vn", "a@b", "a b@c.vn", "a@b..vn", ".a@b.vn", "a.@b.vn", "a..b@c.vn",
        "a@-b.vn", "a@b-.vn", "a@b.1", "a@b@c.vn", "<a@b.vn", "a@b.vn>", "a@b.vn, c@d.vn",
        "\"a\"@b.vn", "a@[127.0.0.1]", "a@b.vn\n", "a\u{0}@b.vn", "a@127.0.0.1",
    ])
    func `what is no address of mail is refused`(text: String) {
        let error = ValueError.malformed(
            .emailAddress,
            given: text,
            example: "office@example.org"
        )
        #expect(throws: error) { try EmailAddress(parsing: text) }
    }

    @Test func `the parts of an address of mail have their limits`() throws {
        let local = String(repeating: "a", count: EmailAddress.localBytesMax)
        #expect(try EmailAddress(parsing: local + "@b.vn").canonical == local + "@b.vn")
        #expect(throws: ValueError.self) { try EmailAddress(parsing: local + "a@b.vn") }
        let label = String(repeating: "b", count: 63)
        #expect(try EmailAddress(parsing: "a@" + label + ".vn").canonical == "a@" + label + ".vn")
        #expect(throws: ValueError.self) { try EmailAddress(parsing: "a@b" + label + ".vn") }
        let long = Array(repeating: label, count: 4).joined(separator: ".")
        #expect(throws: ValueError.self) { try EmailAddress(parsing: "a@" + long) }
    }

    @Test(arguments: [
        ("http://www.acvn.vn", "http://www.acvn.vn"),
        ("https://citynet-ap.org/", "https://citynet-ap.org/"),
        ("www.fcm.ca", "https://www.fcm.ca"), ("HTTP://WWW.KAS.de/Viet", "http://www.kas.de/Viet"),
        ("tponet.org/a?b=c#d", "https://tponet.org/a?b=c#d"),
        ("http://10.0.0.1:8080/x", "http://10.0.0.1:8080/x"),
        (" https://đối-ngoại.vn/tin ", "https://đối-ngoại.vn/tin"),
        ("https://a.vn?x", "https://a.vn?x"),
    ])
    func `addresses in the web are read`(text: String, canonical: String) throws {
        let address = try WebAddress(parsing: text)
        #expect(address.canonical == canonical)
        #expect(WebAddress(canonical: canonical) == address)
    }

    @Test(arguments: [
        "", "http://", "https:///x", "ftp://a.vn", "javascript:alert(1)", "http://user@a.vn",
        "http://user:pass@a.vn/", "http://a b.vn", "http://a.vn/x y", "localhost", "http://a.vn:0/",
        "http://a.vn:65536/", "http://a.vn:/", "http://a.vn/<x>", "http://.vn", "http://a..vn",
        "http://[::1]/", "http://256.1.1.1/", "file:///etc/passwd", "http://a.vn/\u{1B}",
        "mailto:a@b.vn",
    ])
    func `what is no address in the web is refused`(text: String) {
        let error = ValueError.malformed(
            .webAddress,
            given: text,
            example: "https://example.org/"
        )
        #expect(throws: error) { try WebAddress(parsing: text) }
    }

    @Test(arguments: [
        ("+84 24 37629571", "+84 24 37629571", "+842437629571"),
        ("(028) 3822.4224", "028 3822 4224", "02838224224"),
        ("0084-28-3822", "+84 28 3822", "+84283822"),
        ("+84 (0)28 3822 4224", "+84 28 3822 4224", "+842838224224"), ("113", "113", "113"),
        ("tel:+84-28-3822", "+84 28 3822", "+84283822"),
        ("+84 28 3822 ext. 12", "+84 28 3822 ext 12", "+84283822"),
        ("028 3822 máy lẻ 12", "028 3822 ext 12", "0283822"),
        ("0283822x7", "0283822 ext 7", "0283822"),
    ])
    func `telephone numbers are read`(text: String, canonical: String, dialled: String) throws {
        let number = try TelephoneNumber(parsing: text)
        #expect(number.canonical == canonical)
        #expect(number.dialled == dialled)
        #expect(TelephoneNumber(canonical: canonical) == number)
        for language in DisplayLanguage.allCases {
            #expect(try TelephoneNumber(parsing: number.display(in: language)) == number)
        }
    }

    @Test(arguments: [
        "", "12", "+", "abc", "1234567890123456", "028 3822 or 3823", "+84 28 ext",
        "028 3822 ext 1234567",
        "++84 28 3822", "٠٢٨٣٨٢٢",
    ])
    func `what is no telephone number is refused`(text: String) {
        let error = ValueError.malformed(
            .telephoneNumber,
            given: text,
            example: "+84 28 1234 5678"
        )
        #expect(throws: error) { try TelephoneNumber(parsing: text) }
    }

    @Test func `the extension is named in the language`() throws {
        let number = try TelephoneNumber(parsing: "028 3822 x12")
        #expect(number.display(in: .vi) == "028 3822 máy lẻ 12")
        #expect(number.display(in: .en) == "028 3822 ext 12")
    }

    @Test func `any text is refused or comes back from its canonical form`() {
        let signs = Array("a1.@:/+- ()đ?#<xe0").map(String.init)
        for seed in 0..<3000 {
            var random = ValueRandom(seed: seed)
            let text = (0..<random.upTo(12)).map { _ in random.one(of: signs) }.joined()
            if let value = try? EmailAddress(parsing: text) {
                #expect(EmailAddress(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? WebAddress(parsing: text) {
                #expect(WebAddress(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? TelephoneNumber(parsing: text) {
                #expect(TelephoneNumber(canonical: value.canonical) == value, "seed \(seed)")
            }
        }
    }
}
