import StudyTables
import Testing

@Suite struct DrugNameTests {
  @Test(arguments: [
    ("iron", "iron"), ("Ferrous Sulfate 325 mg", "iron"), ("Sertraline HCl", "ssri"),
    ("venlafaxine XR", "snri"),
    ("CPAP", "cpap"), ("Trazodone hydrochloride", "trazodone"), ("trazodone 50 mg", "trazodone"),
  ])
  func `a name with its salt, form or dose, or a class's own name, finds its class`(
    _ name: String, _ id: String
  ) throws {
    #expect(try DrugTable.standard().drugClass(name: name)?.id == id)
  }

  @Test func `part of a word is not a name`() throws {
    #expect(try DrugTable.standard().drugClass(name: "environment") == nil)
  }
}
