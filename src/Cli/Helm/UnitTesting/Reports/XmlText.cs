using System.Text;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Writes XML as Go's encoder does: a tab for each level, no declaration, elements never closed in themselves.</summary>
internal sealed class XmlText
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();
    private bool _hasInner;

    /// <summary>Begins an element.</summary>
    public XmlText Begin(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append(_text.Length > 0 ? "\n" : "").Append('\t', _open.Count).Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            _text.Append(' ').Append(attribute).Append("=\"").AppendXml(value).Append('"');
        }

        _text.Append('>');
        _open.Push(name);
        _hasInner = false;
        return this;
    }

    /// <summary>Ends the innermost element.</summary>
    public XmlText End()
    {
        var name = _open.Pop();
        if (_hasInner)
        {
            _text.Append('\n').Append('\t', _open.Count);
        }

        _text.Append("</").Append(name).Append('>');
        _hasInner = true;
        return this;
    }

    /// <summary>An element with a text.</summary>
    public XmlText Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        _text.AppendXml(text);
        return End();
    }

    /// <summary>An element with a text that is not escaped.</summary>
    public XmlText Data(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        if (text.Length > 0)
        {
            _text.Append("<![CDATA[")
                .Append(XmlEscapes.ValidXml(text).Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal))
                .Append("]]>");
        }

        return End();
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
