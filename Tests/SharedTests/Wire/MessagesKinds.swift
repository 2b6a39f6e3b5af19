import Shared
import TestSupport
import Testing

/// The messages, each with its codec and a generator, so that a law is written once for all.
enum MessagesKind: String, CaseIterable, CustomTestStringConvertible {
    case helloRequest, helloResponse, compareRequest, compareResponse, chainRequest, chainResponse
    case pushRequest, pushResponse, pullRequest, pullResponse, watchResponse, wireFailure

    var testDescription: String { rawValue }

    func random(using random: inout WireRandom) -> any WireMessage {
        switch self {
        case .helloRequest: random.helloRequest()
        case .helloResponse: random.helloResponse()
        case .compareRequest: random.compareRequest()
        case .compareResponse: random.compareResponse()
        case .chainRequest: random.chainRequest()
        case .chainResponse: random.chainResponse()
        case .pushRequest: random.pushRequest()
        case .pushResponse: random.pushResponse()
        case .pullRequest: random.pullRequest()
        case .pullResponse: random.pullResponse()
        case .watchResponse: WatchResponse(hasNews: random.next() % 2 == 0)
        case .wireFailure: random.wireFailure()
        }
    }

    func decode(_ bytes: [UInt8]) throws(CBORError) -> any WireMessage {
        switch self {
        case .helloRequest: try HelloRequest(encoded: bytes)
        case .helloResponse: try HelloResponse(encoded: bytes)
        case .compareRequest: try CompareRequest(encoded: bytes)
        case .compareResponse: try CompareResponse(encoded: bytes)
        case .chainRequest: try ChainRequest(encoded: bytes)
        case .chainResponse: try ChainResponse(encoded: bytes)
        case .pushRequest: try PushRequest(encoded: bytes)
        case .pushResponse: try PushResponse(encoded: bytes)
        case .pullRequest: try PullRequest(encoded: bytes)
        case .pullResponse: try PullResponse(encoded: bytes)
        case .watchResponse: try WatchResponse(encoded: bytes)
        case .wireFailure: try WireFailure(encoded: bytes)
        }
    }
}

/// Whether two messages are of one type and equal.
func isEqual(_ left: any WireMessage, _ right: any WireMessage) -> Bool {
    func compare<Message: Equatable>(_ left: Message) -> Bool {
        (right as? Message).map { $0 == left } ?? false
    }
    guard let left = left as? any Equatable else { return false }
    return compare(left)
}
