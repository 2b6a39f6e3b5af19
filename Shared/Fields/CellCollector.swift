/// Gathers what one save writes, and leaves out what the record holds already.
struct CellCollector {
    /// At most one entry a cell, in the order in which cells were first written.
    var cells: [Draft.Cell] { pending.compactMap { $0 } }

    private let state: RecordState?
    private var pending: [Draft.Cell?] = []
    private var places: [CellKey: Int] = [:]

    /// - Parameter state: what the author sees; nil for a record that is being created.
    init(state: RecordState?) { self.state = state }

    /// Writes a value; the last one for a cell counts.
    ///
    /// - Returns: False when the cell holds it already and nothing else.
    @discardableResult
    mutating func write(_ value: ArraySlice<UInt8>, to key: CellKey) -> Bool {
        let siblings = state?.siblings(of: key) ?? []
        let isHeld = !siblings.isEmpty && siblings.allSatisfy { $0.value == value }
        put(isHeld ? nil : Draft.Cell(key: key, value: value), at: key)
        return !isHeld
    }

    /// Takes all values out of a cell.
    mutating func remove(_ key: CellKey) {
        let isHeld = state?.siblings(of: key).isEmpty == false
        put(isHeld ? Draft.Cell(key: key, value: nil) : nil, at: key)
    }

    /// What was written to a cell so far.
    func written(to key: CellKey) -> ArraySlice<UInt8>? {
        places[key].flatMap { pending[$0] }?.value
    }

    private mutating func put(_ cell: Draft.Cell?, at key: CellKey) {
        if let place = places[key] {
            pending[place] = cell
        } else if cell != nil {
            places[key] = pending.count
            pending.append(cell)
        }
    }
}
