/// All rows of a table, stored packed and decoded on access. Unpacked, a night takes a kilobyte, most of it for missing
/// values.
package struct PackedRows<Record: PackedRecord>: RandomAccessCollection, MutableCollection,
  Sendable
{
  private var blocks: [[UInt8]] = []
  /// Offset of each row in its block.
  private var starts: [UInt32] = []
  private var writer = PackedWriter()

  private static var rowsOfBlock: Int { 1024 }

  package init() {}

  package init(_ records: some Sequence<Record>) { for record in records { append(record) } }

  package var startIndex: Int { 0 }
  package var endIndex: Int { starts.count }

  /// Memory used by the rows, bytes.
  var packedBytes: Int {
    blocks.reduce(0) { $0 + $1.count } + starts.count * MemoryLayout<UInt32>.stride
  }

  /// Setting a row appends its bytes again; the old ones are not freed.
  package subscript(index: Int) -> Record {
    get {
      var record = Record.blank
      var reader = reader(index)
      record.passHead(&reader)
      record.passRest(&reader)
      return record
    }
    set { write(newValue, at: index) }
  }

  /// A row with only its key fields.
  package func head(_ index: Int) -> Record {
    var record = Record.blank
    var reader = reader(index)
    record.passHead(&reader)
    return record
  }

  /// All rows with only their key fields.
  package var heads: some Sequence<Record> { indices.lazy.map(head) }

  package mutating func append(_ record: Record) {
    if starts.count % PackedRows.rowsOfBlock == 0 {
      if let last = blocks.indices.last {
        // Trims the unused capacity.
        blocks[last] = blocks[last].withUnsafeBufferPointer { Array($0) }
      }
      blocks.append([])
    }
    starts.append(0)
    write(record, at: starts.count - 1)
  }

  private mutating func write(_ record: Record, at index: Int) {
    var record = record
    record.passHead(&writer)
    record.passRest(&writer)
    let block = index / PackedRows.rowsOfBlock
    starts[index] = UInt32(blocks[block].count)
    writer.endRow { blocks[block] += $0 }
  }

  package mutating func append(contentsOf records: some Sequence<Record>) {
    for record in records { append(record) }
  }

  private func reader(_ index: Int) -> PackedReader {
    PackedReader(
      bytes: blocks[index / PackedRows.rowsOfBlock], at: Int(starts[index]), words: writer.words)
  }
}

extension PackedRows: ExpressibleByArrayLiteral {
  package init(arrayLiteral records: Record...) { self.init(records) }
}
