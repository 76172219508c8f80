import ArgumentParser
import Tibialis

/// How dates in the tables of a study are read.
struct DateOptions: ParsableArguments {
  @Option(
    help:
      "Order of dates such as 01/03/2026: dmy or mdy. Without it they are read only if a file allows just one order."
  )
  var dateOrder: DateOrder?
}

extension DateOrder: ExpressibleByArgument {}
