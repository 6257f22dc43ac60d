using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>
/// The documents of a text as the Kubernetes libraries find them. A text that begins with a brace is
/// read as a row of JSON values first; where that fails the rest is YAML, unless two values were there already.
/// </summary>
internal static class LintStream
{
    // The beginning of a text that is looked at to tell the two apart, in bytes.
    private const int Peek = 4096;
    private const int ClearlyJson = 2;

    private static readonly GoJsonReading Reading = new() { IsStream = true, Number = static _ => Value.Float(0) };

    /// <summary>The documents that hold something, up to the first one that cannot be read.</summary>
    public static IEnumerable<LintDocument> Read(ReadOnlyMemory<byte> text, HelmGeneration generation)
    {
        string? failure = null;
        var at = 0;
        if (IsBrace(text.Span[..Math.Min(Peek, text.Length)]))
        {
            for (var count = 0; ; count++)
            {
                if (text.Span[at..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
                {
                    yield break;
                }

                var document = ReadJson(text, generation, ref at, count >= ClearlyJson, out failure);
                if (document is not null)
                {
                    yield return document;
                }

                if (failure is not null)
                {
                    break;
                }
            }

            if (at < 0)
            {
                yield break;
            }

            at += LineEnd(text.Span[at..]);
        }

        foreach (var document in ReadYaml(text[at..], generation, failure))
        {
            yield return document;
        }
    }

    // Moves behind the value. After a failure that ends the text the position is negative; after another one YAML is to be tried.
    private static LintDocument? ReadJson(
        ReadOnlyMemory<byte> text, HelmGeneration generation, ref int at, bool isClear, out string? failure)
    {
        var start = at;
        failure = null;
        string message;
        if (GoJson.TryParsePrefix(text.Span[start..], Reading, out var value, out var length, out var error))
        {
            try
            {
                var document = LintDocument.Of(value, generation, "");
                at += length;
                return document;
            }
            catch (ChartException mismatch)
            {
                failure = message = mismatch.Message;
            }
        }
        else
        {
            message = error.Message;
            failure = error.Fault is JsonFault.UnexpectedCharacter or JsonFault.TooDeep
                ? $"json: offset {start + length + 1}: {message}"
                : message;
        }

        if (!isClear)
        {
            return null;
        }

        at = -1;
        return Failed(message);
    }

    private static IEnumerable<LintDocument> ReadYaml(ReadOnlyMemory<byte> text, HelmGeneration generation, string? firstFailure)
    {
        var pieces = YamlStream.Split(text, out var badMarker);
        foreach (var piece in pieces)
        {
            LintDocument? document;
            try
            {
                document = LintDocument.Read(piece, generation);
            }
            catch (ChartException failure)
            {
                document = Failed(firstFailure ?? failure.Message);
            }

            firstFailure = null;
            if (document is not null)
            {
                yield return document;
            }

            if (document?.Failure is not null)
            {
                yield break;
            }
        }

        if (badMarker is not null)
        {
            yield return Failed(firstFailure ?? "invalid Yaml document separator: " + badMarker);
        }
    }

    private static LintDocument Failed(string cause) => new("", "", "", "unable to parse YAML: " + cause);

    private static bool IsBrace(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var width) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[width..];
        }

        return text is [(byte)'{', ..];
    }

    // White space behind a JSON value, and no more than one line end.
    private static int LineEnd(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out var rune, out var width) == System.Buffers.OperationStatus.Done
            && Rune.IsWhiteSpace(rune))
        {
            length += width;
            if (rune.Value == '\n')
            {
                break;
            }
        }

        return length;
    }
}
