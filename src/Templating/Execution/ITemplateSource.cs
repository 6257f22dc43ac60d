using SecretsKit.Core.Text;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

/// <summary>Gives an execution the templates that it calls by name.</summary>
internal interface ITemplateSource
{
    /// <summary>The template of a name; null where there is none.</summary>
    ParsedTemplate? Find(ByteString name);

    /// <summary>The message about a template that is not there.</summary>
    string Missing(ByteString name);

    /// <summary>Parses a text under the set's own name, for <c>tpl</c>.</summary>
    /// <returns>A source of these templates and the text's definitions, and the text's body.</returns>
    (ITemplateSource Set, ParsedTemplate Body) With(byte[] text);
}
