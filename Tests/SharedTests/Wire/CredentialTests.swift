import Foundation
import Shared
import Testing

/// The token of a request, in base64url.
struct CredentialTests {
    @Test(arguments: [UInt8(0), 0x3E, 0x7F, 0xFB, 0xFF])
    func `a token is read back from what a request shows`(fill: UInt8) throws {
        let bytes = (0..<32).map { fill &+ UInt8($0 % 3) }
        let token = try #require(AccessToken(bytes: bytes))
        let other = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(token.credential == other)
        #expect(AccessToken(credential: token.credential) == token)
        #expect(AccessToken(credential: token.text) == token)
    }

    @Test(arguments: [
        "", "A", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 42) + "B", String(repeating: "A", count: 42) + "=",
        String(repeating: "A", count: 42) + "+", String(repeating: "A", count: 42) + "á",
    ])
    func `any other text is none`(text: String) {
        #expect(AccessToken(credential: text) == nil)
    }
}
