import Foundation
import SleepEvents

extension JSONValue {
  /// Reads one JSON value. Objects come back with their keys sorted, since Foundation does not keep order;
  /// our own files are read by key.
  ///
  /// - Throws: `TextError.notJSON` that names the file and what the parser objected to.
  public init(parsing data: Data, file: String) throws(TextError) {
    let parsed: Any
    do {
      parsed = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
    } catch {
      let detail = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "not JSON"
      throw TextError.notJSON(file: file, detail: detail)
    }
    self.init(foundation: parsed)
  }

  private init(foundation value: Any) {
    // Before the number: to find out that a table is none, Foundation would bridge the whole of it.
    switch value {
    case let table as [String: Any]:
      self = .object(
        table.sorted { $0.key < $1.key }.map { Member($0.key, JSONValue(foundation: $0.value)) })
    case let list as [Any]: self = .array(list.map(JSONValue.init(foundation:)))
    case let text as String: self = .string(text)
    case let number as NSNumber:
      if CFTypeKind(number) == .boolean {
        self = .bool(number.boolValue)
      } else if let whole = Int(exactly: number.doubleValue), abs(number.doubleValue) < 9e15 {
        self = .integer(whole)
      } else {
        self = .number(number.doubleValue)
      }
    default: self = .null
    }
  }

  private enum CFTypeKind {
    case boolean
    case number

    /// `NSNumber` of a JSON `true` or `false` says so by its Objective-C type code alone.
    init(_ number: NSNumber) {
      self = String(cString: number.objCType) == "c" ? .boolean : .number
    }
  }
}
