extension Schema {
    /// Reads a schema's document; members that this program does not know are passed over.
    ///
    /// - Parameter json: UTF-8, at most 4 MiB.
    /// - Throws: ``SchemaError`` at the first thing that is not as it must be.
    public init(json: [UInt8]) throws(SchemaError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(json, limits: JSONLimits(bytesMax: 4 << 20))
        } catch {
            throw SchemaError(path: "", problem: .json(error))
        }
        let root = SchemaNode(value: value, path: .root)
        var builder = SchemaBuilder()
        try builder.readEnumerations(try root.member("enumerations"))
        try builder.readLifecycles(try root.member("lifecycles"))
        try builder.readCollectionNames(try root.member("collections"))
        let collections = try builder.collections(
            try root.member("collections"),
            common: try root.optional("common")?.elements() ?? []
        )
        var languages: [String] = []
        for node in try root.member("languages").elements(limit: 100) {
            languages.append(try node.identifier())
        }
        let language = try root.member("default_language")
        let defaultLanguage = try language.identifier()
        guard languages.contains(where: { $0.isSame(as: defaultLanguage) }) else {
            throw language.error(
                .unknown(kind: "language", name: defaultLanguage, nearest: languages.first)
            )
        }
        self.init(
            id: try root.member("schema").identifier(),
            version: try root.member("version").number(1...UInt32.max),
            labels: try root.member("name").labels(),
            defaultLanguage: defaultLanguage,
            languages: languages,
            enumerations: builder.enumerations,
            lifecycles: builder.lifecycles,
            collections: collections
        )
    }
}
