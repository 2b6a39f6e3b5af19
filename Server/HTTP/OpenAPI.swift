import HTTPTypes
import ServerCore
import Shared

/// The description of the service for other programs, in OpenAPI 3.1.
enum OpenAPI {
    static func document() -> JSONValue {
        object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                object([
                    ("title", .string("CauNoi")),
                    ("version", .string("1")),
                    (
                        "description",
                        .string(
                            "Synchronisation of a register. Messages are CBOR arrays (RFC 8949, "
                                + "deterministic encoding); their JSON mirror is for people."
                        )
                    ),
                ])
            ),
            ("paths", object(Address.all.map { ($0.path, operation(at: $0)) })),
            ("components", components),
        ])
    }

    private static func operation(at address: Address) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(address.name)),
            ("summary", .string(summary(of: address))),
        ]
        if case .route(let route) = address {
            if route.needsToken {
                members.append(("security", .array([object([("token", .array([]))])])))
            }
            members.append(("parameters", codings))
            members.append(("requestBody", body(of: route)))
        }
        members.append(("responses", responses(of: address)))
        let method = HeaderList.lowercased(address.method.rawValue.utf8)
        return object([(String(decoding: method, as: UTF8.self), object(members))])
    }

    private static func summary(of address: Address) -> String {
        switch address {
        case .route(.hello): "Greets: what does either side lack?"
        case .route(.watch): "Answers once there is news for who stands where the hello says"
        case .route(.compare): "Compares the chains of a scope after another epoch has begun"
        case .route(.chain): "Gives out a stretch of one chain"
        case .route(.push): "Takes in signed changes; repeating it changes nothing"
        case .route(.pull): "Gives out the next page of a scope"
        case .route(.history): "Gives out every change of one record"
        case .route(.digests): "Gives out digests, to find the records that differ"
        case .route(.enroll): "Turns a one-time code into a device with a token"
        case .route(.readmit):
            "Lets a device in again that was enrolled after the backup which was put back"
        case .route(.bundle): "Takes in a carried file, and gives out the reply for its device"
        case .register: "Tells which register this is"
        case .health: "Tells whether the program runs"
        case .readiness: "Tells whether the register can be read"
        case .metrics: "Tells what was answered, for Prometheus"
        case .openAPI: "Gives out this document"
        case .unknown: ""
        }
    }

    // MARK: Requests

    private static let codings: JSONValue = .array([
        parameter("Content-Encoding", "The coding of the request's body"),
        parameter("Accept-Encoding", "The codings that the client takes"),
    ])

    private static func parameter(_ name: String, _ description: String) -> JSONValue {
        object([
            ("name", .string(name)),
            ("in", .string("header")),
            ("required", .boolean(false)),
            ("description", .string(description)),
            (
                "schema",
                object([("type", .string("string")), ("enum", strings("zstd", "identity"))])
            ),
        ])
    }

    private static func body(of route: Route) -> JSONValue {
        let mirrored: Bool
        switch route {
        case .hello, .watch, .pull, .enroll: mirrored = true
        case .compare, .chain, .push, .history, .digests, .readmit, .bundle: mirrored = false
        }
        return object([("required", .boolean(true)), ("content", content(mirrored: mirrored))])
    }

    private static func content(mirrored: Bool) -> JSONValue {
        let bytes = object([
            ("schema", object([("type", .string("string")), ("format", .string("binary"))]))
        ])
        var types = [(MediaType.cborName, bytes)]
        if mirrored {
            types.append(
                (MediaType.jsonName, object([("schema", object([("type", .string("object"))]))]))
            )
        }
        return object(types)
    }

    // MARK: Responses

    private static func responses(of address: Address) -> JSONValue {
        var members: [(String, JSONValue)] = []
        switch address {
        case .route(let route):
            members.append(answer("200", "The answer", content(mirrored: true)))
            var failures = [
                ("400", "The request breaks the protocol"),
                ("403", "The device is known and not let in, or the code is not valid"),
                ("404", "There is no such scope"), ("413", "The body is too large"),
                ("415", "The body's type or coding is not known"),
                ("503", "The register is busy or cannot be read"),
            ]
            if route.needsToken { failures.insert(("401", "Nobody has this token"), at: 1) }
            members += failures.map { answer($0.0, $0.1, failureContent) }
        case .register:
            members.append(answer("200", "Id, name, time and formats", content(mirrored: true)))
            members.append(answer("503", "There is no register yet", failureContent))
        case .readiness:
            members.append(answer("200", "It can", text))
            members.append(answer("503", "It cannot", text))
        case .health, .metrics: members.append(answer("200", "It does", text))
        case .openAPI, .unknown:
            let document = object([("schema", object([("type", .string("object"))]))])
            members.append(answer("200", "It", object([(MediaType.jsonName, document)])))
        }
        members.append(answer("405", "The address takes another method", failureContent))
        return object(members)
    }

    private static func answer(
        _ status: String,
        _ description: String,
        _ content: JSONValue
    ) -> (String, JSONValue) {
        (status, object([("description", .string(description)), ("content", content)]))
    }

    private static let text = object([
        ("text/plain", object([("schema", object([("type", .string("string"))]))]))
    ])

    private static let failureContent: JSONValue = {
        let reference = "#/components/schemas/Failure"
        return object([
            (
                MediaType.cborName,
                object([
                    (
                        "schema",
                        object([("type", .string("string")), ("format", .string("binary"))])
                    )
                ])
            ),
            (
                MediaType.jsonName,
                object([("schema", object([("$ref", .string(reference))]))])
            ),
        ])
    }()

    private static let components: JSONValue = {
        let string = object([("type", .string("string"))])
        let optional = object([("type", strings("string", "null"))])
        let failure = object([
            ("type", .string("object")),
            ("required", strings("code", "message")),
            (
                "properties",
                object([
                    ("code", string), ("message", string), ("field", optional), ("hint", optional),
                ])
            ),
        ])
        let token = object([
            ("type", .string("http")), ("scheme", .string("bearer")),
            ("description", .string("32 bytes from enrolment, in base64url or hexadecimal")),
        ])
        return object([
            ("securitySchemes", object([("token", token)])),
            (
                "schemas",
                object([
                    (
                        "Failure",
                        object([
                            ("type", .string("object")), ("required", strings("error")),
                            ("properties", object([("error", failure)])),
                        ])
                    )
                ])
            ),
        ])
    }()

    private static func strings(_ texts: String...) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { .init(key: $0.0, value: $0.1) })
    }
}
