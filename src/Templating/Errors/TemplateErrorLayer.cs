namespace SecretsKit.Templating.Errors;

/// <summary>
/// One execution in the chain that led to a failure: the file's, and one for each <c>include</c> and <c>tpl</c> inside it.
/// </summary>
/// <param name="File">The text in which the failing node is.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In bytes, from 0.</param>
/// <param name="Executing">The template that executes: a definition's name, or the file.</param>
/// <param name="Node">The node as Go prints it.</param>
/// <param name="Message">
/// What failed; of all but the last layer the part before the next layer, such as <c>error calling include: </c>.
/// </param>
/// <param name="EntersTpl">Whether the next layer was entered by <c>tpl</c>.</param>
public sealed record TemplateErrorLayer(string File, int Line, int Column, string Executing, string Node, string Message, bool EntersTpl);
