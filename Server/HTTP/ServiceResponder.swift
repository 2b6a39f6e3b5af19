import HTTPTypes
package import Hummingbird
import Logging
import ServerCore
import Shared

/// Answers every HTTP request: finds the address, checks what the headers say, and hands bytes on.
package struct ServiceResponder<House: RegisterHouse>: HTTPResponder {
    package typealias Context = BasicRequestContext

    let house: House
    let limits: HTTPLimits
    let metrics: Metrics
    /// The wall clock, in milliseconds since 1970.
    let clock: @Sendable () -> Int64

    package init(
        house: House,
        limits: HTTPLimits = HTTPLimits(),
        clock: @escaping @Sendable () -> Int64
    ) {
        self.house = house
        self.limits = limits
        self.clock = clock
        metrics = Metrics()
    }

    package func respond(
        to request: Request,
        context: BasicRequestContext
    ) async throws -> Response {
        let start = ContinuousClock.now
        var incoming = IncomingRequest(request, limits: limits)
        let (register, address) = Address.split(path: incoming.path)
        let answer: Answer
        do {
            answer = try await self.answer(&incoming, register, at: address)
        } catch {
            let refusal = Refusal(error)
            answer = Answer(refusal, as: incoming.wanted)
            log(refusal, of: error, at: address, context)
        }
        let response = answer.response(
            acceptingZstandard: incoming.acceptsZstandard,
            closes: !incoming.isRead
        )
        metrics.count(
            address.name,
            status: answer.status.code,
            duration: ContinuousClock.now - start
        )
        return response
    }

    private func answer(
        _ request: inout IncomingRequest,
        _ register: String?,
        at address: Address
    ) async throws -> Answer {
        guard request.hasOneHost else {
            throw Refusal(.badRequest, code: "bad_host", "the request names no host, or several")
        }
        guard address != .unknown else {
            throw Refusal(.notFound, code: "not_found", "there is nothing at this address")
        }
        guard request.method == address.method else {
            var refusal = Refusal(
                .methodNotAllowed,
                code: "wrong_method",
                "this address takes \(address.method.rawValue) only"
            )
            refusal.allowedMethod = address.method.rawValue
            throw refusal
        }
        switch address {
        case .route(let route):
            return try await answer(&request, of: route, by: service(named: register))
        case .register:
            return try await describe(service(named: register), as: request.wanted)
        case .health: return Answer(text: "ok\n")
        case .readiness: return await readiness()
        case .metrics: return Answer(text: metrics.text())
        case .openAPI: return Answer(json: OpenAPI.document())
        case .unknown: preconditionFailure("an unknown address has been refused above")
        }
    }

    private func answer(
        _ request: inout IncomingRequest,
        of route: Route,
        by service: House.Service
    ) async throws -> Answer {
        let token = request.token
        if route.needsToken, token == nil { throw unknownDevice("the request shows no token") }
        let type = try request.type()
        if route == .bundle, let token { try await check(token, at: service) }
        var body = try await request.body(of: route)
        if type == .json { body = try Mirror.request(body, of: route) }
        let bytes = try await service.answer(
            ServiceRequest(route: route, body: body, token: token, now: clock())
        )
        switch request.wanted {
        case .cbor: return Answer(.ok, bytes, contentType: MediaType.cborName)
        case .json:
            return Answer(
                .ok,
                try Mirror.answer(bytes, of: route),
                contentType: MediaType.jsonName
            )
        }
    }

    /// A carried file may be large: strangers need not even send it.
    private func check(_ token: AccessToken, at service: House.Service) async throws {
        switch try await service.standing(of: token) {
        case .active: return
        case nil: throw unknownDevice("this device is not known here")
        case .revoked:
            throw Refusal(
                .forbidden,
                code: "revoked",
                "the access of this device has been withdrawn",
                hint: "ask your administrator; your changes are kept on this device"
            )
        }
    }

    private func unknownDevice(_ message: String) -> Refusal {
        Refusal(
            .unauthorized,
            code: "unknown_device",
            message,
            hint: "run sync; if that is refused, enrol it with a code from your administrator"
        )
    }

    private func service(named name: String?) async throws -> House.Service {
        if let service = try await house.service(named: name) { return service }
        throw Refusal(
            .notFound,
            code: "no_register",
            "there is no register of that name here",
            hint: "check the address: several registers are served as https://host/name"
        )
    }

    private func describe(
        _ service: House.Service,
        as type: MediaType
    ) async throws -> Answer {
        guard let register = try await service.registerInfo() else {
            throw Refusal(
                .serviceUnavailable,
                code: "no_register",
                "there is no register here yet"
            )
        }
        let description = RegisterDescription(register: register, time: clock())
        switch type {
        case .cbor: return Answer(.ok, description.encoded(), contentType: type.name)
        case .json: return Answer(json: description.json())
        }
    }

    private func readiness() async -> Answer {
        if await house.isReady() { return Answer(text: "ready\n") }
        return Answer(.serviceUnavailable, text: "nothing can be read here\n")
    }

    private func log(
        _ refusal: Refusal,
        of error: any Error,
        at address: Address,
        _ context: BasicRequestContext
    ) {
        let isOurs = refusal.status.code >= 500
        context.logger.log(
            level: isOurs ? .error : .info,
            "request refused",
            metadata: [
                "route": "\(address.name)",
                "status": "\(refusal.status.code)",
                "code": "\(refusal.body.code)",
                // A fault of the register's own is told to its operator only.
                "reason": "\(isOurs ? String(describing: error) : refusal.body.message)",
            ]
        )
    }
}
