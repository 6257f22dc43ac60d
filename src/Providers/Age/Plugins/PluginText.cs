using System.Text;
using SecretsKit.Core.Display;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>What a plugin wants people to read. It must not draw on their terminal: what is not text becomes a question mark.</summary>
internal static class PluginText
{
    public static string Of(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(body[..Math.Min(body.Length, PluginLimits.MaxTextBytes)]).TrimEnd().EnumerateRunes())
        {
            var shown = rune.Value is '\n' or '\t' || !DisplayText.IsHidden(rune);
            text.Append(shown ? rune.ToString() : "?");
        }

        return text.ToString();
    }
}
