/// A kind of record: its fields, the common ones included.
public struct CollectionDefinition: Sendable {
    /// Lower-case ASCII letters, digits and `_`, 1...40 bytes; never reused.
    public let id: String
    /// The collection's name in records; never reused.
    public let number: UInt16
    public let labels: Labels
    public let help: Labels
    /// Its own fields in the order of the schema, then the common ones.
    public let fields: [FieldDefinition]
    /// Fields of former versions: nobody writes them any more, what was written stays as it is.
    public let retired: [FieldDefinition]
    /// The numbers of the fields that make a record's label, in this order.
    public let label: [UInt16]
    /// The code of who leads such records by default, if the schema says it.
    public let lead: String?
    /// The number of the common field that names a record's lead department, if there is one.
    public let leadDepartment: UInt16?

    /// The fields' numbers in ascending order, each with its place in `fields`.
    private let numbers: [UInt16]
    private let places: [Int]

    public init(
        id: String,
        number: UInt16,
        labels: Labels,
        help: Labels,
        fields: [FieldDefinition],
        retired: [FieldDefinition] = [],
        label: [UInt16],
        lead: String?
    ) {
        self.id = id
        self.number = number
        self.labels = labels
        self.help = help
        self.fields = fields
        self.retired = retired
        self.label = label
        self.lead = lead
        leadDepartment = fields.first { $0.id.isSame(as: "lead_department") }?.number
        places = fields.indices.sorted { fields[$0].number < fields[$1].number }
        numbers = places.map { fields[$0].number }
    }

    /// The collection as if no field had been retired: for telling its history.
    public var withRetired: CollectionDefinition {
        if retired.isEmpty { return self }
        return CollectionDefinition(
            id: id,
            number: number,
            labels: labels,
            help: help,
            fields: fields + retired,
            label: label,
            lead: lead
        )
    }

    /// The field's definition; nil when this schema does not know it.
    public func field(number: UInt16) -> FieldDefinition? {
        place(of: number).map { fields[$0] }
    }

    /// The field's definition, be it retired.
    func known(number: UInt16) -> FieldDefinition? {
        field(number: number) ?? retired.first { $0.number == number }
    }

    public func field(id: String) -> FieldDefinition? { fields.first { $0.id.isSame(as: id) } }

    /// The id of a field that `id` was probably meant to be, by id or label.
    public func nearestField(to id: String) -> String? {
        if let nearest = nearest(id, in: fields.map { $0.id }) { return nearest }
        for language in DisplayLanguage.allCases {
            guard let label = nearest(id, in: fields.map { $0.labels[language] }) else { continue }
            return fields.first { $0.labels[language].isSame(as: label) }?.id
        }
        return nil
    }

    /// The index in ``fields`` of the field of this number.
    func place(of number: UInt16) -> Int? {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? places[low] : nil
    }
}
