using SecretsKit.Providers.Age.Plugins;

namespace SecretsKit.Providers.Age;

/// <summary>
/// Text that holds identities, one on a line; empty lines and lines that begin with <c>#</c> do not count. What is wrong is reported with
/// line number: the line may be a secret with a slip of the pen.
/// </summary>
public static class AgeIdentityFile
{
    /// <summary>Parses as the age tool does.</summary>
    /// <param name="text">Lent for the call; the caller wipes it.</param>
    /// <returns>At least one identity; the caller disposes them.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>: a line is no identity, or there is none at all.</exception>
    public static IReadOnlyList<AgeIdentity> Parse(ReadOnlySpan<byte> text) => Parse(text, plugins: null);

    /// <summary>Parses as the age tool does; identities of plugins can then be used.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    internal static IReadOnlyList<AgeIdentity> Parse(ReadOnlySpan<byte> text, AgePlugins? plugins)
    {
        var identities = ParseLines(text, severalPerLine: false, plugins, static (number, line, message) =>
            $"error at line {number}: " + (LooksPublic(line) ? "apparent recipient found in identities file" : message));
        return identities.Count > 0 ? identities : throw new AgeException(AgeFailure.Identity, "no identities found");
    }

    /// <summary>Parses as sops does: no line numbers, an empty file is no error, and a variable may hold several on one line.</summary>
    internal static IReadOnlyList<AgeIdentity> ParseSource(ReadOnlySpan<byte> text, bool severalPerLine, AgePlugins plugins) =>
        ParseLines(text, severalPerLine, plugins, static (_, _, message) => message);

    /// <summary>Parses one identity.</summary>
    internal static AgeIdentity ParseOne(ReadOnlySpan<byte> line, AgePlugins? plugins = null)
    {
        if (line.StartsWith("AGE-PLUGIN-"u8))
        {
            return new AgePluginIdentity(line, plugins);
        }

        using var text = new SecretText(line);
        if (line.StartsWith("AGE-SECRET-KEY-PQ-1"u8))
        {
            return HybridIdentity.ParseNative(text.Span);
        }

        return line.StartsWith("AGE-SECRET-KEY-1"u8)
            ? X25519Identity.ParseNative(text.Span)
            : throw new AgeException(AgeFailure.Identity, "unknown identity type");
    }

    private static List<AgeIdentity> ParseLines(ReadOnlySpan<byte> text, bool severalPerLine, AgePlugins? plugins, Describe describe)
    {
        var identities = new List<AgeIdentity>();
        var done = false;
        try
        {
            var number = 0;
            foreach (var range in text.Split((byte)'\n'))
            {
                number++;
                var line = text[range];
                // Blanks at the end come with copying from a terminal or a chat, and are not seen.
                line = line.TrimEnd(" \t\r"u8);
                // Editors of Windows begin a text with a mark that is not seen either.
                line = number == 1 && line.StartsWith("\ufeff"u8) ? line["\ufeff"u8.Length..] : line;
                if (line is not [] and not [(byte)'#', ..])
                {
                    try
                    {
                        ParseLine(line, severalPerLine, plugins, identities);
                    }
                    catch (AgeException e) when (e.Failure == AgeFailure.Identity)
                    {
                        throw new AgeException(AgeFailure.Identity, describe(number, line, e.Message));
                    }
                }
            }

            done = true;
            return identities;
        }
        finally
        {
            if (!done)
            {
                identities.ForEach(static identity => identity.Dispose());
            }
        }
    }

    private static void ParseLine(ReadOnlySpan<byte> line, bool severalPerLine, AgePlugins? plugins, List<AgeIdentity> identities)
    {
        if (!severalPerLine)
        {
            identities.Add(ParseOne(line, plugins));
            return;
        }

        foreach (var range in line.SplitAny(" \t\v\f\r"u8))
        {
            if (!line[range].IsEmpty)
            {
                identities.Add(ParseOne(line[range], plugins));
            }
        }
    }

    private static bool LooksPublic(ReadOnlySpan<byte> line) =>
        line.StartsWith("age1"u8) || line.StartsWith("ssh-"u8);

    private delegate string Describe(int number, ReadOnlySpan<byte> line, string message);
}
