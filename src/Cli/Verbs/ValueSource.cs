using System.Security.Cryptography;
using System.Text;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>Where the value of <c>set</c> comes from. Not a record: it may hold the value.</summary>
internal sealed class ValueSource
{
    /// <summary>As typed on the command line, which others can see; null if it was not.</summary>
    public string? Argument { get; init; }

    /// <summary>A file that holds it.</summary>
    public string? File { get; init; }

    /// <summary>Whether standard input holds it, even if that is a terminal.</summary>
    public bool FromInput { get; init; }

    /// <summary>Whether the text is a JSON value.</summary>
    public bool IsJson { get; init; }

    /// <summary>Refuses standard input for two things.</summary>
    /// <param name="file">The file that is changed, as typed.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ConflictingOptions"/>.</exception>
    public void CheckBeside(string file)
    {
        if (FromInput && file == InputFile.Dash)
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "file and value are both to come from standard input")
            {
                Hint = "name the file, or the value by --value-file",
            };
        }
    }

    /// <summary>Refuses two sources.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ConflictingOptions"/>.</exception>
    public void Check()
    {
        if ((Argument is null ? 0 : 1) + (File is null ? 0 : 1) + (FromInput ? 1 : 0) > 1)
        {
            throw new SecretsKitException(
                ErrorCode.ConflictingOptions, "the value is given twice: on the command line, by --value-file or by --value-stdin")
            {
                Hint = "name one of them",
            };
        }
    }

    /// <summary>Whether a person at a terminal is going to be asked for it.</summary>
    public bool IsTyped(CliHost host) => Argument is null && File is null && !FromInput && host.InputIsTerminal;

    /// <summary>Reads it: what was named, else standard input if that is no terminal, else what is typed without being shown.</summary>
    /// <exception cref="SecretsKitException">There is nobody to ask, nothing came, or it is not JSON.</exception>
    public async Task<Node> ReadAsync(VerbContext context, CancellationToken ct)
    {
        var text = await ReadTextAsync(context, ct);
        return IsJson ? Json(text) : new StringNode(new ByteString(text));
    }

    private async Task<byte[]> ReadTextAsync(VerbContext context, CancellationToken ct)
    {
        if (Argument is not null)
        {
            return Encoding.UTF8.GetBytes(Argument);
        }

        if (File is not null)
        {
            return WithoutLineEnd(await ReadFileAsync(context, File, ct));
        }

        if (IsTyped(context.Host))
        {
            return await AskAsync(context, ct);
        }

        var text = await FileReader.ReadAsync(context.Host.Input, "stdin", FileReader.DefaultLimit, ct);
        return text.Length > 0 || FromInput
            ? WithoutLineEnd(text)
            : throw new SecretsKitException(ErrorCode.NoInput, "no value: none was given, and standard input is empty")
        {
            Hint = "pipe it in, name its file with --value-file, or run this on a terminal, where it is asked for",
        };
    }

    private static async Task<byte[]> ReadFileAsync(VerbContext context, string file, CancellationToken ct)
    {
        try
        {
            return (await context.ReadAsync(file, ct)).Content;
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.FileNotFound or ErrorCode.FileUnreadable)
        {
            // The report is about the file that is changed.
            throw new SecretsKitException(
                failure.Code, DisplayText.Message($"the value cannot be read from {file}: {failure.Problem}"), failure)
            {
                Hint = failure.Hint,
            };
        }
    }

    private static async Task<byte[]> AskAsync(VerbContext context, CancellationToken ct)
    {
        using var typed = await context.Host.Prompt.AskAsync("value (not shown): ", ct);
        return typed is { Length: > 0 } ? typed.Span.ToArray() : throw new SecretsKitException(ErrorCode.NoInput, "no value was typed")
        {
            Hint = "nothing was changed",
        };
    }

    /// <summary>One line loses its end, which echo and editors put there; several lines, such as a key in PEM, stay as they are.</summary>
    private static byte[] WithoutLineEnd(byte[] text)
    {
        var first = text.AsSpan().IndexOf((byte)'\n');
        if (first < 0 || first != text.Length - 1)
        {
            return text;
        }

        var line = text[..(first > 0 && text[first - 1] == '\r' ? first - 1 : first)];
        CryptographicOperations.ZeroMemory(text);
        return line;
    }

    private static Node Json(byte[] text)
    {
        try
        {
            return JsonValue.Read(text);
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(ErrorCode.MalformedValue, $"the value is not JSON: {failure.Problem}", failure)
            {
                Hint = "leave --json out to store the text as it is",
            };
        }
    }
}
