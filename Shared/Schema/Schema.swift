/// What a register holds: its collections, their fields, and the words for them.
///
/// A schema is data: a versioned JSON document that every replica of the register has. Ids, numbers
/// and codes are never reused, so that cells written under any version stay readable.
public struct Schema: Sendable {
    /// The schema's name.
    public let id: String
    public let version: UInt32
    public let labels: Labels
    /// The language that a bare value of a localised text is written in.
    public let defaultLanguage: String
    /// The languages in which localised texts are usually written, in order of preference.
    public let languages: [String]
    public let enumerations: [Enumeration]
    public let lifecycles: [Lifecycle]
    /// In the order of the document.
    public let collections: [CollectionDefinition]

    public init(
        id: String,
        version: UInt32,
        labels: Labels,
        defaultLanguage: String,
        languages: [String],
        enumerations: [Enumeration],
        lifecycles: [Lifecycle],
        collections: [CollectionDefinition]
    ) {
        self.id = id
        self.version = version
        self.labels = labels
        self.defaultLanguage = defaultLanguage
        self.languages = languages
        self.enumerations = enumerations
        self.lifecycles = lifecycles
        self.collections = collections
    }

    /// The schema as if no field had been retired: for telling histories.
    public var withRetired: Schema {
        Schema(
            id: id,
            version: version,
            labels: labels,
            defaultLanguage: defaultLanguage,
            languages: languages,
            enumerations: enumerations,
            lifecycles: lifecycles,
            collections: collections.map { $0.withRetired }
        )
    }

    public func collection(id: String) -> CollectionDefinition? {
        collections.first { $0.id.isSame(as: id) }
    }

    public func collection(number: UInt16) -> CollectionDefinition? {
        place(ofCollection: number).map { collections[$0] }
    }

    /// The index in ``collections`` of the collection of this number.
    func place(ofCollection number: UInt16) -> Int? {
        // Documents number collections from 1 in order; others are found by looking.
        let guess = Int(number) - 1
        if collections.indices.contains(guess), collections[guess].number == number { return guess }
        return collections.firstIndex { $0.number == number }
    }

    public func enumeration(id: String) -> Enumeration? {
        enumerations.first { $0.id.isSame(as: id) }
    }

    /// The id of a collection that `id` was probably meant to be, by id or label.
    public func nearestCollection(to id: String) -> String? {
        if let nearest = nearest(id, in: collections.map { $0.id }) { return nearest }
        for language in DisplayLanguage.allCases {
            let labels = collections.map { $0.labels[language] }
            guard let label = nearest(id, in: labels) else { continue }
            return collections.first { $0.labels[language].isSame(as: label) }?.id
        }
        return nil
    }

    /// Whether a localised text may be written in the language of `code`.
    ///
    /// Those are the schema's languages and the codes of its enumeration `Language`, if it has one.
    public func hasLanguage(_ code: String) -> Bool {
        languages.contains { $0.isSame(as: code) }
            || enumeration(id: "Language")?.contains(code) ?? false
    }
}
