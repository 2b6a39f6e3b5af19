import HTTPTypes
import ServerCore

/// What is at a path.
enum Address: Hashable {
    /// A message of the protocol, at `/v1/…`.
    case route(Route)
    /// What the register is called.
    case register
    case health
    case readiness
    case metrics
    case openAPI
    case unknown

    init(path: String) {
        self = Self.all.first { $0.path.utf8.elementsEqual(path.utf8) } ?? .unknown
    }

    /// Takes apart a path that may name a register before the address within it.
    static func split(path: String) -> (register: String?, address: Address) {
        let whole = Address(path: path)
        if whole != .unknown { return (nil, whole) }
        let rest = path.utf8.dropFirst()
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")), slash > rest.startIndex else {
            return (nil, .unknown)
        }
        switch Address(path: String(decoding: rest[slash...], as: UTF8.self)) {
        case .route(let route): return (String(rest[..<slash]), .route(route))
        case .register: return (String(rest[..<slash]), .register)
        case .health, .readiness, .metrics, .openAPI, .unknown: return (nil, .unknown)
        }
    }

    /// Every address that there is.
    static let all: [Address] =
        Route.allCases.map { .route($0) } + [.register, .health, .readiness, .metrics, .openAPI]

    var path: String {
        switch self {
        case .route(let route): "/v1/\(route.rawValue)"
        case .register: "/v1/register"
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .openAPI: "/openapi.json"
        case .unknown: ""
        }
    }

    /// The one method that it takes.
    var method: HTTPRequest.Method {
        if case .route = self { .post } else { .get }
    }

    /// The name in logs and metrics: one of few, whatever clients ask for.
    var name: String {
        switch self {
        case .route(let route): route.rawValue
        case .register: "register"
        case .health: "healthz"
        case .readiness: "readyz"
        case .metrics: "metrics"
        case .openAPI: "openapi"
        case .unknown: "other"
        }
    }
}
