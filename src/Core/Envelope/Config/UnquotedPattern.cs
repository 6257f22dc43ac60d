using System.Text;
using SecretsKit.Core.Display;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Values of <c>.sops.yaml</c> that are no YAML without quotes, because they begin with a sign that YAML reads.</summary>
internal static class UnquotedPattern
{
    /// <summary>What is wrong with a line where reading stopped; null where it is something else.</summary>
    /// <param name="content">The file.</param>
    /// <param name="line">From 1.</param>
    public static string? Problem(ReadOnlySpan<byte> content, int line)
    {
        // Some mistakes are noticed when the next line begins.
        return OfLine(content, line) ?? OfLine(content, line - 1);
    }

    private static string? OfLine(ReadOnlySpan<byte> content, int line)
    {
        var (name, value) = Entry(LineOf(content, line));
        if (value is not (['*' or '{' or '[' or '!' or '&' or '%' or '@' or '`', ..]))
        {
            return null;
        }

        return name is "path_regex" && GlobPattern.AsExpression(value) is { } meant
            ? DisplayText.Message($"path_regex takes an expression, and no pattern of a shell: '{meant}' in the place of {value}")
            : name.EndsWith("_regex", StringComparison.Ordinal)
                ? DisplayText.Message($"{name} begins with {value[..1]}, which YAML reads: put it in single quotes")
            : value is ['*', _, ..] && value.AsSpan(1).IndexOfAny(" *.,/") < 0
                ? DisplayText.Message($"{value} stands for an anchor that is not defined above it, as with '- &{value[1..]} age1...'")
            : null;
    }

    private static string LineOf(ReadOnlySpan<byte> content, int line)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            if (--line == 0)
            {
                return Encoding.UTF8.GetString(content[range]);
            }
        }

        return "";
    }

    // The name may stand behind the dash of a list, and a value may be an item alone.
    private static (string Name, string Value) Entry(string line)
    {
        var text = line.Trim();
        text = text.StartsWith("- ", StringComparison.Ordinal) ? text[2..].TrimStart() : text;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var value = (colon < 0 ? text : text[(colon + 2)..]).Trim();
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return (colon < 0 ? "" : text[..colon].Trim(), comment < 0 ? value : value[..comment].TrimEnd());
    }
}
