using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>A named template: a file's main text, or a definition in it.</summary>
/// <param name="Name">As <c>include</c> and <c>template</c> name it.</param>
/// <param name="Root">What executes.</param>
internal sealed record ParsedTemplate(ByteString Name, ListNode Root);
