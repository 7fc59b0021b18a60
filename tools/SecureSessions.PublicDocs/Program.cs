using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// Removes from the XML documentation of an assembly everything that its users cannot see: the compiler writes the comments of internal
// types as well. Arguments: the documentation, the assembly, and a file that lists the references of the assembly, one path a line.
string documentation = args[0];
MetadataReference assembly = MetadataReference.CreateFromFile(args[1]);
IEnumerable<MetadataReference> references = File.ReadLines(args[2]).Select(static path => MetadataReference.CreateFromFile(path));
var compilation = CSharpCompilation.Create("Reader", references: references.Append(assembly));

XDocument text = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
foreach (XElement member in text.Descendants("member").ToArray())
{
    if (IsVisible(DocumentationCommentId.GetFirstSymbolForDeclarationId(member.Attribute("name")!.Value, compilation)))
        continue;

    // The line break before the member is removed with it.
    (member.PreviousNode as XText)?.Remove();
    member.Remove();
}

text.Save(documentation, SaveOptions.DisableFormatting);

static bool IsVisible(ISymbol? symbol) => symbol switch
{
    null => false,
    INamespaceSymbol => true,
    { DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } =>
        IsVisible(symbol.ContainingSymbol),
    _ => false,
};
