/// The rows of a table that are all kept: packed, and made anew one by one as they are looked at. As they are in memory
/// otherwise, most of a night's kilobyte is room for what nobody knows of it.
package struct PackedRows<Record: PackedRecord>: RandomAccessCollection, MutableCollection,
  Sendable
{
  private var blocks: [[UInt8]] = []
  /// Where each row begins in its block.
  private var starts: [UInt32] = []
  private var writer = PackedWriter()

  private static var rowsOfBlock: Int { 1024 }

  package init() {}

  package init(_ records: some Sequence<Record>) { for record in records { append(record) } }

  package var startIndex: Int { 0 }
  package var endIndex: Int { starts.count }

  /// Bytes that the rows take.
  var packedBytes: Int {
    blocks.reduce(0) { $0 + $1.count } + starts.count * MemoryLayout<UInt32>.stride
  }

  /// A row that is set takes room anew, and the old bytes stay.
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

  /// A row with the fields alone by which rows are told apart.
  package func head(_ index: Int) -> Record {
    var record = Record.blank
    var reader = reader(index)
    record.passHead(&reader)
    return record
  }

  /// All rows, each with those fields alone.
  package var heads: some Sequence<Record> { indices.lazy.map(head) }

  package mutating func append(_ record: Record) {
    if starts.count % PackedRows.rowsOfBlock == 0 {
      if let last = blocks.indices.last {
        // Without the room into which the block would have grown.
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
