/// The viewer's part of the page.
enum ViewerMarkup {
  static let markup = ""
  static let script = ""
}
