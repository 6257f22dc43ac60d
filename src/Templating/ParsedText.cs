using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating;

/// <summary>
/// A text with the definitions in it, parsed once and added to any number of sets of the same functions. Immutable, so that any number of
/// threads may execute it.
/// </summary>
public sealed class ParsedText
{
    private ParsedText(string name, List<ParsedTemplate> templates) =>
        (Name, Templates, Body) = (name, templates, templates.Find(template => template.Name == new ByteString(name))!);

    /// <summary>The name that it was parsed under.</summary>
    public string Name { get; }

    /// <summary>The definitions in order of appearance, the text's own body last.</summary>
    internal IReadOnlyList<ParsedTemplate> Templates { get; }

    /// <summary>The text's own body.</summary>
    internal ParsedTemplate Body { get; }

    /// <summary>Parses.</summary>
    /// <param name="name">Usually the path of the file; errors give it as their place.</param>
    /// <param name="text">UTF-8, given away: it must not change.</param>
    /// <param name="functions">The dialect; names are looked up here and now.</param>
    /// <exception cref="TemplateException">The text is no template.</exception>
    public static ParsedText Parse(string name, byte[] text, FunctionTable functions) =>
        new(name, Parser.Parse(new(name), new(name, text), functions));
}
